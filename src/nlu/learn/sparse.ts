/**
 * What is asked of postings (columns.ts) for one text, and the order in which to ask: the columns few members share tell the most
 * and cost the least. A text's columns come once each.
 */
import type { Postings } from "./columns.ts";

export type Sparse = { readonly columns: Int32Array; readonly weights: Float32Array };

/** Member `members[i]` has the value `values[i]`; null says that member i has `values[i]`. */
export type Products = { readonly members: Int32Array | null; readonly values: Float32Array };

export type Wanted = {
  /** What each member's value begins with; null for 0. */
  readonly start: Float32Array | null;
  /** A value is its start + `scale` × the product of text and member. */
  readonly scale: number;
  readonly memberCount: number;
  /** In a large model: how many entries are visited before leaders are chosen, and how many leaders get their whole product. */
  readonly visitsMax: number;
  readonly leadersMax: number;
};

type Halves = { readonly early: Sparse; readonly late: Sparse };

const NOTHING: Sparse = { columns: new Int32Array(), weights: new Float32Array() };
/** More columns than any text has: a size times this and a place make one number. */
const PLACES_MAX = 2 ** 16;

/**
 * The columns with the fewest members, as many as there is time to visit, and the others. All of them are early, and in their
 * order, if all can be visited.
 */
export function halve(postings: Postings, text: Sparse, visitsMax: number): Halves {
  const { columns } = text;
  let visits = 0;
  for (let place = 0; place < columns.length; place += 1) visits += sizeOf(postings, columns[place] ?? 0);
  if (visits <= visitsMax) return { early: text, late: NOTHING };
  const order = new Float64Array(columns.length);
  for (let place = 0; place < columns.length; place += 1) {
    order[place] = sizeOf(postings, columns[place] ?? 0) * PLACES_MAX + place;
  }
  order.sort();
  let count = 0;
  for (let visited = 0; count < order.length; count += 1) {
    visited += Math.floor((order[count] ?? 0) / PLACES_MAX);
    if (visited > visitsMax) break;
  }
  return { early: taken(text, order.subarray(0, count)), late: taken(text, order.subarray(count)) };
}

function sizeOf({ starts }: Postings, column: number): number {
  return (starts[column + 1] ?? 0) - (starts[column] ?? 0);
}

function taken({ columns, weights }: Sparse, order: Float64Array): Sparse {
  const some = { columns: new Int32Array(order.length), weights: new Float32Array(order.length) };
  for (let index = 0; index < order.length; index += 1) {
    const place = (order[index] ?? 0) % PLACES_MAX;
    some.columns[index] = columns[place] ?? 0;
    some.weights[index] = weights[place] ?? 0;
  }
  return some;
}
