/** Which language words are in. Wrong guesses annoy, so what shows no language keeps the one the learner had. */
import type { Language } from "./model.ts";

const HAN = /\p{Script=Han}/gu;
// Runs are taken whole and judged after: a pattern that searches inside them takes time by the square of 4,096 characters.
const PRINTABLE_RUN = /[!-~]+/g;
// Addresses, links and codes say nothing about who types them: zhangsan@qq.com, https://…, abc123x.
const NO_WORDS = /[@\d]|:\/\//;
const LATIN_RUN = /\p{Script=Latin}+(?:['’]\p{Script=Latin}+)?/gu;
// A word has a lower-case letter: PDF, APP and VIP belong to whatever language is spoken around them.
const LOWER_CASE = /\p{Ll}/u;
// Words no Chinese sentence borrows: two of them, and the Han characters are a title somebody asks about in English.
const ENGLISH_GRAMMAR = /^(how|what|where|why|when|who|can|could|do|does|did|is|are|was|my|i|the|to|please|have|not)$/i;
const GRAMMAR_WORDS_MIN = 2;
// "ok", "thx" and "wechat" are typed by people of any language.
const WORDS_TO_SWITCH_MIN = 2;

/**
 * The language of the words; null when they show none (emoji, numbers, an address, an abbreviation).
 * `was` is what the person spoke before: one Latin word alone makes nobody an English speaker.
 */
export function spokenLanguage(text: string, was: Language | null = null): Language | null {
  const words = text.replace(PRINTABLE_RUN, (run) => (NO_WORDS.test(run) ? " " : run));
  const han = words.match(HAN)?.length ?? 0;
  const latin = (words.match(LATIN_RUN) ?? []).filter((word) => LOWER_CASE.test(word));
  if (han === 0 && latin.length === 0) return null;
  if (latin.filter((word) => ENGLISH_GRAMMAR.test(word)).length >= GRAMMAR_WORDS_MIN) return "en";
  if (han >= latin.length) return "zh";
  return latin.length < WORDS_TO_SWITCH_MIN && was === "zh" ? null : "en";
}

/** The language a network's code ("zh-hans", "en-GB") stands for, when it is one of ours. */
export function languageOfCode(code: string | null): Language | null {
  const primary = code?.toLowerCase().split(/[-_]/)[0];
  return primary === "zh" || primary === "en" ? primary : null;
}
