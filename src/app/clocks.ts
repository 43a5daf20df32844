/**
 * The clocks of a ticket nobody has claimed: when it is looked at again (what is done then is in offers.ts). Each moment
 * follows from the ticket alone, so winding a clock again, here or in another process, changes nothing.
 */
import type { Millis, Ticket } from "../core/model.ts";
import type { Parts } from "./parts.ts";

const FIRST_LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Rings for a ticket that waits: a minute after it began to, and at the next full hour. Errors: BellError. */
export async function windClocks({ bells, now }: Pick<Parts, "bells" | "now">, ticket: Ticket): Promise<void> {
  const ref = String(ticket.id);
  const firstLook = ticket.openedAt + FIRST_LOOK_MS;
  if (firstLook > now()) await bells.ring({ queue: "offers", ref }, firstLook);
  await bells.ring({ queue: "clocks", ref }, nextHour(ticket.openedAt, now()));
}

/** The next full hour since `openedAt`, strictly after `now`. */
export function nextHour(openedAt: Millis, now: Millis): Millis {
  const hours = Math.max(Math.floor((now - openedAt) / HOUR_MS), 0) + 1;
  return openedAt + hours * HOUR_MS;
}
