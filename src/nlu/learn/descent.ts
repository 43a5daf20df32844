/**
 * One linear support vector machine, squared hinge loss, by dual coordinate descent (Hsieh et al., ICML 2008). Most rows lie
 * safely beyond the margin, so those that hold the plane are gone over by themselves before all are looked at again: half the
 * visits, the same end. Deterministic: the order of the steps comes from our own dice.
 */
import type { Dice } from "../../core/dice.ts";
import { MEANING_LENGTH } from "./meaning.ts";
import { shuffle } from "./shuffle.ts";
import type { Rows } from "./vocabulary.ts";

/** The price of an example on the wrong side. 1, 2 and 5 measured alike on the public lists. */
const COST = 2;
const RIDGE = 1 / (2 * COST);
/**
 * It is done when a look at all rows finds none that pulls harder than this, or after so many rounds (none of the public lists
 * needs them). From 0.01 to 0.3 accuracy moves by chance only.
 */
const PULL_MIN = 0.1;
const ROUNDS_MAX = 60;
/** Rounds over those that hold the plane between two looks at all: with 1 it takes a third longer, with 8 as long. */
const HOLDERS_ROUNDS_MAX = 4;

export type Plane = { readonly columns: Float64Array; readonly meaning: Float64Array; bias: number };

export type Training = {
  readonly rows: Rows;
  /** Moved from where it is. */
  readonly plane: Plane;
  /** The rows to learn from; to the first `yesCount` of them the machine should say yes. */
  readonly chosen: Int32Array;
  readonly yesCount: number;
  readonly dice: Dice;
};

/** How strongly each chosen row holds the plane, 0 and up. */
type Holds = Float64Array;

export function descend(training: Training): void {
  const { chosen, dice } = training;
  const holds = new Float64Array(chosen.length);
  // As they come at first: without a yes there is nothing to say no to.
  const order = chosen.map((_, place) => place);
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    if (goRound(training, holds, order) < PULL_MIN) return;
    round += settle(training, holds, order);
    shuffle(order, order.length, dice);
  }
}

/** Goes over those that hold the plane until they rest; how many rounds it took. */
function settle(training: Training, holds: Holds, order: Int32Array): number {
  const holders = order.slice();
  let count = holders.length;
  let rounds = 0;
  let pull = Number.POSITIVE_INFINITY;
  while (pull >= PULL_MIN && rounds < HOLDERS_ROUNDS_MAX) {
    count = keepHolders(holders, count, holds);
    shuffle(holders, count, training.dice);
    pull = goRound(training, holds, holders.subarray(0, count));
    rounds += 1;
  }
  return rounds;
}

/** Moves those of the first `count` places that hold the plane to the front; how many they are. */
function keepHolders(places: Int32Array, count: number, holds: Holds): number {
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const place = places[at] ?? 0;
    if ((holds[place] ?? 0) === 0) continue;
    places[kept] = place;
    kept += 1;
  }
  return kept;
}

/** A step for each of these places among the chosen rows; the strongest pull there was. */
function goRound({ rows, plane, chosen, yesCount }: Training, holds: Holds, places: Int32Array): number {
  let strongest = 0;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    const row = chosen[place] ?? 0;
    const sign = place < yesCount ? 1 : -1;
    const hold = holds[place] ?? 0;
    const gradient = sign * marginOf(rows, plane, row) - 1 + RIDGE * hold;
    if (hold === 0 && gradient >= 0) continue;
    strongest = Math.max(strongest, Math.abs(gradient));
    // Rows have length 1 and the bias adds 1, hence the 2.
    const next = Math.max(0, hold - gradient / (2 + RIDGE));
    holds[place] = next;
    move(rows, plane, { row, amount: (next - hold) * sign });
  }
  return strongest;
}

/** In two sums at once: a processor adds to the one while the other still waits for its numbers. */
function marginOf({ starts, columns, weights, plain, meanings }: Rows, plane: Plane, row: number): number {
  const end = starts[row + 1] ?? 0;
  let at = starts[row] ?? 0;
  let sum = 0;
  let other = 0;
  for (; at + 1 < end; at += 2) {
    sum += (plane.columns[columns[at] ?? 0] ?? 0) * (weights[at] ?? 0);
    other += (plane.columns[columns[at + 1] ?? 0] ?? 0) * (weights[at + 1] ?? 0);
  }
  if (at < end) sum += (plane.columns[columns[at] ?? 0] ?? 0) * (weights[at] ?? 0);
  const share = plain[row] ?? 1;
  if (share === 1) return plane.bias + sum + other;
  const from = row * MEANING_LENGTH;
  let meant = 0;
  let meantToo = 0;
  for (let place = 0; place < MEANING_LENGTH; place += 2) {
    meant += (plane.meaning[place] ?? 0) * (meanings[from + place] ?? 0);
    meantToo += (plane.meaning[place + 1] ?? 0) * (meanings[from + place + 1] ?? 0);
  }
  return plane.bias + share * (sum + other) + meant + meantToo;
}

function move(rows: Rows, plane: Plane, { row, amount }: { readonly row: number; readonly amount: number }): void {
  const { starts, columns, weights, plain, meanings } = rows;
  const share = plain[row] ?? 1;
  const scaled = amount * share;
  plane.bias += amount;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const column = columns[at] ?? 0;
    plane.columns[column] = (plane.columns[column] ?? 0) + scaled * (weights[at] ?? 0);
  }
  if (share === 1) return;
  const from = row * MEANING_LENGTH;
  for (let at = 0; at < MEANING_LENGTH; at += 1) {
    plane.meaning[at] = (plane.meaning[at] ?? 0) + amount * (meanings[from + at] ?? 0);
  }
}
