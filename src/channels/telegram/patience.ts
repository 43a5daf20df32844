/**
 * Trying again when the network is away, with growing waits and as long as Telegram asks. Only for what happens once at start
 * and for listening; words to people are repeated by the outbox, never here.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Backoff, backoffMs } from "../../core/backoff.ts";
import { ChannelError } from "../../core/errors.ts";
import type { Millis } from "../../core/model.ts";
import type { Log } from "./options.ts";

const PATIENCE: Backoff = { firstMs: 250, lastMs: 30_000 };
// A timer may fire a millisecond early, and a call before `retry_after` is over counts as ignoring it.
const TIMER_EARLY_MS = 5;

/** What a try returned, or how long to wait before the next. */
export type Tried<Result> = { readonly result: Result } | { readonly waitMs: Millis };

/**
 * How long to rest: what the network asked for, but never less than our own backoff. `failures` counts those in a row, this
 * one too; `error` is null when the network was not what failed.
 */
export function restMs(error: ChannelError | null, failures: number): Millis {
  const asked = error?.trouble.kind === "rate_limited" ? error.trouble.retryAfterMs : 0;
  return Math.max(asked, backoffMs(failures - 1, PATIENCE));
}

/** Waits, or until `signal` says that nobody waits any more. Never rejects. */
export async function rest(ms: Millis, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms + TIMER_EARLY_MS, undefined, signal && { signal });
  } catch {
    // Only the signal ends a delay early, and then there is nothing to wait for.
  }
}

/** One try. What may pass by itself is logged and becomes a wait; everything else is thrown. */
export async function attempt<Result>(
  work: () => Promise<Result>,
  { log, failures }: { readonly log: Log; readonly failures: number },
): Promise<Tried<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (!(error instanceof ChannelError) || !mayPass(error)) throw error;
    const waitMs = restMs(error, failures);
    log.warn({ trouble: error.trouble.kind, waitMs }, `telegram is not ready, trying again: ${error.message}`);
    return { waitMs };
  }
}

function mayPass({ trouble }: ChannelError): boolean {
  switch (trouble.kind) {
    case "unreachable":
    case "uncertain":
    case "rate_limited":
      return true;
    case "forbidden":
    case "rejected":
    case "thread_gone":
      return false;
  }
}
