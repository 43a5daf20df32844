/** All chats together stay below what Telegram allows a bot. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { restMs } from "../../../src/channels/patience.ts";
import { CALLS_AT_ONCE, CALLS_PER_SECOND, draw, fullBucket } from "../../../src/channels/telegram/pace.ts";
import { ChannelError } from "../../../src/core/errors.ts";

const START = 1_700_000_000_000;

/** When each call goes out, for calls that come in after the given pauses. */
function departures(pausesMs: readonly number[]): readonly number[] {
  let bucket = fullBucket;
  let now = START;
  return pausesMs.map((pauseMs) => {
    now += pauseMs;
    const drawn = draw(bucket, now);
    bucket = drawn.bucket;
    return now + drawn.waitMs;
  });
}

test("however calls come in, no second sees more than thirty go out, and they go out in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 300 }), (pauses) => {
      const times = departures(pauses);

      for (const [index, time] of times.entries()) {
        const within = times.slice(index).filter((other) => other < time + 1000);
        expect(within.length).toBeLessThanOrEqual(CALLS_PER_SECOND + CALLS_AT_ONCE);
        expect(time).toBeGreaterThanOrEqual(times[index - 1] ?? 0);
      }
    }),
  );
});

test("a quiet bot answers at once", () => {
  expect(departures([0, 1000, 1000, 1000]).map((time) => time - START)).toEqual([0, 1000, 2000, 3000]);
});

test("a clock that is set back does not stop the bot", () => {
  const { bucket } = draw(fullBucket, START);

  expect(draw(bucket, START - 3_600_000).waitMs).toBe(0);
});

test("waits grow with every failure in a row, up to half a minute", () => {
  const waits = [1, 2, 3, 8, 1000].map((failures) => restMs(null, failures));

  expect(waits).toEqual([250, 500, 1000, 30_000, 30_000]);
});

test("what Telegram asks for is waited, even when it is longer than our own patience", () => {
  const limited = new ChannelError("x", { kind: "rate_limited", retryAfterMs: 90_000 });

  expect(restMs(limited, 1)).toBe(90_000);
  expect(restMs(new ChannelError("x", { kind: "unreachable" }), 2)).toBe(500);
});
