/**
 * How a classifier would do on texts it has not seen: some examples of every intent, and all examples of some intents,
 * are left out, the rest is trained on, and what was left out is read. Deterministic, and never read with the classifier
 * that answers learners: that one has seen them all.
 */
import type { Rehearsed } from "./calibration.ts";
import { type Classifier, type Example, learn, read } from "./classifier.ts";
import { STRAY } from "./vocabulary.ts";

export type Script = {
  /** What learners write; `intent` is STRAY for what is out of scope. */
  readonly examples: readonly Example[];
  /** Learned from and never left out (titles): no learner writes them. */
  readonly hints: readonly Example[];
  readonly intentCount: number;
};

const FOLDS = 5;
/** Rehearsed until so many texts of known intents were read: there are few numbers to learn from them. */
const KNOWN_MIN = 1000;
/** Of each sort, dealt evenly: a large pack would be read for minutes. */
const READ_MAX = 1200;
/** Of a larger pack so many intents, dealt evenly, rehearse for all: training it once more would double its time. */
const INTENTS_MAX = 2000;
/** With fewer intents none is left out: what remains would not be the same pack. */
const INTENTS_MIN = 4;

export function rehearse(whole: Script): readonly Rehearsed[] {
  const script = castOf(whole);
  const folds = foldsOf(script.examples);
  const rehearsed: Rehearsed[] = [];
  let knownCount = 0;
  for (let fold = 0; fold < FOLDS && knownCount < KNOWN_MIN; fold += 1) {
    const scene = sceneOf(script, folds, fold);
    const classifier = learn(scene.learned, script.intentCount);
    const known = some(scene.known).map((example) => rehearseOne(classifier, example, true));
    const unknown = some(scene.unknown).map((example) => rehearseOne(classifier, example, false));
    knownCount += known.length;
    rehearsed.push(...known, ...unknown);
  }
  return rehearsed;
}

/** Who takes part in the rehearsal of a large pack; the others keep their numbers and are never named. */
function castOf({ examples, hints, intentCount }: Script): Script {
  const step = Math.max(1, intentCount / INTENTS_MAX);
  const takesPart = ({ intent }: Example) =>
    intent === STRAY || Math.floor(intent / step) !== Math.floor((intent - 1) / step);
  return { examples: examples.filter(takesPart), hints: hints.filter(takesPart), intentCount };
}

type Scene = { readonly learned: readonly Example[]; readonly known: Example[]; readonly unknown: Example[] };

/** Who is in the training of a fold, and who is read afterwards. */
function sceneOf({ examples, hints, intentCount }: Script, folds: readonly number[], fold: number): Scene {
  const isMissing = (intent: number) => intentCount >= INTENTS_MIN && intent !== STRAY && dealtTo(intent) === fold;
  const learned = hints.filter(({ intent }) => !isMissing(intent));
  const known: Example[] = [];
  const unknown: Example[] = [];
  examples.forEach((example, row) => {
    if (isMissing(example.intent)) unknown.push(example);
    else if (folds[row] !== fold) learned.push(example);
    else (example.intent === STRAY ? unknown : known).push(example);
  });
  return { learned, known, unknown };
}

/** The fold an intent belongs to. By the golden ratio, so that any evenly dealt part of the intents spreads evenly, too. */
function dealtTo(intent: number): number {
  return Math.floor(((intent * 0.6180339887498949) % 1) * FOLDS);
}

/** At most READ_MAX of them, dealt evenly. */
function some(examples: readonly Example[]): readonly Example[] {
  const step = Math.max(1, examples.length / READ_MAX);
  return examples.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
}

function rehearseOne(classifier: Classifier, { seen, intent }: Example, isKnown: boolean): Rehearsed {
  const reading = read(classifier, seen);
  return { reading, intent, isKnown, isRight: isKnown && reading.ranking[0]?.intent === intent };
}

/** Deals the examples of every intent round the folds; not every intent begins with the first. */
function foldsOf(examples: readonly Example[]): readonly number[] {
  const dealt = new Map<number, number>();
  return examples.map(({ intent }) => {
    const count = dealt.get(intent) ?? dealtTo(Math.max(0, intent));
    dealt.set(intent, count + 1);
    return count % FOLDS;
  });
}
