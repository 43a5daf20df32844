/**
 * A set of words in a few bits each, which sometimes says yes to a word it does not hold (2 % at 8 bits a word) and never
 * no to one it holds. The script that writes the table and the code that reads it must both take the bits from here.
 */
import { hashesOf } from "./wordlist.ts";

const BITS_PER_WORD = 5;

/** The numbers, below `size`, of the bits that stand for a word. */
export function bitsOf(word: string, size: number): readonly number[] {
  const [hash = 0] = hashesOf(word);
  const stride = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) | 1;
  return Array.from({ length: BITS_PER_WORD }, (_, index) => (hash + index * (stride >>> 0)) % size);
}
