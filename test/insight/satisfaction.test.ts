/**
 * CSAT and its interval against the published values, and against what must hold whatever learners answer.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rating } from "../../src/core/model.ts";
import { satisfaction } from "../../src/insight/satisfaction.ts";
import { wilsonInterval } from "../../src/insight/wilson.ts";

const rating: fc.Arbitrary<Rating> = fc.constantFrom(1, 2, 3, 4, 5);

describe("how satisfied learners are", () => {
  test("one rating of each kind: 40 % satisfied, 3.0 on average, somewhere between 11.8 and 76.9 %", async () => {
    const figures = await satisfaction([5, 4, 3, 2, 1], 9);

    expect(figures).toMatchObject({ responses: 5, asked: 9, average: 3, csat: 40, netSatisfaction: -40 });
    expect(figures.distribution).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 });
    expect(figures.csatInterval?.low).toBeCloseTo(11.8, 1);
    expect(figures.csatInterval?.high).toBeCloseTo(76.9, 1);
  });

  test("where a 3 is good enough three of these five are satisfied, and where only a 5 is, one", async () => {
    const [kind, strict] = [await satisfaction([5, 4, 3, 2, 1], 5, 3), await satisfaction([5, 4, 3, 2, 1], 5, 5)];

    expect([kind.csat, strict.csat]).toEqual([60, 20]);
  });

  test("45 happy learners of 50 mean between 78.6 and 95.7 %", () => {
    const interval = wilsonInterval(45, 50);

    expect(interval?.low).toBeCloseTo(0.786, 3);
    expect(interval?.high).toBeCloseTo(0.957, 3);
  });

  test("with nobody having answered there are no figures and no division by zero", async () => {
    const figures = await satisfaction([], 3);

    expect(figures).toEqual({
      responses: 0,
      asked: 3,
      average: null,
      csat: null,
      csatInterval: null,
      netSatisfaction: null,
      distribution: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
    });
  });

  test("csat is not rounded: one of three is 33.33…", async () => {
    expect((await satisfaction([5, 1, 2], 3)).csat).toBe((1 / 3) * 100);
  });

  test("one happy learner does not prove that everybody is", async () => {
    const { csat, csatInterval } = await satisfaction([5], 1);

    expect(csat).toBe(100);
    expect(csatInterval?.high).toBe(100);
    expect(csatInterval?.low).toBeCloseTo(20.65, 2);
  });

  test("ratings that arrive one by one from a database count like a list", async () => {
    async function* fromRows(): AsyncGenerator<Rating> {
      yield 4;
      yield 2;
    }

    expect(await satisfaction(fromRows(), 2)).toEqual(await satisfaction([4, 2], 2));
  });

  test("whatever learners answer: the counts add up, and the interval holds the figure and stays within 0–100", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rating, { minLength: 1, maxLength: 200 }), async (ratings) => {
        const figures = await satisfaction(ratings, ratings.length);

        const csat = figures.csat ?? Number.NaN;
        const { low, high } = figures.csatInterval ?? { low: Number.NaN, high: Number.NaN };
        expect(Object.values(figures.distribution).reduce((sum, count) => sum + count, 0)).toBe(ratings.length);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(csat);
        expect(high).toBeGreaterThanOrEqual(csat);
        expect(high).toBeLessThanOrEqual(100);
      }),
    );
  });

  test("the more learners answer alike, the narrower the interval", () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2, max: 20 }),
        (hits, misses, times) => {
          const few = wilsonInterval(hits, hits + misses);
          const many = wilsonInterval(hits * times, (hits + misses) * times);

          expect((many?.high ?? 1) - (many?.low ?? 0)).toBeLessThan((few?.high ?? 0) - (few?.low ?? 1));
        },
      ),
    );
  });
});
