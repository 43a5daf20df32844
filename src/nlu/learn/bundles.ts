/**
 * Columns that occur in the same rows, equally often, are one column to a machine: it can only learn them together. Most letters of
 * a word are such, so a bundle of them halves the work and changes nothing of what is learned.
 */
import type { Postings } from "./columns.ts";
import type { Rows } from "./vocabulary.ts";

export type Bundles = {
  /** The same rows, their columns bundles: lengths and products are what they were. */
  readonly rows: Rows;
  readonly postings: Postings;
  /** Bundle b is the columns `[starts[b], starts[b + 1])` of these. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  /** Column → its part of what the bundle weighs; the squares of a bundle's shares sum up to 1. */
  readonly shares: Float32Array;
};

/** Weights that are in proportion to this part of themselves are in proportion: they are floats. */
const ROUNDING = 1e-5;

/** `postings` are the rows turned. Pure. */
export function bundle(rows: Rows, postings: Postings): Bundles {
  const columnCount = postings.starts.length - 1;
  const { bundleOf, firsts } = bundlesIn(postings);
  const starts = new Int32Array(firsts.length + 1);
  const squares = new Float64Array(firsts.length);
  for (let column = 0; column < columnCount; column += 1) {
    const own = bundleOf[column] ?? 0;
    starts[own + 1] = (starts[own + 1] ?? 0) + 1;
    squares[own] = (squares[own] ?? 0) + firstWeight(postings, column) ** 2;
  }
  for (let own = 0; own < firsts.length; own += 1) starts[own + 1] = (starts[own + 1] ?? 0) + (starts[own] ?? 0);
  const free = starts.slice();
  const columns = new Int32Array(columnCount);
  const shares = new Float32Array(columnCount);
  for (let column = 0; column < columnCount; column += 1) {
    const own = bundleOf[column] ?? 0;
    const place = free[own] ?? 0;
    free[own] = place + 1;
    columns[place] = column;
    shares[column] = firstWeight(postings, column) / Math.sqrt(squares[own] ?? 1);
  }
  const named = { bundleOf, firsts, shares };
  return { rows: bundledRows(rows, named), postings: bundledPostings(postings, named), starts, columns, shares };
}

type Named = { readonly bundleOf: Int32Array; readonly firsts: Int32Array; readonly shares: Float32Array };

/** The bundle of each column, and the first column of each bundle. */
function bundlesIn(postings: Postings): { readonly bundleOf: Int32Array; readonly firsts: Int32Array } {
  const columnCount = postings.starts.length - 1;
  const bundleOf = new Int32Array(columnCount);
  const firsts: number[] = [];
  const byHash = new Map<number, number>();
  for (let column = 0; column < columnCount; column += 1) {
    const hash = hashOf(postings, column);
    const found = byHash.get(hash);
    if (found !== undefined && areTogether(postings, firsts[found] ?? 0, column)) bundleOf[column] = found;
    else {
      bundleOf[column] = firsts.push(column) - 1;
      byHash.set(hash, firsts.length - 1);
    }
  }
  return { bundleOf, firsts: Int32Array.from(firsts) };
}

function hashOf({ starts, members }: Postings, column: number): number {
  const end = starts[column + 1] ?? 0;
  let hash = 0x811c9dc5;
  for (let at = starts[column] ?? 0; at < end; at += 1)
    hash = Math.imul(hash ^ (members[at] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}

/** Whether two columns have the same members, with weights in proportion. */
function areTogether({ starts, members, weights }: Postings, one: number, other: number): boolean {
  const first = starts[one] ?? 0;
  const second = starts[other] ?? 0;
  const count = (starts[one + 1] ?? 0) - first;
  if (count !== (starts[other + 1] ?? 0) - second) return false;
  const ratio = (weights[second] ?? 0) / (weights[first] ?? 1);
  for (let at = 0; at < count; at += 1) {
    if (members[first + at] !== members[second + at]) return false;
    const weight = weights[second + at] ?? 0;
    if (Math.abs(weight - ratio * (weights[first + at] ?? 0)) > ROUNDING * weight) return false;
  }
  return true;
}

function firstWeight({ starts, weights }: Postings, column: number): number {
  return weights[starts[column] ?? 0] ?? 0;
}

/** Each row keeps the first column of each bundle, which then weighs as much as the whole. */
function bundledRows(rows: Rows, { bundleOf, firsts, shares }: Named): Rows {
  const starts = new Int32Array(rows.starts.length);
  const columns = new Int32Array(rows.columns.length);
  const weights = new Float32Array(rows.columns.length);
  let size = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const end = rows.starts[row + 1] ?? 0;
    for (let at = rows.starts[row] ?? 0; at < end; at += 1) {
      const column = rows.columns[at] ?? 0;
      const own = bundleOf[column] ?? 0;
      if (firsts[own] !== column) continue;
      columns[size] = own;
      weights[size] = (rows.weights[at] ?? 0) / (shares[column] ?? 1);
      size += 1;
    }
    starts[row + 1] = size;
  }
  return { ...rows, starts, columns: columns.slice(0, size), weights: weights.slice(0, size) };
}

function bundledPostings(postings: Postings, { firsts, shares }: Named): Postings {
  const starts = new Int32Array(firsts.length + 1);
  firsts.forEach((column, own) => {
    starts[own + 1] = (starts[own] ?? 0) + (postings.starts[column + 1] ?? 0) - (postings.starts[column] ?? 0);
  });
  const members = new Int32Array(starts[firsts.length] ?? 0);
  const weights = new Float32Array(members.length);
  firsts.forEach((column, own) => {
    const first = postings.starts[column] ?? 0;
    const start = starts[own] ?? 0;
    const count = (starts[own + 1] ?? 0) - start;
    const share = shares[column] ?? 1;
    members.set(postings.members.subarray(first, first + count), start);
    for (let at = 0; at < count; at += 1) weights[start + at] = (postings.weights[first + at] ?? 0) / share;
  });
  return { starts, members, weights, rows: null };
}
