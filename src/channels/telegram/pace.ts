/**
 * Keeps this bot under Telegram's limit for all chats together. A pure token bucket and a thin wait around it; limits of one
 * chat or group are not known exactly and are left to the network's 429, which the outbox obeys.
 */
import { setTimeout as rest } from "node:timers/promises";
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";

/** Tokens may be negative: that many calls are already waiting for their turn. */
export type Bucket = { readonly tokens: number; readonly at: Millis };

/** Calls per second in the long run. Telegram speaks of about 30 (https://core.telegram.org/bots/faq). */
export const CALLS_PER_SECOND = 25;
/** Calls that may go at once after a quiet time: with a second's worth more this stays at 30. */
export const CALLS_AT_ONCE = 5;

export const fullBucket: Bucket = { tokens: CALLS_AT_ONCE, at: 0 };

/** Takes one token, now or on credit. `waitMs` is how long the caller has to wait for it. */
export function draw({ tokens, at }: Bucket, now: Millis): { readonly bucket: Bucket; readonly waitMs: number } {
  const earned = (Math.max(0, now - at) * CALLS_PER_SECOND) / 1000;
  const left = Math.min(CALLS_AT_ONCE, tokens + earned) - 1;
  return { bucket: { tokens: left, at: now }, waitMs: left >= 0 ? 0 : Math.ceil((-left * 1000) / CALLS_PER_SECOND) };
}

/** A function to await before each call. */
export function paced(now: Now): () => Promise<void> {
  let bucket = fullBucket;
  return async () => {
    const drawn = draw(bucket, now());
    bucket = drawn.bucket;
    if (drawn.waitMs > 0) await rest(drawn.waitMs);
  };
}
