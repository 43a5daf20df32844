/** A learner's courses and orders in two lines, for the agents' card. What a shop calls things is kept to one line and short. */
import type { Language, Millis } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { oneLine } from "../text.ts";
import { amountOf } from "./read.ts";
import { type CourseRecord, daysSincePurchase, type LearnerRecord, type Order } from "./record.ts";

const SHOWN_MAX = 3;
const NAME_LENGTH_MAX = 60;

/** One line for courses and one for orders, each only when there are any. */
export function linesOfRecord(
  { courses, orders }: LearnerRecord,
  { language, now }: { readonly language: Language; readonly now: Millis },
): readonly string[] {
  const say = phrasesIn(language).learning.card;
  const listed = (texts: readonly string[]): string =>
    [...texts.slice(0, SHOWN_MAX), ...(texts.length > SHOWN_MAX ? [say.more(texts.length - SHOWN_MAX)] : [])].join(
      "; ",
    );
  return [
    ...(courses.length > 0
      ? [say.courses(listed(courses.map((course) => courseLine(course, { language, now }))))]
      : []),
    ...(orders.length > 0 ? [say.orders(listed(orders.map((order) => orderLine(order, language))))] : []),
  ];
}

function courseLine(course: CourseRecord, { language, now }: { language: Language; now: Millis }): string {
  const say = phrasesIn(language).learning.card;
  const days = daysSincePurchase(course, now);
  const known: readonly (string | false)[] = [
    course.completedAt !== null && say.completed,
    course.completedAt === null && course.progress !== null && say.progress(Math.floor(course.progress)),
    days !== null && say.boughtDaysAgo(days),
    !course.isEnrolled && course.refundedAt !== null && say.refunded,
  ];
  return withDetails(oneLine(course.name ?? course.course, NAME_LENGTH_MAX), known);
}

function orderLine({ orderId, amount, kind, isRefunded }: Order, language: Language): string {
  const say = phrasesIn(language).learning.card;
  const money = amount === null ? null : `${amountOf(amount)} ${amount.currency}`;
  const name = orderId === null ? (money ?? "—") : oneLine(orderId, NAME_LENGTH_MAX);
  return withDetails(name, [
    orderId !== null && money !== null && money,
    kind === "renewed" && say.renewed,
    isRefunded && say.refunded,
  ]);
}

function withDetails(name: string, details: readonly (string | false)[]): string {
  const known = details.filter((detail) => detail !== false);
  return known.length > 0 ? `${name} (${known.join(", ")})` : name;
}
