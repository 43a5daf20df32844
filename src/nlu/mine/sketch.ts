/**
 * What a group of questions is about, as the numbers of its most telling features: enough to know it again after others joined
 * it or left, and no words.
 */
import { vectorOf } from "../learn/vocabulary.ts";
import type { Material } from "./likeness.ts";

/** Feature hashes and their weights; the weights' squares sum to 1. */
export type Sketch = { readonly features: readonly number[]; readonly weights: readonly number[] };

const FEATURES_MAX = 200;

/** The mean of the members, its heaviest features. */
export function sketchOf({ seen, vocabulary }: Material, members: readonly number[]): Sketch {
  const hashes = hashesOf(vocabulary);
  const sums = new Map<number, number>();
  for (const member of members) {
    const each = seen[member];
    if (each === undefined) continue;
    const { columns, weights } = vectorOf(vocabulary, each);
    columns.forEach((column, place) => {
      sums.set(column, (sums.get(column) ?? 0) + (weights[place] ?? 0));
    });
  }
  const heaviest = [...sums]
    .sort(([one, first], [other, second]) => second - first || one - other)
    .slice(0, FEATURES_MAX);
  const length = Math.sqrt(heaviest.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return {
    features: heaviest.map(([column]) => hashes[column] ?? 0),
    weights: heaviest.map(([, weight]) => Number((weight / length).toFixed(4))),
  };
}

/** The hash of each column. */
function hashesOf({ slots, slotColumns, columnWeights }: Material["vocabulary"]): Uint32Array {
  const hashes = new Uint32Array(columnWeights.length);
  slotColumns.forEach((column, slot) => {
    if (column >= 0) hashes[column] = slots[slot] ?? 0;
  });
  return hashes;
}
