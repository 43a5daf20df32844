/** Which language words are in. Wrong guesses annoy, so what shows no language keeps the one the learner had. */
import type { Language } from "./model.ts";

const HAN = /\p{Script=Han}/gu;
// A word has a lower-case letter: PDF, APP and VIP belong to whatever language is spoken around them.
const LATIN_WORD = /\p{Script=Latin}*\p{Ll}\p{Script=Latin}*/gu;
const isLatin = /\p{Script=Latin}/u;

/**
 * The language of the words; null when they show none (emoji, numbers, an abbreviation).
 * A Han character counts as much as a Latin word: `我的 certificate 怎么下载` is Chinese, `what does 编程 mean` is English.
 */
export function spokenLanguage(text: string): Language | null {
  const han = text.match(HAN)?.length ?? 0;
  const words = text.match(LATIN_WORD)?.filter((word) => isLatin.test(word)).length ?? 0;
  if (han === 0 && words === 0) return null;
  return han >= words ? "zh" : "en";
}

/** The language a network's code ("zh-hans", "en-GB") stands for, when it is one of ours. */
export function languageOfCode(code: string | null): Language | null {
  const primary = code?.toLowerCase().split(/[-_]/)[0];
  return primary === "zh" || primary === "en" ? primary : null;
}
