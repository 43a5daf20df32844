/**
 * Which rows a machine learns against. All of them while that is quick; of a large pack only those most like the
 * intent, and some of everything so that the machine knows how the rest looks. Same rows, same rivals.
 */
import { addColumn, type Postings } from "./columns.ts";
import { highest } from "./highest.ts";
import type { Rows } from "./vocabulary.ts";

/**
 * Rows × intents up to which every machine learns against all rows: about three seconds. CLINC150 in full has 2.3
 * million. Choosing 400 of its 1,650 rows for each, with ten examples an intent, cost 0.4 points.
 */
const VISITS_MAX = 2.4e6;
/** Beyond that, so many of the most similar, and half as many dealt evenly. */
const CHOSEN = { visits: 400_000, min: 60, max: 300 };
/** Columns in more rows than this say little about whom a row resembles, and cost the most. */
const MEMBERS_MAX = 200;

export type Lesson = {
  readonly rows: Rows;
  /** The intent of each row, 0..intentCount-1, or STRAY: against all. */
  readonly labels: Int32Array;
  readonly columnCount: number;
  readonly intentCount: number;
};

export type Rivals = (intent: number) => Int32Array;

/** Rows to train the machine of an intent on, its own among them, rising. `byIntent` are the own rows of each. */
export function rivalsOf(lesson: Lesson, postings: Postings, byIntent: readonly Int32Array[]): Rivals {
  const rowCount = lesson.labels.length;
  if (rowCount * lesson.intentCount <= VISITS_MAX) {
    const all = Int32Array.from({ length: rowCount }, (_, row) => row);
    return () => all;
  }
  const count = Math.min(CHOSEN.max, Math.max(CHOSEN.min, Math.floor(CHOSEN.visits / lesson.intentCount)));
  const likeness = new Float32Array(rowCount);
  return (intent) => {
    const own = byIntent[intent] ?? new Int32Array();
    const chosen = new Set<number>(own);
    likeness.fill(0);
    for (const row of own) addLikeness(lesson, postings, { row, likeness });
    for (const row of own) likeness[row] = 0;
    for (const row of highest(likeness, count, 0)) chosen.add(row);
    const step = (2 * rowCount) / count;
    for (let place = intent % step; place < rowCount; place += step) chosen.add(Math.floor(place));
    return Int32Array.from(chosen).sort();
  };
}

function addLikeness({ rows }: Lesson, postings: Postings, { row, likeness }: { row: number; likeness: Float32Array }) {
  const end = rows.starts[row + 1] ?? 0;
  for (let at = rows.starts[row] ?? 0; at < end; at += 1) {
    const column = rows.columns[at] ?? 0;
    const members = (postings.starts[column + 1] ?? 0) - (postings.starts[column] ?? 0);
    if (members <= MEMBERS_MAX) addColumn(likeness, postings, { column, weight: rows.weights[at] ?? 0 });
  }
}
