/**
 * Which examples a text resembles: an inverted index over the examples' vectors. Not used to choose an intent (the
 * machines do that better from five examples on) but to tell a strange text from a familiar one.
 */
import type { Rows, Vector } from "./vocabulary.ts";

export type Neighbours = {
  /** Column c occurs in `rows[starts[c] .. starts[c + 1])` with the weights beside. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly weights: Float32Array;
  readonly labels: Int32Array;
  /** The only intent whose examples have the column, or -1 when several have it. */
  readonly owners: Int32Array;
};

const NEAREST = 3;
const SEVERAL = -1;
const NOBODY = -2;

export function neighboursOf(examples: Rows, labels: Int32Array, columnCount: number): Neighbours {
  const starts = new Int32Array(columnCount + 1);
  for (const column of examples.columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1;
  for (let column = 0; column < columnCount; column += 1)
    starts[column + 1] = (starts[column + 1] ?? 0) + (starts[column] ?? 0);
  const free = starts.slice();
  const rows = new Int32Array(examples.columns.length);
  const weights = new Float32Array(examples.columns.length);
  const owners = new Int32Array(columnCount).fill(NOBODY);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? 0;
    const end = examples.starts[row + 1] ?? 0;
    for (let at = examples.starts[row] ?? 0; at < end; at += 1) {
      const column = examples.columns[at] ?? 0;
      const place = free[column] ?? 0;
      free[column] = place + 1;
      rows[place] = row;
      weights[place] = examples.weights[at] ?? 0;
      const owner = owners[column] ?? NOBODY;
      owners[column] = owner === NOBODY || owner === label ? label : SEVERAL;
    }
  }
  return { starts, rows, weights, labels, owners };
}

/**
 * The mean cosine (0–1) of a text to the three examples it resembles most, leaving out those of intent `without` (-1:
 * none).
 */
export function nearness(neighbours: Neighbours, vector: Vector, without: number): number {
  const { starts, rows, weights, labels } = neighbours;
  const cosines = new Float32Array(labels.length);
  for (let index = 0; index < vector.columns.length; index += 1) {
    const column = vector.columns[index] ?? 0;
    const weight = vector.weights[index] ?? 0;
    const end = starts[column + 1] ?? 0;
    for (let at = starts[column] ?? 0; at < end; at += 1) {
      const row = rows[at] ?? 0;
      cosines[row] = (cosines[row] ?? 0) + weight * (weights[at] ?? 0);
    }
  }
  const best = new Float64Array(NEAREST);
  for (let row = 0; row < cosines.length; row += 1) {
    const cosine = cosines[row] ?? 0;
    if (cosine > (best[NEAREST - 1] ?? 0) && labels[row] !== without) insert(best, cosine);
  }
  return best.reduce((sum, cosine) => sum + cosine, 0) / NEAREST;
}

/** Puts a value into a falling list, dropping the last. */
function insert(falling: Float64Array, value: number): void {
  let place = falling.length - 1;
  while (place > 0 && (falling[place - 1] ?? 0) < value) {
    falling[place] = falling[place - 1] ?? 0;
    place -= 1;
  }
  falling[place] = value;
}
