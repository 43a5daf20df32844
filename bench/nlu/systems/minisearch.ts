/**
 * MiniSearch: BM25 over the examples, words found in spite of a slip (its "fuzzy"); the intent of the nearest example is the
 * answer. Long questions collect more score, so a score for each of their words is the familiarity. Chinese is indexed by
 * words and characters. It gives no probability.
 */
import { characters, chineseWords, type Learn, withNames } from "./system.ts";

type Found = { readonly id: number; readonly score: number };
type Index = {
  addAll(documents: readonly { readonly id: number; readonly text: string }[]): void;
  search(text: string, options: { readonly fuzzy: number }): readonly Found[];
};
type Options = { readonly fields: readonly string[]; readonly tokenize?: (text: string) => readonly string[] };

const PACKAGE = "minisearch";
/** One slip in five letters, as its manual suggests; 0 was faster, and worse with and without slips. */
const FUZZY = 0.2;

export const learn: Learn = async (lesson) => {
  const rows = withNames(lesson.rows);
  const { default: MiniSearch }: { default: new (options: Options) => Index } = await import(PACKAGE);
  const chinese = { tokenize: (text: string) => [...chineseWords(text), ...characters(text)] };
  const index = new MiniSearch({ fields: ["text"], ...(lesson.isChinese ? chinese : {}) });
  index.addAll(rows.map(({ text }, id) => ({ id, text })));
  return (text) => {
    const best = index.search(text, { fuzzy: FUZZY })[0];
    const row = best === undefined ? undefined : rows[best.id];
    return {
      intent: row?.intent ?? null,
      familiarity: (best?.score ?? 0) / (1 + characters(text).length),
      probability: null,
    };
  };
};
