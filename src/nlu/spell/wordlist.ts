/**
 * What the examples of a pack are written with: words, and characters in a row. Spelling is corrected onto this and onto
 * nothing else, so a list must be made of the same examples as the model that reads the outcome. Memory grows in line
 * with the examples.
 */
import { runsIn, wordsOf } from "../text/words.ts";
import { blurOf, soundsOf } from "./pinyin.ts";

export type Wordlist = {
  readonly words: readonly string[];
  /** How many times each word occurs, by its place in `words`. */
  readonly counts: readonly number[];
  readonly places: ReadonlyMap<string, number>;
  /** Latin words without their endings. */
  readonly stems: ReadonlySet<string>;
  /** Rising; each is the hash of a word with at most one letter left out, × PLACES_MAX, + the place of the word. */
  readonly leftOut: Float64Array;
  /** Characters in a row and how many times they occur, by `pairOf`. */
  readonly pairs: ReadonlyMap<number, number>;
  /** The characters that sound alike, by blur, the most frequent first. */
  readonly alike: ReadonlyMap<number, readonly number[]>;
};

/** 2^32 hashes × 2^20 places is what a float counts exactly. */
export const PLACES_MAX = 2 ** 20;
export const LATIN = /^[a-z]+$/;
/** Shorter words have too many neighbours to be corrected to. */
const WORD_LENGTH_MIN = 3;
/** Longer ones are no words, and their neighbours would cost the square of their length. */
export const WORD_LENGTH_MAX = 24;
/** Of characters that sound alike the rarer ones are never what was meant. */
const ALIKE_MAX = 24;
const HAN_FIRST = 0x3400;
const HAN_COUNT = 0x7000;

/** Makes the list of the examples; pure, and about 10 µs an example. */
export function wordlistOf(examples: readonly string[]): Wordlist {
  const places = new Map<string, number>();
  const counts: number[] = [];
  const stems = new Set<string>();
  const pairs = new Map<number, number>();
  const characters = new Map<number, number>();
  for (const example of examples) {
    for (const run of runsIn(example)) {
      if (run.isHan) countCharacters(run.text, characters, pairs);
      else if (LATIN.test(run.text) && run.text.length <= WORD_LENGTH_MAX) {
        const place = places.get(run.text) ?? places.size;
        if (place === PLACES_MAX) continue;
        if (place === places.size) for (const stem of wordsOf([run])) stems.add(stem);
        places.set(run.text, place);
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
  }
  const words = [...places.keys()];
  return { words, counts, places, stems, leftOut: leftOutOf(words), pairs, alike: alikeOf(characters) };
}

function countCharacters(text: string, characters: Map<number, number>, pairs: Map<number, number>): void {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    characters.set(unit, (characters.get(unit) ?? 0) + 1);
    if (at === 0) continue;
    const pair = pairOf(text.charCodeAt(at - 1), unit);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
}

/** One number for two characters of the first plane; rare ones of other planes may fall together. */
export function pairOf(first: number, second: number): number {
  return (first - HAN_FIRST) * HAN_COUNT + (second - HAN_FIRST);
}

function leftOutOf(words: readonly string[]): Float64Array {
  const keys: number[] = [];
  words.forEach((word, place) => {
    if (word.length >= WORD_LENGTH_MIN) for (const hash of hashesOf(word)) keys.push(hash * PLACES_MAX + place);
  });
  return Float64Array.from(keys).sort();
}

/** The hashes of a word as it is and with each one of its letters left out, as unsigned 32-bit numbers. */
export function hashesOf(word: string): readonly number[] {
  const hashes = [hashWithout(word, -1)];
  for (let at = 0; at < word.length; at += 1) {
    // Leaving out either of two equal letters gives the same word.
    if (word[at] !== word[at - 1]) hashes.push(hashWithout(word, at));
  }
  return hashes;
}

/** FNV-1a over the letters but the one at `without`. */
function hashWithout(word: string, without: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) {
    if (at !== without) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

function alikeOf(characters: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const alike = new Map<number, number[]>();
  const falling = [...characters].sort(([one, count], [two, other]) => other - count || one - two);
  for (const [unit] of falling) {
    for (const blur of new Set(soundsOf(unit).map(blurOf))) {
      const found = alike.get(blur) ?? [];
      if (found.length < ALIKE_MAX) found.push(unit);
      alike.set(blur, found);
    }
  }
  return alike;
}
