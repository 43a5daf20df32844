/** Splitting figures by course: a case belongs to the course its learner was in when it happened. */
import { expect, test } from "vitest";
import type { LearnerId } from "../../../src/core/model.ts";
import { coursesFrom } from "../../../src/insight/figures/courses.ts";

const MING = 1 as LearnerId;

test("a case belongs to the course its learner began last before it, and to none before the first or of a stranger", async () => {
  const starts = [
    { learnerId: MING, course: "python", at: 100 },
    { learnerId: MING, course: "drawing", at: 200 },
  ];
  const courseOf = await coursesFrom(starts, 0);

  const courses = [99, 100, 199, 200, 999].map((at) => courseOf(MING, at));

  expect(courses).toEqual([null, "python", "python", "drawing", "drawing"]);
  expect(courseOf(2 as LearnerId, 999)).toBeNull();
});

test("of what was begun before all that is asked about, the last counts", async () => {
  const starts = ["python", "drawing", "music"].map((course, index) => ({ learnerId: MING, course, at: 100 * index }));
  const courseOf = await coursesFrom(starts, 150);

  const courses = [150, 199, 200].map((at) => courseOf(MING, at));

  expect(courses).toEqual(["drawing", "drawing", "music"]);
});
