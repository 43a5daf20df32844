/**
 * Incidents from beginning to end: tickets an announcement is about join it, and when it is over each of their learners is
 * told. A notice counts as told only after all its tickets were, so whoever dies in between leaves it to be done again; the
 * rules make sure that nobody is told twice.
 */
import { decide } from "../core/decide.ts";
import type { Event } from "../core/inbound.ts";
import type { Ticket, TicketId } from "../core/model.ts";
import type { Notice } from "../core/staff.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

/** More tickets than this cannot be open at once; it bounds the memory. */
const OPEN_MAX = 10_000;

/** Open tickets the notice is about join it, and their learners are told. How many. Errors: StoreError. */
export async function beginNotice(parts: Parts, notice: Notice): Promise<number> {
  await parts.book.refresh();
  const tickets = await parts.store.openTickets(OPEN_MAX);
  const concerned = tickets.filter((ticket) => ticket.noticeId === null && isAbout(notice, ticket));
  for (const { id } of concerned) await tell(parts, id, { by: "world", what: "notice_begun", notice });
  return concerned.length;
}

/** Tells whoever waited for an incident that is over by now. Errors: StoreError; what is left is told at the next try. */
export async function endNotices(parts: Parts): Promise<void> {
  const { staff } = parts.store;
  for (const notice of await staff.noticesOver(parts.now())) {
    const tickets = await staff.ticketsOfNotice(notice.id);
    for (const ticketId of tickets) await tell(parts, ticketId, { by: "world", what: "notice_over", notice });
    await staff.settleNotice(notice.id, parts.now());
    parts.log.info({ noticeId: notice.id, tickets: tickets.length }, "notice is over");
  }
}

function isAbout({ intentId }: Notice, ticket: Ticket): boolean {
  return intentId === null || intentId === (ticket.intentId ?? ticket.tried[0]?.intentId);
}

async function tell(parts: Parts, ticketId: TicketId, event: Event): Promise<void> {
  const ticket = await parts.store.ticket(ticketId);
  if (ticket === null) return;
  const facts = understand(parts, event);
  const turn = { conversationId: ticket.conversationId, inboundId: null, ticketId, agentId: null, now: facts.now };
  const changed = await parts.store.change(turn, (before) => decide(before, event, facts));
  if (changed !== null) await ringFor(parts, changed);
}
