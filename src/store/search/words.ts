/**
 * What somebody typed → the words to look for, and what of them the index knows: grams, that is every two characters that stand
 * side by side. The index only proposes messages; whether one really holds a word is asked of its text.
 *
 * Not to break: a gram may be required only if it stands in every spelling of a word, or the index would lose messages.
 */
import { clean } from "../../core/text.ts";

/** Spellings that all count as the same word, A–Z as a–z. Never empty, and none of them is. */
export type Word = readonly string[];

/** More only make the index slower: the messages left after these are few. */
const GRAMS_MAX = 16;

// An input method for Chinese types the curved ones and the wide one.
const PHRASES = /["“”„‟＂]([^"“”„‟＂]*)["“”„‟＂]|[^\s"“”„‟＂]+/gu;

/** Words are separated by spaces; what stands in quotes is one word. A quote without a partner is a space. */
export function wordsOf(query: string): readonly Word[] {
  const found = new Set(Array.from(clean(query).matchAll(PHRASES), ([all, phrase]) => phrase ?? all));
  return [...found].filter((word) => word.trim() !== "").map(spellingsOf);
}

/** A whole text as one word; null when there is nothing in it. */
export function wordOf(query: string): Word | null {
  const word = clean(query).trim();
  return word === "" ? null : spellingsOf(word);
}

/**
 * As it was typed (Chinese punctuation is full width, and so it lies in the transcripts) and as NFKC has it. Databases only agree
 * on the cases of A–Z, so with other letters (É, Д) each way to write a word is a spelling of its own.
 */
function spellingsOf(word: string): Word {
  const folded = [word, word.normalize("NFKC")];
  const spellings = folded.flatMap((each) => [each, each.toLowerCase(), each.toUpperCase(), capitalised(each)]);
  return [...new Set(spellings.map(lowerAscii))];
}

function capitalised(word: string): string {
  const [first = "", ...rest] = word.toLowerCase();
  return `${first.toUpperCase()}${rest.join("")}`;
}

/** Keeps the length, so that places in the one are places in the other. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Grams that stand in every message with all of the words; a longer list is thinned out evenly. May be empty. */
export function gramsOf(words: readonly Word[]): readonly string[] {
  const grams = [...new Set(words.flatMap(gramsOfWord))];
  const step = Math.max(1, grams.length / GRAMS_MAX);
  return Array.from({ length: Math.min(grams.length, GRAMS_MAX) }, (_, rank) => grams[Math.floor(rank * step)] ?? "");
}

function gramsOfWord([first = "", ...others]: Word): readonly string[] {
  const inOthers = others.map((spelling) => new Set(gramsIn(spelling)));
  return gramsIn(first).filter((gram) => inOthers.every((grams) => grams.has(gram)));
}

/** By code points, as databases count. */
function gramsIn(text: string): readonly string[] {
  const letters = [...text];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
