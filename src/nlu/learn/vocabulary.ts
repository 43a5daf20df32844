/**
 * Feature hashes → columns of the model, and texts → sparse vectors of length 1, weighted by sublinear tf × idf^0.5.
 * Training and matching must both come through `vectorOf`, or they would compare different things.
 */
import { isWordFeature } from "../text/features.ts";
import { MEANING_LENGTH, type Meaning } from "./meaning.ts";

/** The label of an example that means none of the intents. */
export const STRAY = -1;

/** What is counted in a text: hashed features, and what its words are about if that is known. */
export type Seen = { readonly features: Uint32Array; readonly meaning: Meaning | null };

/**
 * A text as the model sees it: its columns, each once, their weights (length 1 with what no example has shown), and beside them
 * the meaning. The machines see both as one vector of length 1: columns × `plain`, and the meaning as it stands.
 */
export type Vector = {
  readonly columns: Int32Array;
  readonly weights: Float32Array;
  /** How much of the columns' weight (0–1) no example has shown. */
  readonly unseenShare: number;
  readonly plain: number;
  readonly meaning: Float32Array | null;
};

/** Vectors one after another: row r is `[starts[r], starts[r + 1])`; meanings are all zero where `plain[r]` is 1. */
export type Rows = {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly weights: Float32Array;
  readonly plain: Float32Array;
  readonly meanings: Float32Array;
};

export type Vocabulary = {
  /** Open addressing: hashes and their columns (-1 is free), a power of two long, at most half full. */
  readonly slots: Uint32Array;
  readonly slotColumns: Int32Array;
  /** The weight of one occurrence: idf^0.5, more for words. */
  readonly columnWeights: Float32Array;
  /** How many examples it was learned from. */
  readonly textCount: number;
};

/** Some hash of a word. */
const WORD_HASH = 1;
/** Words against pieces of words; 2 was best of 1, 1.5, 2, 3 on CLINC150 and HWU64 with ten examples an intent. */
const WORD_WEIGHT = 2;

/**
 * The part of a text's squared length that is its meaning. From 0 to 0.25: CLINC150 and HWU64 with ten examples 83.2 →
 * 84.2 and 74.1 → 76.2, HINT3 88.8 → 90.2, the course pack's left-out examples 85.3 → 86.1. At 0.49 CLINC150 has 84.5,
 * but the pack 83.0, and strange texts look more familiar everywhere.
 */
const MEANING_SHARE = 0.25;

/** Learns columns and their weights from the features of the examples. */
export function vocabularyOf(texts: readonly Uint32Array[]): Vocabulary {
  const hashes: number[] = [];
  const seenIn: number[] = [];
  const lastSeen: number[] = [];
  let table = tableOf(hashes);
  texts.forEach((features, text) => {
    for (const hash of features) {
      const column = table.slotColumns[slotOf(table, hash)] ?? -1;
      if (column >= 0) {
        if (lastSeen[column] === text) continue;
        lastSeen[column] = text;
        seenIn[column] = (seenIn[column] ?? 0) + 1;
        continue;
      }
      if (hashes.length * 2 >= table.slots.length) table = tableOf(hashes);
      put(table, hash, hashes.push(hash) - 1);
      lastSeen.push(text);
      seenIn.push(1);
    }
  });
  const columnWeights = Float32Array.from(hashes, (hash, column) => weightOf(hash, seenIn[column] ?? 0, texts.length));
  return { ...table, columnWeights, textCount: texts.length };
}

/** The vector of one text. Features no example has count in its length, so that strange texts score low everywhere. */
export function vectorOf(vocabulary: Vocabulary, { features, meaning }: Seen): Vector {
  const { columns, unseen, unseenWords } = countColumns(vocabulary, features);
  const { columnWeights, textCount } = vocabulary;
  const weights = new Float32Array(columns.length);
  let square = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] ?? 0;
    const count = lent.counts[column] ?? 0;
    lent.counts[column] = 0;
    const weight = (count === 1 ? 1 : 1 + Math.log(count)) * (columnWeights[column] ?? 0);
    weights[index] = weight;
    square += weight * weight;
  }
  const squareUnseen = unseen * weightOf(0, 0, textCount) ** 2 + unseenWords * weightOf(WORD_HASH, 0, textCount) ** 2;
  const length = Math.sqrt(square + squareUnseen);
  for (let index = 0; index < weights.length; index += 1) weights[index] = (weights[index] ?? 0) / length;
  const unseenShare = length > 0 ? squareUnseen / (square + squareUnseen) : 1;
  return { columns, weights, unseenShare, ...weighed(meaning) };
}

function weighed(meaning: Meaning | null): { plain: number; meaning: Float32Array | null } {
  if (meaning === null) return { plain: 1, meaning: null };
  const square = MEANING_SHARE * meaning.share;
  const length = Math.sqrt(square);
  const direction = new Float32Array(MEANING_LENGTH);
  for (let at = 0; at < MEANING_LENGTH; at += 1) direction[at] = (meaning.direction[at] ?? 0) * length;
  return { plain: Math.sqrt(1 - square), meaning: direction };
}

/**
 * Lent to one call of `vectorOf` after another: how often each column came, which must be all zero afterwards, and the columns in
 * the order in which they came. Sorting them instead would take a tenth of a reading.
 */
const lent = { counts: new Uint32Array(), columns: new Int32Array() };

/** Each known column of the features once, counted in `lent`; and how many features no example has. */
function countColumns({ slots, slotColumns, columnWeights }: Vocabulary, features: Uint32Array) {
  if (lent.counts.length < columnWeights.length) lent.counts = new Uint32Array(columnWeights.length);
  if (lent.columns.length < features.length) lent.columns = new Int32Array(2 * features.length);
  const { counts, columns } = lent;
  const table = { slots, slotColumns };
  let size = 0;
  let unseen = 0;
  let unseenWords = 0;
  for (let index = 0; index < features.length; index += 1) {
    const hash = features[index] ?? 0;
    const column = slotColumns[slotOf(table, hash)] ?? -1;
    if (column < 0) {
      if (isWordFeature(hash)) unseenWords += 1;
      else unseen += 1;
      continue;
    }
    const count = counts[column] ?? 0;
    counts[column] = count + 1;
    columns[size] = column;
    if (count === 0) size += 1;
  }
  return { columns: columns.slice(0, size), unseen, unseenWords };
}

/** Lays the vectors of the examples one after another. */
export function rowsOf(vectors: readonly Vector[]): Rows {
  const starts = new Int32Array(vectors.length + 1);
  vectors.forEach((vector, row) => {
    starts[row + 1] = (starts[row] ?? 0) + vector.columns.length;
  });
  const columns = new Int32Array(starts[vectors.length] ?? 0);
  const weights = new Float32Array(columns.length);
  const meanings = new Float32Array(vectors.length * MEANING_LENGTH);
  vectors.forEach((vector, row) => {
    columns.set(vector.columns, starts[row]);
    weights.set(vector.weights, starts[row]);
    if (vector.meaning !== null) meanings.set(vector.meaning, row * MEANING_LENGTH);
  });
  return { starts, columns, weights, plain: Float32Array.from(vectors, ({ plain }) => plain), meanings };
}

function weightOf(hash: number, seenIn: number, textCount: number): number {
  const idf = Math.log((1 + textCount) / (1 + seenIn)) + 1;
  return Math.sqrt(idf) * (isWordFeature(hash) ? WORD_WEIGHT : 1);
}

type Table = Pick<Vocabulary, "slots" | "slotColumns">;

/** A table of these hashes, each with its place as its column, and of room for as many more. Larger ones miss the caches. */
function tableOf(hashes: readonly number[]): Table {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(16, hashes.length * 4))));
  const table = { slots, slotColumns: new Int32Array(slots.length).fill(-1) };
  hashes.forEach((hash, column) => {
    put(table, hash, column);
  });
  return table;
}

function put(table: Table, hash: number, column: number): void {
  const slot = slotOf(table, hash);
  table.slots[slot] = hash;
  table.slotColumns[slot] = column;
}

/** The slot that holds the hash, or the free one where it would go. */
function slotOf({ slots, slotColumns }: Table, hash: number): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while ((slotColumns[slot] ?? -1) >= 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}
