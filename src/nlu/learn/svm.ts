/**
 * One linear support vector machine per intent against all others, squared hinge loss, trained by dual coordinate
 * descent with shrinking (Hsieh et al., ICML 2008). Deterministic: the order of the steps comes from our own dice.
 */
import { type Dice, diceOf, shuffle } from "./random.ts";
import type { Rows } from "./vocabulary.ts";

/** The price of an example on the wrong side. 1, 2 and 4 measured alike on the public lists. */
const COST = 2;
const RIDGE = 1 / (2 * COST);
/** Stop when no example pulls harder than this, or after so many rounds. */
const PULL_MIN = 0.1;
const ROUNDS_MAX = 30;

export type Machines = {
  /** `weights[column * intentCount + intent]`: a text touches few columns, and of each all intents. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
};

export type Lesson = {
  readonly rows: Rows;
  /** The intent of each row, 0..intentCount-1. */
  readonly labels: Int32Array;
  readonly columnCount: number;
  readonly intentCount: number;
};

export function trainMachines(lesson: Lesson): Machines {
  const { columnCount, intentCount } = lesson;
  const weights = new Float32Array(columnCount * intentCount);
  const bias = new Float32Array(intentCount);
  // One longer than the columns: the last entry is the bias, as if every row had a column of weight 1 there.
  const plane = new Float64Array(columnCount + 1);
  for (let intent = 0; intent < intentCount; intent += 1) {
    plane.fill(0);
    trainOne(lesson, intent, plane);
    for (let column = 0; column < columnCount; column += 1) weights[column * intentCount + intent] = plane[column] ?? 0;
    bias[intent] = plane[columnCount] ?? 0;
  }
  return { weights, bias };
}

type Training = {
  readonly lesson: Lesson;
  readonly intent: number;
  readonly plane: Float64Array;
  /** How strongly each row holds the plane, 0 and up. */
  readonly holds: Float64Array;
  /** Rows still looked at come first. */
  readonly order: Int32Array;
  readonly dice: Dice;
};

function trainOne(lesson: Lesson, intent: number, plane: Float64Array): void {
  const rowCount = lesson.labels.length;
  const order = Int32Array.from({ length: rowCount }, (_, row) => row);
  const training = { lesson, intent, plane, holds: new Float64Array(rowCount), order, dice: diceOf(intent + 1) };
  let active = rowCount;
  let pull = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = active;
    ({ active, pull } = goRound(training, active, pull));
    if (pull >= PULL_MIN) continue;
    if (before === rowCount) return;
    // Rows were put aside on the way here: look at all of them once more before believing it.
    active = rowCount;
    pull = Number.POSITIVE_INFINITY;
  }
}

/**
 * One pass over the active rows; puts aside those that lie safely beyond the margin by more than the last strongest
 * pull.
 */
function goRound(training: Training, activeBefore: number, pullBefore: number): { active: number; pull: number } {
  const { lesson, intent, holds, order, dice } = training;
  shuffle(order, activeBefore, dice);
  let active = activeBefore;
  let strongest = 0;
  for (let place = 0; place < active; ) {
    const row = order[place] ?? 0;
    const sign = lesson.labels[row] === intent ? 1 : -1;
    const hold = holds[row] ?? 0;
    const gradient = sign * marginOf(training, row) - 1 + RIDGE * hold;
    if (hold === 0 && gradient > pullBefore) {
      active -= 1;
      order[place] = order[active] ?? 0;
      order[active] = row;
      continue;
    }
    place += 1;
    if (hold === 0 && gradient >= 0) continue;
    strongest = Math.max(strongest, Math.abs(gradient));
    // Rows have length 1 and the bias column adds 1, hence the 2.
    const next = Math.max(0, hold - gradient / (2 + RIDGE));
    holds[row] = next;
    move(training, row, (next - hold) * sign);
  }
  return { active, pull: strongest };
}

function marginOf(training: Training, row: number): number {
  const { plane } = training;
  const { starts, columns, weights } = training.lesson.rows;
  const end = starts[row + 1] ?? 0;
  let margin = plane[plane.length - 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) margin += (plane[columns[at] ?? 0] ?? 0) * (weights[at] ?? 0);
  return margin;
}

function move(training: Training, row: number, amount: number): void {
  const { plane } = training;
  const { starts, columns, weights } = training.lesson.rows;
  const end = starts[row + 1] ?? 0;
  plane[plane.length - 1] = (plane[plane.length - 1] ?? 0) + amount;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const column = columns[at] ?? 0;
    plane[column] = (plane[column] ?? 0) + amount * (weights[at] ?? 0);
  }
}
