/**
 * Early warning: which of many counts is suddenly higher than in the same hours of past weeks. Pure; the caller counts.
 *
 *   expected   the median of past weeks, which one odd week does not move; and no less than their median share of today's
 *              total, so that twice as many learners are not a rise of everything
 *   spread     Poisson at least; more by the median distance from the median (MAD), and a floor of 20 % from week to week, for
 *              eight weeks tell little of how much they vary
 *   alarm      the upper tail of a negative binomial with that mean and spread, below a bound that is shared by all series
 *              looked at together (Holm), from 20 on, and half as many again as expected
 *
 * Not to break: no alarm on fewer than 20, nor before there are four past weeks. False alarms and delays are measured in
 * test/insight/surge.test.ts.
 */
import { logFactorial } from "./log-factorial.ts";

export const SURGE_MIN = 20;
export const SURGE_WEEKS = 8;
const WEEKS_MIN = 4;
/** Of one look. A look an hour over two windows are 4,320 in a quarter, and neighbours see nearly the same. */
const ALPHA = 1e-4;
const RATIO_MIN = 1.5;
const SPREAD_FLOOR = 0.2;
/** MAD × this is the standard deviation of what is normally distributed. */
const MAD_TO_SD = 1.4826;
/** The variance of a median over that of a mean: π ÷ 2. */
const MEDIAN_COST = Math.PI / 2;
/** Fewer than this were never seen in a window: a series that is new is compared with nearly nothing, not with nothing. */
const EXPECTED_MIN = 1;

export type Counted = { readonly n: number /** Of how many, where a share means something. */; readonly of: number };
export type Series<Key> = { readonly key: Key; readonly now: Counted; readonly past: readonly Counted[] };
export type Surge<Key> = {
  readonly key: Key;
  readonly n: number;
  /** What past weeks let expect; not a whole number. */
  readonly expected: number;
  /** How likely so many are without a cause, 0–1. */
  readonly p: number;
};

/** The series that rose, the least likely first. */
export function surgesIn<Key>(series: readonly Series<Key>[], alpha = ALPHA): readonly Surge<Key>[] {
  const tested = series
    .filter(({ now, past }) => now.n >= SURGE_MIN && past.length >= WEEKS_MIN)
    .map(judge)
    .toSorted((one, other) => one.p - other.p);
  // Holm: the first that may be chance ends it.
  const end = tested.findIndex(({ p }, index) => p > alpha / (tested.length - index));
  const unlikely = end === -1 ? tested : tested.slice(0, end);
  return unlikely.filter(({ n, expected }) => n >= RATIO_MIN * expected);
}

function judge<Key>({ key, now, past }: Series<Key>): Surge<Key> {
  const counts = past.map(({ n }) => n);
  const shares = past.filter(({ of }) => of > 0).map(({ n, of }) => n / of);
  const byCount = medianOf(counts);
  const byShare = shares.length < WEEKS_MIN ? 0 : medianOf(shares) * now.of;
  const expected = Math.max(byCount, byShare, EXPECTED_MIN);
  const distance = medianOf(counts.map((count) => Math.abs(count - byCount))) * MAD_TO_SD;
  // The spread was seen at `byCount`; at more it is more.
  const scaled = byCount > 0 ? (distance * expected) / byCount : distance;
  const spread = Math.max(scaled ** 2, expected + (SPREAD_FLOOR * expected) ** 2);
  const variance = spread * (1 + MEDIAN_COST / past.length);
  return { key, n: now.n, expected, p: upperTail(now.n, { mean: expected, variance }) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/**
 * The chance of `n` or more under a negative binomial.
 *
 * Shape:  n a whole number from 0; mean > 0; variance > mean. Summed away from the mean, so small chances keep their digits.
 */
export function upperTail(n: number, { mean, variance }: { mean: number; variance: number }): number {
  const size = mean ** 2 / (variance - mean);
  const law: Law = { size, ratio: mean / (mean + size) };
  return n > mean ? sumUp(n, law) : 1 - sumDown(n - 1, law);
}

type Law = { readonly size: number; readonly ratio: number };
/** What adds no digit any more ends a sum. */
const NOTHING = 1e-16;
/** Below it numbers lose their digits, and the last one above 0 times 0.9 is itself: a sum of such would never end. */
const IMPOSSIBLE = 1e-300;

function sumUp(from: number, law: Law): number {
  let term = Math.exp(logChance(from, law));
  let sum = term;
  for (let k = from; term > Math.max(sum * NOTHING, IMPOSSIBLE); k++) {
    term *= ((k + law.size) / (k + 1)) * law.ratio;
    sum += term;
  }
  return Math.min(1, sum);
}

function sumDown(from: number, law: Law): number {
  if (from < 0) return 0;
  let term = Math.exp(logChance(from, law));
  let sum = term;
  for (let k = from; k > 0 && term > Math.max(sum * NOTHING, IMPOSSIBLE); k--) {
    term *= k / ((k - 1 + law.size) * law.ratio);
    sum += term;
  }
  return Math.min(1, sum);
}

/** ln P(exactly n): Γ(n + size) ÷ (Γ(size) n!) × (1 − ratio)^size × ratio^n. */
function logChance(n: number, { size, ratio }: Law): number {
  const ways = logFactorial(n + size - 1) - logFactorial(size - 1) - logFactorial(n);
  return ways + size * Math.log1p(-ratio) + n * Math.log(ratio);
}
