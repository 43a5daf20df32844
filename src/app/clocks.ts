/**
 * When a ticket is looked at again: at its own `dueAt` (due.ts), and, while nobody has claimed it, a minute after it began to
 * wait and at each full hour (offers.ts). Each moment follows from the ticket alone, so ringing for it again, here or in
 * another process, changes nothing.
 */
import type { Millis, Ticket } from "../core/model.ts";
import type { Parts } from "./parts.ts";

const FIRST_LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Rings when something must be done about the ticket. Errors: BellError; then the sweeper rings. */
export async function windClocks({ bells }: Pick<Parts, "bells">, { id, dueAt }: Ticket): Promise<void> {
  if (dueAt !== null) await bells.ring({ queue: "clocks", ref: String(id) }, dueAt);
}

/** Rings for a ticket that waits: a minute after it began to, and at the next full hour. Errors: BellError. */
export async function planOffers({ bells, now }: Pick<Parts, "bells" | "now">, ticket: Ticket): Promise<void> {
  const bell = { queue: "offers", ref: String(ticket.id) } as const;
  const firstLook = ticket.openedAt + FIRST_LOOK_MS;
  if (firstLook > now()) await bells.ring(bell, firstLook);
  await bells.ring(bell, nextHour(ticket.openedAt, now()));
}

/** The next full hour since `openedAt`, strictly after `now`. */
export function nextHour(openedAt: Millis, now: Millis): Millis {
  const hours = Math.max(Math.floor((now - openedAt) / HOUR_MS), 0) + 1;
  return openedAt + hours * HOUR_MS;
}
