/**
 * What the examples of a pack are written with: words, and characters in a row. Spelling is corrected onto this and onto
 * nothing else, so a list must be made of the same examples as the model that reads the outcome. Memory grows in line
 * with the examples.
 */
import { runsIn, wordsOf } from "../text/words.ts";
import { BLUR_COUNT, blurOf, soundsOf } from "./pinyin.ts";
import { countOf, type Tally, tallyOf } from "./tally.ts";

/** Typed arrays and one string: whoever gets a list from another thread must not stand still for it. */
export type Wordlist = {
  /** All words, one after another, and where each begins; the end of the last one is behind them. */
  readonly letters: string;
  readonly starts: Int32Array;
  /** How many times each word occurs, by its place in the list. */
  readonly counts: Int32Array;
  /** Rising hashes of Latin words without their endings. */
  readonly stems: Float64Array;
  /**
   * Rising; each is the hash of a word with at most one letter left out, × PLACES_MAX, + the place of the word. Of the shortest
   * words only the whole ones.
   */
  readonly leftOut: Float64Array;
  /** Characters in a row and how many times they occur, by `pairOf`. */
  readonly pairs: Tally;
  /** The characters that sound alike, the most frequent first: those of blur b are `[alikeStarts[b], alikeStarts[b + 1])`. */
  readonly alike: Uint16Array;
  readonly alikeStarts: Int32Array;
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
  return {
    ...laidOut([...places.keys()]),
    counts: Int32Array.from(counts),
    stems: Float64Array.from(stems, (stem) => hashWithout(stem, -1)).sort(),
    pairs: tallyOf(pairs),
    ...alikeOf(characters),
  };
}

/** Whether a Latin word is in the list. */
export function isListed(list: Wordlist, word: string): boolean {
  const from = hashWithout(word, -1) * PLACES_MAX;
  for (
    let at = firstFrom(list.leftOut, from);
    (list.leftOut[at] ?? Number.POSITIVE_INFINITY) < from + PLACES_MAX;
    at += 1
  ) {
    if (wordAt(list, (list.leftOut[at] ?? 0) - from) === word) return true;
  }
  return false;
}

/** Whether it is the stem of a word in the list. */
export function isStem({ stems }: Wordlist, stem: string): boolean {
  const hash = hashWithout(stem, -1);
  return stems[firstFrom(stems, hash)] === hash;
}

export function wordAt({ letters, starts }: Wordlist, place: number): string {
  return letters.slice(starts[place], starts[place + 1]);
}

/** How many times two characters stand in a row. */
export function countOfPair({ pairs }: Wordlist, first: number, second: number): number {
  return countOf(pairs, pairOf(first, second));
}

export function alikeTo({ alike, alikeStarts }: Wordlist, blur: number): Uint16Array {
  return alike.subarray(alikeStarts[blur], alikeStarts[blur + 1]);
}

/** The place of the first number that is not below another. */
export function firstFrom(rising: Float64Array, least: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
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
function pairOf(first: number, second: number): number {
  return ((first - HAN_FIRST) * HAN_COUNT + (second - HAN_FIRST)) >>> 0;
}

function laidOut(words: readonly string[]): Pick<Wordlist, "letters" | "starts" | "leftOut"> {
  const keys: number[] = [];
  const starts = new Int32Array(words.length + 1);
  words.forEach((word, place) => {
    starts[place + 1] = (starts[place] ?? 0) + word.length;
    const hashes = word.length >= WORD_LENGTH_MIN ? hashesOf(word) : [hashWithout(word, -1)];
    for (const hash of hashes) keys.push(hash * PLACES_MAX + place);
  });
  return { letters: words.join(""), starts, leftOut: Float64Array.from(keys).sort() };
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

function alikeOf(characters: ReadonlyMap<number, number>): Pick<Wordlist, "alike" | "alikeStarts"> {
  const alike = Array.from({ length: BLUR_COUNT }, (): number[] => []);
  const falling = [...characters].sort(([one, count], [two, other]) => other - count || one - two);
  for (const [unit] of falling) {
    for (const blur of new Set(soundsOf(unit).map(blurOf))) {
      const found = alike[blur] ?? [];
      if (found.length < ALIKE_MAX) found.push(unit);
    }
  }
  const alikeStarts = new Int32Array(BLUR_COUNT + 1);
  alike.forEach((units, blur) => {
    alikeStarts[blur + 1] = (alikeStarts[blur] ?? 0) + units.length;
  });
  return { alike: Uint16Array.from(alike.flat()), alikeStarts };
}
