/**
 * Which examples a text resembles: an inverted index over the examples' vectors. Not used to choose an intent (the
 * machines do that better from five examples on) but to tell a strange text from a familiar one.
 */
import type { Postings } from "./columns.ts";
import { productsOf } from "./products.ts";
import { STRAY, type Vector } from "./vocabulary.ts";

export type Neighbours = {
  readonly postings: Postings;
  /** The intent of each row, or STRAY. */
  readonly labels: Int32Array;
  readonly hasStrays: boolean;
};

/** Mean cosines (0–1) by letters and words, meanings left out: those bring far topics near. */
export type Nearness = {
  /** To the three examples it resembles most, and to ten of them: what is near to many is near to none in particular. */
  readonly known: number;
  readonly around: number;
  /** To the three strays it resembles most; 0 without strays. */
  readonly stray: number;
};

const NEAREST = 3;
const AROUND = 10;
/**
 * In a large model. AUROC of the course pack's golden questions, Chinese / English: 98.6 / 97.7, and 98.0 / 96.6 when every row
 * is worked out; with 12,000 and 24 98.7 / 97.7, with 2,000 and 24 98.6 / 96.6, with 4,000 and 12 the nearest strays are missed.
 */
const LEADING = { visitsMax: 4000, leadersMax: 32 };

export function nearness({ postings, labels, hasStrays }: Neighbours, vector: Vector): Nearness {
  const wanted = { start: null, scale: 1, memberCount: labels.length, ...LEADING };
  const { members, values } = productsOf(postings, vector, wanted);
  const known = new Float64Array(AROUND);
  const stray = new Float64Array(NEAREST);
  for (let index = 0; index < values.length; index += 1) {
    const cosine = values[index] ?? 0;
    // Where no stray is, none is waited for: then hardly any row is looked at twice.
    const isNearStray = hasStrays && cosine > (stray[NEAREST - 1] ?? 0);
    if (!isNearStray && cosine <= (known[AROUND - 1] ?? 0)) continue;
    const isStray = labels[members === null ? index : (members[index] ?? 0)] === STRAY;
    const best = isStray ? stray : known;
    if (cosine > (best[best.length - 1] ?? 0)) insert(best, cosine);
  }
  return { known: meanOf(known, NEAREST), around: meanOf(known, AROUND), stray: meanOf(stray, NEAREST) };
}

function meanOf(falling: Float64Array, count: number): number {
  let sum = 0;
  for (let place = 0; place < count; place += 1) sum += falling[place] ?? 0;
  return sum / count;
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
