/**
 * A misspelled Latin word → the words of the pack it may be: those one slip away (a letter too many, missing, wrong, or
 * two exchanged). Words with one letter left out are looked up, never compared one by one: the cost does not grow with
 * the pack.
 */
import { firstFrom, hashesOf, PLACES_MAX, WORD_LENGTH_MAX, type Wordlist, wordAt } from "./wordlist.ts";

/** Shorter words are one slip from too many others. */
const MISSPELLED_LENGTH_MIN = 4;
/** Hardly anybody gets the first letter of a word wrong: another one has to be that much more frequent. */
const FIRST_LETTER_WEIGHT = 2;
const EXCHANGE_WEIGHT = 1;

/** At most two words it may be, the likeliest first. */
export function wordsNear(wordlist: Wordlist, word: string): readonly string[] {
  if (word.length < MISSPELLED_LENGTH_MIN || word.length > WORD_LENGTH_MAX) return [];
  const places = new Set<number>();
  for (const hash of hashesOf(word)) addPlaces(wordlist.leftOut, hash, places);
  const near: { readonly word: string; readonly weight: number }[] = [];
  for (const place of places) {
    const candidate = wordAt(wordlist, place);
    const slip = slipOf(word, candidate);
    if (slip === null || (word.length === MISSPELLED_LENGTH_MIN && word[0] !== candidate[0])) continue;
    const firstLetter = word[0] === candidate[0] ? FIRST_LETTER_WEIGHT : 0;
    const exchange = slip === "exchanged" ? EXCHANGE_WEIGHT : 0;
    near.push({ word: candidate, weight: Math.log(wordlist.counts[place] ?? 1) + firstLetter + exchange });
  }
  near.sort((one, other) => other.weight - one.weight || (one.word < other.word ? -1 : 1));
  return near.slice(0, 2).map((one) => one.word);
}

function addPlaces(leftOut: Float64Array, hash: number, places: Set<number>): void {
  const from = hash * PLACES_MAX;
  for (let at = firstFrom(leftOut, from); (leftOut[at] ?? Number.POSITIVE_INFINITY) < from + PLACES_MAX; at += 1) {
    places.add((leftOut[at] ?? 0) - from);
  }
}

/** How one word becomes the other by a single slip; null when it takes none or more. */
function slipOf(one: string, other: string): "missing" | "wrong" | "exchanged" | null {
  if (Math.abs(one.length - other.length) > 1) return null;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  if (start === one.length && start === other.length) return null;
  if (one.length !== other.length) {
    const [short, long] = one.length < other.length ? [one, other] : [other, one];
    return short.slice(start) === long.slice(start + 1) ? "missing" : null;
  }
  if (one.slice(start + 1) === other.slice(start + 1)) return "wrong";
  const isExchanged = one[start] === other[start + 1] && one[start + 1] === other[start];
  return isExchanged && one.slice(start + 2) === other.slice(start + 2) ? "exchanged" : null;
}
