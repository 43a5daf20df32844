/**
 * Why a text is understood as it is, for a person who tries a draft: which of its words spoke for the intent, and which examples
 * it resembles. Both are found by asking the matcher and the examples, and not by looking into the model: what is told is
 * what decided, slips of the pen and all.
 */
import { LANGUAGES } from "../core/model.ts";
import type { Pack } from "../core/pack.ts";
import type { Matcher } from "../core/ports.ts";
import { featuresOf } from "./text/features.ts";

/** `share`: how much less sure of the intent the bot is without that word; below 0: the word spoke against it. */
export type Spoke = { readonly word: string; readonly share: number };
/** `likeness` is the cosine by letters and words, 0–1. */
export type NearExample = { readonly intentId: string; readonly text: string; readonly likeness: number };

const WORDS_MAX = 40;
const SPOKE_MAX = 8;
const NEAR_MAX = 5;
const SHARE_MIN = 0.005;

const words = new Intl.Segmenter("zh", { granularity: "word" });

/** Words that count for the intent, the weightiest first. As many matches as the text has words, 40 at most. */
export function spokeFor(match: Matcher, text: string, intentId: string): readonly Spoke[] {
  const sure = confidenceIn(match, text, intentId);
  const segments = [...words.segment(text)].filter(({ isWordLike }) => isWordLike).slice(0, WORDS_MAX);
  const shares = segments.map(({ segment, index }) => {
    const without = `${text.slice(0, index)} ${text.slice(index + segment.length)}`;
    return { word: segment, share: sure - confidenceIn(match, without, intentId) };
  });
  return shares
    .filter(({ share }) => Math.abs(share) >= SHARE_MIN)
    .sort((one, other) => Math.abs(other.share) - Math.abs(one.share))
    .slice(0, SPOKE_MAX);
}

function confidenceIn(match: Matcher, text: string, intentId: string): number {
  return match(text).find((one) => one.intentId === intentId)?.confidence ?? 0;
}

type Bag = ReadonlyMap<number, number>;
type Shelf = {
  readonly rarity: ReadonlyMap<number, number>;
  readonly examples: readonly (Omit<NearExample, "likeness"> & { readonly bag: Bag })[];
};

/** Made once for each pack that is asked about; gone with it. */
const shelves = new WeakMap<Pack, Shelf>();

/** The examples a text resembles, the most alike first. */
export function nearestExamples(pack: Pack, text: string): readonly NearExample[] {
  const shelf = shelves.get(pack) ?? shelfOf(pack);
  shelves.set(pack, shelf);
  const asked = weighed(bagOf(text), shelf.rarity);
  const near = shelf.examples.map(({ bag, ...example }) => ({
    ...example,
    likeness: Math.min(1, productOf(asked, bag)),
  }));
  return near
    .filter(({ likeness }) => likeness > 0)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, NEAR_MAX);
}

function shelfOf(pack: Pack): Shelf {
  const bags = [...pack.intents.values()].flatMap(({ id, examples }) =>
    LANGUAGES.flatMap((language) => examples[language].map((text) => ({ intentId: id, text, bag: bagOf(text) }))),
  );
  const counts = new Map<number, number>();
  for (const { bag } of bags) for (const hash of bag.keys()) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const rarity = new Map([...counts].map(([hash, count]) => [hash, Math.log(1 + bags.length / count)]));
  return { rarity, examples: bags.map((one) => ({ ...one, bag: weighed(one.bag, rarity) })) };
}

function bagOf(text: string): Bag {
  const bag = new Map<number, number>();
  for (const hash of featuresOf(text)) bag.set(hash, (bag.get(hash) ?? 0) + 1);
  return bag;
}

/** Of length 1, rare features weighing more. */
function weighed(bag: Bag, rarity: ReadonlyMap<number, number>): Bag {
  const commonest = 1;
  const weights = [...bag].map(([hash, count]) => [hash, count * (rarity.get(hash) ?? commonest)] as const);
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return new Map(weights.map(([hash, weight]) => [hash, weight / length]));
}

function productOf(one: Bag, other: Bag): number {
  let sum = 0;
  for (const [hash, weight] of one) sum += weight * (other.get(hash) ?? 0);
  return sum;
}
