/**
 * What the desk may read: tickets and figures. The only way from the HTTP door to stored rows; it writes nothing.
 *
 * Figures are folded from the rows each time they are asked for, so a changed definition holds for the past as well.
 */
import { type LearnerRecord, recordOf } from "../core/learning/record.ts";
import type { AgentId, Millis, Rating, Ticket, TicketId } from "../core/model.ts";
import type { Range, Store, StoredMessage, TicketView } from "../core/ports.ts";
import { EPISODE_KINDS } from "../insight/episodes.ts";
import { npsOf } from "../insight/nps.ts";
import type { Spread } from "../insight/percentile.ts";
import type { PromisesKept } from "../insight/promise.ts";
import { type ResponseTimes, responseTimes } from "../insight/response-times.ts";
import { type Satisfaction, satisfaction } from "../insight/satisfaction.ts";
import { promiseFigure } from "./waits.ts";

export type { PromisesKept, ResponseTimes, Satisfaction, Spread };
export type Counts = Awaited<ReturnType<Store["counts"]>>;

/** A ticket with everything said in it, the learner's other tickets, the newest first, and their courses and orders. */
export type TicketFile = {
  readonly ticket: Ticket;
  readonly transcript: readonly StoredMessage[];
  readonly earlier: readonly Ticket[];
  readonly record: LearnerRecord;
};

/** Every method rejects with StoreError when the database does not answer. */
export type Report = {
  satisfaction(range: Range): Promise<Satisfaction & { readonly nps: number | null }>;
  /** An episode belongs to the range in which it began, feedback to the one in which it came. */
  responseTime(range: Range): Promise<ResponseTimes>;
  counts(): Promise<Counts>;
  /** How what learners were told about the wait came true in the last seven days. */
  waitPromises(now: Millis): Promise<PromisesKept>;
  tickets(view: TicketView, limit: number): Promise<readonly Ticket[]>;
  /** The open tickets of an agent: those that wait for their word first, the longest wait first. */
  ticketsHeldBy(agentId: AgentId): Promise<readonly Ticket[]>;
  /** Tickets that are not solved, not snoozed and wait for our word, whoever holds them; the longest wait first. */
  unattended(limit: number): Promise<readonly Ticket[]>;
  /** Null when there is no such ticket. */
  ticket(ticketId: TicketId): Promise<TicketFile | null>;
};

const PROMISES_MS: Millis = 7 * 86_400_000;
/** More of a learner's other tickets help nobody to understand this one. */
const EARLIER_MAX = 10;

type Readable = Pick<
  Store,
  | "counts"
  | "facts"
  | "learning"
  | "ratings"
  | "staff"
  | "ticket"
  | "tickets"
  | "ticketsHeldBy"
  | "ticketsOfLearner"
  | "transcript"
  | "unattended"
>;

export function reportOn(store: Readable, satisfiedFrom?: Rating): Report {
  return {
    satisfaction: async (range) => ({
      ...(await satisfaction(ratingsIn(store, range), await askedIn(store, range), satisfiedFrom)),
      nps: await npsOf(store.facts(["nps_answered"], range)),
    }),
    responseTime: (range) =>
      responseTimes({
        // No end: the answer to an episode that began in the range may have come after it.
        facts: store.facts(EPISODE_KINDS, { from: range.from, channel: range.channel }),
        given: givenSecondsIn(store, range),
        openedBefore: range.to,
      }),
    counts: () => store.counts(),
    waitPromises: (now) => promiseFigure(store.staff, { from: now - PROMISES_MS, now }),
    tickets: (view, limit) => store.tickets(view, limit),
    ticketsHeldBy: (agentId) => store.ticketsHeldBy(agentId),
    unattended: (limit) => store.unattended(limit),
    ticket: async (ticketId) => {
      const ticket = await store.ticket(ticketId);
      if (ticket === null) return null;
      const { learnerId } = ticket;
      const [transcript, theirs, told] = await Promise.all([
        store.transcript(ticketId),
        store.ticketsOfLearner(learnerId, EARLIER_MAX + 1),
        store.learning.of({ learnerId }),
      ]);
      const earlier = theirs.filter(({ id }) => id !== ticketId).slice(0, EARLIER_MAX);
      return { ticket, transcript, earlier, record: recordOf(told) };
    },
  };
}

async function* ratingsIn(store: Readable, range: Range) {
  for await (const { rating } of store.ratings(range)) yield rating;
}

async function* givenSecondsIn(store: Readable, range: Range) {
  for await (const { responseSeconds } of store.ratings(range)) if (responseSeconds !== null) yield responseSeconds;
}

async function askedIn(store: Readable, range: Range): Promise<number> {
  let asked = 0;
  for await (const _ of store.facts(["rating_asked"], range)) asked += 1;
  return asked;
}
