/**
 * What is known of one learner's courses and orders, folded from events. The same for every order in which events came and
 * however often: each value is a largest or smallest one over all of them, never "the last one heard".
 */
import type { Millis } from "../model.ts";
import type { LearningEvent, Money } from "./event.ts";

export const DAY_MS: Millis = 86_400_000;

export type CourseRecord = {
  readonly course: string;
  readonly name: string | null;
  /** Enrolled or bought, and the money was not given back. */
  readonly isEnrolled: boolean;
  /** The earliest sign of the learner in the course. */
  readonly since: Millis;
  /** The latest purchase or renewal that stands; null: none, or all were refunded. */
  readonly boughtAt: Millis | null;
  readonly refundedAt: Millis | null;
  /** Per cent, 0 to 100; null: not told. */
  readonly progress: number | null;
  readonly completedAt: Millis | null;
  /** The latest sign of the learner in it. */
  readonly latestAt: Millis;
};

export type Order = {
  readonly source: string;
  readonly orderId: string | null;
  readonly kind: "purchased" | "renewed";
  readonly course: string | null;
  readonly amount: Money | null;
  readonly at: Millis;
  readonly isRefunded: boolean;
};

/** Both lists with the latest first. */
export type LearnerRecord = { readonly courses: readonly CourseRecord[]; readonly orders: readonly Order[] };

export function recordOf(heard: readonly LearningEvent[]): LearnerRecord {
  const once = [...new Map(heard.map((event) => [`${event.source}\n${event.eventId}`, event])).values()];
  const events = withCourses(once.toSorted(inOrder));
  const refunds = events.filter(({ kind }) => kind === "refunded");
  const orders = events.flatMap((event) => orderOf(event, refunds));
  const byCourse = Map.groupBy(events, (event) => event.course ?? courseOfRefund(event, orders));
  const courses = [...byCourse].flatMap(([course, theirs]) => courseOf(course, { theirs, orders }));
  return {
    courses: courses.toSorted((one, other) => other.latestAt - one.latestAt || (one.course < other.course ? -1 : 1)),
    orders: orders.toReversed(),
  };
}

/** Whole days since the course was bought last; null where no purchase is known or stands. */
export function daysSincePurchase({ boughtAt }: Pick<CourseRecord, "boughtAt">, now: Millis): number | null {
  return boughtAt === null ? null : Math.max(0, Math.floor((now - boughtAt) / DAY_MS));
}

/** Some shops sell products and call them as the course is called: then the name says which course it is, if it is one only. */
function withCourses(events: readonly LearningEvent[]): readonly LearningEvent[] {
  const ids = Map.groupBy(events, ({ courseName }) => courseName);
  return events.map((event) => {
    if (event.course !== null || event.courseName === null) return event;
    const [course, ...others] = new Set((ids.get(event.courseName) ?? []).flatMap(({ course: id }) => id ?? []));
    return course === undefined || others.length > 0 ? event : { ...event, course };
  });
}

/** Of equals in time, the source's own names decide: any rule will do that does not depend on who came first. */
function inOrder(one: LearningEvent, other: LearningEvent): number {
  if (one.at !== other.at) return one.at - other.at;
  const [mine, theirs] = [one, other].map(({ source, eventId }) => `${source}\n${eventId}`);
  return (mine ?? "") < (theirs ?? "") ? -1 : 1;
}

function orderOf(event: LearningEvent, refunds: readonly LearningEvent[]): readonly Order[] {
  const { kind, source, orderId, course, amount, at } = event;
  if (kind !== "purchased" && kind !== "renewed") return [];
  const isRefunded = refunds.some((refund) => gaveBack(refund, event));
  return [{ source, orderId, kind, course, amount, at, isRefunded }];
}

/** A refund that names no order is of all that was paid for its course until then. */
function gaveBack(refund: LearningEvent, order: LearningEvent): boolean {
  if (refund.orderId === null) return refund.course === order.course && refund.at >= order.at;
  if (refund.source !== order.source || refund.orderId !== order.orderId) return false;
  return refund.course === null || order.course === null || refund.course === order.course;
}

function courseOfRefund({ kind, source, orderId }: LearningEvent, orders: readonly Order[]): string | null {
  if (kind !== "refunded" || orderId === null) return null;
  return orders.find((order) => order.source === source && order.orderId === orderId)?.course ?? null;
}

type OfCourse = { readonly theirs: readonly LearningEvent[]; readonly orders: readonly Order[] };

function courseOf(course: string | null, { theirs, orders }: OfCourse): readonly CourseRecord[] {
  if (course === null) return [];
  const at = (...kinds: readonly LearningEvent["kind"][]): readonly Millis[] =>
    theirs.filter(({ kind }) => kinds.includes(kind)).map((event) => event.at);
  const standing = orders.filter((order) => order.course === course && !order.isRefunded);
  const refundedAt = latest(at("refunded"));
  const enrolledAt = latest(at("enrolled"));
  // Platforms go on telling of lessons for a while after the money went back; only a new enrolment means more than that.
  const isStillIn = refundedAt === null || (enrolledAt !== null && enrolledAt > refundedAt);
  return [
    {
      course,
      name: theirs.findLast(({ courseName }) => courseName !== null)?.courseName ?? null,
      isEnrolled: standing.length > 0 || isStillIn,
      since: Math.min(...theirs.map((event) => event.at)),
      boughtAt: latest(standing.map((order) => order.at)),
      refundedAt,
      progress: progressIn(theirs),
      completedAt: latest(at("completed")),
      latestAt: Math.max(...theirs.map((event) => event.at)),
    },
  ];
}

/** A finished course is at 100, whatever was counted before. */
function progressIn(theirs: readonly LearningEvent[]): number | null {
  if (theirs.some(({ kind }) => kind === "completed")) return 100;
  const told = theirs.flatMap(({ kind, at, progress }) =>
    kind === "progressed" && progress !== null ? [{ at, progress }] : [],
  );
  const when = latest(told.map(({ at }) => at));
  return latest(told.filter(({ at }) => at === when).map(({ progress }) => progress));
}

function latest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
