/**
 * Rows turned on their side: for every column who has it, and how strongly. Training finds rivals with it, and reading
 * finds examples like a text.
 */
import type { Rows } from "./vocabulary.ts";

/** Column c is in `members[starts[c] .. starts[c + 1])` (rows or intents) with the weights beside. */
export type Postings = {
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly weights: Float32Array;
};

export function postingsOf({ starts: rowStarts, columns, weights }: Rows, columnCount: number): Postings {
  const starts = startsOf(columns, columnCount);
  const free = starts.slice();
  const members = new Int32Array(columns.length);
  const turned = new Float32Array(columns.length);
  for (let row = 0; row + 1 < rowStarts.length; row += 1) {
    const end = rowStarts[row + 1] ?? 0;
    for (let at = rowStarts[row] ?? 0; at < end; at += 1) {
      const place = take(free, columns[at] ?? 0);
      members[place] = row;
      turned[place] = weights[at] ?? 0;
    }
  }
  return { starts, members, weights: turned };
}

/** Where each column's entries begin when they are laid one column after another. */
export function startsOf(columns: Int32Array, columnCount: number): Int32Array {
  const starts = new Int32Array(columnCount + 1);
  for (const column of columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1;
  for (let column = 0; column < columnCount; column += 1) {
    starts[column + 1] = (starts[column + 1] ?? 0) + (starts[column] ?? 0);
  }
  return starts;
}

/** The next free place of a column, which is then taken. */
export function take(free: Int32Array, column: number): number {
  const place = free[column] ?? 0;
  free[column] = place + 1;
  return place;
}

/** Adds `weight` times the column to the sums of its members. */
export function addColumn(sums: Float32Array, postings: Postings, { column, weight }: Share): void {
  const { members, weights } = postings;
  const end = postings.starts[column + 1] ?? 0;
  for (let at = postings.starts[column] ?? 0; at < end; at += 1) {
    const member = members[at] ?? 0;
    sums[member] = (sums[member] ?? 0) + weight * (weights[at] ?? 0);
  }
}

export type Share = { readonly column: number; readonly weight: number };
