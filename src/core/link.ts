/**
 * The code that joins two chats of one learner, and the longer one a shop shows to prove who they are there: short enough to type on a phone, too long to guess in its ten minutes.
 * Letters and digits that look alike are left out, and case, spaces and dashes do not matter.
 */
import type { Millis } from "./model.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
export const CODE_LENGTH = 8;
/** A shop's code is good for days, so it has 80 bits. */
export const SHOP_CODE_LENGTH = 16;
export const CODE_VALID_MS: Millis = 600_000;

/** Eight random bytes → a code, `ABCDEFGH`: 40 bits, five of each byte. */
export function codeOf(random: Uint8Array): string {
  return Array.from(random.subarray(0, CODE_LENGTH), (byte) => LETTERS[byte % LETTERS.length] ?? "").join("");
}

/** Sixteen random bytes → a shop's code. */
export function longCodeOf(random: Uint8Array): string {
  return codeOf(random) + codeOf(random.subarray(CODE_LENGTH));
}

/** As it is shown: `ABCD-EFGH`. */
export function shownCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}

/** Stands for a code wherever others than its learner may read. */
export const HIDDEN_CODE = "…";

/** Commands whose argument nobody else may read. */
export function mayHoldCode(command: string): boolean {
  return command === "link" || command === "start";
}

/** What a learner typed after `/link`; null when it is no code, of ours or of a shop. */
export function readCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s\p{Pd}]/gu, "");
  return (code.length === CODE_LENGTH || code.length === SHOP_CODE_LENGTH) &&
    [...code].every((letter) => LETTERS.includes(letter))
    ? code
    : null;
}
