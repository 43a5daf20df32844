/**
 * How far a share may be trusted when few people answered. The plain interval (p ± 1.96·σ) says "100 % ± 0" after one happy
 * learner; Wilson's does not, and never leaves 0–1.
 */

/** The 97.5 % quantile of the normal distribution: 2.5 % are left out on either side. */
export const Z = 1.959963984540054;

/** Both ends are shares, 0–1. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * The 95 % interval of a share of which `hits` of `n` were seen; null when nobody was asked.
 *
 * Shape:  0 ≤ hits ≤ n, both integers.
 * Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
 */
export function wilsonInterval(hits: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = hits / n;
  const shrink = 1 + (Z * Z) / n;
  const middle = (share + (Z * Z) / (2 * n)) / shrink;
  const reach = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / shrink;
  // Rounding can carry the ends a hair past the share itself when everybody or nobody was happy.
  return { low: Math.max(0, Math.min(middle - reach, share)), high: Math.min(1, Math.max(middle + reach, share)) };
}
