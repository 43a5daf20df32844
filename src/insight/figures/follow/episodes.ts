/**
 * Follows tickets from handing over to solved, and says what each episode took. Only tickets that are open, or were solved in
 * the last seven days and may be reopened, are remembered.
 *
 *   escalated | reopened ──> agent_replied ⇄ learner_wrote ──> solved ──7 days──> forgotten
 *                                                          └──> cancelled | dropped ──> forgotten
 */

import type { AgentId, Millis, TicketId } from "../../../core/model.ts";
import { addFirstWait, addStretches, type Book, talliesEndingAt, talliesOf } from "../book.ts";
import type { FactSeen } from "../events.ts";
import type { Case } from "../groups.ts";
import { addCase, addCount, addTime } from "../tally.ts";

/** As long as a learner may reopen a ticket: see REOPEN_WITHIN_MS in core/escalate.ts. */
const REOPEN_MS: Millis = 7 * 86_400_000;

type Stretch = { readonly from: Millis; readonly to: Millis };

type OpenEpisode = {
  readonly episode: number;
  readonly of: Case;
  repliedAt: Millis | null;
  replies: number;
  agentId: AgentId | null;
  /** Since when the next word is ours; null: it is the learner's. */
  oursSince: Millis | null;
  /** The stretches before, in which it was ours. */
  readonly ours: Stretch[];
};

type Solved = { readonly at: Millis; readonly of: Case };

type FollowedTicket = {
  /** Of its first episode; null when the log begins after that. */
  readonly first: Case | null;
  open: OpenEpisode | null;
  /** The newest solved episode, while it may be reopened. */
  solved: Solved | null;
};

export type FollowedTickets = Map<TicketId, FollowedTicket>;

/** A ticket the log knows nothing of yet: it was opened before the log was read from. */
export type OpenedBefore = { readonly ticketId: TicketId; readonly episode: number; readonly of: Case };

export function rememberOpen(tickets: FollowedTickets, { ticketId, episode, of }: OpenedBefore): void {
  if (!tickets.has(ticketId)) tickets.set(ticketId, { first: null, open: begun(episode, of), solved: null });
}

/** True when the fact was about an episode whose beginning was seen. */
export function followTicket(tickets: FollowedTickets, fact: FactSeen, book: Book): boolean {
  const { ticketId, episode, kind } = fact;
  if (ticketId === null || episode === null) return true;
  const known = tickets.get(ticketId);
  if (kind === "escalated" || kind === "reopened") {
    begin(tickets, { ticketId, known, episode }, { fact, book });
    return true;
  }
  const open = known?.open?.episode === episode ? known.open : null;
  if (known === undefined || open === null) return !PARTS_OF_EPISODE.has(kind);
  goOn(tickets, { ticketId, known, open }, { fact, book });
  return true;
}

const PARTS_OF_EPISODE: ReadonlySet<string> = new Set([
  "agent_replied",
  "learner_wrote",
  "solved",
  "cancelled",
  "dropped",
]);

type Scene = { readonly fact: FactSeen; readonly book: Book };

function caseOf({ at, channel, language, intentId, learnerId }: FactSeen, agentId: AgentId | null = null): Case {
  return { at, channel, language, intentId, agentId, learnerId };
}

function begun(episode: number, of: Case): OpenEpisode {
  return { episode, of, repliedAt: null, replies: 0, agentId: null, oursSince: of.at, ours: [] };
}

type Beginning = {
  readonly ticketId: TicketId;
  readonly known: FollowedTicket | undefined;
  readonly episode: number;
};

function begin(tickets: FollowedTickets, { ticketId, known, episode }: Beginning, { fact, book }: Scene): void {
  const of = caseOf(fact);
  const solved = known?.solved ?? null;
  if (solved !== null) {
    const isReopened = fact.at - solved.at <= REOPEN_MS;
    for (const tally of talliesOf(book, solved.of)) addCase(tally, "reopen_rate", { isHit: isReopened });
    if (!isReopened) settleTicket(known?.first ?? null, solved, book);
  }
  for (const tally of talliesOf(book, of)) addCount(tally, "episodes");
  const isFirst = fact.kind === "escalated";
  tickets.set(ticketId, { first: isFirst ? of : (known?.first ?? null), open: begun(episode, of), solved: null });
}

type Going = { readonly ticketId: TicketId; readonly known: FollowedTicket; readonly open: OpenEpisode };

function goOn(tickets: FollowedTickets, { ticketId, known, open }: Going, { fact, book }: Scene): void {
  const { kind, at, agentId } = fact;
  if (agentId !== null && (kind === "claimed" || kind === "agent_replied" || kind === "solved")) open.agentId = agentId;
  switch (kind) {
    case "agent_replied":
      reply(open, { fact, book });
      return;
    case "learner_wrote":
      open.oursSince ??= at;
      return;
    case "solved":
      known.open = null;
      known.solved = solve(open, { fact, book });
      return;
    case "cancelled":
    case "dropped":
      known.open = null;
      if (known.solved === null) tickets.delete(ticketId);
      return;
    default:
      return;
  }
}

function reply(open: OpenEpisode, { fact: { at, agentId }, book }: Scene): void {
  const { oursSince } = open;
  open.replies += 1;
  open.oursSince = null;
  const by: Case = { ...open.of, agentId };
  if (open.repliedAt === null) {
    open.repliedAt = at;
    const wait = [{ from: open.of.at, to: at }];
    addStretches(book, by, { calendar: "first_response", business: "first_response_business" }, wait);
    addFirstWait(book, open.of.at, at - open.of.at);
  } else if (oursSince !== null) {
    const turn = [{ from: oursSince, to: at }];
    addStretches(book, by, { calendar: "next_response", business: "next_response_business" }, turn);
  }
  if (oursSince !== null) open.ours.push({ from: oursSince, to: at });
}

function solve(open: OpenEpisode, { fact: { at }, book }: Scene): Solved {
  if (open.oursSince !== null) open.ours.push({ from: open.oursSince, to: at });
  const of: Case = { ...open.of, agentId: open.agentId };
  for (const tally of talliesOf(book, of)) {
    addCount(tally, "solved");
    addCase(tally, "one_touch", { isHit: open.replies === 1 });
  }
  const whole = [{ from: open.of.at, to: at }];
  addStretches(book, of, { calendar: "resolution", business: "resolution_business" }, whole);
  addStretches(book, of, { calendar: "waiting", business: "waiting_business" }, open.ours);
  return { at, of };
}

function settleTicket(first: Case | null, { at, of }: Solved, book: Book): void {
  if (first === null) return;
  const tallies = talliesOf(book, { ...first, agentId: of.agentId });
  for (const tally of tallies) addTime(tally, "full_resolution", Math.max(0, at - first.at));
}

/** Forgets the tickets that cannot be reopened any more. Called when and as often as one likes: it changes no figure. */
export function forgetTickets(tickets: FollowedTickets, now: Millis, book: Book): void {
  for (const [ticketId, { first, open, solved }] of tickets) {
    if (solved === null || open !== null || now - solved.at <= REOPEN_MS) continue;
    tickets.delete(ticketId);
    for (const tally of talliesOf(book, solved.of)) addCase(tally, "reopen_rate", { isHit: false });
    settleTicket(first, solved, book);
  }
}

/** Writes down, without forgetting anything, how those stand that `forgetTickets` left. */
export function tellTickets(tickets: FollowedTickets, now: Millis, book: Book): void {
  for (const { first, open, solved } of tickets.values()) {
    if (solved === null || open !== null) continue;
    const isPending = now - solved.at <= REOPEN_MS;
    for (const tally of talliesOf(book, solved.of)) addCase(tally, "reopen_rate", { isHit: false, isPending });
    settleTicket(first, solved, book);
  }
}

/** Writes down what is open at the end of a range. */
export function tellBacklog(tickets: FollowedTickets, end: Millis, book: Book): void {
  for (const { open } of tickets.values()) {
    if (open === null) continue;
    const of: Case = { ...open.of, agentId: open.agentId };
    for (const tally of talliesEndingAt(book, end, of)) addTime(tally, "backlog_age", Math.max(0, end - open.of.at));
  }
}
