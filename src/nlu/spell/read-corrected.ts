/**
 * Reads a message as it was typed and as it may have been meant, and keeps the reading that looks most like something the
 * pack knows. As typed wins when nothing is gained: a correction nobody needed must not change an answer.
 */
import { correctionsOf } from "./corrections.ts";
import type { Wordlist } from "./wordlist.ts";

/** `evidence` must be comparable between readings: higher is more familiar. Calls `read` once to three times. */
export function readCorrected<Reading extends { readonly evidence: number }>(
  wordlist: Wordlist,
  text: string,
  read: (text: string) => Reading,
): Reading {
  let best = read(text);
  for (const meant of correctionsOf(wordlist, text)) {
    const reading = read(meant);
    if (reading.evidence > best.evidence) best = reading;
  }
  return best;
}
