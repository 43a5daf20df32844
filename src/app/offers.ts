/**
 * A net under tickets nobody has claimed: a minute after one begins to wait, and every hour it still waits, it is looked at
 * again. It must be in the human queue, and each staff room must show its card: one that could not be put up the first time
 * (the bot was no admin yet, the room was away for long) is put up now. What is due by the rules of the queue is in due.ts.
 *
 * Looking too often is harmless: a card that is there stays, an entry that is there keeps its place.
 */
import type { Ticket, TicketId } from "../core/model.ts";
import type { NewOutbound } from "../core/outbound.ts";
import type { Store } from "../core/ports.ts";
import { planOffers } from "./clocks.ts";
import type { Parts } from "./parts.ts";
import { ringLane, waitingOf } from "./ring.ts";

type Watching = Pick<Parts, "bells" | "settings" | "now" | "log"> & {
  readonly store: Pick<Store, "ticket" | "thread" | "queueOutbound">;
};

/** Hears a bell of `offers`: the ticket still waits. Errors: StoreError, BellError. */
export async function hearOffer(watching: Watching, ref: string): Promise<void> {
  const ticket = await waitingTicket(watching, ref);
  const waiting = waitingOf(ticket);
  if (ticket === null || waiting === null) return;
  await watching.bells.human.add(waiting);
  await offer(watching, ticket);
  await planOffers(watching, ticket);
}

async function offer({ store, bells, settings, now, log }: Watching, ticket: Ticket): Promise<void> {
  const missing: NewOutbound[] = [];
  for (const to of settings.staffRooms) {
    const isShown = (await store.thread(ticket.id, to)) !== null;
    if (!isShown) missing.push({ to, audience: "staff", ticketId: ticket.id, content: { kind: "card" } });
  }
  if (missing.length === 0) return;
  const lanes = await store.queueOutbound(missing, now());
  log.warn({ ticketId: ticket.id, rooms: missing.length }, "a staff room showed no card, it is sent again");
  await Promise.all(lanes.map((lane) => ringLane({ bells, log }, lane)));
}

/** The ticket of a bell while nobody has claimed it; null when somebody has, or there is no such ticket any more. */
async function waitingTicket({ store }: Watching, ref: string): Promise<Ticket | null> {
  const id = Number(ref);
  if (!Number.isSafeInteger(id)) return null;
  const ticket = await store.ticket(id as TicketId);
  return waitingOf(ticket) === null ? null : ticket;
}
