/**
 * Durations of one cell of a report, added one by one and merged: exact while they are few, beyond that counts in buckets whose
 * width grows with the value. Not to break: the outcome depends on which durations came, never on their order or on how they were
 * split before they were merged; so a figure recomputed from the events equals the one kept up to date.
 *
 * Bound:  beyond the limit every percentile is within RELATIVE_ERROR_MAX of the exact one; n and mean stay exact.
 * Source: the buckets are those of DDSketch (Masson, Rim, Lee: DDSketch, PVLDB 12, 2019).
 */
import type { Millis } from "../../core/model.ts";
import { percentile, type Spread } from "../percentile.ts";

export const RELATIVE_ERROR_MAX = 0.005;
const GROWTH = (1 + RELATIVE_ERROR_MAX) / (1 - RELATIVE_ERROR_MAX);
const LOG_GROWTH = Math.log(GROWTH);
/** Where durations of no length are counted. */
const ZERO_BUCKET = -1;

export type Durations = {
  n: number;
  /** Whole milliseconds, so that sums are exact in any order. */
  sumMs: Millis;
  /** Null once there were too many to keep. */
  values: Millis[] | null;
  buckets: Map<number, number> | null;
  readonly exactMax: number;
};

/** A spread in seconds; `isApproximate`: its percentiles come from buckets. */
export type DurationSpread = Spread & { readonly isApproximate: boolean };

export function noDurations(exactMax: number): Durations {
  return { n: 0, sumMs: 0, values: [], buckets: null, exactMax };
}

/** `ms` is whole milliseconds, 0 or more. */
export function addDuration(to: Durations, ms: Millis): void {
  to.n += 1;
  to.sumMs += ms;
  if (to.values !== null) {
    to.values.push(ms);
    if (to.values.length > to.exactMax) intoBuckets(to);
    return;
  }
  if (to.buckets !== null) countIn(to.buckets, bucketOf(ms), 1);
}

export function mergeDurations(to: Durations, from: Durations): void {
  to.n += from.n;
  to.sumMs += from.sumMs;
  if (to.values !== null && from.values !== null) {
    for (const ms of from.values) to.values.push(ms);
    if (to.values.length > to.exactMax) intoBuckets(to);
    return;
  }
  const buckets = intoBuckets(to);
  for (const ms of from.values ?? []) countIn(buckets, bucketOf(ms), 1);
  for (const [bucket, count] of from.buckets ?? []) countIn(buckets, bucket, count);
}

export function spreadOfDurations(of: Durations): DurationSpread {
  const { n, sumMs, values } = of;
  if (n === 0) return { n, mean: null, median: null, p90: null, isApproximate: false };
  const sorted = values === null ? null : Float64Array.from(values).sort();
  const at = (share: number): number | null =>
    sorted === null ? percentileOfBuckets(of, share) : secondsOf(percentile(sorted, share));
  return { n, mean: sumMs / n / 1000, median: at(0.5), p90: at(0.9), isApproximate: values === null };
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function intoBuckets(of: Durations): Map<number, number> {
  const buckets = of.buckets ?? new Map<number, number>();
  for (const ms of of.values ?? []) countIn(buckets, bucketOf(ms), 1);
  of.values = null;
  of.buckets = buckets;
  return buckets;
}

function countIn(buckets: Map<number, number>, bucket: number, count: number): void {
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
}

/** Bucket i holds (GROWTH^(i−1), GROWTH^i] milliseconds. */
function bucketOf(ms: Millis): number {
  return ms < 1 ? ZERO_BUCKET : Math.max(0, Math.ceil(Math.log(ms) / LOG_GROWTH));
}

/** The one value that is within the bound of everything in its bucket. */
function middleOf(bucket: number): number {
  return bucket === ZERO_BUCKET ? 0 : (2 * GROWTH ** bucket) / (GROWTH + 1);
}

/** As type 7 of percentile.ts, between the buckets of the two nearest ranks. */
function percentileOfBuckets({ n, buckets }: Durations, share: number): number | null {
  const rank = (n - 1) * share;
  const below = valueAtRank(buckets ?? new Map(), Math.floor(rank));
  const above = valueAtRank(buckets ?? new Map(), Math.ceil(rank));
  if (below === null || above === null) return null;
  return (below + (above - below) * (rank - Math.floor(rank))) / 1000;
}

function valueAtRank(buckets: ReadonlyMap<number, number>, rank: number): number | null {
  let seen = 0;
  for (const [bucket, count] of [...buckets].sort(([one], [other]) => one - other)) {
    seen += count;
    if (rank < seen) return middleOf(bucket);
  }
  return null;
}
