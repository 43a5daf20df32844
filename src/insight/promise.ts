/**
 * Promises about waits against what happened: the figure "p90 promises kept 91 % this week", and the factor that brings it
 * back to nine of ten.
 *
 * Which promises to give: all made in the range whose promised time has passed by now. Not those that are settled: the slow
 * ones settle last, and leaving them out would flatter us. Who still waits has waited so far, which is already too long.
 */
import assert from "node:assert/strict";
import type { Wait } from "./wait.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

export type PastPromise = {
  /** "Almost surely under", as it was told: corrected and rounded. */
  readonly promisedP90Ms: number;
  /** The factor that was in force when it was told; 1 when there was none. */
  readonly factor: number;
  /** Until claimed; so far, when nobody has claimed it yet or the learner gave up after the promised time. */
  readonly waitedMs: number;
};

/** The share, 0–1, of p90 promises that were kept, with its 95 % interval; nulls when there were none. */
export type PromisesKept = { readonly n: number; readonly share: number | null; readonly interval: Interval | null };

export function promisesKept(promises: readonly PastPromise[]): PromisesKept {
  const n = promises.length;
  const kept = promises.filter(({ waitedMs, promisedP90Ms }) => waitedMs <= promisedP90Ms).length;
  return { n, share: n === 0 ? null : kept / n, interval: wilsonInterval(kept, n) };
}

/** Fewer promises would correct the estimate by accidents. */
const PROMISES_MIN = 30;
const KEPT_SHARE = 0.9;

/**
 * Above 3 it is not the rate that is off but what it is counted from; a factor should not hide that. Downwards much is right:
 * where agents mostly sit idle, claims per minute are what came in, and whoever comes next is claimed many times as fast.
 */
const FACTOR_MIN = 0.1;
export const FACTOR_MAX = 3;

/**
 * What to multiply the next estimates with so that nine of ten are kept; 0.1–3, and 1 (as estimated) below 30 promises.
 *
 * The factor is the wait per estimate that nine of ten stayed under. An old factor is divided out of its promise first:
 * otherwise a promise that is kept because it was corrected would take its own correction back, week in, week out.
 *
 * Source: split conformal prediction (Papadopoulos et al. 2002): the ⌈(n + 1) · 0.9⌉-th smallest ratio, so the next promise is
 *         kept with a chance of 0.9 to 0.9 + 1 ÷ (n + 1) when it resembles the past ones, whatever the waits are distributed like.
 */
export function calibrate(promises: readonly PastPromise[]): number {
  if (promises.length < PROMISES_MIN) return 1;
  const ratios = promises.map(({ promisedP90Ms, factor, waitedMs }) => {
    assert(promisedP90Ms > 0 && factor > 0, "a promise is a length of time");
    return waitedMs / (promisedP90Ms / factor);
  });
  const ratio = ratios.toSorted((one, other) => one - other)[Math.ceil((ratios.length + 1) * KEPT_SHARE) - 1];
  assert(ratio !== undefined);
  return Math.min(FACTOR_MAX, Math.max(FACTOR_MIN, ratio));
}

/** The wait as it will be told. All of it is scaled: claims come `factor` times slower, and "about" stays below "under". */
export function correctedWait({ medianMs, meanMs, p90Ms }: Wait, factor: number): Wait {
  return { medianMs: medianMs * factor, meanMs: meanMs * factor, p90Ms: p90Ms * factor };
}
