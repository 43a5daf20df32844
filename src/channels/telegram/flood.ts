/**
 * Keeps a flood limit that concerns the whole bot. A 429 to a call about one chat is that chat's business, and its lane in the
 * outbox rests; a 429 to any other call means everybody, and whoever comes before it is over is told so without asking again.
 */
import { ChannelError } from "../../core/errors.ts";
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";

export type FloodGate = {
  /** Throws ChannelError `rate_limited` while the limit lasts. */
  pass(): void;
  /** Shuts the gate for so long. */
  shut(ms: Millis): void;
};

export function floodGate(now: Now): FloodGate {
  let openAt: Millis = 0;
  return {
    pass() {
      const retryAfterMs = openAt - now();
      if (retryAfterMs <= 0) return;
      throw new ChannelError("telegram asked the whole bot to rest", { kind: "rate_limited", retryAfterMs });
    },
    shut(ms) {
      openAt = Math.max(openAt, now() + ms);
    },
  };
}
