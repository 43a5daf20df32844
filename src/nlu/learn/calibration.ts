/**
 * Readings → probabilities. The scale is learned by rehearsal: parts of the examples are left out, the rest is trained
 * on, and what comes back says how often a reading of that strength is right. A confidence must stay a promise: "0.9"
 * means nine of ten.
 */
import { type Classifier, type Example, learn, type Reading, read } from "./classifier.ts";

/**
 * One rehearsed reading of a text that meant `intent`; `isKnown` is false when the classifier pretended not to know it.
 */
export type Rehearsed = {
  readonly reading: Reading;
  readonly intent: number;
  readonly isKnown: boolean;
  /** Whether the best intent of the reading was meant. */
  readonly isRight: boolean;
};

/** The logistic scale of the best intent, and how fast the next ones fall behind it. */
export type Scale = {
  readonly evidence: number;
  readonly lead: number;
  readonly offset: number;
  readonly steepness: number;
};

const FOLDS = 5;
/** Folds are rehearsed until so many examples were left out once: the scale has four numbers to learn, no more. */
const REHEARSED_MIN = 1000;
/**
 * Each left-out text is read once more as if its intent were unknown; five such count like one message of a learner.
 */
const UNKNOWN_WEIGHT = 0.2;
/** What CLINC150 and SMP2017 gave; small packs stay near it, large ones learn their own. */
const PRIOR = [2, 3, -0.6] as const;
const PRIOR_STRENGTH = 2;
const STEPS = 30;

/**
 * Trains on parts of the examples and reads the rest. `always` are examples that are never left out (titles): a learner
 * does not write them.
 */
export function rehearse(
  examples: readonly Example[],
  always: readonly Example[],
  intentCount: number,
): readonly Rehearsed[] {
  const folds = foldsOf(examples);
  const rehearsed: Rehearsed[] = [];
  for (let fold = 0; fold < FOLDS && rehearsed.length < 2 * REHEARSED_MIN; fold += 1) {
    const classifier = learn([...examples.filter((_, row) => folds[row] !== fold), ...always], intentCount);
    examples.forEach((example, row) => {
      if (folds[row] === fold) rehearsed.push(...rehearseOne(classifier, example));
    });
  }
  return rehearsed;
}

function rehearseOne(classifier: Classifier, { features, intent }: Example): readonly Rehearsed[] {
  const reading = read(classifier, features);
  return [
    { reading, intent, isKnown: true, isRight: reading.ranking[0]?.intent === intent },
    { reading: read(classifier, features, intent), intent, isKnown: false, isRight: false },
  ];
}

/** Deals the examples of every intent round the folds; an intent begins where the one before stopped. */
function foldsOf(examples: readonly Example[]): readonly number[] {
  const dealt = new Map<number, number>();
  return examples.map(({ intent }) => {
    const count = dealt.get(intent) ?? intent;
    dealt.set(intent, count + 1);
    return count % FOLDS;
  });
}

/** The scale that makes the rehearsed readings likeliest. */
export function calibrate(rehearsed: readonly Rehearsed[]): Scale {
  let scale: Triple = PRIOR;
  for (let step = 0; step < STEPS; step += 1) scale = newtonStep(scale, rehearsed);
  const [evidence, lead, offset] = scale;
  return { evidence, lead, offset, steepness: steepnessOf(rehearsed) };
}

/** The probability (0–1) that the best intent of the reading is what was meant. */
export function confidenceOf(scale: Scale, reading: Reading): number {
  return sigmoid(scale.evidence * reading.evidence + scale.lead * reading.lead + scale.offset);
}

type Triple = readonly [number, number, number];

/** One step of penalised logistic regression towards the best scale. */
function newtonStep(scale: Triple, rehearsed: readonly Rehearsed[]): Triple {
  const [a, b, c] = scale;
  const slope = [PRIOR[0] - a, PRIOR[1] - b, PRIOR[2] - c].map((distance) => PRIOR_STRENGTH * distance);
  const bend = [PRIOR_STRENGTH, 0, 0, PRIOR_STRENGTH, 0, PRIOR_STRENGTH];
  for (const { reading, isRight, isKnown } of rehearsed) {
    const { evidence: x, lead: y } = reading;
    const weight = isKnown ? 1 : UNKNOWN_WEIGHT;
    const p = sigmoid(a * x + b * y + c);
    const miss = weight * ((isRight ? 1 : 0) - p);
    const curve = weight * p * (1 - p);
    [x, y, 1].forEach((value, index) => {
      slope[index] = (slope[index] ?? 0) + miss * value;
    });
    [x * x, x * y, x, y * y, y, 1].forEach((value, index) => {
      bend[index] = (bend[index] ?? 0) + curve * value;
    });
  }
  const [da, db, dc] = solve(bend, slope);
  return [a + da, b + db, c + dc];
}

/**
 * Solves a symmetric 3 × 3 system by Cramer's rule; `m` is its upper triangle row by row, positive definite by the
 * prior.
 */
function solve(m: readonly number[], v: readonly number[]): Triple {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = m;
  const [x = 0, y = 0, z = 0] = v;
  const [A, B, C, D, E, F] = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b];
  const determinant = a * A + b * B + c * C;
  return [
    (A * x + B * y + C * z) / determinant,
    (B * x + D * y + E * z) / determinant,
    (C * x + E * y + F * z) / determinant,
  ];
}

const STEEPNESS = { min: 0.5, max: 20, ratio: 1.1 };

/**
 * How steeply probability falls with the margin, by trying: the likeliest among those whose ranking holds the intent.
 */
function steepnessOf(rehearsed: readonly Rehearsed[]): number {
  const inRanking = rehearsed.filter(
    ({ reading, intent, isKnown }) => isKnown && reading.ranking.some((ranked) => ranked.intent === intent),
  );
  let best = { steepness: STEEPNESS.min, likelihood: Number.NEGATIVE_INFINITY };
  for (let steepness = STEEPNESS.min; steepness <= STEEPNESS.max; steepness *= STEEPNESS.ratio) {
    const likelihood = inRanking.reduce((sum, one) => sum + logShare(one, steepness), 0);
    if (likelihood > best.likelihood) best = { steepness, likelihood };
  }
  return best.steepness;
}

function logShare({ reading, intent }: Rehearsed, steepness: number): number {
  const top = reading.ranking[0]?.margin ?? 0;
  const total = reading.ranking.reduce((sum, { margin }) => sum + Math.exp(steepness * (margin - top)), 0);
  const own = reading.ranking.find((ranked) => ranked.intent === intent)?.margin ?? top;
  return steepness * (own - top) - Math.log(total);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
