/**
 * The products of a text with every row or every intent. In a small model all are worked out; in a large one, or for an
 * endless text, only those of a few leaders. The same text gives the same numbers, whatever was read before it.
 */
import { addColumn, type Postings, type Share } from "./columns.ts";
import { highest } from "./highest.ts";
import { leadersOf } from "./leaders.ts";
import { halve, type Products, type Sparse, type Wanted } from "./sparse.ts";

/**
 * Entries visited where there are few members: hostile texts must not take milliseconds. CLINC150 in full stays below; with
 * 12,000 it did not, and had 94.4 % instead of 94.7.
 */
const VISITS_MAX = 30_000;

/** Values by member, lent until the next call: new memory each time would cost a tenth of a reading, and clearing up another. */
const lent = { values: new Float32Array() };

function lentValues({ start, memberCount }: Wanted): Float32Array {
  if (lent.values.length < memberCount) lent.values = new Float32Array(memberCount);
  const values = lent.values.length === memberCount ? lent.values : lent.values.subarray(0, memberCount);
  if (start === null) values.fill(0);
  else values.set(start);
  return values;
}

/** The values of the members, or of the leaders among them. They are only good until the next call. */
export function productsOf(postings: Postings, text: Sparse, wanted: Wanted): Products {
  const { rows } = postings;
  if (rows !== null) return leadersOf({ ...postings, rows }, text, wanted);
  const values = lentValues(wanted);
  const { early, late } = halve(postings, text, VISITS_MAX);
  for (let place = 0; place < early.columns.length; place += 1) {
    const weight = wanted.scale * (early.weights[place] ?? 0);
    addColumn(values, postings, { column: early.columns[place] ?? 0, weight });
  }
  if (late.columns.length === 0) return { members: null, values };
  const members = highest(values, wanted.leadersMax, Number.NEGATIVE_INFINITY);
  const leaders = { members, values: Float32Array.from(members, (member) => values[member] ?? 0) };
  for (let place = 0; place < late.columns.length; place += 1) {
    const weight = wanted.scale * (late.weights[place] ?? 0);
    addToLeaders(leaders, postings, { column: late.columns[place] ?? 0, weight });
  }
  return leaders;
}

type Leaders = { readonly members: Int32Array; readonly values: Float32Array };

function addToLeaders({ members, values }: Leaders, postings: Postings, { column, weight }: Share): void {
  for (let index = 0; index < members.length; index += 1) {
    values[index] = (values[index] ?? 0) + weight * weightOf(postings, column, members[index] ?? 0);
  }
}

/** The weight of a member in a column, 0 if it is not there. Members rise. */
function weightOf({ starts, members, weights }: Postings, column: number, member: number): number {
  const end = starts[column + 1] ?? 0;
  let low = starts[column] ?? 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((members[middle] ?? 0) < member) low = middle + 1;
    else high = middle;
  }
  return low < end && members[low] === member ? (weights[low] ?? 0) : 0;
}
