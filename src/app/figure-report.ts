/**
 * Reads what a report is folded from: the facts since well before the range, the ratings from outside, who helps and when people
 * were there. Nothing is kept between two reports, so a changed definition holds for the past as well.
 */
import type { Calendar } from "../core/calendar/calendar.ts";
import type { Schedule } from "../core/calendar/schedule.ts";
import type { OrderEvent } from "../core/learning/event.ts";
import type { AgentId, Millis, Rating } from "../core/model.ts";
import type { Now, Range, Store } from "../core/ports.ts";
import { firstRules } from "../core/queue/rules.ts";
import { SATISFIED_FROM } from "../core/rating.ts";
import { type BookPlan, type Span, spanBefore } from "../insight/figures/book.ts";
import { coursesFrom } from "../insight/figures/courses.ts";
import { addEvent, bookAt, type Fold, openFold } from "../insight/figures/fold.ts";
import type { OpenedBefore } from "../insight/figures/follow/episodes.ts";
import { count, missingBy, openClockWatch } from "../insight/figures/gaps.ts";
import type { Dimension, Split } from "../insight/figures/groups.ts";
import { type FigureReport, reportOf } from "../insight/figures/report.ts";

export { eventsCsv, figuresCsv } from "../insight/figures/csv.ts";
export { SPLITS } from "../insight/figures/groups.ts";
export { reportJson } from "../insight/figures/json.ts";
export { PAGE_SPLITS, reportPage } from "../insight/page/page.ts";
export type { FigureReport };

export type ReportQuery = Range & { readonly splits: readonly Split[] };

const DAY_MS: Millis = 86_400_000;
/** The range when none is asked for. */
const RANGE_MS: Millis = 30 * DAY_MS;
/**
 * What began before the range may belong into it: a question without an answer for thirty days (see surveys.ts), what a learner
 * said before an order for ninety (see loyalty.ts), where there are orders.
 */
const LOOK_BACK_MS: Millis = 31 * DAY_MS;
const LOOK_BACK_FOR_ORDERS_MS: Millis = 91 * DAY_MS;

export type ReportSource = {
  readonly store: Pick<Store, "factPages" | "ratings" | "sendsSettled" | "openTickets" | "staff" | "learning">;
  /** Holds while nobody has set any hours. */
  readonly schedule: Schedule;
  /** Left out: SATISFIED_FROM. */
  readonly satisfiedFrom?: Rating;
  readonly now: Millis;
};

/** What the desk may read of figures. Every method rejects with StoreError when the database does not answer. */
export type Reports = {
  report(query: ReportQuery): Promise<FigureReport>;
  events(range: Range): ReturnType<Store["factPages"]>;
  ratings: Store["ratingsGiven"];
};

type ReportsSource = Omit<ReportSource, "now" | "store"> & {
  readonly store: ReportSource["store"] & Pick<Store, "ratingsGiven">;
  readonly now: Now;
};

export function reportsFrom({ store, now, ...source }: ReportsSource): Reports {
  return {
    report: (query) => readFigureReport({ ...source, store, now: now() }, query),
    events: (range) => store.factPages(range),
    ratings: (range, page) => store.ratingsGiven(range, page),
  };
}

/** Errors: StoreError. */
export async function readFigureReport(source: ReportSource, query: ReportQuery): Promise<FigureReport> {
  const { store, now, satisfiedFrom = SATISFIED_FROM } = source;
  const staff = await readStaff(source);
  const range = rangeOf(query, now);
  const lookBackMs = (await hasOrders(store)) ? LOOK_BACK_FOR_ORDERS_MS : LOOK_BACK_MS;
  const previous = spanBefore(range);
  const from = (previous ?? range).from - lookBackMs;
  const opened = await openedBefore(store, from, query.channel);
  const oldest = opened.reduce((at, { of }) => Math.min(at, of.at), from);
  const plan: BookPlan = {
    ...{ range, previous, splits: query.splits, calendar: staff.calendar, teamOf: staff.teamOf },
    courseOf: query.splits.includes("course") ? await coursesFrom(store.learning.courseStarts(), oldest) : () => null,
  };
  const fold = openFold(plan, opened);
  await foldFeedback(fold, store, { from: previous?.from, to: range.to, channel: query.channel });
  await foldSends(fold, store, { from: (previous ?? range).from, to: range.to, channel: query.channel });
  const firstAt = await foldLog(fold, store, { from, channel: query.channel });
  const zone = staff.calendar.at(-1)?.schedule.timeZone ?? source.schedule.timeZone;
  const frame = { now, channel: query.channel ?? null, timeZone: zone, satisfiedFrom, labelOf: staff.labelOf };
  return reportOf(bookAt(fold, now), { ...frame, missing: missingBy(fold.watch, firstAt) });
}

/** What is still to come is not asked for: a range ends now at the latest. */
function rangeOf({ from, to }: Range, now: Millis): Span {
  const end = Math.min(to ?? now + 1, now + 1);
  return { from: Math.min(from ?? Math.max(0, end - RANGE_MS), end), to: end };
}

/** Facts and orders, both in the order they happened, as one such stream. */
async function foldLog(fold: Fold, store: ReportSource["store"], range: Range): Promise<Millis | null> {
  const orders = store.learning.orders({})[Symbol.asyncIterator]();
  let order = await orders.next();
  let firstAt: Millis | null = null;
  const wentBack = openClockWatch();
  for await (const page of store.factPages(range)) {
    firstAt ??= page[0]?.at ?? null;
    for (const fact of page) {
      for (; !order.done && order.value.at <= fact.at; order = await orders.next()) foldOrder(fold, order.value);
      if (wentBack(fact)) count(fold.watch, fact.at, "clock_went_back");
      addEvent(fold, fact);
    }
  }
  for (; !order.done; order = await orders.next()) foldOrder(fold, order.value);
  return firstAt;
}

/** Money given back is no order, and an order of somebody nobody knows says nothing of our learners. */
function foldOrder(fold: Fold, { kind, at, learnerId }: OrderEvent): void {
  if (learnerId !== null && kind !== "refunded") addEvent(fold, { kind, at, learnerId });
}

async function hasOrders({ learning }: ReportSource["store"]): Promise<boolean> {
  for await (const _ of learning.orders({})) return true;
  return false;
}

async function foldFeedback(fold: Fold, { ratings }: ReportSource["store"], range: Range): Promise<void> {
  for await (const { rating, at, channel, ticketId } of ratings(range)) {
    if (ticketId === null) addEvent(fold, { kind: "feedback_given", at, channel, rating });
  }
}

async function foldSends(fold: Fold, { sendsSettled }: ReportSource["store"], range: Range & Span): Promise<void> {
  for await (const sends of sendsSettled(range)) addEvent(fold, { kind: "sends_settled", ...sends });
}

const PAGE_LENGTH = 500;

/** Tickets that are open longer than the log is read: their age is known from the ticket itself. */
async function openedBefore(
  { openTickets }: ReportSource["store"],
  before: Millis,
  channelAsked: string | undefined,
): Promise<readonly OpenedBefore[]> {
  const found: OpenedBefore[] = [];
  for (
    let page = await openTickets(PAGE_LENGTH);
    page.length > 0;
    page = await openTickets(PAGE_LENGTH, page.at(-1)?.id)
  ) {
    for (const { id, episode, openedAt, channel, language, intentId, holder, learnerId } of page) {
      if (openedAt >= before || (channelAsked !== undefined && channel !== channelAsked)) continue;
      const of = { at: openedAt, channel, language, intentId, agentId: holder?.id ?? null, learnerId };
      found.push({ ticketId: id, episode, of });
    }
  }
  return found;
}

async function readStaff({ store: { staff }, schedule }: ReportSource) {
  const [agents, teams, versions] = await Promise.all([staff.agents(), staff.teams(), staff.rules()]);
  const rules = versions.length > 0 ? versions : [{ version: 0, from: 0, rules: firstRules(schedule) }];
  const calendar: Calendar = rules.map(({ version, from, rules: { schedule: hours } }) => ({
    version,
    from,
    schedule: hours,
  }));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const byId = new Map<string, (typeof agents)[number]>(agents.map((agent) => [agent.id, agent]));
  const teamOf = (id: AgentId): string | null => {
    const teamId = byId.get(id)?.teamId ?? null;
    return teamId === null ? null : (teamNames.get(teamId) ?? null);
  };
  return {
    calendar,
    teamOf,
    labelOf: (dimension: Dimension, group: string) => (dimension === "agent" ? (byId.get(group)?.name ?? null) : group),
  };
}
