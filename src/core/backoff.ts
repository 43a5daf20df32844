/**
 * How long to rest before trying again: twice as long after each failure, up to a limit. Pure; whoever rests has the timer.
 * Not to break: the result is a whole number of milliseconds however often something failed.
 */
import type { Millis } from "./model.ts";

/** Both are at least 1, and `lastMs` is not below `firstMs`. */
export type Backoff = { readonly firstMs: Millis; readonly lastMs: Millis };

/** Milliseconds to rest after one more failure. `failures` counts those in a row before it: 0 gives `firstMs`. */
export function backoffMs(failures: number, { firstMs, lastMs }: Backoff): Millis {
  // 2 ** 30 is past any limit used here and still an exact integer.
  return Math.min(firstMs * 2 ** Math.min(failures, 30), lastMs);
}
