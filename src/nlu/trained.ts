/**
 * Texts by intent → something that reads messages: the classifier with names and honest probabilities. The pack's
 * matcher and `intents eval` both come through here, so that what is measured is what runs.
 */
import type { Match } from "../core/model.ts";
import { calibrate, confidenceOf, type Rehearsed, rehearse, type Scale } from "./learn/calibration.ts";
import { type Classifier, type Example, learn, type Reading, read } from "./learn/classifier.ts";
import { featuresOf } from "./text/features.ts";

/**
 * What is known of one intent. `hints` are words about it that no learner wrote (its title): learned from, never tested
 * on.
 */
export type Subject = { readonly id: string; readonly examples: readonly string[]; readonly hints: readonly string[] };

export type Trained = {
  /** The intents a text may mean, best first, at most five, none for a text without letters. */
  readonly match: (text: string) => readonly Match[];
  /**
   * The same, with the strength of evidence that it is in scope at all: higher is more familiar, comparable within this
   * one.
   */
  readonly readOut: (text: string) => { readonly matches: readonly Match[]; readonly evidence: number };
  /** How it did on examples that were left out of training for it, a thousand or more if there are so many. */
  readonly rehearsal: readonly RehearsedMatch[];
};

/**
 * A rehearsed message: how sure we were, whether that was right, and whether the intent was one the classifier knew.
 */
export type RehearsedMatch = {
  readonly confidence: number;
  readonly evidence: number;
  readonly isRight: boolean;
  readonly isKnown: boolean;
};

/** Trains and calibrates. Deterministic; takes about a second for a thousand examples, on the calling thread. */
export function train(subjects: readonly Subject[]): Trained {
  const examples = subjects.flatMap((subject, intent) => subject.examples.map((text) => exampleOf(text, intent)));
  const hints = subjects.flatMap((subject, intent) => subject.hints.map((text) => exampleOf(text, intent)));
  const classifier = learn([...examples, ...hints], subjects.length);
  const rehearsed = rehearse(examples, hints, subjects.length);
  const scale = calibrate(rehearsed);
  const readOut = (text: string) => readOutOf({ subjects, classifier, scale }, text);
  return {
    match: (text) => readOut(text).matches,
    readOut,
    rehearsal: rehearsed.map((one) => rehearsedMatchOf(scale, one)),
  };
}

function exampleOf(text: string, intent: number): Example {
  return { features: featuresOf(text), intent };
}

type Model = { readonly subjects: readonly Subject[]; readonly classifier: Classifier; readonly scale: Scale };

function readOutOf({ subjects, classifier, scale }: Model, text: string) {
  const features = featuresOf(text);
  const reading = read(classifier, features);
  return { matches: features.length > 0 ? matchesOf(subjects, scale, reading) : [], evidence: reading.evidence };
}

function matchesOf(subjects: readonly Subject[], scale: Scale, reading: Reading): readonly Match[] {
  const [best, ...others] = reading.ranking;
  if (best === undefined) return [];
  const confidence = confidenceOf(scale, reading);
  const falls = others.map(({ margin }) => confidence * Math.exp(scale.steepness * (margin - best.margin)));
  // Only one intent is meant, so what is left for the others is what the best one leaves.
  const total = falls.reduce((sum, fall) => sum + fall, 0);
  const left = total > 1 - confidence ? (1 - confidence) / total : 1;
  return reading.ranking.map(({ intent }, place) => ({
    intentId: subjects[intent]?.id ?? "",
    confidence: place === 0 ? confidence : left * (falls[place - 1] ?? 0),
  }));
}

function rehearsedMatchOf(scale: Scale, { reading, isRight, isKnown }: Rehearsed): RehearsedMatch {
  return { confidence: confidenceOf(scale, reading), evidence: reading.evidence, isRight, isKnown };
}
