/** How first waits are spread: counts between limits people think in, so that a median hides nothing. */
import type { Millis } from "../../core/model.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

/** Upper ends, each included; the last count is of what was longer than all. */
export const WAIT_LIMITS_MS: readonly Millis[] = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8, 24].map((hours) => hours * HOUR),
];

/** One count for each limit, and one more. */
export type Waits = number[];

export function emptyWaits(): Waits {
  return Array.from({ length: WAIT_LIMITS_MS.length + 1 }, () => 0);
}

export function addWait(to: Waits, ms: Millis): void {
  const found = WAIT_LIMITS_MS.findIndex((limit) => ms <= limit);
  const index = found < 0 ? WAIT_LIMITS_MS.length : found;
  to[index] = (to[index] ?? 0) + 1;
}

export function mergeWaits(to: Waits, from: Waits): void {
  for (const [index, count] of from.entries()) to[index] = (to[index] ?? 0) + count;
}
