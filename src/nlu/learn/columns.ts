/**
 * Rows turned on their side: for every column who has it, and how strongly. Training finds rivals with it, and reading
 * finds examples like a text.
 */

/** Row r is `[starts[r], starts[r + 1])`, columns rising. */
export type SparseRows = Readonly<Record<"starts" | "columns", Int32Array>> & { readonly weights: Float32Array };

/** Column c is in `members[starts[c] .. starts[c + 1])` (rows or intents) with the weights beside. */
export type Postings = {
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly weights: Float32Array;
  /**
   * The same by member, columns rising: to look a few members up quickly. Null where members are few, and any lookup is quick.
   */
  readonly rows: SparseRows | null;
};

/** With fewer members the memory is worth more than the time. */
const MEMBERS_MANY = 2000;

/** The rows to keep beside their postings: all of them, or null for few. */
function rowsToKeep({ starts, columns, weights }: SparseRows): SparseRows | null {
  return starts.length > MEMBERS_MANY ? { starts, columns, weights } : null;
}

export function postingsOf(rows: SparseRows, columnCount: number): Postings {
  const { starts: rowStarts, columns, weights } = rows;
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
  return { starts, members, weights: turned, rows: rowsToKeep(rows) };
}

/** Where each column's entries begin when they are laid one column after another. */
function startsOf(columns: Int32Array, columnCount: number): Int32Array {
  const starts = new Int32Array(columnCount + 1);
  for (const column of columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1;
  for (let column = 0; column < columnCount; column += 1) {
    starts[column + 1] = (starts[column + 1] ?? 0) + (starts[column] ?? 0);
  }
  return starts;
}

/** The next free place of a column, which is then taken. */
function take(free: Int32Array, column: number): number {
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
