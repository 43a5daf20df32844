/**
 * Percentiles against published values and against what must hold for any list.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentile, spreadOf } from "../../src/insight/percentile.ts";

const durations = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 50 });

describe("what a list of durations amounts to", () => {
  test("one very slow answer among five moves the mean far, the p90 some, the median not at all", () => {
    const spread = spreadOf([1, 2, 3, 4, 100]);

    expect(spread).toMatchObject({ n: 5, mean: 22, median: 3 });
    expect(spread.p90).toBeCloseTo(61.6, 10);
  });

  test("with nothing measured there is no figure, rather than a zero that looks like speed", () => {
    expect(spreadOf([])).toEqual({ n: 0, mean: null, median: null, p90: null });
  });

  test("a single value is its own mean, median and p90", () => {
    expect(spreadOf([42])).toEqual({ n: 1, mean: 42, median: 42, p90: 42 });
  });

  test("values between two ranks are interpolated as NumPy and R do (type 7)", () => {
    expect(percentile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentile([15, 20, 35, 40, 50], 0.4)).toBeCloseTo(29, 12);
  });

  test("the ends are the fastest and the slowest", () => {
    expect(percentile([3, 5, 9], 0)).toBe(3);
    expect(percentile([3, 5, 9], 1)).toBe(9);
  });

  test("the order in which durations were measured does not matter, and the list is left as it was", () => {
    fc.assert(
      fc.property(durations, (values) => {
        const before = [...values];

        const { median, p90 } = spreadOf(values);
        const turned = spreadOf(values.toReversed());

        expect(values).toEqual(before);
        expect([turned.median, turned.p90]).toEqual([median, p90]);
      }),
    );
  });

  test("every percentile lies between the fastest and the slowest, and rises with its share", () => {
    fc.assert(
      fc.property(
        durations,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, one, other) => {
          const sorted = values.toSorted((a, b) => a - b);

          const low = percentile(sorted, Math.min(one, other)) ?? Number.NaN;
          const high = percentile(sorted, Math.max(one, other)) ?? Number.NaN;

          expect(low).toBeGreaterThanOrEqual(Math.min(...values));
          expect(high).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-12));
          expect(low).toBeLessThanOrEqual(high * (1 + 1e-12));
        },
      ),
    );
  });
});
