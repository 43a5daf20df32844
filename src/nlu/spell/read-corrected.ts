/**
 * Reads a message as it was typed and as it may have been meant, and keeps the reading that looks most like something the
 * pack knows. As typed wins when nothing is gained: a correction nobody needed must not change an answer.
 */
import { type Run, runsIn } from "../text/words.ts";
import { translated } from "./bilingual.ts";
import { correctionsOf } from "./corrections.ts";
import type { Wordlist } from "./wordlist.ts";

/** `evidence` must be comparable between readings: higher is more familiar. Calls `read` once to four times. */
export function readCorrected<Reading extends { readonly evidence: number }>(
  wordlist: Wordlist,
  runs: readonly Run[],
  {
    read,
    isSure,
  }: { readonly read: (runs: readonly Run[]) => Reading; readonly isSure: (reading: Reading) => boolean },
): Reading {
  let best = read(runs);
  const inChinese = translated(wordlist, runs);
  // A word in another language is seldom a slip: the reading without it is looked at however sure the one with it is.
  const corrected = isSure(best) ? [] : correctionsOf(wordlist, runs);
  for (const meant of inChinese === null ? corrected : [...corrected, inChinese]) {
    const reading = read(runsIn(meant));
    if (reading.evidence > best.evidence) best = reading;
  }
  return best;
}
