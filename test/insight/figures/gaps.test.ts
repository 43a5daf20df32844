/** What a report says is missing in the log: a clock that was set back, and not merely two turns at once. */
import { expect, test } from "vitest";
import { openClockWatch } from "../../../src/insight/figures/gaps.ts";

const MINUTE = 60_000;

/** Facts by the time they are said to have happened, `[id, minutes]`. */
function wentBack(facts: readonly (readonly [id: number, minutes: number])[]): readonly number[] {
  const isBack = openClockWatch();
  return facts.filter(([id, minutes]) => isBack({ id, at: minutes * MINUTE })).map(([id]) => id);
}

test("facts in the order they were written down are in order", () => {
  expect(
    wentBack([
      [1, 0],
      [2, 0],
      [3, 5],
      [4, 9],
    ]),
  ).toEqual([]);
});

test("turns taken at once may be written down in any order", () => {
  expect(
    wentBack([
      [2, 0],
      [1, 0.001],
      [4, 0.5],
      [3, 0.9],
      [5, 30],
    ]),
  ).toEqual([]);
});

test("what was written down before something that happened over a minute earlier says that the clock went back", () => {
  // Written 1, 2, 3 at ten past, then the clock was set to the full hour and 4, 5 were written.
  expect(
    wentBack([
      [4, 0],
      [5, 1],
      [1, 10],
      [2, 10.5],
      [3, 12],
      [6, 13],
    ]),
  ).toEqual([1, 2, 3]);
});
