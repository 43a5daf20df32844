/** Which course a learner was in at a moment: the one they began, bought or renewed last before it. Read only when a report splits by it. */
import type { CourseStart } from "../../core/learning/event.ts";
import type { LearnerId, Millis } from "../../core/model.ts";

export type CourseAt = (learnerId: LearnerId, at: Millis) => string | null;

/** `starts` in the order they happened; it is only asked about moments from `from` on, so of what came before the last is enough. */
export async function coursesFrom(
  starts: AsyncIterable<CourseStart> | Iterable<CourseStart>,
  from: Millis,
): Promise<CourseAt> {
  const begun = new Map<LearnerId, CourseStart[]>();
  for await (const start of starts) {
    const theirs = begun.get(start.learnerId);
    if (theirs === undefined || start.at <= from) begun.set(start.learnerId, [start]);
    else theirs.push(start);
  }
  return (learnerId, at) => begun.get(learnerId)?.findLast((start) => start.at <= at)?.course ?? null;
}
