/**
 * Trying again when a network is away, with growing waits and as long as it asks. Only for what happens at start and for
 * listening; words to people are repeated by the outbox, never here.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Backoff, backoffMs } from "../core/backoff.ts";
import { ChannelError, ConfigError } from "../core/errors.ts";
import type { ChannelName, Millis } from "../core/model.ts";
import type { Log } from "./log.ts";

const PATIENCE: Backoff = { firstMs: 250, lastMs: 30_000 };
// A timer may fire a millisecond early, and a call before `retry_after` is over counts as ignoring it.
const TIMER_EARLY_MS = 5;

/** Who is waited for. `repairWaitMs`: how long until a wrong setting found late is looked at again, for a person repairs it. */
export type Awaited = { readonly network: ChannelName; readonly repairWaitMs: Millis; readonly log: Log };

/** What a try returned, or how long to wait before the next. */
export type Tried<Result> = { readonly result: Result } | { readonly waitMs: Millis };

/**
 * How long to rest: what the network asked for, but never less than our own backoff. `failures` counts those in a row, this
 * one too; `error` is null when the network was not what failed.
 */
export function restMs(error: unknown, failures: number): Millis {
  const trouble = error instanceof ChannelError ? error.trouble : null;
  const asked = trouble?.kind === "rate_limited" ? trouble.retryAfterMs : 0;
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
  { network, log, failures }: Pick<Awaited, "network" | "log"> & { readonly failures: number },
): Promise<Tried<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (!(error instanceof ChannelError) || !mayPass(error)) throw error;
    const waitMs = restMs(error, failures);
    log.warn({ trouble: error.trouble.kind, waitMs }, `${network} is not ready, trying again: ${error.message}`);
    return { waitMs };
  }
}

type Persistence<Result> = Awaited & { readonly first: Tried<Result>; readonly signal: AbortSignal };

/** Tries until it works, late repairs of settings included; null when `signal` was aborted before that. Never rejects. */
export async function persist<Result>(
  work: () => Promise<Result>,
  { first, signal, ...awaited }: Persistence<Result>,
): Promise<Result | null> {
  const { network, repairWaitMs: waitMs, log } = awaited;
  let tried = first;
  for (let failures = 2; "waitMs" in tried; failures++) {
    await rest(tried.waitMs, signal);
    if (signal.aborted) return null;
    tried = await attempt(work, { ...awaited, failures }).catch((error: unknown) => {
      log.error({ problems: problemsIn(error), waitMs }, `${network} does not work until this is repaired`);
      return { waitMs };
    });
  }
  return tried.result;
}

/** An error of our own may be told. What a library throws may hold an address with a token in it: its name must do. */
function problemsIn(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof ChannelError) return [error.message];
  return [error instanceof Error ? error.name : "?"];
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
    case "room_full":
      return false;
  }
}
