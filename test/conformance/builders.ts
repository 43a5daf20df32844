/**
 * People, words and small decisions for tests that need a store with something in it. The decisions are made by hand, as small
 * as they can be: what the real rules decide is tested elsewhere.
 */
import type { Before, Decision, NewMessage } from "../../src/core/decision.ts";
import type { FactKind, NewFact } from "../../src/core/facts.ts";
import type { Inbound, Said } from "../../src/core/inbound.ts";
import type {
  Agent,
  AgentId,
  Attachment,
  ChatRef,
  ConversationId,
  InboundId,
  Millis,
  Priority,
  Rating,
  Ticket,
  TicketId,
} from "../../src/core/model.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import type { Changed, Store, Turn } from "../../src/core/ports.ts";
import { freshClocks } from "../../src/core/queue/clocks.ts";

/** A Tuesday morning in Shanghai. */
export const NOW: Millis = Date.UTC(2026, 4, 5, 2);

export const STAFF_ROOM: ChatRef = { channel: "telegram", chatId: "-100500" };

export function anAgent(name: string): Agent {
  return { id: `telegram:${name.toLowerCase()}` as AgentId, name };
}

export type Who = {
  readonly chatId?: string;
  readonly name?: string;
  readonly languageHint?: string | null;
  readonly updateId?: string;
  readonly channel?: Inbound["channel"];
};

let updates = 0;

/** An update of its own each time, unless told which. */
export function aLearnerSays(text: string, who: Who = {}): Inbound {
  return aLearnerSends(wordsOf(text), who);
}

export function aLearnerSends(what: Said, who: Who = {}): Inbound {
  updates += 1;
  const { chatId = "77", name = "小明", languageHint = null, channel = "telegram" } = who;
  return {
    channel,
    bot: "4711",
    updateId: who.updateId ?? `u${updates}`,
    from: { networkId: chatId, name, languageHint },
    place: { kind: "learner", chatId },
    what,
  };
}

export function anAgentSays(text: string, threadId: string | null, updateId?: string): Inbound {
  const inbound = aLearnerSays(text, { name: "Ann", ...(updateId === undefined ? {} : { updateId }) });
  return { ...inbound, place: { kind: "staff", chatId: STAFF_ROOM.chatId, threadId } };
}

function wordsOf(text: string): Said {
  return { kind: "words", messageId: `m${updates}`, text, attachments: [], albumId: null };
}

export const FACTS = { ticketId: null, defaultLanguage: "zh", now: NOW, fence: null } as const;

export type Arrived = { readonly conversationId: ConversationId; readonly inboundId: InboundId };

/** Writes it down and insists that it was new. */
export async function received(store: Store, inbound: Inbound, now: Millis = NOW): Promise<Arrived> {
  const outcome = await store.receive(inbound, { ...FACTS, now });
  if (outcome.outcome !== "received") throw new Error(`expected a new row, got ${outcome.outcome}`);
  return outcome;
}

export function turnOf(arrived: { conversationId: ConversationId; inboundId?: InboundId | null }): Turn {
  return { inboundId: null, ...arrived, ticketId: null, agentId: null, now: NOW };
}

/** Nothing happens; the inbound row, if any, is settled. */
export function nothing(before: Before): Decision {
  return {
    outcome: { outcome: "ignored" },
    conversation: before.conversation,
    tickets: [],
    messages: [],
    outbound: [],
    facts: [],
    rating: null,
  };
}

export function aMessage(text: string, parts: Partial<NewMessage> = {}): NewMessage {
  return {
    author: { kind: "learner" },
    kind: "words",
    text,
    attachments: [],
    language: "zh",
    at: NOW,
    ticketId: null,
    networkId: null,
    deliveries: [],
    ...parts,
  };
}

export function say(to: ChatRef, text: string, audience: NewOutbound["audience"] = "learner"): NewOutbound {
  return { to, audience, ticketId: null, content: { kind: "say", text, buttons: [], attachments: [] } };
}

export function aFact(kind: FactKind, parts: Partial<NewFact> = {}): NewFact {
  return {
    kind,
    at: NOW,
    ticketId: null,
    episode: null,
    agentId: null,
    intentId: null,
    value: null,
    scheduleVersion: null,
    ...parts,
  };
}

/** The bot answers with `text`, counts a turn, and remembers both sides in the transcript. */
export function answer(question: string, text: string): (before: Before) => Decision {
  return (before) => {
    const { conversation } = before;
    return {
      ...nothing(before),
      outcome: { outcome: "answered" },
      conversation: { ...conversation, turn: conversation.turn + 1 },
      messages: [
        aMessage(question),
        aMessage(text, { author: { kind: "bot" }, deliveries: [say(conversation.home, text)] }),
      ],
      facts: [aFact("asked"), aFact("answered", { intentId: "reset_password", value: 0.94 })],
    };
  };
}

export function newTicket(before: Before, priority: Priority = "normal", openedAt: Millis = NOW): Ticket {
  const { conversation } = before;
  return {
    id: before.nextTicketId,
    conversationId: conversation.id,
    learnerId: conversation.learnerId,
    learnerName: conversation.learnerName,
    language: conversation.language,
    channel: conversation.home.channel,
    episode: 1,
    priority,
    reason: "asked",
    intentId: "request_refund",
    tried: [{ intentId: "request_refund", confidence: 0.41 }],
    openedAt,
    waitingFor: "agent",
    snoozedUntil: null,
    tags: [],
    teamId: null,
    clocks: freshClocks(openedAt),
    dueAt: null,
    noticeId: null,
    humanReplies: 0,
    status: "new",
    holder: null,
  };
}

/** The bot hands over: a ticket in the queue, and a line about it. */
export function escalate(priority: Priority = "normal", openedAt: Millis = NOW): (before: Before) => Decision {
  return (before) => {
    const ticket = newTicket(before, priority, openedAt);
    return {
      ...nothing(before),
      outcome: { outcome: "escalated" },
      conversation: { ...asQueued(before), ticketId: ticket.id, acknowledgedAt: NOW },
      tickets: [ticket],
      messages: [aMessage("我想找人"), aMessage("稍等", { author: { kind: "bot" }, ticketId: ticket.id })],
      outbound: [{ to: STAFF_ROOM, audience: "staff", ticketId: ticket.id, content: { kind: "card" } }],
      facts: [aFact("escalated", { ticketId: ticket.id, episode: 1 })],
    };
  };
}

function asQueued({ conversation }: Before) {
  return { ...common(conversation), mode: "queued" as const };
}

function common(conversation: Before["conversation"]) {
  const { id, learnerId, learnerName, home, language, isLanguageChosen, turn } = conversation;
  const { albumId, noteAlbumId, isReachable, isUpset, blockedUntil, blockReason } = conversation;
  const who = { id, learnerId, learnerName, home, language, isLanguageChosen, turn };
  return { ...who, albumId, noteAlbumId, isReachable, isUpset, blockedUntil, blockReason };
}

/** Takes the named ticket, or tells who has it. */
export function claim(agent: Agent): (before: Before) => Decision {
  return (before) => {
    const ticket = before.named ?? before.current;
    if (ticket === null) return { ...nothing(before), outcome: { outcome: "no_such_ticket" } };
    if (ticket.status === "open")
      return { ...nothing(before), outcome: { outcome: "already_claimed", by: ticket.holder } };
    if (ticket.status === "solved") return { ...nothing(before), outcome: { outcome: "already_solved" } };
    return {
      ...nothing(before),
      outcome: { outcome: "claimed" },
      conversation: { ...common(before.conversation), mode: "agent", ticketId: ticket.id, agentId: agent.id },
      tickets: [{ ...ticket, status: "open", holder: agent, claimedAt: NOW }],
      facts: [aFact("claimed", { ticketId: ticket.id, episode: ticket.episode, agentId: agent.id })],
    };
  };
}

/** The holder writes to the learner. */
export function reply(agent: Agent, text: string, attachments: readonly Attachment[] = []) {
  return (before: Before): Decision => {
    const ticketId = before.current?.id ?? null;
    const deliveries = [{ ...say(before.conversation.home, text), ticketId }, say(STAFF_ROOM, text, "staff")];
    return {
      ...nothing(before),
      outcome: { outcome: "sent" },
      messages: [aMessage(text, { author: { kind: "agent", agent }, attachments, ticketId, deliveries })],
    };
  };
}

export function solve(agent: Agent, solvedAt: Millis = NOW): (before: Before) => Decision {
  return (before) => {
    const ticket = before.current;
    if (ticket === null) return { ...nothing(before), outcome: { outcome: "no_such_ticket" } };
    const { id: ticketId, episode } = ticket;
    const solved = { solvedAt, solveReason: "answered", rating: null, ratedAt: null, isRatingAsked: true } as const;
    return {
      ...nothing(before),
      outcome: { outcome: "solved" },
      conversation: { ...common(before.conversation), mode: "rating", ticketId, episode, commentUntil: null },
      tickets: [{ ...ticket, status: "solved", holder: agent, ...solved }],
      facts: [aFact("solved", { ticketId, episode, agentId: agent.id })],
    };
  };
}

const WITH_BOT = { mode: "bot", misses: 0, answered: null, unanswered: null, tried: [] } as const;

export function rate(rating: Rating): (before: Before) => Decision {
  return (before) => {
    const ticket = before.current ?? before.named;
    if (ticket?.status !== "solved") return nothing(before);
    return {
      ...nothing(before),
      outcome: { outcome: "rated" },
      conversation: { ...common(before.conversation), ...WITH_BOT },
      tickets: [{ ...ticket, rating }],
      facts: [aFact("rated", { ticketId: ticket.id, episode: ticket.episode, value: rating })],
      rating: { ticketId: ticket.id, episode: ticket.episode, rating },
    };
  };
}

/** A learner asked for a person and waits. */
export async function aTicketInTheQueue(store: Store, who: Who = {}, priority: Priority = "normal") {
  const arrived = await received(store, aLearnerSays("我想找人", who));
  const changed = await store.change(turnOf(arrived), escalate(priority));
  return { ...arrived, ticketId: ticketIn(changed) };
}

export function ticketIn(changed: Changed | null): TicketId {
  const ticket = changed?.tickets[0]?.after;
  if (!ticket) throw new Error("the turn changed no ticket");
  return ticket.id;
}

type ActedOn = {
  readonly conversationId: ConversationId;
  readonly ticketId: TicketId | null;
  readonly agentId?: AgentId | null;
};

/** An agent acts on a ticket, from the console. */
export async function act(
  store: Store,
  { conversationId, ticketId, agentId = null }: ActedOn,
  decide: (before: Before) => Decision,
) {
  return await store.change({ conversationId, inboundId: null, ticketId, agentId, now: NOW }, decide);
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
