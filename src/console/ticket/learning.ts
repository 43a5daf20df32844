/** What a learner bought and how far they came, as lines of the panel: one for each course and order. */
import type { Course, Learning, Order } from "../api/read-learning.ts";
import type { Context } from "../list/lines.ts";
import { clock } from "../time.ts";
import { WORDS } from "../words/words.ts";

/** More than these are looked up at the shop. */
const SHOWN_MAX = 5;

export function learningLines(
  { courses, orders }: Learning,
  context: Context,
): readonly (readonly [label: string, value: string])[] {
  const { panel } = WORDS[context.language];
  return [
    ...courses.slice(0, SHOWN_MAX).map((course) => [panel.course, courseLine(course, context)] as const),
    ...orders.slice(0, SHOWN_MAX).map((order) => [panel.order, orderLine(order, context)] as const),
  ];
}

function courseLine(course: Course, { language }: Context): string {
  const { panel } = WORDS[language];
  const { name, progress, daysSincePurchase: days, isEnrolled, refundedAt } = course;
  return [
    name ?? course.course,
    progress !== null && `${Math.floor(progress)} %`,
    days !== null && panel.boughtDaysAgo(days),
    !isEnrolled && refundedAt !== null && panel.refunded,
  ]
    .filter((each) => each !== false)
    .join(" · ");
}

function orderLine({ order, amount, currency, at, isRefunded }: Order, { language, now }: Context): string {
  const { panel } = WORDS[language];
  return [
    order ?? "—",
    amount !== null && `${amount} ${currency ?? ""}`.trim(),
    clock(at, now, language),
    isRefunded && panel.refunded,
  ]
    .filter((each) => each !== false)
    .join(" · ");
}
