/**
 * Figures beyond those of `evaluate`: how honest probabilities are, and what a share of the times lies below.
 */

/** One answered row: the chance the system gave itself, and whether it was right (never, when out of scope). */
export type Promised = { readonly probability: number; readonly isRight: boolean };

/** A tenth of the promises, by their height: how many, what they promised on average, and how often they were kept. */
export type Bin = { readonly n: number; readonly promised: number; readonly kept: number };

const BINS = 10;

/** Ten bins of equal width, empty ones with zeros. */
export function binsOf(rows: readonly Promised[]): readonly Bin[] {
  const sums = Array.from({ length: BINS }, () => ({ n: 0, promised: 0, kept: 0 }));
  for (const { probability, isRight } of rows) {
    const bin = sums[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.promised += probability;
    bin.kept += isRight ? 1 : 0;
  }
  return sums.map(({ n, promised, kept }) => ({ n, promised: n > 0 ? promised / n : 0, kept: n > 0 ? kept / n : 0 }));
}

/** The expected calibration error (0–1): the mean distance of promised and kept, each bin by its rows. */
export function calibrationError(bins: readonly Bin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  return total === 0
    ? 0
    : bins.reduce((sum, { n, promised, kept }) => sum + (n / total) * Math.abs(promised - kept), 0);
}

/** The smallest value that at least `share` (0–1) of them do not exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const rising = values.toSorted((one, other) => one - other);
  return rising[Math.ceil(share * rising.length) - 1] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
