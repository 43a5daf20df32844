/** What the demo school's shop tells: what learners bought, how far they came, and that those who were helped well come back more often. */
import type { LearningEvent } from "../core/learning/event.ts";
import type { Millis, Rating } from "../core/model.ts";
import { type Learner, pick } from "./cast.ts";
import type { Dice } from "./dice.ts";

const DAY: Millis = 86_400_000;
const COURSES = [
  { course: "python-101", courseName: "Python 101", minor: 19_900 },
  { course: "data-analysis", courseName: "数据分析入门", minor: 29_900 },
  { course: "english-writing", courseName: "Business Writing", minor: 15_900 },
  { course: "ai-tools", courseName: "AI 工具实战", minor: 9_900 },
] as const;

/** Of the orders after the first. */
const RENEWED_SHARE = 0.35;

/** What a learner bought before they first wrote. */
export function firstOrders(learner: Learner, now: Millis, dice: Dice): readonly LearningEvent[] {
  if (dice.uniform() < 0.3) return [];
  const at = Math.round(now - dice.exponential(20 * DAY));
  return [...order(learner, at, dice), ...progress(learner, at, now, dice)];
}

/** The chance of another order within the weeks after, by how it went. */
export function ordersAfter(
  learner: Learner,
  rating: Rating | null,
  now: Millis,
  dice: Dice,
): readonly LearningEvent[] {
  const chance = rating === null ? 0.12 : rating >= 4 ? 0.24 : 0.05;
  if (dice.uniform() >= chance) return [];
  const kind = dice.uniform() < RENEWED_SHARE ? "renewed" : "purchased";
  return order(learner, Math.round(now + DAY + dice.exponential(18 * DAY)), dice, kind);
}

function order(
  learner: Learner,
  at: Millis,
  dice: Dice,
  kind: "purchased" | "renewed" = "purchased",
): readonly LearningEvent[] {
  const { course, courseName, minor } = pick(COURSES, dice);
  const common = { ...commonOf(learner), course, courseName, at };
  const orderId = `demo-${learner.number}-${at}`;
  return [
    {
      ...common,
      kind,
      eventId: `${orderId}-p`,
      orderId,
      amount: { minor, currency: "CNY" },
      progress: null,
    },
    { ...common, kind: "enrolled", eventId: `${orderId}-e`, orderId: null, amount: null, progress: null },
  ];
}

function progress(learner: Learner, from: Millis, to: Millis, dice: Dice): readonly LearningEvent[] {
  if (to - from < DAY || dice.uniform() < 0.4) return [];
  const { course, courseName } = pick(COURSES, dice);
  const at = Math.round(from + dice.uniform() * (to - from));
  const percent = Math.round(dice.uniform() * 100);
  const eventId = `demo-${learner.number}-${at}-s`;
  return [
    {
      ...commonOf(learner),
      kind: "progressed",
      course,
      courseName,
      at,
      eventId,
      orderId: null,
      amount: null,
      progress: percent,
    },
  ];
}

function commonOf({ channel, number }: Learner) {
  return { source: "demo", key: { realm: channel, id: `demo-${number}` } };
}
