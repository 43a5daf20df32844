/** The buckets that say how much one chat and one address may ask. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openLimits } from "../../../src/channels/web/limits.ts";
import { networkOf } from "../../../src/core/address.ts";

test("however somebody spreads their messages, no stretch of time has more than the burst and one a second", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
      let now = 0;
      const limits = openLimits(() => now);
      const taken: number[] = [];
      for (const pause of pauses) {
        now += pause;
        if (limits.take("chat", "a") === 0) taken.push(now);
      }
      for (const [first, from] of taken.entries()) {
        for (const [last, to] of taken.entries()) {
          if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(20 + (to - from) / 1000 + 1e-6);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test("whoever waits as long as told gets through, and not a moment sooner", () => {
  let now = 0;
  const limits = openLimits(() => now);
  while (limits.take("newChat", "203.0.113.7") === 0) now += 1;
  const waitMs = limits.take("newChat", "203.0.113.7");

  now += waitMs - 1;
  expect(limits.take("newChat", "203.0.113.7")).toBeGreaterThan(0);
  now += 1;

  expect(limits.take("newChat", "203.0.113.7")).toBe(0);
});

test("a flood of addresses does not make us remember without end, nor forget who floods", () => {
  const limits = openLimits(() => 0);
  for (let n = 0; n < 50_000; n++) limits.take("chat", `chat-${n}`);
  for (let n = 0; n < 20; n++) limits.take("chat", "loud");

  expect(limits.take("chat", "loud")).toBeGreaterThan(0);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s counts as %s: a network of IPv6 is one caller", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
