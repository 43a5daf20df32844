/**
 * One linear support vector machine per intent against all others, squared hinge loss, trained by dual coordinate
 * descent with shrinking (Hsieh et al., ICML 2008). Deterministic: the order of the steps comes from our own dice.
 */
import { type Postings, postingsOf } from "./columns.ts";
import { MEANING_LENGTH } from "./meaning.ts";
import { type Dice, diceOf, shuffle } from "./random.ts";
import { type Lesson, rivalsOf } from "./rivals.ts";
import type { Rows } from "./vocabulary.ts";

/** The price of an example on the wrong side. 1, 2 and 5 measured alike on the public lists. */
const COST = 2;
const RIDGE = 1 / (2 * COST);
/** Stop when no example pulls harder than this, or after so many rounds. */
const PULL_MIN = 0.1;
const ROUNDS_MAX = 30;
/** Every machine begins by saying no, so that rows unlike the intent need no step: half the time, the same accuracy. */
const BIAS_START = -1;
/** The margin of an intent without examples. */
const NEVER = Number.NEGATIVE_INFINITY;
/** Weights below this are left out of the model: a third to a half of them, and they move no ranking. */
const WEIGHT_MIN = 0.004;

export type Machines = {
  /** Column → the intents it speaks for or against. */
  readonly postings: Postings;
  /** MEANING_LENGTH numbers for each intent. */
  readonly meanings: Float32Array;
  readonly bias: Float32Array;
};

export function trainMachines(lesson: Lesson, examples: Postings): Machines {
  const { columnCount, intentCount } = lesson;
  const meanings = new Float32Array(intentCount * MEANING_LENGTH);
  const bias = new Float32Array(intentCount);
  const own = rowsByIntent(lesson);
  const rivals = rivalsOf(lesson, examples, own);
  const planes: SparsePlane[] = [];
  const plane = { columns: new Float64Array(columnCount), meaning: new Float64Array(MEANING_LENGTH), bias: 0 };
  for (let intent = 0; intent < intentCount; intent += 1) {
    if (own[intent]?.length === 0) {
      bias[intent] = NEVER;
      planes.push(NO_PLANE);
      continue;
    }
    const rows = rivals(intent);
    plane.bias = BIAS_START;
    plane.meaning.fill(0);
    trainOne({ lesson, intent, plane, rows, holds: new Float64Array(rows.length), dice: diceOf(intent + 1) });
    planes.push(takeWeights(plane.columns, lesson.rows, rows));
    meanings.set(plane.meaning, intent * MEANING_LENGTH);
    bias[intent] = plane.bias;
  }
  return { postings: turn(planes, columnCount), meanings, bias };
}

function rowsByIntent({ labels, intentCount }: Lesson): readonly Int32Array[] {
  const rows = Array.from({ length: intentCount }, (): number[] => []);
  labels.forEach((intent, row) => {
    rows[intent]?.push(row);
  });
  return rows.map((own) => Int32Array.from(own));
}

/** Columns rise. */
type SparsePlane = { readonly columns: Int32Array; readonly weights: Float32Array };

const NO_PLANE: SparsePlane = { columns: new Int32Array(), weights: new Float32Array() };

/** Takes the weights that matter out of the plane and leaves it all zero for the next; only the rows' columns are. */
function takeWeights(plane: Float64Array, { starts, columns }: Rows, rows: Int32Array): SparsePlane {
  const kept: number[] = [];
  const weights: number[] = [];
  for (const row of rows) {
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      const weight = plane[column] ?? 0;
      if (weight === 0) continue;
      plane[column] = 0;
      if (Math.abs(weight) < WEIGHT_MIN) continue;
      kept.push(column);
      weights.push(weight);
    }
  }
  const order = kept.map((_, place) => place).sort((one, other) => (kept[one] ?? 0) - (kept[other] ?? 0));
  return {
    columns: Int32Array.from(order, (place) => kept[place] ?? 0),
    weights: Float32Array.from(order, (place) => weights[place] ?? 0),
  };
}

function turn(planes: readonly SparsePlane[], columnCount: number): Postings {
  const size = planes.reduce((sum, { columns }) => sum + columns.length, 0);
  const rows = {
    starts: new Int32Array(planes.length + 1),
    columns: new Int32Array(size),
    weights: new Float32Array(size),
  };
  planes.forEach(({ columns, weights }, intent) => {
    const start = rows.starts[intent] ?? 0;
    rows.columns.set(columns, start);
    rows.weights.set(weights, start);
    rows.starts[intent + 1] = start + columns.length;
  });
  return postingsOf(rows, columnCount);
}
type Plane = { readonly columns: Float64Array; readonly meaning: Float64Array; bias: number };

type Training = {
  readonly lesson: Lesson;
  readonly intent: number;
  readonly plane: Plane;
  readonly rows: Int32Array;
  /** How strongly each of the rows holds the plane, 0 and up. */
  readonly holds: Float64Array;
  readonly dice: Dice;
};

function trainOne(training: Training): void {
  const rowCount = training.rows.length;
  // Places in `rows`; those still looked at come first.
  const order = Int32Array.from({ length: rowCount }, (_, place) => place);
  let active = rowCount;
  let pull = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = active;
    shuffle(order, active, training.dice);
    ({ active, pull } = goRound(training, order, { active, pull }));
    if (pull >= PULL_MIN) continue;
    if (before === rowCount) return;
    // Rows were put aside on the way here: look at all of them once more before believing it.
    active = rowCount;
    pull = Number.POSITIVE_INFINITY;
  }
}

type Round = { readonly active: number; readonly pull: number };

/**
 * One pass over the active rows; puts aside those that lie safely beyond the margin by more than the last strongest
 * pull.
 */
function goRound(training: Training, order: Int32Array, last: Round): Round {
  const { lesson, intent, holds, rows } = training;
  let active = last.active;
  let strongest = 0;
  for (let place = 0; place < active; ) {
    const at = order[place] ?? 0;
    const row = rows[at] ?? 0;
    const sign = lesson.labels[row] === intent ? 1 : -1;
    const hold = holds[at] ?? 0;
    const gradient = sign * marginOf(lesson.rows, training.plane, row) - 1 + RIDGE * hold;
    if (hold === 0 && gradient > last.pull) {
      active -= 1;
      order[place] = order[active] ?? 0;
      order[active] = at;
      continue;
    }
    place += 1;
    if (hold === 0 && gradient >= 0) continue;
    strongest = Math.max(strongest, Math.abs(gradient));
    // Rows have length 1 and the bias adds 1, hence the 2.
    const next = Math.max(0, hold - gradient / (2 + RIDGE));
    holds[at] = next;
    move(lesson.rows, training.plane, { row, amount: (next - hold) * sign });
  }
  return { active, pull: strongest };
}

function marginOf({ starts, columns, weights, plain, meanings }: Rows, plane: Plane, row: number): number {
  const end = starts[row + 1] ?? 0;
  let sum = 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    sum += (plane.columns[columns[at] ?? 0] ?? 0) * (weights[at] ?? 0);
  }
  const share = plain[row] ?? 1;
  if (share === 1) return plane.bias + sum;
  let meant = 0;
  const from = row * MEANING_LENGTH;
  for (let at = 0; at < MEANING_LENGTH; at += 1) meant += (plane.meaning[at] ?? 0) * (meanings[from + at] ?? 0);
  return plane.bias + share * sum + meant;
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
