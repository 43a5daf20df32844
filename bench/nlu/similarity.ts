/**
 * Do two questions ask the same? Pairs of texts with a label (`{"a", "b", "label", "split"}`), told by the cosine of our
 * features against that of character pairs, the simplest thing that works on Chinese. No system here learns anything.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { auroc } from "../../src/nlu/evaluation.ts";
import { featuresOf } from "../../src/nlu/text/features.ts";

export type Similarity = {
  readonly name: string;
  readonly n: number;
  /** The chance that a pair with one meaning looks more alike than a pair with two. */
  readonly ours: number;
  readonly bigrams: number;
};

const pairSchema = z.object({ a: z.string(), b: z.string(), label: z.number(), split: z.string() });
type Counts = ReadonlyMap<number | string, number>;

/** Measures the validation pairs of a file; null when it holds no pairs. */
export function measureSimilarity(file: string): Similarity | null {
  const lines = readFileSync(file, "utf8").split("\n");
  const parsed = lines.filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line));
  if (!pairSchema.safeParse(parsed[0]).success) return null;
  const pairs = parsed.map((pair) => pairSchema.parse(pair));
  const valid = pairs.filter(({ split }) => split === "valid");
  const asked = valid.length > 0 ? valid : pairs;
  const aurocBy = (countsOf: (text: string) => Counts): number => {
    const likeness = asked.map(({ a, b, label }) => ({ label, cosine: cosine(countsOf(a), countsOf(b)) }));
    const same = likeness.filter(({ label }) => label === 1).map((pair) => pair.cosine);
    const other = likeness.filter(({ label }) => label !== 1).map((pair) => pair.cosine);
    return auroc(same, other) ?? 0;
  };
  const ours = aurocBy((text) => countsOf(featuresOf(text)));
  const bigrams = aurocBy((text) => countsOf(pairsIn(text)));
  return { name: basename(file, ".jsonl"), n: asked.length, ours, bigrams };
}

function pairsIn(text: string): readonly string[] {
  const characters = [...text.toLowerCase()];
  return characters.slice(1).map((character, before) => `${characters[before]}${character}`);
}

function countsOf(features: Iterable<number | string>): Counts {
  const counts = new Map<number | string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

function cosine(one: Counts, other: Counts): number {
  let product = 0;
  for (const [feature, count] of one) product += count * (other.get(feature) ?? 0);
  const lengths = lengthOf(one) * lengthOf(other);
  return lengths === 0 ? 0 : product / lengths;
}

function lengthOf(counts: Counts): number {
  return Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
}
