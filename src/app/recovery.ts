/**
 * Tells admins of learners who rated badly and whom nobody has looked after in time. The store marks them as told with the
 * very commit that queues the words, so that each is told once, however many processes look.
 */
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Parts } from "./parts.ts";
import { ringLane } from "./ring.ts";
import { forStaffRooms } from "./staff-rooms.ts";

/** Errors: StoreError; what was not told is told at the next try. */
export async function remindRecoveries(parts: Parts): Promise<void> {
  const { store, settings, now, log } = parts;
  const { staffRooms, staffLanguage } = settings;
  const say = phrasesIn(staffLanguage).aftermath.staff;
  const lanes = await store.staff.tellOverdue(now(), ({ ticketId, episode, owner }) => {
    log.info({ ticketId, episode, ownerId: owner?.id ?? null }, "recovery is overdue");
    return forStaffRooms(staffRooms, say.recoverOverdue(ticketId, owner?.name ?? null));
  });
  await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
}
