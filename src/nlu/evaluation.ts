/**
 * How good a matcher is, as figures: accuracy, macro-F1, AUROC, and recall of out-of-scope texts at a given coverage.
 * Pure; what a figure means stands at its function, and each is tested against values worked out by hand.
 */

/**
 * One test row: what was meant (null: out of scope), what was said first, and how familiar it seemed (higher: in
 * scope).
 */
export type Verdict = { readonly gold: string | null; readonly said: string | null; readonly confidence: number };

export type Report = {
  readonly n: number;
  /** Over in-scope rows, nothing rejected; null without any. */
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly oos: {
    readonly n: number;
    /** The chance that an in-scope row seems more familiar than an out-of-scope one; null without both. */
    readonly auroc: number | null;
    readonly recallAt95: number | null;
    readonly recallAt90: number | null;
  };
};

/** Of the calibration error; ten is what the literature uses. */
const BINS = 10;

/** All figures of a run. `n` counts every row, in scope or not. */
export function evaluate(verdicts: readonly Verdict[]): Report {
  const inScope = verdicts.filter((verdict) => verdict.gold !== null);
  const known = inScope.map((verdict) => verdict.confidence);
  const unknown = verdicts.filter((verdict) => verdict.gold === null).map((verdict) => verdict.confidence);
  return {
    n: verdicts.length,
    accuracy: inScope.length > 0 ? inScope.filter(isRight).length / inScope.length : null,
    macroF1: macroF1(inScope),
    oos: {
      n: unknown.length,
      auroc: auroc(known, unknown),
      recallAt95: rejectedAt(0.95, known, unknown),
      recallAt90: rejectedAt(0.9, known, unknown),
    },
  };
}

function isRight({ gold, said }: Verdict): boolean {
  return gold === said;
}

/**
 * The mean of F1 over the intents that occur as gold or as said: a wrong guess of an intent nobody meant counts as 0.
 */
export function macroF1(inScope: readonly Verdict[]): number | null {
  const counts = new Map<string, { hits: number; gold: number; said: number }>();
  const countOf = (intent: string) => {
    const count = counts.get(intent) ?? { hits: 0, gold: 0, said: 0 };
    counts.set(intent, count);
    return count;
  };
  for (const verdict of inScope) {
    if (verdict.gold !== null) countOf(verdict.gold).gold += 1;
    if (verdict.said !== null) countOf(verdict.said).said += 1;
    if (verdict.said !== null && isRight(verdict)) countOf(verdict.said).hits += 1;
  }
  if (counts.size === 0) return null;
  const scores = [...counts.values()].map(({ hits, gold, said }) => (2 * hits) / (gold + said));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The area under the ROC curve by ranks (Mann–Whitney); ties count half. */
export function auroc(known: readonly number[], unknown: readonly number[]): number | null {
  if (known.length === 0 || unknown.length === 0) return null;
  const all = [
    ...known.map((value) => ({ value, isKnown: true })),
    ...unknown.map((value) => ({ value, isKnown: false })),
  ];
  all.sort((one, other) => compare(one.value, other.value));
  let rankSum = 0;
  for (let first = 0; first < all.length; ) {
    const last = lastEqual(all, first);
    // Ranks begin at 1; equal values share the mean of their ranks.
    const rank = (first + last) / 2 + 1;
    rankSum += rank * all.slice(first, last + 1).filter(({ isKnown }) => isKnown).length;
    first = last + 1;
  }
  return (rankSum - (known.length * (known.length + 1)) / 2) / (known.length * unknown.length);
}

function lastEqual(all: readonly { readonly value: number }[], first: number): number {
  let last = first;
  while (last + 1 < all.length && all[last + 1]?.value === all[first]?.value) last += 1;
  return last;
}

/**
 * The share of out-of-scope rows rejected by the threshold that accepts at least `coverage` of the in-scope rows.
 * Rejected is what lies below the threshold.
 */
export function rejectedAt(coverage: number, known: readonly number[], unknown: readonly number[]): number | null {
  if (known.length === 0 || unknown.length === 0) return null;
  const falling = [...known].sort((one, other) => compare(other, one));
  // 0.95 × 20 is 19.000000000000004 for some pairs of numbers; a billionth of a row is no row.
  const accepted = Math.ceil(coverage * known.length - 1e-9);
  const threshold = falling[accepted - 1] ?? Number.NEGATIVE_INFINITY;
  return unknown.filter((confidence) => confidence < threshold).length / unknown.length;
}

/** Minus infinity equals itself, which a difference would not say. */
function compare(one: number, other: number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** How sure a message was understood (0–1), and whether rightly; out of scope is never right. */
export type Promised = { readonly confidence: number; readonly isRight: boolean };

/**
 * How far confidences are from the share that is right (0–1), over ten bins of equal width, each counting by its size;
 * null without promises.
 */
export function calibrationError(promises: readonly Promised[]): number | null {
  if (promises.length === 0) return null;
  const gaps = new Float64Array(BINS);
  for (const { confidence, isRight } of promises) {
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    gaps[bin] = (gaps[bin] ?? 0) + confidence - (isRight ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / promises.length;
}
