/**
 * Folded text → words. Chinese is cut by the dictionary of `Intl.Segmenter`, everything else at non-letters and stemmed
 * when it is plain Latin. Nothing here may cost more than its caps allow: Porter takes 58 ms on one long vowel-less
 * token.
 */
import stemmer from "natural/lib/natural/stemmers/porter_stemmer.js";
import { fold } from "./fold.ts";

/** Longer tokens are no words; cut before the stemmer sees them. */
const TOKEN_LENGTH_MAX = 40;
/** A stem costs about 4 µs: words after these are compared as they are written. */
const STEMS_MAX = 256;
/** The segmenter costs about 0.2 µs a character and 3 µs a call: what follows is compared by characters only. */
const SEGMENTED_LENGTH_MAX = 1024;
const SEGMENTED_RUNS_MAX = 128;

const APOSTROPHE = /(?<=\p{L})['’`](?=\p{L})/gu;
const RUN = /\p{sc=Han}+|[[\p{L}\p{N}]--\p{sc=Han}]+/gv;
const HAN = /^\p{sc=Han}/u;
const LATIN = /^[a-z]+$/;
const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_APOSTROPHE = /(?<=[a-z])['`](?=[a-z])/g;
/** Whether a unit of plain folded text is part of a word. */
const isPlainWord = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  /[a-z0-9]/.test(String.fromCharCode(unit)) ? 1 : 0,
);
/**
 * No rule of Porter's concerns a word that ends otherwise, and natural's takes 4 to 10 µs to find out. Half the words a pack has
 * never seen are names like that.
 */
const ENDING = /(?:[seyi]|ed|ing|[eo]r|al|ful|ll|ion|ism|[ae]nt|ou|ic)$/;

/** Learners share most of their words, and a stem remembered costs a fortieth of one worked out. */
const STEMS_KEPT_MAX = 16_384;
const stems = new Map<string, string>();

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** A piece of text of one script: a stretch of Chinese characters, or one word of letters and digits. */
export type Run = { readonly isHan: boolean; readonly text: string };

/** Cuts folded text into runs. An apostrophe inside a word vanishes: learners write can't and cant. */
export function runsOf(folded: string): readonly Run[] {
  if (PLAIN.test(folded)) return plainRunsOf(folded);
  const runs: Run[] = [];
  for (const [text] of folded.replace(APOSTROPHE, "").matchAll(RUN)) runs.push({ isHan: HAN.test(text), text });
  return runs;
}

/** The same for text of plain letters, in a fifth of the time. */
function plainRunsOf(folded: string): readonly Run[] {
  const text = folded.replace(PLAIN_APOSTROPHE, "");
  const runs: Run[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isPlainWord[text.charCodeAt(at)] === 1) continue;
    if (at > start) runs.push({ isHan: false, text: text.slice(start, at) });
    start = at + 1;
  }
  return runs;
}

/** The runs of a text as it was typed. */
export function runsIn(text: string): readonly Run[] {
  return runsOf(fold(text));
}

/**
 * The words of the runs: stems of plain Latin words, dictionary words of Chinese; in order as far as the caps reach.
 */
export function wordsOf(runs: readonly Run[]): readonly string[] {
  const words: string[] = [];
  const left = { stems: STEMS_MAX, runs: SEGMENTED_RUNS_MAX, length: SEGMENTED_LENGTH_MAX };
  for (const run of runs) {
    if (!run.isHan) {
      const token = run.text.slice(0, TOKEN_LENGTH_MAX);
      const isStemmed = left.stems > 0 && LATIN.test(token);
      if (isStemmed) left.stems -= 1;
      words.push(isStemmed ? stemOf(token) : token);
    } else if (left.runs > 0 && left.length > 0) {
      const part = run.text.slice(0, left.length);
      left.runs -= 1;
      left.length -= part.length;
      for (const { segment } of segmenter.segment(part)) words.push(segment);
    }
  }
  return words;
}

function stemOf(token: string): string {
  if (!ENDING.test(token)) return token;
  const known = stems.get(token);
  if (known !== undefined) return known;
  if (stems.size >= STEMS_KEPT_MAX) stems.clear();
  // A copy: a piece of a message would keep the whole message in memory.
  const kept = Buffer.from(token, "latin1").toString("latin1");
  const stem = stemmer.stem(kept);
  stems.set(kept, stem);
  return stem;
}
