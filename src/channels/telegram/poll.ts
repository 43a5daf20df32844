/**
 * Long polling. Telegram counts an update as delivered once a higher offset is asked for, so the offset rises only over
 * updates that were received without a gap: what `receive` refused comes again, and everything behind it too.
 * Chats do not wait for each other; within a chat order holds.
 */
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Millis } from "../../core/model.ts";
import type { Log } from "../log.ts";
import { rest, restMs } from "../patience.ts";
import { ALLOWED_UPDATES, orderKey } from "./decode.ts";
import { channelError, refusalOf } from "./errors.ts";

/** How long Telegram holds an empty answer back. Shorter than the client's own limit for any call. */
export const POLL_SECONDS = 25;
const UPDATES_AT_ONCE_MAX = 100;
// After "another process polls" a short wait would only take turns in throwing each other out.
const CONFLICT_WAIT_MS_MIN = 1000;

type Parts = {
  readonly api: Api;
  readonly take: (update: Update) => Promise<void>;
  /** Told after each question whether Telegram answered it. */
  readonly report: (isHeard: boolean) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
};

type Fetched = { readonly updates: readonly Update[] } | { readonly error: unknown };

/** Listens until `signal` is aborted, then finishes what is being received. The client ends its open call. Never rejects. */
export async function poll(parts: Parts): Promise<void> {
  const { report, signal, log } = parts;
  // Received although something before them was not: they come again and are skipped.
  const ahead = new Set<number>();
  let offset = 0;
  let failures = 0;
  let seconds = POLL_SECONDS;
  while (!signal.aborted) {
    const fetched = await fetchUpdates(parts.api, { offset, timeout: seconds });
    if (signal.aborted) return;
    report(!("error" in fetched));
    const failed = "error" in fetched ? null : await takeAll(fetched.updates, { ...parts, ahead });
    failures = "error" in fetched || failed !== null ? failures + 1 : 0;
    seconds = "error" in fetched ? secondsAfter(fetched.error) : POLL_SECONDS;
    if ("error" in fetched) {
      await rest(waitAfter(fetched.error, { failures, log }), signal);
      continue;
    }
    offset = Math.max(offset, failed ?? lastOf(fetched.updates) + 1);
    for (const updateId of ahead) if (updateId < offset) ahead.delete(updateId);
    if (failed !== null) await rest(restMs(null, failures), signal);
  }
}

type Question = { readonly offset: number; readonly timeout: number };

/** `timeout` is in seconds. */
async function fetchUpdates(api: Api, { offset, timeout }: Question): Promise<Fetched> {
  const ask = { limit: UPDATES_AT_ONCE_MAX, timeout, allowed_updates: ALLOWED_UPDATES };
  try {
    // Without an offset Telegram begins with the oldest update nobody has confirmed.
    return { updates: await api.getUpdates(offset === 0 ? ask : { ...ask, offset }) };
  } catch (error) {
    return { error };
  }
}

/** How long the next answer may be held back. */
function secondsAfter(error: unknown): number {
  // At once shows that Telegram is there again. Not so against another process: a question it must lose would look like that.
  return isConflict(error) ? POLL_SECONDS : 0;
}

function isConflict(error: unknown): boolean {
  return refusalOf(error)?.code === 409;
}

/** Logs why there are no updates; returns how long to rest. */
function waitAfter(error: unknown, { failures, log }: { failures: number; log: Log }): Millis {
  const trouble = channelError(error);
  const isContested = isConflict(error);
  const waitMs = Math.max(restMs(trouble, failures), isContested ? CONFLICT_WAIT_MS_MIN : 0);
  const text = isContested
    ? "telegram: another process polls with this token, or set a webhook for it; only one may listen"
    : `telegram: listening failed, trying again: ${trouble.message}`;
  log.warn({ trouble: trouble.trouble.kind, failures, waitMs }, text);
  return waitMs;
}

type Taking = Parts & { readonly ahead: Set<number> };

/** Receives a batch. Returns the first update that was not received, null when all were. */
async function takeAll(updates: readonly Update[], taking: Taking): Promise<number | null> {
  const lines = Map.groupBy(updates, orderKey);
  const stuck = await Promise.all(Array.from(lines.values(), (line) => takeLine(line, taking)));
  const failed = stuck.filter((updateId) => updateId !== null);
  return failed.length === 0 ? null : Math.min(...failed);
}

/** Receives one chat's updates in order, up to the first that fails; returns that one's id. */
async function takeLine(line: readonly Update[], { take, ahead, signal, log }: Taking): Promise<number | null> {
  for (const update of line) {
    const updateId = update.update_id;
    if (ahead.has(updateId)) continue;
    if (signal.aborted) return updateId;
    try {
      await take(update);
      ahead.add(updateId);
    } catch (error) {
      log.warn({ updateId, error: nameOf(error) }, "telegram update was not written down, it will come again");
      return updateId;
    }
  }
  return null;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function lastOf(updates: readonly Update[]): number {
  return updates.reduce((last, { update_id }) => Math.max(last, update_id), -1);
}
