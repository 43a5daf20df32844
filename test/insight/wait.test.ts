/**
 * What a learner in the line is told.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundWait, roundWaitUp, waitAt } from "../../src/insight/wait.ts";
import { cappedRate } from "../../src/insight/wait-rate.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const waits = fc.double({ min: 0, max: 100 * HOUR, noNaN: true });

describe("the wait at a place in the line", () => {
  test.each([
    { position: 1, gamma: Math.LN10 },
    { position: 2, gamma: 3.8897 },
    { position: 3, gamma: 5.3223 },
    { position: 5, gamma: 7.9936 },
  ])("nine of ten at place $position wait less than $gamma times the mean gap between claims", (expected) => {
    expect(waitAt(expected.position, 1).p90Ms).toBeCloseTo(expected.gamma, 4);
  });

  test.each([
    { agents: 2, median: 13.4, mean: 15, p90: 26.6 },
    { agents: 5, median: 5.3, mean: 6, p90: 10.6 },
  ])("third in line, ten minutes each, $agents agents: $median minutes, almost surely under $p90", (expected) => {
    const rate = cappedRate(expected.agents, 10 * MINUTE);

    const wait = waitAt(3, rate?.perMs ?? Number.NaN);

    expect(wait.medianMs / MINUTE).toBeCloseTo(expected.median, 1);
    expect(wait.meanMs / MINUTE).toBeCloseTo(expected.mean, 10);
    expect(wait.p90Ms / MINUTE).toBeCloseTo(expected.p90, 1);
  });

  test("every place further back waits longer, and claims twice as fast halve it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        (position, perMs) => {
          const wait = waitAt(position, perMs);
          const behind = waitAt(position + 1, perMs);
          const faster = waitAt(position, perMs * 2);

          expect(wait.medianMs).toBeLessThan(wait.meanMs);
          expect(wait.meanMs).toBeLessThan(wait.p90Ms);
          expect(behind.medianMs).toBeGreaterThan(wait.medianMs);
          expect(behind.p90Ms).toBeGreaterThan(wait.p90Ms);
          expect(faster.p90Ms / wait.p90Ms).toBeCloseTo(0.5, 12);
        },
      ),
    );
  });

  test("without a rate there is nothing to promise", () => {
    expect(() => waitAt(1, 0)).toThrow();
    expect(() => waitAt(0, 1)).toThrow();
    expect(() => waitAt(1, Number.NaN)).toThrow();
  });
});

describe("how a wait is said", () => {
  test.each([
    { ms: 20_000, about: MINUTE, under: MINUTE },
    { ms: 5.3 * MINUTE, about: 5 * MINUTE, under: 6 * MINUTE },
    { ms: 10.6 * MINUTE, about: 10 * MINUTE, under: 15 * MINUTE },
    { ms: 13.4 * MINUTE, about: 15 * MINUTE, under: 15 * MINUTE },
    { ms: 26.6 * MINUTE, about: 25 * MINUTE, under: 30 * MINUTE },
    { ms: 66 * MINUTE, about: HOUR, under: 75 * MINUTE },
    { ms: 5.2 * HOUR, about: 5 * HOUR, under: 6 * HOUR },
    { ms: 30 * HOUR, about: 36 * HOUR, under: 36 * HOUR },
  ])("$ms ms is about $about and almost surely under $under", ({ ms, about, under }) => {
    expect(roundWait(ms)).toBe(about);
    expect(roundWaitUp(ms)).toBe(under);
  });

  test("what is said as 'almost surely under' is never less than what was computed, nor than 'about'", () => {
    fc.assert(
      fc.property(waits, waits, (one, other) => {
        const [median, p90] = [Math.min(one, other), Math.max(one, other)];

        expect(roundWaitUp(p90)).toBeGreaterThanOrEqual(p90);
        expect(roundWaitUp(p90)).toBeGreaterThanOrEqual(roundWait(median));
      }),
    );
  });

  test("a longer wait never sounds shorter, and rounding twice is rounding once", () => {
    fc.assert(
      fc.property(waits, waits, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];

        for (const round of [roundWait, roundWaitUp]) {
          expect(round(more)).toBeGreaterThanOrEqual(round(less));
          expect(round(round(one))).toBe(round(one));
        }
      }),
    );
  });

  test("'about' is off by a quarter of the wait at most, from two minutes on", () => {
    fc.assert(
      fc.property(fc.double({ min: 2 * MINUTE, max: 100 * HOUR, noNaN: true }), (ms) => {
        expect(Math.abs(roundWait(ms) - ms) / ms).toBeLessThanOrEqual(0.25);
      }),
    );
  });
});
