/**
 * The code that joins two chats of one learner: short enough to type on a phone, too long to guess in its ten minutes.
 * Letters and digits that look alike are left out, and case, spaces and dashes do not matter.
 */
import type { Millis } from "./model.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
export const CODE_LENGTH = 8;
export const CODE_VALID_MS: Millis = 600_000;

/** Eight random bytes → a code, `ABCDEFGH`: 40 bits, five of each byte. */
export function codeOf(random: Uint8Array): string {
  return Array.from(random.subarray(0, CODE_LENGTH), (byte) => LETTERS[byte % LETTERS.length] ?? "").join("");
}

/** As it is shown: `ABCD-EFGH`. */
export function shownCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}

/** Stands for a code wherever others than its learner may read. */
export const HIDDEN_CODE = "…";

/** What a learner typed after `/link`; null when it is no code. */
export function readCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s\p{Pd}]/gu, "");
  return code.length === CODE_LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : null;
}
