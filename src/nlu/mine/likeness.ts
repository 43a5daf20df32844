/**
 * How alike texts are: by the words and letters they share, rare ones counting more, and by what their English words are about.
 * The features are those the matcher reads, so what looks alike here is alike to the bot as well.
 */
import { addColumn, postingsOf } from "../learn/columns.ts";
import { MEANING_LENGTH, type Meaning, meaningIn } from "../learn/meaning.ts";
import { rowsOf, type Seen, type Vocabulary, vectorOf, vocabularyOf } from "../learn/vocabulary.ts";
import { featuresIn } from "../text/features.ts";
import { runsIn } from "../text/words.ts";

/** Of a square table of likenesses, 0–1: of i and j it stands at `i * count + j`. */
export type Likeness = { readonly count: number; readonly values: Float32Array };

/**
 * The part of likeness that is about meaning, where both texts are English. From 0 to 0.25, 0.4 and 0.6: CLINC150 0.775, 0.793,
 * 0.794 and 0.753 of adjusted mutual information, HWU64 0.607, 0.653, 0.642 and 0.645.
 */
const MEANING_SHARE = 0.3;

export type Material = { readonly seen: readonly Seen[]; readonly vocabulary: Vocabulary };

/** Reads texts that will be compared. What is rare is judged by all of them. */
export function materialFrom(texts: readonly string[]): Material {
  const seen = texts.map((text) => {
    const runs = runsIn(text);
    return { features: featuresIn(runs), meaning: meaningIn(runs) };
  });
  return { seen, vocabulary: vocabularyOf(seen.map(({ features }) => features)) };
}

/** The likeness of some of the texts with each other. Takes count² × 4 bytes. */
export function likenessOf(material: Material, chosen: readonly number[]): Likeness {
  const count = chosen.length;
  const values = new Float32Array(count * count);
  for (const { index, row } of likenessRows(material, chosen)) values.set(row, index * count);
  return { count, values };
}

/** The same row by row; a row is good until the next one is asked for. */
export function* likenessRows({ seen, vocabulary }: Material, chosen: readonly number[]) {
  const some = chosen.flatMap((index) => seen[index] ?? []);
  const vectors = some.map((each) => vectorOf(vocabulary, each));
  const postings = postingsOf(rowsOf(vectors), vocabulary.columnWeights.length);
  const row = new Float32Array(some.length);
  for (const [index, { columns, weights }] of vectors.entries()) {
    row.fill(0);
    for (let place = 0; place < columns.length; place += 1) {
      addColumn(row, postings, { column: columns[place] ?? 0, weight: weights[place] ?? 0 });
    }
    addMeaning(row, some, index);
    yield { index, row };
  }
}

function addMeaning(row: Float32Array, some: readonly Seen[], index: number): void {
  const mine = some[index]?.meaning ?? null;
  if (mine === null) return;
  some.forEach(({ meaning }, other) => {
    if (meaning === null) return;
    const share = MEANING_SHARE * Math.sqrt(mine.share * meaning.share);
    row[other] = (1 - share) * (row[other] ?? 0) + share * Math.max(0, cosine(mine, meaning));
  });
}

function cosine({ direction: one }: Meaning, { direction: other }: Meaning): number {
  let sum = 0;
  for (let at = 0; at < MEANING_LENGTH; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
