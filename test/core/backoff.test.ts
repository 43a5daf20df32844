/** How long to rest after failures: longer each time, and never too long. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "../../src/core/backoff.ts";

test("the first rest is short, each further one twice as long, up to the longest", () => {
  const rests = [0, 1, 2, 3, 4, 1000].map((failures) => backoffMs(failures, { firstMs: 250, lastMs: 2500 }));

  expect(rests).toEqual([250, 500, 1000, 2000, 2500, 2500]);
});

test("however often something failed, a rest is a whole number between the shortest and the longest", () => {
  const backoffs = fc.record({ firstMs: fc.integer({ min: 1, max: 60_000 }), moreMs: fc.nat(86_400_000) });
  fc.assert(
    fc.property(fc.nat(), backoffs, (failures, { firstMs, moreMs }) => {
      const lastMs = firstMs + moreMs;

      const ms = backoffMs(failures, { firstMs, lastMs });

      expect(Number.isSafeInteger(ms)).toBe(true);
      expect(ms).toBeGreaterThanOrEqual(firstMs);
      expect(ms).toBeLessThanOrEqual(lastMs);
      expect(backoffMs(failures + 1, { firstMs, lastMs })).toBeGreaterThanOrEqual(ms);
    }),
  );
});
