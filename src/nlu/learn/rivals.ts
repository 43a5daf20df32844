/**
 * Which rows a machine learns against. All of them while that is quick; of a large pack only those most like the
 * intent, and some of everything so that the machine knows how the rest looks. Same rows, same rivals.
 */
import type { Postings } from "./columns.ts";
import type { Rows } from "./vocabulary.ts";

/**
 * Rows × intents up to which every machine learns against all rows: about three seconds. CLINC150 in full has 2.3
 * million; with 450 of its 15,100 rows for each it lost 1.3 points. With five or ten examples an intent nothing was lost.
 */
const VISITS_MAX = 2.4e6;
/** Beyond that, so many of the most similar, and half as many dealt evenly. */
const CHOSEN = { visits: 400_000, min: 60, max: 300 };
/** Columns in more rows than this say little about whom a row resembles, and cost the most. */
const MEMBERS_MAX = 200;
/** Likenesses are told apart by so many steps of the highest; finer would cost a sort. */
const STEPS = 512;

export type Lesson = {
  readonly rows: Rows;
  /** The intent of each row, 0..intentCount-1, or STRAY: against all. */
  readonly labels: Int32Array;
  readonly columnCount: number;
  readonly intentCount: number;
};

/** Rows to train a machine on, each once; the first `yesCount` are its intent's own. */
export type Chosen = { readonly chosen: Int32Array; readonly yesCount: number };

export type Rivals = (intent: number) => Chosen;

/** How thoroughly: `sketch` is what a larger pack gets anyway, and a fraction of the time for a smaller one. */
export type Care = "whole" | "sketch";

/** Below it, a sketch would save less than its own work. */
const SKETCH_VISITS_MIN = 100_000;

/** Whether a sketch would be another model than the whole. */
export function isSketched({ labels, intentCount }: Pick<Lesson, "labels" | "intentCount">): boolean {
  const visits = labels.length * intentCount;
  return visits > SKETCH_VISITS_MIN && visits <= VISITS_MAX;
}

/** `postings` are the rows of the lesson turned. */
export function rivalsOf(lesson: Omit<Lesson, "columnCount">, postings: Postings, care: Care = "whole"): Rivals {
  const { rows, labels, intentCount } = lesson;
  const own = ownRows(labels, intentCount);
  const rowCount = labels.length;
  const isSmall = rowCount * intentCount <= VISITS_MAX && !(care === "sketch" && isSketched(lesson));
  const count = Math.min(CHOSEN.max, Math.max(CHOSEN.min, Math.floor(CHOSEN.visits / intentCount)));
  const dealt = isSmall ? 1 : (2 * rowCount) / count;
  const likest = isSmall ? () => NONE : likestOf(rows, postings, count);
  const chosen = new Int32Array(rowCount);
  /** The last intent a row was chosen for, + 1. */
  const chosenFor = new Int32Array(rowCount);
  return (intent) => {
    const yes = own[intent] ?? NONE;
    let size = 0;
    const choose = (row: number): void => {
      if (chosenFor[row] === intent + 1) return;
      chosenFor[row] = intent + 1;
      chosen[size] = row;
      size += 1;
    };
    yes.forEach(choose);
    likest(yes).forEach(choose);
    for (let place = intent % dealt; place < rowCount; place += dealt) choose(Math.floor(place));
    return { chosen: chosen.slice(0, size), yesCount: yes.length };
  };
}

const NONE = new Int32Array();

function ownRows(labels: Int32Array, intentCount: number): readonly Int32Array[] {
  const own = Array.from({ length: intentCount }, (): number[] => []);
  labels.forEach((intent, row) => {
    own[intent]?.push(row);
  });
  return own.map((rows) => Int32Array.from(rows));
}

/** The `count` rows most like those given, which are left out; of rows alike the first that were met. */
function likestOf(rows: Rows, postings: Postings, count: number): (given: Int32Array) => Int32Array {
  const likeness = new Float32Array(rows.starts.length - 1);
  const met = new Int32Array(likeness.length);
  return (given) => {
    let metCount = 0;
    for (const row of given) metCount = addLikeness(rows, postings, { row, likeness, met, metCount });
    for (const row of given) likeness[row] = 0;
    const all = met.subarray(0, metCount);
    const found = highestOf(all, likeness, count);
    for (const row of all) likeness[row] = 0;
    return found;
  };
}

type Meeting = {
  readonly row: number;
  readonly likeness: Float32Array;
  readonly met: Int32Array;
  readonly metCount: number;
};

/** Adds to every row's likeness what it has in common with one; the rows met for the first time follow in `met`. */
function addLikeness(rows: Rows, { starts, members, weights }: Postings, { row, likeness, met, metCount }: Meeting) {
  let count = metCount;
  const end = rows.starts[row + 1] ?? 0;
  for (let at = rows.starts[row] ?? 0; at < end; at += 1) {
    const column = rows.columns[at] ?? 0;
    const weight = rows.weights[at] ?? 0;
    const first = starts[column] ?? 0;
    const last = starts[column + 1] ?? 0;
    if (last - first > MEMBERS_MAX) continue;
    for (let place = first; place < last; place += 1) {
      const member = members[place] ?? 0;
      const before = likeness[member] ?? 0;
      if (before === 0) {
        met[count] = member;
        count += 1;
      }
      likeness[member] = before + weight * (weights[place] ?? 0);
    }
  }
  return count;
}

/** The `count` rows with the highest likeness above 0, by counting how many stand on each of STEPS steps. */
function highestOf(rows: Int32Array, likeness: Float32Array, count: number): Int32Array {
  const most = rows.reduce((highest, row) => Math.max(highest, likeness[row] ?? 0), 0);
  const stepOf = (row: number): number => Math.ceil((STEPS * (likeness[row] ?? 0)) / most);
  const standing = new Int32Array(STEPS + 1);
  for (const row of rows) standing[stepOf(row)] = (standing[stepOf(row)] ?? 0) + 1;
  let step = STEPS;
  let left = count;
  while (step > 0 && (standing[step] ?? 0) <= left) {
    left -= standing[step] ?? 0;
    step -= 1;
  }
  // Those above the last step all; of those on it as many as are left.
  return rows.filter((row) => {
    const own = stepOf(row);
    if (own !== step || step === 0) return own > step;
    left -= 1;
    return left >= 0;
  });
}
