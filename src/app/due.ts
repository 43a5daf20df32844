/**
 * Hears the clocks of tickets: a turn of the ticket's conversation in which everything that is due is done, once. Bells may be
 * early, late, doubled or lost; what is due stands in the ticket's row, and so does what was done.
 */
import { versionAt } from "../core/calendar/calendar.ts";
import { decide } from "../core/decide.ts";
import type { Event } from "../core/inbound.ts";
import type { Ticket, TicketId } from "../core/model.ts";
import { dueOf } from "../core/queue/moments.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

const DUE: Event = { by: "world", what: "due" };
/** Tickets looked at between two breaths of the process. */
const PAGE_TICKETS = 200;

/** Hears a bell of `clocks`. Errors: StoreError; the sweeper rings again for what is due in the rows. */
export async function hearClock(parts: Parts, ref: string): Promise<void> {
  const { store, log } = parts;
  const id = Number(ref);
  const ticket = Number.isSafeInteger(id) ? await store.ticket(id as TicketId) : null;
  if (ticket === null || !isToBeHeard(parts, ticket)) return;
  const begun = performance.now();
  const facts = understand(parts, DUE);
  const { conversationId } = ticket;
  const turn = { conversationId, inboundId: null, ticketId: ticket.id, agentId: null, mayReturn: true, now: facts.now };
  const changed = await store.change(turn, (before) => decide(before, DUE, facts));
  if (changed === null) return;
  await ringFor(parts, changed);
  const { outcome } = changed.outcome;
  log.info({ ticketId: ticket.id, outcome, ms: Math.round(performance.now() - begun) }, "clock heard");
}

/** Something is due, or is due at another time than the row says, because the rules changed. */
function isToBeHeard({ book, now }: Parts, ticket: Ticket): boolean {
  if (ticket.dueAt !== null && ticket.dueAt <= now()) return true;
  return dueOf(ticket, book.facts())?.at !== (ticket.dueAt ?? undefined);
}

/** Says which rules hold, as far as clocks go by them: another value means that tickets must be rewound. */
export function rulesInForce({ book, now }: Pick<Parts, "book" | "now">): string {
  const { calendar } = book.facts();
  return `${versionAt(calendar, now()).version} of ${calendar.length}`;
}

/** After a change of the rules: rings for every open ticket whose clocks go by others now. Errors: StoreError, BellError. */
export async function rewindAll(parts: Parts): Promise<void> {
  const { store, bells } = parts;
  for (let after: TicketId | undefined; ; ) {
    const tickets = await store.openTickets(PAGE_TICKETS, after);
    for (const ticket of tickets.filter((each) => isToBeHeard(parts, each))) {
      await bells.ring({ queue: "clocks", ref: String(ticket.id) });
    }
    after = tickets.at(-1)?.id;
    if (after === undefined || tickets.length < PAGE_TICKETS) return;
  }
}
