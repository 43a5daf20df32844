/**
 * Examples → a classifier, and a text → what the classifier makes of it. Intents are numbers here; names belong to the
 * matcher. Reading is pure: the same text and classifier give the same numbers, bit for bit.
 */
import { type Neighbours, nearness, neighboursOf } from "./neighbours.ts";
import { type Machines, trainMachines } from "./svm.ts";
import { rowsOf, type Vector, type Vocabulary, vectorOf, vocabularyOf } from "./vocabulary.ts";

export type Example = { readonly features: Uint32Array; readonly intent: number };

export type Classifier = {
  readonly vocabulary: Vocabulary;
  readonly machines: Machines;
  readonly neighbours: Neighbours;
  readonly intentCount: number;
};

/**
 * An intent and its distance from the machine's plane: above 0 is "rather this", 1 as sure as the examples themselves.
 */
export type Ranked = { readonly intent: number; readonly margin: number };

export type Reading = {
  /** Best first, at most RANKED_MAX. */
  readonly ranking: readonly Ranked[];
  /**
   * How much the text is like anything we know; low for what is out of scope. Comparable within one classifier only.
   */
  readonly evidence: number;
  /** How far the best intent is ahead of the next, 0 and up. */
  readonly lead: number;
};

const RANKED_MAX = 5;
const NO_INTENT = -1;
/** Telling out-of-scope texts: AUROC 93.7 and 94.4 on CLINC150 and SMP2017; at 0.8 it was 93.8 and 94.1. */
const UNSEEN_WEIGHT = 0.5;
/**
 * A clear winner is a sign of the familiar: raises recall of out-of-scope texts at 95 % coverage by 3–5 points on both.
 */
const LEAD_WEIGHT = 0.2;

export function learn(examples: readonly Example[], intentCount: number): Classifier {
  const vocabulary = vocabularyOf(examples.map((example) => example.features));
  const rows = rowsOf(examples.map((example) => vectorOf(vocabulary, example.features)));
  const labels = Int32Array.from(examples, (example) => example.intent);
  const columnCount = vocabulary.columnWeights.length;
  const machines = trainMachines({ rows, labels, columnCount, intentCount });
  return { vocabulary, machines, neighbours: neighboursOf(rows, labels, columnCount), intentCount };
}

/**
 * What the classifier makes of a text. `without` pretends that one intent were not in the pack: a rehearsal for the
 * unknown.
 */
export function read(classifier: Classifier, features: Uint32Array, without: number = NO_INTENT): Reading {
  const vector = vectorOf(classifier.vocabulary, features);
  const margins = marginsOf(classifier, vector);
  if (without !== NO_INTENT) margins[without] = Number.NEGATIVE_INFINITY;
  const ranking = rank(margins);
  const best = ranking[0]?.margin ?? 0;
  const unseen = Math.min(1, vector.unseenShare + (without === NO_INTENT ? 0 : shareOf(classifier, vector, without)));
  const lead = best - (ranking[1]?.margin ?? best - 1);
  const near = nearness(classifier.neighbours, vector, without);
  return { ranking, evidence: best + near - UNSEEN_WEIGHT * unseen + LEAD_WEIGHT * lead, lead };
}

function marginsOf(classifier: Classifier, vector: Vector): Float64Array {
  const { machines, intentCount } = classifier;
  const margins = Float64Array.from(machines.bias);
  for (let index = 0; index < vector.columns.length; index += 1) {
    const from = (vector.columns[index] ?? 0) * intentCount;
    const weight = vector.weights[index] ?? 0;
    for (let intent = 0; intent < intentCount; intent += 1) {
      margins[intent] = (margins[intent] ?? 0) + weight * (machines.weights[from + intent] ?? 0);
    }
  }
  return margins;
}

/** The highest margins, falling; of equal ones the earlier intent comes first. */
function rank(margins: Float64Array): readonly Ranked[] {
  const best: Ranked[] = [];
  margins.forEach((margin, intent) => {
    const last = best[RANKED_MAX - 1];
    if (margin === Number.NEGATIVE_INFINITY || (last !== undefined && margin <= last.margin)) return;
    const place = best.findIndex((other) => other.margin < margin);
    best.splice(place < 0 ? best.length : place, 0, { intent, margin });
    best.length = Math.min(best.length, RANKED_MAX);
  });
  return best;
}

/** The share of a text's weight that only the examples of one intent have shown. */
function shareOf(classifier: Classifier, vector: Vector, intent: number): number {
  let share = 0;
  vector.columns.forEach((column, index) => {
    if (classifier.neighbours.owners[column] === intent) share += (vector.weights[index] ?? 0) ** 2;
  });
  return share;
}
