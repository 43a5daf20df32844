/**
 * Whether a short word is an English one, so that "rice" is not taken for a misspelled "price" only because the pack has
 * no rice: without it one message in ten without any slip was corrected, with it one in forty (CLINC150, HWU64).
 */
import { bitsOf } from "./bloom.ts";
import { ENGLISH_BITS } from "./english-table.ts";

/** Longer words have so few neighbours that a table of them changed no figure. */
export const ENGLISH_LENGTH_MAX = 6;

const bits = Buffer.from(ENGLISH_BITS.replaceAll("\n", ""), "base64");

/** True for English words of 4 to 6 letters, for a few others in a hundred, and for no longer ones. */
export function isEnglish(word: string): boolean {
  const isSet = (bit: number) => ((bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  return word.length <= ENGLISH_LENGTH_MAX && bitsOf(word, bits.length * 8).every(isSet);
}
