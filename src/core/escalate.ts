/**
 * The bot hands over: a conversation becomes a ticket in the human queue, or a solved ticket its next episode.
 * `judge.ts` decides that a question needs a person; buttons, commands and our own faults lead here as well.
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import type { Conversation, EscalationReason, Match, Millis, Priority, Ticket } from "./model.ts";
import { PRIORITIES } from "./model.ts";
import { freshClocks } from "./queue/clocks.ts";
import { noticeAbout } from "./queue/notice.ts";
import { tellPlace } from "./queue/waiting.ts";

/** How long after solving a ticket may be opened again as the same one. */
export const REOPEN_WITHIN_MS: Millis = 7 * 24 * 60 * 60 * 1000;

type HandOver = {
  readonly reason: EscalationReason;
  /** What the bot made of the words, best first; for the card. */
  readonly tried: readonly Match[];
  /** The intent it is about, when one is known. */
  readonly intentId: string | null;
  /** What happened before in the same turn: the learner's words, an answer. */
  readonly effects: readonly Effect[];
};

/** Opens a ticket for the conversation, which must not have one open. */
export function handOver(before: Before, facts: Facts, order: HandOver): Verdict {
  const { conversation } = before;
  const intent = order.intentId === null ? undefined : facts.pack.intents.get(order.intentId);
  const ticket: Ticket = {
    id: before.nextTicketId,
    conversationId: conversation.id,
    learnerId: conversation.learnerId,
    learnerName: conversation.learnerName,
    language: conversation.language,
    channel: conversation.home.channel,
    episode: 1,
    priority: priorityOf(order.reason, intent?.priority ?? "normal", conversation.isUpset),
    reason: order.reason,
    intentId: intent?.id ?? null,
    tried: order.tried,
    openedAt: facts.now,
    waitingFor: "agent",
    snoozedUntil: null,
    humanReplies: 0,
    tags: [...new Set(intent?.tags ?? [])].toSorted(),
    teamId: null,
    clocks: freshClocks(facts.now),
    dueAt: null,
    noticeId: noticeAbout(intent?.id ?? order.tried[0]?.intentId ?? null, facts.notices)?.id ?? null,
    status: "new",
    holder: null,
  };
  const joining = { ticket, position: lastPosition(before, ticket.priority), conversation };
  const told = tellPlace(joining, facts, ({ learner }, line) =>
    order.reason === "poisoned" ? learner.queuedByMistake(ticket.id, line) : learner.queued(ticket.id, line),
  );
  return {
    outcome: { outcome: "escalated" },
    conversation: queuedFor(conversation, ticket, facts.now),
    ticket,
    effects: [
      ...order.effects,
      told,
      { effect: "card", ticketId: ticket.id },
      { effect: "recap", ticketId: ticket.id },
      { effect: "fact", kind: "escalated", ticket },
    ],
  };
}

/** Whoever is angry waited long enough already: one step up, but an emergency stays one of its own. */
function priorityOf(reason: EscalationReason, priority: Priority, isUpset: boolean): Priority {
  if (reason === "poisoned") return "high";
  if (!isUpset || priority === "urgent") return priority;
  return priority === "low" ? "normal" : "high";
}

/** The next episode of a solved ticket: back into the queue, as a new piece of human work with its own clock. */
export function nextEpisode(ticket: Ticket, now: Millis): Ticket & { status: "new" } {
  const { id, conversationId, learnerId, learnerName, language, channel, priority, reason, intentId, tried } = ticket;
  const { tags, teamId } = ticket;
  return {
    ...{ id, conversationId, learnerId, learnerName, language, channel, priority, reason, intentId, tried },
    ...{ tags, teamId },
    episode: ticket.episode + 1,
    openedAt: now,
    waitingFor: "agent",
    snoozedUntil: null,
    humanReplies: 0,
    clocks: freshClocks(now),
    dueAt: null,
    noticeId: null,
    status: "new",
    holder: null,
  };
}

/** Whether a ticket may begin its next episode now, and if not, why not. */
export function canReopen(
  ticket: Ticket,
  before: Before,
  now: Millis,
): "yes" | "not_solved" | "too_late" | "other_ticket_open" {
  if (ticket.status !== "solved") return "not_solved";
  if (now - ticket.solvedAt > REOPEN_WITHIN_MS) return "too_late";
  const { mode } = before.conversation;
  return mode === "queued" || mode === "agent" ? "other_ticket_open" : "yes";
}

export function queuedFor(conversation: Conversation, ticket: Ticket, now: Millis): Conversation {
  return { ...commonOf(conversation), mode: "queued", ticketId: ticket.id, acknowledgedAt: now };
}

/** Back to the bot, with a clean slate. */
export function withBot(conversation: Conversation): Conversation & { readonly mode: "bot" } {
  const settled = { ...commonOf(conversation), isUpset: false };
  return { ...settled, mode: "bot", misses: 0, answered: null, unanswered: null, tried: [] };
}

/** What stays the same whoever holds the conversation. */
export function commonOf(
  conversation: Conversation,
): Omit<Conversation & { mode: "queued" }, "mode" | "ticketId" | "acknowledgedAt"> {
  const { id, learnerId, learnerName, home, language, isLanguageChosen, turn } = conversation;
  const { albumId, noteAlbumId, isReachable, isUpset, blockedUntil, blockReason } = conversation;
  return {
    ...{ id, learnerId, learnerName, home, language, isLanguageChosen, turn },
    ...{ albumId, noteAlbumId, isReachable, isUpset, blockedUntil, blockReason },
  };
}

/** The place of a ticket that joins the queue now: behind everything as urgent or more. 1 is next. */
export function lastPosition(before: Before, priority: Priority): number {
  const rank = PRIORITIES.indexOf(priority);
  const inFront = PRIORITIES.filter((_, index) => index >= rank).map((each) => before.waiting[each]);
  return inFront.reduce((sum, count) => sum + count, 0) + 1;
}
