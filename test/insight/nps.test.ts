/** NPS of 0–10 answers, worked out by hand. */
import { expect, test } from "vitest";
import { npsOf } from "../../src/insight/nps.ts";
import { bot } from "./figures/folded.ts";

const answered = (learner: number, value: number, at = "2026-03-02T10:00") =>
  bot("nps_answered", at, { learner, value });

test("is the share of 9 and 10 less that of 0 to 6, and 7 and 8 only count as answers", async () => {
  const values = [10, 9, 9, 8, 7, 6, 0];

  expect(await npsOf(values.map((value, learner) => answered(learner, value)))).toBeCloseTo(100 / 7, 9);
});

test("of nobody is nothing, never 0", async () => {
  expect(await npsOf([])).toBeNull();
});

test("another answer within a day takes the place of the first; one in the next quarter is one more", async () => {
  expect(await npsOf([answered(1, 0), answered(1, 10, "2026-03-02T20:00")])).toBe(100);
  expect(await npsOf([answered(1, 0), answered(1, 10, "2026-06-02T20:00")])).toBe(0);
});
