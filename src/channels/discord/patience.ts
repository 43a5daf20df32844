/**
 * Trying again when something is away, with growing waits and as long as Discord asks. Only for listening and for what happens
 * at start; words to people are repeated by the outbox, never here.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Backoff, backoffMs } from "../../core/backoff.ts";
import { ChannelError, ConfigError } from "../../core/errors.ts";
import type { Millis } from "../../core/model.ts";
import type { Log } from "./options.ts";

const PATIENCE: Backoff = { firstMs: 250, lastMs: 30_000 };
/**
 * How long to wait before a wrong setting found late is looked at again: a person has to repair it, and each look may cost one
 * of the 1,000 sessions a day, after which Discord resets the token.
 */
const REPAIR_WAIT_MS = 5 * 60_000;

/** What a try returned, or how long to wait before the next. */
export type Tried<Result> = { readonly result: Result } | { readonly waitMs: Millis };

/** How long to rest: what the network asked for, but never less than our own backoff. `failures` counts those in a row, this one too. */
export function restMs(error: unknown, failures: number): Millis {
  const trouble = error instanceof ChannelError ? error.trouble : null;
  const asked = trouble?.kind === "rate_limited" ? trouble.retryAfterMs : 0;
  return Math.max(asked, backoffMs(failures - 1, PATIENCE));
}

/** Waits, or until `signal` says that nobody waits any more. Never rejects. */
export async function rest(ms: Millis, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
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
    log.warn({ trouble: error.trouble.kind, waitMs }, `discord is not ready, trying again: ${error.message}`);
    return { waitMs };
  }
}

/** Tries until it works, late repairs of settings included; null when `signal` was aborted before that. Never rejects. */
export async function persist<Result>(
  work: () => Promise<Result>,
  { first, signal, log }: { readonly first: Tried<Result>; readonly signal: AbortSignal; readonly log: Log },
): Promise<Result | null> {
  let tried = first;
  for (let failures = 2; "waitMs" in tried; failures++) {
    await rest(tried.waitMs, signal);
    if (signal.aborted) return null;
    tried = await attempt(work, { log, failures }).catch((error: unknown) => {
      const problems = error instanceof ConfigError ? error.problems : [error instanceof Error ? error.name : "?"];
      log.error({ problems, waitMs: REPAIR_WAIT_MS }, "discord does not work until this is repaired");
      return { waitMs: REPAIR_WAIT_MS };
    });
  }
  return tried.result;
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
