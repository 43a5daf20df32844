/**
 * What a list of durations amounts to: how many, mean, median, p90.
 *
 * Nothing measured gives nulls, never 0: "no answer yet" must not look like "answered at once".
 */

/** `n` values; the others are in the unit of the values, null when `n` is 0. */
export type Spread = {
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
};

/**
 * The value below which `share` (0–1) of `sorted` lies; null for an empty list.
 *
 * Shape:  `sorted` rises. Linear interpolation between the two nearest ranks.
 * Source: Hyndman and Fan 1996, type 7: what NumPy, R and spreadsheets answer by default.
 */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Sums up values in any order; they are left as they are. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const n = sorted.length;
  const mean = n === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, median: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) };
}
