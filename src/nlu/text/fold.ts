/**
 * Learners' spelling → one spelling: width, case, accents, invisible characters, script. Everything the matcher compares went
 * through here, examples and messages alike, so a change here changes both. Must stay bounded: the text is hostile.
 */
import { TEXT_LENGTH_MAX } from "../../core/text.ts";
import { foldScript } from "./script.ts";

const PLAIN = /^[\x20-\x7e]*$/;
// Longer runs of marks are no language but an attack: normalising n of them out of order costs n² (5 ms at 4,096).
const MARK_RUN = /(\p{M}{3})\p{M}+/gu;
const INVISIBLE = /\p{Cf}|[\u0300-\u036f]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters separate words here, nothing more.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Folds text for comparing, never for showing.
 *
 * Shape: well-formed, NFKC, lower case, no accents on Latin letters, no format characters, simplified script, at most
 *        TEXT_LENGTH_MAX UTF-16 units (compatibility forms grow up to 18-fold, so the cap counts twice).
 */
export function fold(text: string): string {
  const short = text.slice(0, TEXT_LENGTH_MAX);
  if (PLAIN.test(short)) return short.toLowerCase();
  const bounded = short.toWellFormed().replace(MARK_RUN, "$1");
  const bare = bounded.normalize("NFKD").replace(INVISIBLE, "").replace(CONTROL, " ").normalize("NFKC");
  const folded = foldScript(bare.toLowerCase().slice(0, TEXT_LENGTH_MAX));
  return folded.slice(0, TEXT_LENGTH_MAX).toWellFormed();
}
