/**
 * What becomes of an outbound row after a try that did not succeed; pure. Not to break: "nothing can have been sent" may be
 * tried for long, "it may have been sent" only a few times, for each of those tries may show the words to somebody twice.
 */
import type { ChannelTrouble } from "../core/errors.ts";
import type { Millis } from "../core/model.ts";
import type { Outbound, Settlement } from "../core/outbound.ts";
import { backoffMs } from "./pause.ts";

/** With the waits below: about an hour of a network being away. Longer, and one bad row would block its lane too long. */
export const UNREACHABLE_TRIES_MAX = 60;
/** How often words that may already have arrived are sent in all. */
export const UNSURE_TRIES_MAX = 3;
/** A network forgets a press within minutes; a toast that late would puzzle more than help. */
export const TOAST_MS_MAX = 60_000;

const REST = { firstMs: 1000, lastMs: 60_000 };

export type Try = {
  readonly now: Millis;
  /** How many tries of this row before this one ended without knowing what the network did. */
  readonly unsure: number;
};

/** Times are milliseconds since 1970; `notBefore` is never earlier than what the network asked for. */
export function settlementAfter(trouble: ChannelTrouble, outbound: Outbound, { now, unsure }: Try): Settlement {
  const settlement = afterTrouble(trouble, outbound, { now, unsure });
  const isLateToast =
    outbound.content.kind === "toast" &&
    "notBefore" in settlement &&
    settlement.notBefore > outbound.queuedAt + TOAST_MS_MAX;
  return isLateToast ? { status: "failed", why: "worn_out", at: now } : settlement;
}

function afterTrouble(trouble: ChannelTrouble, { tries }: Outbound, { now, unsure }: Try): Settlement {
  switch (trouble.kind) {
    case "unreachable":
      if (tries + 1 >= UNREACHABLE_TRIES_MAX) return { status: "failed", why: "worn_out", at: now };
      return { status: "queued", notBefore: now + backoffMs(tries, REST) };
    case "rate_limited":
      return { status: "queued", notBefore: now + trouble.retryAfterMs };
    case "uncertain":
      if (unsure + 1 >= UNSURE_TRIES_MAX) return { status: "failed", why: "worn_out", at: now };
      return { status: "uncertain", notBefore: now + backoffMs(unsure, REST) };
    case "thread_gone":
      // A thread opened a moment ago is gone again: each further try litters the staff room with another one.
      if (unsure + 1 >= UNSURE_TRIES_MAX) return { status: "failed", why: "worn_out", at: now };
      return { status: "queued", notBefore: now + backoffMs(unsure, REST) };
    case "forbidden":
    case "rejected":
      return { status: "failed", why: trouble.kind, at: now };
  }
}
