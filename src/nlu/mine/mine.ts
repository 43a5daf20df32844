/**
 * Questions nobody answered → groups that mean the same. Nothing outside is asked. How alike members of a group must be is what
 * tells the intents there are apart best: they show how finely whoever wrote the FAQ divides things.
 *
 * Languages are mined apart: their words do not meet. The same questions and intents give the same groups every time.
 */
import type { Language } from "../../core/model.ts";
import { gistOf } from "../text/fillers.ts";
import { adjustedMutualInformation } from "./agreement.ts";
import { averageLink, cutAt, type Tree } from "./average-link.ts";
import { type Likeness, likenessOf, type Material, materialFrom } from "./likeness.ts";
import { type Sketch, sketchOf } from "./sketch.ts";

export type Asked = { readonly text: string; readonly language: Language };
/** An example of an intent there is. */
export type Known = Asked & { readonly intentId: string };

export type Group = {
  readonly language: Language;
  /** Places of the questions in what was given, the most typical first. */
  readonly members: readonly number[];
  readonly sketch: Sketch;
};

/** More are mined from the newest on: a table of all pairs is kept, 64 MB at 4,000. */
export const QUESTIONS_MAX = 4000;
/** Examples that show how fine the division is, dealt evenly. */
const KNOWN_MAX = 700;
/** With fewer there is nothing to learn it from. */
const KNOWN_MIN = 40;
const INTENTS_MIN = 4;
/** Where nothing shows it: the mean of what it was on CLINC150, HWU64, SMP2017 and the course pack. */
const LIKENESS_MIN = 0.2;
const LIKENESS_STEPS = { from: 0.03, to: 0.6, by: 0.015 };

/** Every question is in one group; most groups of hostile or lonely questions have one member. */
export function mine(questions: readonly Asked[], known: readonly Known[]): readonly Group[] {
  const languages = new Set(questions.map(({ language }) => language));
  return [...languages].sort().flatMap((language) => {
    const places = questions.flatMap((question, place) => (question.language === language ? [place] : []));
    const examples = evenly(
      known.filter((each) => each.language === language),
      KNOWN_MAX,
    );
    return mineOne(language, { questions, places, examples });
  });
}

type Field = {
  readonly questions: readonly Asked[];
  readonly places: readonly number[];
  readonly examples: readonly Known[];
};

function mineOne(language: Language, { questions, places, examples }: Field): readonly Group[] {
  const asked = places.slice(-QUESTIONS_MAX);
  // What people put around a question would gather all who are polite in the same way.
  const texts = [...asked.map((place) => questions[place]?.text ?? ""), ...examples.map(({ text }) => text)].map(
    gistOf,
  );
  const material = materialFrom(texts);
  const likenessMin = finenessOf(material, asked.length, examples);
  const likeness = likenessOf(
    material,
    asked.map((_, index) => index),
  );
  const table: Likeness = { count: likeness.count, values: likeness.values.slice() };
  const groups = cutAt(averageLink(table), likenessMin);
  const byGroup = Map.groupBy(asked.keys(), (index) => groups[index] ?? 0);
  return [...byGroup.values()].map((members) => ({
    language,
    members: mostTypicalFirst(members, likeness).map((index) => asked[index] ?? 0),
    sketch: sketchOf(material, members),
  }));
}

/** The likeness at which the examples fall into their intents best. */
function finenessOf(material: Material, from: number, examples: readonly Known[]): number {
  const numbers = new Map([...new Set(examples.map(({ intentId }) => intentId))].map((id, number) => [id, number]));
  if (examples.length < KNOWN_MIN || numbers.size < INTENTS_MIN) return LIKENESS_MIN;
  const truth = examples.map(({ intentId }) => numbers.get(intentId) ?? 0);
  const tree = averageLink(
    likenessOf(
      material,
      examples.map((_, index) => from + index),
    ),
  );
  return bestCut(tree, truth);
}

function bestCut(tree: Tree, truth: readonly number[]): number {
  const { from, to, by } = LIKENESS_STEPS;
  let best = { cut: LIKENESS_MIN, agreement: Number.NEGATIVE_INFINITY };
  for (let cut = from; cut < to; cut += by) {
    const agreement = adjustedMutualInformation(cutAt(tree, cut), truth) ?? 0;
    if (agreement > best.agreement) best = { cut, agreement };
  }
  return best.cut;
}

function mostTypicalFirst(members: readonly number[], { count, values }: Likeness): readonly number[] {
  const sums = new Map(
    members.map((one) => [one, members.reduce((sum, other) => sum + (values[one * count + other] ?? 0), 0)]),
  );
  return members.toSorted((one, other) => (sums.get(other) ?? 0) - (sums.get(one) ?? 0) || one - other);
}

/** At most so many, dealt evenly. */
function evenly<Item>(items: readonly Item[], countMax: number): readonly Item[] {
  const step = Math.max(1, items.length / countMax);
  return items.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
}
