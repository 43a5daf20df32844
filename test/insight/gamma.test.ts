/**
 * The Erlang distribution against values computed to 40 digits elsewhere, and its quantile against its share.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erlangQuantile, erlangShare } from "../../src/insight/gamma.ts";

const shapes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 5000 }));

/** Shares down to 1e-12 on either side. */
const shares = fc
  .tuple(fc.double({ min: -12, max: -0.302, noNaN: true }), fc.boolean())
  .map(([power, isUpper]) => (isUpper ? 1 - 10 ** power : 10 ** power));

describe("the time by which a share of waits is over", () => {
  test.each([
    { k: 1, share: 0.9, time: Math.LN10 },
    { k: 2, share: 0.9, time: 3.889720169867429 },
    { k: 3, share: 0.5, time: 2.67406031372356 },
    { k: 5, share: 0.9, time: 7.993589586052631 },
    { k: 40, share: 0.99, time: 56.16439626014866 },
    { k: 300, share: 0.5, time: 299.6667325904324 },
    { k: 1000, share: 0.9, time: 1040.73430801369 },
    { k: 2, share: 1e-9, time: 0.00004472202623032764 },
    { k: 300, share: 1e-12, time: 193.80847799095295 },
    { k: 7, share: 1 - 2 ** -40, time: 43.9936111992511 },
  ])("for $k claims and a share of $share it is $time", ({ k, share, time }) => {
    expect(Math.abs(erlangQuantile(k, share) / time - 1)).toBeLessThan(1e-12);
  });

  test("it is the inverse of the share, in both tails and far down the line", () => {
    fc.assert(
      fc.property(shapes, shares, (k, share) => {
        const back = erlangShare(k, erlangQuantile(k, share));

        expect(Math.abs(back / share - 1)).toBeLessThan(1e-9);
        expect(Math.abs((1 - back) / (1 - share) - 1)).toBeLessThan(1e-3);
      }),
    );
  });

  test("it rises with the share and with the place in the line", () => {
    fc.assert(
      fc.property(shapes, shares, (k, share) => {
        const time = erlangQuantile(k, share);

        expect(erlangQuantile(k + 1, share)).toBeGreaterThan(time);
        expect(erlangQuantile(k, share + (1 - share) / 2)).toBeGreaterThan(time);
      }),
    );
  });
});

describe("the share of waits that are over", () => {
  test("for small places it is what the sum in the textbooks gives", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 40, noNaN: true }), (k, time) => {
        let term = 1;
        let sum = 0;
        for (let count = 0; count < k; count += 1) {
          sum += term;
          term *= time / (count + 1);
        }

        expect(erlangShare(k, time)).toBeCloseTo(1 - Math.exp(-time) * sum, 13);
      }),
    );
  });

  test("nothing is over at once, and all is in the end", () => {
    expect(erlangShare(3, 0)).toBe(0);
    expect(erlangShare(3, 1e6)).toBe(1);
    expect(erlangShare(100_000, 1)).toBe(0);
  });

  test("a place that is no place, and a share that is none, are mistakes of ours", () => {
    expect(() => erlangShare(0, 1)).toThrow();
    expect(() => erlangQuantile(1.5, 0.9)).toThrow();
    expect(() => erlangQuantile(2, 1)).toThrow();
    expect(() => erlangQuantile(2, 0)).toThrow();
  });
});
