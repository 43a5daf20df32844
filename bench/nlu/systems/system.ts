/**
 * What every measured system looks like to the benchmark: it learns rows once and then reads one text at a time. A peer is
 * set up as its own manual says, with what helps it; each file says what that was.
 */
import { subjectsOf } from "../../../src/nlu/dataset.ts";
import type { Row } from "../corpus.ts";

/** What a system says of one text. */
export type Said = {
  /** The intent it holds likeliest, null for none at all. */
  readonly intent: string | null;
  /** Higher is more familiar; for telling out-of-scope texts. Comparable within one reader only. */
  readonly familiarity: number;
  /** The chance (0–1) it gives its own answer; null when it gives none. */
  readonly probability: number | null;
};

export type Reader = (text: string) => Said | Promise<Said>;

/** What to learn: never an out-of-scope row. */
export type Lesson = { readonly rows: readonly Row[]; readonly isChinese: boolean };

export type Learn = (lesson: Lesson) => Promise<Reader>;

const words = new Intl.Segmenter("zh", { granularity: "word" });
const WORD = /[\p{L}\p{N}]/u;

/** Lower-case words; Chinese is cut by `Intl.Segmenter`, for peers that know only spaces. */
export function chineseWords(text: string): readonly string[] {
  return Array.from(words.segment(text.toLowerCase()), ({ segment }) => segment).filter((segment) =>
    WORD.test(segment),
  );
}

const PIECE = /\p{sc=Han}|[[\p{L}\p{N}]--\p{sc=Han}]+/gv;

/** Lower-case words, of Chinese every character by itself. */
export function characters(text: string): readonly string[] {
  return text.toLowerCase().match(PIECE) ?? [];
}

/** The rows and, as ours gets it too, the name of every intent as one more example. */
export function withNames(rows: readonly Row[]): readonly Pick<Row, "text" | "intent">[] {
  const names = subjectsOf(rows).flatMap(({ id, hints }) => hints.map((text) => ({ text, intent: id })));
  return [...rows, ...names];
}
