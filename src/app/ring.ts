/**
 * What follows a committed turn: bells for the lanes it wrote to, and tickets into the human queue or out of it. Not to
 * break: a bell that fails must never fail the turn, for the turn is already written and the sweeper rings again.
 */
import type { Millis, Ticket } from "../core/model.ts";
import type { Changed, Waiting } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

type Ringing = Pick<Parts, "bells" | "log">;

/** Never rejects. */
export async function ringFor(parts: Ringing, changed: Changed): Promise<void> {
  await Promise.all([
    ...changed.lanes.map((lane) => ringLane(parts, lane)),
    ...changed.tickets.map((change) => moveInQueue(parts, change)),
  ]);
}

/** Rings for a lane, now or at `at`. Never rejects. */
export async function ringLane({ bells, log }: Ringing, lane: string, at?: Millis): Promise<void> {
  try {
    await bells.ring({ queue: "deliver", ref: lane }, at);
  } catch (trouble) {
    log.warn({ lane, fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}

/** The entry a ticket has in the human queue; null when nobody has to come for it. */
export function waitingOf(ticket: Ticket | null): Waiting | null {
  if (ticket?.status !== "new") return null;
  return { ticketId: ticket.id, episode: ticket.episode, priority: ticket.priority };
}

async function moveInQueue({ bells, log }: Ringing, change: Changed["tickets"][number]): Promise<void> {
  const was = waitingOf(change.before);
  const is = waitingOf(change.after);
  if (was && is && was.episode === is.episode && was.priority === is.priority) return;
  try {
    if (was) await bells.human.remove(was);
    if (is) await bells.human.add(is);
  } catch (trouble) {
    log.warn({ ticketId: change.after.id, fault: faultOf(trouble) }, "human queue not changed, the sweeper will");
  }
}
