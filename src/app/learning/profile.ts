/** Everything known of one learner, for those who help: what their own page shows, and a ticket's panel a part of. */
import type { LearnerKey } from "../../core/learning/event.ts";
import { type LearnerRecord, recordOf } from "../../core/learning/record.ts";
import type { LearnerId, Ticket } from "../../core/model.ts";
import type { Store, Who } from "../../core/ports.ts";

export type Profile = Who & {
  readonly id: LearnerId;
  readonly keys: readonly LearnerKey[];
  readonly record: LearnerRecord;
  /** The newest first. */
  readonly tickets: readonly Ticket[];
};

const TICKETS_MAX = 50;

/** Null when there is no such learner. Errors: StoreError. */
export async function profileOf(
  store: Pick<Store, "learning" | "ticketsOfLearner">,
  id: LearnerId,
): Promise<Profile | null> {
  const { learning } = store;
  const who = await learning.who(id);
  if (who === null) return null;
  const [keys, events, tickets] = await Promise.all([
    learning.keys(id),
    learning.of({ learnerId: id }),
    store.ticketsOfLearner(id, TICKETS_MAX),
  ]);
  return { ...who, id, keys, record: recordOf(events), tickets };
}
