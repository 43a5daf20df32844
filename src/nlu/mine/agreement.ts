/** How well two groupings of the same things agree: adjusted mutual information (0 by chance, 1 the same) and purity. */

/**
 * Adjusted for chance with the mean of both entropies (Vinh, Epps, Bailey 2010, AMI_sum). Null with fewer than two things; where
 * neither grouping tells anything apart, or both tell everything apart, they agree: 1.
 */
export function adjustedMutualInformation(one: ArrayLike<number>, other: ArrayLike<number>): number | null {
  const count = one.length;
  if (count < 2) return null;
  const rows = sizesOf(one);
  const columns = sizesOf(other);
  const cells = new Map<string, { row: number; column: number; size: number }>();
  for (let index = 0; index < count; index += 1) {
    const [row, column] = [one[index] ?? 0, other[index] ?? 0];
    const cell = cells.get(`${row} ${column}`) ?? {
      row: rows.get(row) ?? 0,
      column: columns.get(column) ?? 0,
      size: 0,
    };
    cell.size += 1;
    cells.set(`${row} ${column}`, cell);
  }
  let information = 0;
  for (const { row, column, size } of cells.values()) {
    information += (size / count) * Math.log((count * size) / (row * column));
  }
  const [rowSizes, columnSizes] = [[...rows.values()], [...columns.values()]];
  const expected = expectedInformation(rowSizes, columnSizes, count);
  const most = (entropyOf(rowSizes, count) + entropyOf(columnSizes, count)) / 2;
  return Math.abs(most - expected) < 1e-12 ? 1 : (information - expected) / (most - expected);
}

function sizesOf(groups: ArrayLike<number>): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (let index = 0; index < groups.length; index += 1) {
    const group = groups[index] ?? 0;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return sizes;
}

function entropyOf(sizes: readonly number[], count: number): number {
  return -sizes.reduce((sum, size) => sum + (size / count) * Math.log(size / count), 0);
}

/** What two groupings of these sizes share by chance: the mean over the hypergeometric distribution, sizes taken together. */
function expectedInformation(rows: readonly number[], columns: readonly number[], count: number): number {
  const logs = logFactorials(count);
  const log = (of: number): number => logs[of] ?? 0;
  let expected = 0;
  for (const [row, rowTimes] of sizesOf(rows)) {
    for (const [column, columnTimes] of sizesOf(columns)) {
      const fixed = log(row) + log(column) + log(count - row) + log(count - column) - log(count);
      for (let size = Math.max(1, row + column - count); size <= Math.min(row, column); size += 1) {
        const rest = log(size) + log(row - size) + log(column - size) + log(count - row - column + size);
        const information = (size / count) * Math.log((count * size) / (row * column));
        expected += rowTimes * columnTimes * information * Math.exp(fixed - rest);
      }
    }
  }
  return expected;
}

function logFactorials(count: number): Float64Array {
  const logs = new Float64Array(count + 1);
  for (let index = 2; index <= count; index += 1) logs[index] = (logs[index - 1] ?? 0) + Math.log(index);
  return logs;
}

/** The share of things that belong to what most of their group belong to; null without any. */
export function purity(groups: ArrayLike<number>, truth: ArrayLike<number>): number | null {
  if (groups.length === 0) return null;
  const counts = new Map<number, Map<number, number>>();
  for (let index = 0; index < groups.length; index += 1) {
    const group = counts.get(groups[index] ?? 0) ?? new Map<number, number>();
    counts.set(groups[index] ?? 0, group);
    const label = truth[index] ?? 0;
    group.set(label, (group.get(label) ?? 0) + 1);
  }
  let right = 0;
  for (const group of counts.values()) right += Math.max(...group.values());
  return right / groups.length;
}
