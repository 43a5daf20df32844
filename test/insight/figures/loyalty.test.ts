/** Whether learners buy again within ninety days, from facts and orders written out by hand. It shows what goes together, no cause. */
import { expect, test } from "vitest";
import type { LearnerId } from "../../../src/core/model.ts";
import type { FigureEvent } from "../../../src/insight/figures/events.ts";
import { aPlan, bookOf, DAY_MS, figures, groupsOf, LATER, of } from "./folded.ts";

const at = (day: number): number => Date.parse("2026-01-01T10:00Z") + day * DAY_MS;
const said = (kind: Parameters<typeof of>[0], day: number, learner: number, value?: number) =>
  of(kind, new Date(at(day)).toISOString(), value === undefined ? { ticket: learner } : { ticket: learner, value });
const order = (kind: "purchased" | "renewed", day: number, learner: number): FigureEvent => ({
  ...{ kind, at: at(day), learnerId: learner as LearnerId },
});

/** All of it is over ninety days later in this range. */
const plan = aPlan({ range: { from: at(0), to: at(200) } });

function inOrder(...events: readonly FigureEvent[]): readonly FigureEvent[] {
  return events.toSorted((one, other) => one.at - other.at);
}

test("of two who bought before, the content one bought again and the other did not: a half, by rating all and none", () => {
  const events = inOrder(
    ...[order("purchased", 0, 1), said("rated", 1, 1, 5), order("purchased", 30, 1)],
    ...[order("purchased", 0, 2), said("rated", 1, 2, 2)],
  );

  const byRating = groupsOf(bookOf(events, plan), "rating");

  expect(figures(events, plan).repurchase).toMatchObject({
    n: 2,
    value: 50,
    interval: [expect.any(Number), expect.any(Number)],
  });
  expect(figures(events, plan).renewal).toMatchObject({ n: 2, value: 0 });
  expect([byRating["5"]?.repurchase, byRating["2"]?.repurchase]).toMatchObject([
    { n: 1, value: 100 },
    { n: 1, value: 0 },
  ]);
});

test("a renewal is no purchase, and one on the ninety-first day is neither", () => {
  const events = inOrder(
    ...[order("purchased", 0, 1), said("rated", 1, 1, 5), order("renewed", 91, 1)],
    ...[order("purchased", 0, 2), said("rated", 1, 2, 5), order("renewed", 92, 2)],
  );

  const found = figures(events, plan);

  expect(found.renewal).toMatchObject({ n: 2, value: 50 });
  expect(found.repurchase).toMatchObject({ n: 2, value: 0 });
});

test("who never bought before is not asked whether they bought again, and nobody is nothing, never 0 %", () => {
  const events = inOrder(said("rated", 1, 1, 5), order("purchased", 30, 1));

  expect(figures(events, plan).repurchase).toEqual({ n: 0, value: null, interval: null });
});

test("while the ninety days are not over, nothing is said, not even of who bought at once", () => {
  const events = inOrder(order("purchased", 0, 1), said("rated", 1, 1, 5), order("purchased", 2, 1));

  expect(figures(events, plan, at(90)).repurchase.n).toBe(0);
  expect(figures(events, plan, at(92)).repurchase).toMatchObject({ n: 1, value: 100 });
});

test("a learner counts once in a range, with the last rating, whichever of them they bought after", () => {
  const events = inOrder(
    ...[order("purchased", 0, 1), said("rated", 1, 1, 1), order("purchased", 10, 1), said("rated", 20, 1, 5)],
  );

  const byRating = groupsOf(bookOf(events, plan), "rating");

  expect(Object.keys(byRating)).toEqual(["5"]);
  expect(byRating["5"]?.repurchase).toMatchObject({ n: 1, value: 0 });
});

test("helped by a person or not, and would recommend us or not, are groups of their own", () => {
  const events = inOrder(
    ...[order("purchased", 0, 1), said("escalated", 1, 1), said("solved", 2, 1), order("renewed", 5, 1)],
    ...[order("purchased", 0, 2), said("escalated", 1, 2), said("cancelled", 2, 2)],
    ...[said("nps_asked", 3, 1), said("nps_answered", 4, 1, 9), said("nps_asked", 3, 2), said("nps_answered", 4, 2, 6)],
  );
  const book = bookOf(events, plan, LATER);

  const [helped, nps] = [groupsOf(book, "helped"), groupsOf(book, "nps_group")];

  expect([helped["yes"]?.renewal, helped["no"]?.renewal]).toMatchObject([
    { n: 1, value: 100 },
    { n: 1, value: 0 },
  ]);
  expect([nps["promoter"]?.renewal, nps["detractor"]?.renewal]).toMatchObject([
    { n: 1, value: 100 },
    { n: 1, value: 0 },
  ]);
});
