/**
 * What the mined groups are compared with: k-means over tf-idf, told how many intents there are, and DBSCAN over the same, told the
 * best reach by the truth itself. Words are stems, or for Chinese those of `Intl.Segmenter`.
 */
import { diceOf } from "../../src/core/dice.ts";
import { runsIn, wordsOf } from "../../src/nlu/text/words.ts";

type Vector = ReadonlyMap<string, number>;

/** tf × idf, length 1, as scikit-learn has it (smoothed idf). */
export function tfIdf(texts: readonly string[]): readonly Vector[] {
  const words = texts.map((text) => wordsOf(runsIn(text)));
  const seenIn = new Map<string, number>();
  for (const each of words) for (const word of new Set(each)) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  return words.map((each) => {
    const vector = new Map<string, number>();
    for (const word of each) vector.set(word, (vector.get(word) ?? 0) + 1);
    for (const [word, count] of vector) {
      vector.set(word, count * (Math.log((1 + texts.length) / (1 + (seenIn.get(word) ?? 0))) + 1));
    }
    const length = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
    return new Map([...vector].map(([word, value]) => [word, value / length]));
  });
}

export function product(one: Vector, other: Vector): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [word, value] of small) sum += value * (large.get(word) ?? 0);
  return sum;
}

const TRIES = 5;
const ROUNDS_MAX = 50;

/** The best of five beginnings (k-means++), by inertia. */
export function kMeans(vectors: readonly Vector[], k: number): readonly number[] {
  const tries = Array.from({ length: TRIES }, (_, seed) => kMeansOnce(vectors, k, seed + 1));
  return tries.toSorted((one, other) => one.inertia - other.inertia)[0]?.groups ?? [];
}

function kMeansOnce(vectors: readonly Vector[], k: number, seed: number) {
  let centres: readonly Vector[] = beginnings(vectors, k, seed);
  let groups: readonly number[] = [];
  let inertia = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const squares = centres.map((centre) => product(centre, centre));
    inertia = 0;
    const next = vectors.map((vector) => {
      const { place, distance } = nearest(vector, centres, squares);
      inertia += distance;
      return place;
    });
    if (next.every((group, index) => group === groups[index])) break;
    groups = next;
    centres = centres.map((centre, group) => meanOf(vectors.filter((_, index) => groups[index] === group)) ?? centre);
  }
  return { groups, inertia };
}

function beginnings(vectors: readonly Vector[], k: number, seed: number): readonly Vector[] {
  const dice = diceOf(seed);
  const chosen = [vectors[Math.floor(dice() * vectors.length)] ?? new Map()];
  const distances = vectors.map(() => Number.POSITIVE_INFINITY);
  while (chosen.length < k) {
    const last = chosen.at(-1) ?? new Map();
    vectors.forEach((vector, index) => {
      distances[index] = Math.min(distances[index] ?? 0, Math.max(0, 2 - 2 * product(vector, last)));
    });
    let left = dice() * distances.reduce((sum, distance) => sum + distance, 0);
    const index = distances.findIndex((distance) => {
      left -= distance;
      return left <= 0;
    });
    chosen.push(vectors[Math.max(0, index)] ?? new Map());
  }
  return chosen;
}

function nearest(vector: Vector, centres: readonly Vector[], squares: readonly number[]) {
  let place = 0;
  let distance = Number.POSITIVE_INFINITY;
  centres.forEach((centre, index) => {
    const here = 1 + (squares[index] ?? 0) - 2 * product(vector, centre);
    if (here < distance) [place, distance] = [index, here];
  });
  return { place, distance };
}

function meanOf(vectors: readonly Vector[]): Vector | null {
  if (vectors.length === 0) return null;
  const mean = new Map<string, number>();
  for (const vector of vectors) {
    for (const [word, value] of vector) mean.set(word, (mean.get(word) ?? 0) + value / vectors.length);
  }
  return mean;
}

/** What belongs to no dense place is a group of its own. `reach` is a distance, 1 − cosine. */
export function dbscan(vectors: readonly Vector[], reach: number, crowdMin = 3): readonly number[] {
  const near = vectors.map((one) =>
    vectors.flatMap((other, index) => (1 - product(one, other) <= reach ? [index] : [])),
  );
  const groups: number[] = vectors.map((_, index) => -1 - index);
  const seen = new Set<number>();
  near.forEach((crowd, first) => {
    if (seen.has(first) || crowd.length < crowdMin) return;
    const queue = [first];
    seen.add(first);
    for (let member = queue.pop(); member !== undefined; member = queue.pop()) {
      groups[member] = first;
      if ((near[member]?.length ?? 0) < crowdMin) continue;
      for (const other of near[member] ?? []) {
        if (!seen.has(other)) queue.push(other);
        seen.add(other);
      }
    }
  });
  return groups;
}
