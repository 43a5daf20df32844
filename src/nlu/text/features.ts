/**
 * Text → the features the model counts, each as a 32-bit hash: words and pairs of words, 3–5 letters in a row inside a
 * word, one and two characters of Chinese. Hashes and not strings, because a match would spend most of its time making
 * them; the same text must give the same hashes on every machine.
 */
import { type Run, runsIn, wordsOf } from "./words.ts";

const GRAM_LETTERS_MIN = 3;
const GRAM_LETTERS_MAX = 5;
/** Characters looked at for character features: what follows says nothing new and would only cost time. */
const CHARACTERS_MAX = 2048;
const HAN = /^\p{sc=Han}/u;
/** No unit below is Chinese: hardly any word has to be looked at more closely. */
const HAN_FIRST = 0x2e80;

/** Kinds must not meet in one hash: the word `able` is not the letters `able`. */
const SALT = { word: 0x9e3779b1, pair: 0x85ebca6b, letters: 0xc2b2ae35, han: 0x27d4eb2f, hanPair: 0x165667b1 };

/** The lowest bit of a hash tells words of letters from the rest: they weigh more (see vocabulary.ts). */
const WORD_BIT = 1;

/** True for a word, or pair of words, written in letters. */
export function isWordFeature(hash: number): boolean {
  return (hash & WORD_BIT) === WORD_BIT;
}

/** The features of a text, repeated as often as they occur; empty when it has no letter, digit or Chinese character. */
export function featuresOf(text: string): Uint32Array {
  return featuresIn(runsIn(text));
}

/** The same of a text that is cut into its runs already. */
export function featuresIn(runs: readonly Run[]): Uint32Array {
  lent.count = 0;
  pushWords(wordsOf(runs));
  let left = CHARACTERS_MAX;
  for (const run of runs) {
    if (run.isHan) pushHan(run.text.slice(0, left));
    else pushLetters(` ${run.text.slice(0, left)} `);
    left -= Math.min(left, run.text.length);
    if (left === 0) break;
  }
  return lent.features.slice(0, lent.count);
}

/** Where features are collected: one call after another, since a list of numbers above 2^31 would be made of objects. */
const lent = { features: new Uint32Array(1024), count: 0 };

function push(feature: number): void {
  if (lent.count === lent.features.length) {
    const larger = new Uint32Array(2 * lent.count);
    larger.set(lent.features);
    lent.features = larger;
  }
  lent.features[lent.count] = feature;
  lent.count += 1;
}

function pushWords(words: readonly string[]): void {
  let before = SALT.pair;
  for (const word of words) {
    const bit = word.charCodeAt(0) >= HAN_FIRST && HAN.test(word) ? 0 : WORD_BIT;
    push(scramble(hashText(word, SALT.word), bit));
    push(scramble(hashText(word, before), bit));
    before = hashText(word, SALT.pair);
  }
}

function pushLetters(text: string): void {
  for (let start = 0; start + GRAM_LETTERS_MIN <= text.length; start += 1) {
    const end = Math.min(text.length, start + GRAM_LETTERS_MAX);
    let hash = SALT.letters;
    for (let index = start; index < end; index += 1) {
      hash = step(hash, text.charCodeAt(index));
      if (index - start + 1 >= GRAM_LETTERS_MIN) push(scramble(hash, 0));
    }
  }
}

function pushHan(text: string): void {
  let before = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    push(scramble(step(SALT.han, unit), 0));
    if (index > 0) push(scramble(step(step(SALT.hanPair, before), unit), 0));
    before = unit;
  }
}

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = step(hash, text.charCodeAt(index));
  return hash;
}

/** FNV-1a over UTF-16 units. */
function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/**
 * The finaliser of MurmurHash3 (FNV alone leaves short inputs too regular for a hash table), then the kind in the last
 * bit.
 */
function scramble(hash: number, bit: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return ((mixed & ~WORD_BIT) | bit) >>> 0;
}
