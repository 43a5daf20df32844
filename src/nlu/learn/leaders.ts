/**
 * Products in a large model. What all members have in common would cost the most and say the least: the rare columns choose a
 * few leaders, and only those get their whole product. This is what keeps a match quick with ten thousand intents.
 *
 * The arrays in `lent` serve one call after another, since clearing them each time would cost more than reading. Each call must
 * leave `sums`, `spoken` and `isSpoken` all zero.
 */
import type { Postings, SparseRows } from "./columns.ts";
import { highest } from "./highest.ts";
import { halve, type Products, type Sparse, type Wanted } from "./sparse.ts";

/** Small enough for the nearest cache, large enough that hardly any column falls together with one of a usual text. */
const LAST_BITS = 2 ** 12 - 1;

const lent = {
  touched: new Int32Array(),
  values: new Float32Array(),
  /** By member. */
  sums: new Float32Array(),
  /** By column. */
  spoken: new Float32Array(),
  /** By the last bits of a column. */
  isSpoken: new Uint8Array(LAST_BITS + 1),
};

type ManyPostings = Postings & { readonly rows: SparseRows };
type Leaders = Products & { readonly members: Int32Array };

/** The highest members, with their whole products. */
export function leadersOf(postings: ManyPostings, text: Sparse, wanted: Wanted): Leaders {
  const { early, late } = halve(postings, text, wanted.visitsMax);
  const leaders = touchedLeaders(touch(postings, early, wanted), wanted);
  if (late.columns.length > 0) addRows(leaders, postings.rows, { late, scale: wanted.scale });
  return leaders;
}

/** Adds the columns to the lent sums and notes whom they touch; returns how many. */
function touch(
  { starts, members, weights }: Postings,
  text: Sparse,
  { scale, memberCount, visitsMax }: Wanted,
): number {
  if (lent.sums.length < memberCount) lent.sums = new Float32Array(memberCount);
  if (lent.touched.length < visitsMax) lent.touched = new Int32Array(visitsMax);
  const { sums, touched } = lent;
  let count = 0;
  for (let place = 0; place < text.columns.length; place += 1) {
    const column = text.columns[place] ?? 0;
    const weight = scale * (text.weights[place] ?? 0);
    const end = starts[column + 1] ?? 0;
    for (let at = starts[column] ?? 0; at < end; at += 1) {
      const member = members[at] ?? 0;
      const sum = sums[member] ?? 0;
      touched[count] = member;
      if (sum === 0) count += 1;
      sums[member] = sum + weight * (weights[at] ?? 0);
    }
  }
  return count;
}

/** The highest of the touched, whose sums are zero again. What nothing touches leads only when these are too few. */
function touchedLeaders(count: number, { start, leadersMax }: Wanted): Leaders {
  const { touched, sums } = lent;
  if (lent.values.length < count) lent.values = new Float32Array(touched.length);
  const values = lent.values.subarray(0, count);
  for (let index = 0; index < count; index += 1) {
    const member = touched[index] ?? 0;
    const sum = sums[member] ?? 0;
    sums[member] = 0;
    // Zero: its sum came back to zero on the way, and it is here for the second time.
    values[index] = sum === 0 ? Number.NEGATIVE_INFINITY : sum + (start === null ? 0 : (start[member] ?? 0));
  }
  const best = highest(values, leadersMax, Number.NEGATIVE_INFINITY);
  const leaders = { members: new Int32Array(best.length), values: new Float32Array(best.length) };
  for (let index = 0; index < best.length; index += 1) {
    leaders.members[index] = touched[best[index] ?? 0] ?? 0;
    leaders.values[index] = values[best[index] ?? 0] ?? 0;
  }
  return start !== null && best.length < leadersMax ? filledUp(leaders, start, leadersMax) : leaders;
}

/** With those that start highest, until they are enough. */
function filledUp({ members, values }: Leaders, start: Float32Array, leadersMax: number): Leaders {
  const others = highest(start, leadersMax, Number.NEGATIVE_INFINITY).filter((member) => !members.includes(member));
  const all = Int32Array.of(...members, ...others).subarray(0, leadersMax);
  return { members: all, values: Float32Array.from(all, (member, place) => values[place] ?? start[member] ?? 0) };
}

/** Adds what the late columns say of the leaders, read in the leaders' own rows: those lie close together. */
function addRows({ members, values }: Leaders, rows: SparseRows, { late, scale }: Late): void {
  const { columns, weights } = late;
  speak(columns, weights);
  const { spoken, isSpoken } = lent;
  for (let index = 0; index < members.length; index += 1) {
    const member = members[index] ?? 0;
    const end = rows.starts[member + 1] ?? 0;
    let sum = 0;
    for (let at = rows.starts[member] ?? 0; at < end; at += 1) {
      const column = rows.columns[at] ?? 0;
      if (isSpoken[column & LAST_BITS] === 1) sum += (spoken[column] ?? 0) * (rows.weights[at] ?? 0);
    }
    values[index] = (values[index] ?? 0) + scale * sum;
  }
  for (const column of columns) spoken[column] = 0;
  isSpoken.fill(0);
}

type Late = { readonly late: Sparse; readonly scale: number };

/** Lays the weights out by column. */
function speak(columns: Int32Array, weights: Float32Array): void {
  const last = columns.reduce((highest, column) => Math.max(highest, column), 0);
  if (lent.spoken.length <= last) lent.spoken = new Float32Array(2 * last + 1);
  for (let place = 0; place < columns.length; place += 1) {
    const column = columns[place] ?? 0;
    lent.spoken[column] = weights[place] ?? 0;
    lent.isSpoken[column & LAST_BITS] = 1;
  }
}
