/**
 * What becomes of an outbound row after a try that did not succeed; pure. Not to break: "nothing can have been sent" is tried
 * for as long as it takes, for giving up would destroy the words; "it may have been sent" only a few times, for each of those
 * tries may show the words to somebody twice.
 */
import { backoffMs } from "../core/backoff.ts";
import type { ChannelTrouble } from "../core/errors.ts";
import type { Millis } from "../core/model.ts";
import type { Outbound, Settlement } from "../core/outbound.ts";

/** How often words that may already have arrived are sent in all. */
export const UNSURE_TRIES_MAX = 3;
/** A network forgets a press within minutes; a toast that late would puzzle more than help. */
export const TOAST_MS_MAX = 60_000;

const REST = { firstMs: 1000, lastMs: 60_000 };

/** How the tries of a row before this one ended. A network that asked for time is no failure and counts as neither. */
export type Tries = {
  /** Nothing can have been sent. */
  readonly away: number;
  /** Nobody knows what the network did. */
  readonly unsure: number;
};

/** Times are milliseconds since 1970; `notBefore` is never earlier than what the network asked for. */
export function settlementAfter(trouble: ChannelTrouble, outbound: Outbound, tried: Tries & Now): Settlement {
  const settlement = afterTrouble(trouble, outbound, tried);
  const isLateToast =
    outbound.content.kind === "toast" &&
    "notBefore" in settlement &&
    settlement.notBefore > outbound.queuedAt + TOAST_MS_MAX;
  return isLateToast ? { status: "failed", why: "worn_out", at: tried.now } : settlement;
}

type Now = { readonly now: Millis };

function afterTrouble(trouble: ChannelTrouble, { audience }: Outbound, { now, away, unsure }: Tries & Now): Settlement {
  const again: Settlement = { status: "queued", notBefore: now + backoffMs(away, REST), rests: "lane" };
  switch (trouble.kind) {
    case "unreachable":
    // Nothing was opened or sent; full-rooms.ts knows another way before it comes to this.
    case "room_full":
      return again;
    case "rate_limited":
      // A network counts all that is said in a chat, whichever ticket it is about.
      return { status: "queued", notBefore: now + trouble.retryAfterMs, rests: "chat" };
    case "uncertain":
      if (unsure + 1 >= UNSURE_TRIES_MAX) return { status: "failed", why: "worn_out", at: now };
      return { status: "uncertain", notBefore: now + backoffMs(unsure, REST) };
    case "thread_gone":
      // A thread opened a moment ago is gone again: each further try litters the staff room with another one.
      if (unsure + 1 >= UNSURE_TRIES_MAX) return { status: "failed", why: "worn_out", at: now };
      return { status: "queued", notBefore: now + backoffMs(unsure, REST), rests: "lane" };
    case "forbidden":
      // A staff room does not block us: somebody took a right away or put us out, and will mend it. Tickets must outlive that.
      return audience === "staff" ? again : { status: "failed", why: "forbidden", at: now };
    case "rejected":
      return { status: "failed", why: "rejected", at: now };
  }
}

/** The tries of a row after one more that ended so. */
export function triesAfter({ kind }: ChannelTrouble, { away, unsure }: Tries): Tries {
  switch (kind) {
    case "unreachable":
    case "room_full":
    case "forbidden":
      return { away: away + 1, unsure };
    case "uncertain":
    case "thread_gone":
      return { away, unsure: unsure + 1 };
    case "rate_limited":
    case "rejected":
      return { away, unsure };
  }
}
