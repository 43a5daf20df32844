/**
 * What follows a committed turn: bells for the lanes it wrote to, and tickets into the human queue or out of it. Not to
 * break: a bell that fails must never fail the turn, for the turn is already written and the sweeper rings again. One that
 * fails is a line for debugging only: the bells say themselves, once a minute, what is wrong with them.
 */
import type { ConversationId, Millis, Ticket, TicketId } from "../core/model.ts";
import type { Bell, Changed, Waiting } from "../core/ports.ts";
import { planOffers, windClocks } from "./clocks.ts";
import { faultOf } from "./fault.ts";
import { windNps } from "./nps-bell.ts";
import type { Parts } from "./parts.ts";

type Ringing = Pick<Parts, "bells" | "log">;

/** Among the bells of `clocks`: places in the line may have changed, see places.ts. */
export const PLACES_BELL = { queue: "clocks", ref: "places" } as const satisfies Bell;

/** Many tickets move together; they are looked at once. */
const GATHER_MS: Millis = 2000;
/** Never rejects. */
export async function ringFor(parts: Ringing & Pick<Parts, "now">, changed: Changed): Promise<void> {
  await Promise.all([
    ...changed.lanes.map((lane) => ringLane(parts, lane)),
    ...changed.tickets.map((change) => moveInQueue(parts, change)),
    ...changed.tickets.map((change) => wound(parts, change)),
    ringForPlaces(parts, changed),
    windNps(parts, changed),
  ]);
}

/** Rings for a lane, now or at `at`. Never rejects. */
export async function ringLane({ bells, log }: Ringing, lane: string, at?: Millis): Promise<void> {
  try {
    await bells.ring({ queue: "deliver", ref: lane }, at);
  } catch (trouble) {
    log.debug({ lane, fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}

/** What bells are opened with: a hearing that failed as a line in the log, without the words an error may quote. */
export function troubleLogger(log: Parts["log"]): (bell: Bell, trouble: unknown) => void {
  return (bell, trouble) => log.error({ bell, fault: faultOf(trouble) }, "bell not heard out, the sweeper rings again");
}

/** Rings for a ticket whose time has come. Never rejects. */
export async function ringDue({ bells, log }: Ringing, ticketId: TicketId): Promise<void> {
  try {
    await bells.ring({ queue: "clocks", ref: String(ticketId) });
  } catch (trouble) {
    log.debug({ ticketId, fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}

/** Rings for a conversation that has something to be heard, where turns are taken elsewhere. Never rejects. */
export async function ringTurn({ bells, log }: Ringing, conversationId: ConversationId): Promise<void> {
  try {
    await bells.ring({ queue: "turns", ref: String(conversationId) });
  } catch (trouble) {
    log.debug({ conversationId, fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}

/** The entry a ticket has in the human queue; null when nobody has to come for it. */
export function waitingOf(ticket: Ticket | null): Waiting | null {
  if (ticket?.status !== "new") return null;
  return { ticketId: ticket.id, episode: ticket.episode, priority: ticket.priority };
}

/** Rings for the moment at which the ticket must be looked at, when that is another one than before. */
async function wound({ bells, log }: Ringing, { before, after }: Change): Promise<void> {
  if (after.dueAt === before?.dueAt) return;
  try {
    await windClocks({ bells }, after);
  } catch (trouble) {
    log.debug({ ticketId: after.id, fault: faultOf(trouble) }, "clock not wound, the sweeper rings");
  }
}

type Change = Changed["tickets"][number];

async function moveInQueue({ bells, now, log }: Ringing & Pick<Parts, "now">, change: Change): Promise<void> {
  const was = waitingOf(change.before);
  const is = waitingOf(change.after);
  if (was && is && was.episode === is.episode && was.priority === is.priority) return;
  try {
    if (was) await bells.human.remove(was);
    if (!is) return;
    await bells.human.add(is);
    await planOffers({ bells, now }, change.after);
  } catch (trouble) {
    log.debug({ ticketId: change.after.id, fault: faultOf(trouble) }, "human queue not changed, the sweeper will");
  }
}

/** Rings when a turn moved the line. Never rejects: the sweeper rings every minute. */
async function ringForPlaces(
  parts: Ringing & Pick<Parts, "now">,
  { tickets }: Pick<Changed, "tickets">,
): Promise<void> {
  const hasMoved = tickets.some(({ before, after }) => standing(before) !== standing(after));
  if (hasMoved) await ringPlaces(parts, parts.now() + GATHER_MS);
}

function standing(ticket: Ticket | null): string {
  return ticket?.status === "new" ? `${ticket.episode} ${ticket.priority}` : "";
}

/** Rings at the next full two seconds after `at`, so that ringing often is ringing once. Never rejects. */
export async function ringPlaces({ bells, log }: Ringing, at: Millis): Promise<void> {
  try {
    await bells.ring(PLACES_BELL, Math.ceil(at / GATHER_MS) * GATHER_MS);
  } catch (trouble) {
    log.debug({ fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}
