/** Waiting at start for something the bot cannot do without, in words that say for what. */
import { backoffMs } from "../core/backoff.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

const REST = { firstMs: 250, lastMs: 5000 };

export type Waiting = {
  /** As it stands in a sentence: `the database (DATABASE_URL)`. */
  readonly what: string;
  /** False ends the waiting: this will not get better by itself. */
  readonly isWorthWaiting: (error: unknown) => boolean;
  readonly log: Parts["log"];
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
};

/** What `open` resolves with once it does. Errors: what `open` rejects with, when waiting is over or makes no sense. */
export async function waitFor<Result>(open: () => Promise<Result>, waiting: Waiting): Promise<Result> {
  const { what, isWorthWaiting, log, signal } = waiting;
  for (let failures = 0; ; failures++) {
    try {
      return await open();
    } catch (error) {
      if (signal.aborted || !isWorthWaiting(error)) throw error;
      const waitMs = backoffMs(failures, REST);
      log.warn({ waitMs, fault: faultOf(error) }, `waiting for ${what}`);
      await rest(waitMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
