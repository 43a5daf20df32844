/**
 * The products of a text with every row or every intent. In a small model all are worked out. In a large one what all
 * have in common would cost the most and say the least: there the rare columns choose a few leaders, and only those get
 * their whole product. This is what keeps a match quick with ten thousand intents.
 */
import { addColumn, type Postings } from "./columns.ts";
import { highest } from "./highest.ts";

/** Entries visited for one text before leaders are chosen. CLINC150 in full stays below with its intents. */
const VISITS_MAX = 12_000;
const LEADERS_MAX = 12;

export type Sparse = { readonly columns: Int32Array; readonly weights: Float32Array };

/** Member `members[i]` has the product `values[i]`; null says that member i has `values[i]`. */
export type Products = { readonly members: Int32Array | null; readonly values: Float32Array };

/** The products, each added to what `start` holds for the member (as long as there are members). */
export function productsOf(postings: Postings, text: Sparse, start: Float32Array): Products {
  const { columns, weights } = text;
  const values = start.slice();
  const order = orderOf(postings, columns);
  let visited = 0;
  let next = 0;
  for (; next < order.length; next += 1) {
    const place = order[next] ?? 0;
    const column = columns[place] ?? 0;
    visited += sizeOf(postings, column);
    if (visited > VISITS_MAX) break;
    addColumn(values, postings, { column, weight: weights[place] ?? 0 });
  }
  if (next === order.length) return { members: null, values };
  const leaders = highest(values, LEADERS_MAX, Number.NEGATIVE_INFINITY);
  const products = Float32Array.from(leaders, (member) => values[member] ?? 0);
  for (const place of order.subarray(next)) {
    const column = columns[place] ?? 0;
    const weight = weights[place] ?? 0;
    for (let index = 0; index < leaders.length; index += 1) {
      products[index] = (products[index] ?? 0) + weight * weightOf(postings, column, leaders[index] ?? 0);
    }
  }
  return { members: leaders, values: products };
}

/** The places of the columns, those with the fewest members first if not all can be visited. */
function orderOf(postings: Postings, columns: Int32Array): Int32Array {
  const sizes = columns.map((column) => sizeOf(postings, column));
  const places = columns.map((_, place) => place);
  const visits = sizes.reduce((sum, size) => sum + size, 0);
  if (visits <= VISITS_MAX) return places;
  return places.sort((one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0) || one - other);
}

function sizeOf({ starts }: Postings, column: number): number {
  return (starts[column + 1] ?? 0) - (starts[column] ?? 0);
}

/** The weight of a member in a column, 0 if it is not there. In its own short row, if there is one: that lies close together. */
function weightOf({ starts, members, weights, rows }: Postings, column: number, member: number): number {
  if (rows === null) return find({ starts, values: members, weights }, column, member);
  return find({ starts: rows.starts, values: rows.columns, weights: rows.weights }, member, column);
}

type Lists = { readonly starts: Int32Array; readonly values: Int32Array; readonly weights: Float32Array };

/** The weight of a value in a list of rising values. */
function find({ starts, values, weights }: Lists, list: number, value: number): number {
  const end = starts[list + 1] ?? 0;
  let low = starts[list] ?? 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low < end && values[low] === value ? (weights[low] ?? 0) : 0;
}
