/**
 * Rows turned on their side: for every column who has it, and how strongly. Training finds rivals with it, and reading
 * finds examples like a text.
 */

/** Row r is `[starts[r], starts[r + 1])`. */
export type SparseRows = Readonly<Record<"starts" | "columns", Int32Array>> & { readonly weights: Float32Array };

/** Column c is in `members[starts[c] .. starts[c + 1])` (rows or intents, rising) with the weights beside. */
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

/** The columns of a row may come in any order. */
export function postingsOf(rows: SparseRows, columnCount: number): Postings {
  const turned = turn(rows, columnCount);
  const memberCount = rows.starts.length - 1;
  // Turned twice, they rise.
  const kept = memberCount >= MEMBERS_MANY ? turn(turned, memberCount) : null;
  return { starts: turned.starts, members: turned.columns, weights: turned.weights, rows: kept };
}

/** Rows by column: what was a column is a row, and the numbers of the rows rise in it. */
function turn({ starts: rowStarts, columns, weights }: SparseRows, columnCount: number): SparseRows {
  const starts = startsOf(columns, columnCount);
  const free = starts.slice();
  const rows = new Int32Array(columns.length);
  const turned = new Float32Array(columns.length);
  for (let row = 0; row + 1 < rowStarts.length; row += 1) {
    const end = rowStarts[row + 1] ?? 0;
    for (let at = rowStarts[row] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      const place = free[column] ?? 0;
      free[column] = place + 1;
      rows[place] = row;
      turned[place] = weights[at] ?? 0;
    }
  }
  return { starts, columns: rows, weights: turned };
}

/** Where each column's entries begin when they are laid one column after another. */
function startsOf(columns: Int32Array, columnCount: number): Int32Array {
  const starts = new Int32Array(columnCount + 1);
  for (let at = 0; at < columns.length; at += 1) {
    const next = (columns[at] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let column = 0; column < columnCount; column += 1) {
    starts[column + 1] = (starts[column + 1] ?? 0) + (starts[column] ?? 0);
  }
  return starts;
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
