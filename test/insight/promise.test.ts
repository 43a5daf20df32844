/**
 * Promises about waits, week after week, against what happened. The waits are drawn from a fixed seed.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrate, correctedWait, type PastPromise, promisesKept } from "../../src/insight/promise.ts";
import { roundWaitUp, type Wait, waitAt } from "../../src/insight/wait.ts";

const MINUTE = 60_000;
const perMs = 1 / (4 * MINUTE);

/** Numbers 0–1 that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

type Week = {
  readonly random: () => number;
  readonly factor: number;
  readonly slower: number;
  readonly count?: number;
};

/** Learners at places 1–6 are told the estimate × factor, rounded up; in truth claims come `slower` times slower. */
function aWeek({ random, factor, slower, count = 400 }: Week): readonly PastPromise[] {
  return Array.from({ length: count }, () => {
    const position = 1 + Math.floor(random() * 6);
    const { p90Ms } = correctedWait(waitAt(position, perMs), factor);
    const gaps = Array.from({ length: position }, () => -Math.log(1 - random()) / perMs);
    return { promisedP90Ms: roundWaitUp(p90Ms), factor, waitedMs: slower * gaps.reduce((sum, gap) => sum + gap, 0) };
  });
}

const aPromise = (waitedMs: number): PastPromise => ({ promisedP90Ms: 10 * MINUTE, factor: 1, waitedMs });

describe("promises kept", () => {
  test("91 of 100 kept is 91 %, with how far that may be trusted", () => {
    const promises = Array.from({ length: 100 }, (_, at) => aPromise(at < 91 ? 9 * MINUTE : 11 * MINUTE));

    const { n, share, interval } = promisesKept(promises);

    expect([n, share]).toEqual([100, 0.91]);
    expect(interval?.low).toBeCloseTo(0.838, 3);
    expect(interval?.high).toBeCloseTo(0.952, 3);
  });

  test("claimed at the very end of the promised time is kept", () => {
    expect(promisesKept([aPromise(10 * MINUTE)]).share).toBe(1);
  });

  test("with no promise there is no share, rather than 0 %", () => {
    expect(promisesKept([])).toEqual({ n: 0, share: null, interval: null });
  });

  test("a right estimate keeps nine of ten without any correction, and rounding up a few more", () => {
    const { share } = promisesKept(aWeek({ random: seeded(7), factor: 1, slower: 1, count: 2000 }));

    expect(share).toBeGreaterThan(0.89);
    expect(share).toBeLessThan(0.95);
  });
});

describe("correcting the estimate", () => {
  test.each([
    { slower: 2, seed: 11 },
    { slower: 1.3, seed: 12 },
    { slower: 1, seed: 13 },
    { slower: 0.6, seed: 14 },
  ])("when waits are $slower times as long as estimated, last week brings promises back to nine of ten", (truth) => {
    const random = seeded(truth.seed);
    const lastWeek = aWeek({ random, factor: 1, slower: truth.slower });

    const factor = calibrate(lastWeek);
    const nextWeek = promisesKept(aWeek({ random, factor, slower: truth.slower, count: 2000 }));

    expect(nextWeek.share).toBeGreaterThan(0.85);
    expect(nextWeek.share).toBeLessThan(0.95);
  });

  test("a correction that works is not taken back a week later", () => {
    const random = seeded(21);
    const shares: number[] = [];
    let factor = 1;

    for (let week = 0; week < 8; week += 1) {
      const promises = aWeek({ random, factor, slower: 2 });
      shares.push(promisesKept(promises).share ?? Number.NaN);
      factor = calibrate(promises);
    }

    expect(shares[0]).toBeLessThan(0.7);
    for (const share of shares.slice(1)) {
      expect(share).toBeGreaterThan(0.85);
      expect(share).toBeLessThan(0.95);
    }
  });

  test("29 promises correct nothing, 30 do", () => {
    const late = Array.from({ length: 30 }, () => aPromise(20 * MINUTE));

    expect(calibrate(late.slice(1))).toBe(1);
    expect(calibrate(late)).toBe(2);
  });

  test("the factor is the ratio that 28 of 30 stayed within: one more than nine of ten, for there are few", () => {
    const promises = Array.from({ length: 30 }, (_, at) => aPromise((1 + at / 30) * 10 * MINUTE));

    expect(calibrate(promises)).toBeCloseTo(1 + 27 / 30, 12);
  });

  test("three very late ones of thirty weigh as what they are, far more than twice too late", () => {
    const promises = Array.from({ length: 30 }, (_, at) => aPromise((at < 27 ? 20 : 120) * MINUTE));

    expect(calibrate(promises)).toBe(3);
  });

  test("no week of accidents moves it below a half or beyond three", () => {
    expect(calibrate(Array.from({ length: 50 }, () => aPromise(0)))).toBe(0.1);
    expect(calibrate(Array.from({ length: 50 }, () => aPromise(1000 * MINUTE)))).toBe(3);
  });

  test("it does not matter in which order promises come", () => {
    const promise = fc.record({
      promisedP90Ms: fc.integer({ min: MINUTE, max: 600 * MINUTE }),
      factor: fc.double({ min: 0.1, max: 3, noNaN: true }),
      waitedMs: fc.integer({ min: 0, max: 600 * MINUTE }),
    });

    fc.assert(
      fc.property(fc.array(promise, { minLength: 30, maxLength: 80 }), (promises) => {
        const factor = calibrate(promises);

        expect(calibrate(promises.toReversed())).toBe(factor);
        expect(factor).toBeGreaterThanOrEqual(0.1);
        expect(factor).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("a corrected wait keeps 'about' below 'almost surely under'", () => {
    const wait: Wait = waitAt(5, perMs);

    const halved = correctedWait(wait, 0.5);

    expect(halved.p90Ms).toBe(wait.p90Ms / 2);
    expect(halved.medianMs).toBeLessThan(halved.meanMs);
    expect(halved.meanMs).toBeLessThan(halved.p90Ms);
  });
});
