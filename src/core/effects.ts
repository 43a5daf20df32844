/**
 * What a rule wants done, in the words of the trade, and its translation into rows. A chapter says "tell the learner" or
 * "show the card"; which chats that means, and how long words are cut, is known here only.
 */
import type { Before, Decision, Facts, NewMessage, Outcome } from "./decision.ts";
import type { FactKind, NewFact } from "./facts.ts";
import type { AgentPlace } from "./inbound.ts";
import type { Agent, Attachment, ChatRef, Conversation, Rating, Ticket, TicketId } from "./model.ts";
import type { NewOutbound, OutboundContent } from "./outbound.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { isBlank, split } from "./text.ts";

export type Effect =
  /** Into the transcript: what the learner said or pressed; passed on to the staff rooms when `isRelayed`. */
  | {
      readonly effect: "heard";
      readonly kind: "words" | "press";
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly networkId: string | null;
      readonly ticketId: TicketId | null;
      readonly isRelayed: boolean;
    }
  /** The bot's own words to the learner. */
  | { readonly effect: "tell"; readonly text: string; readonly buttons: readonly (readonly Button[])[] }
  /** An agent's words to the learner, shown in every other staff room too. */
  | {
      readonly effect: "pass_on";
      readonly agent: Agent;
      readonly from: AgentPlace;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly ticketId: TicketId;
    }
  | {
      readonly effect: "note";
      readonly agent: Agent;
      readonly from: AgentPlace;
      readonly text: string;
      readonly ticketId: TicketId;
    }
  | { readonly effect: "card" | "recap"; readonly ticketId: TicketId }
  /** The transcript as a file, where the agent asked for it. */
  | { readonly effect: "history"; readonly room: ChatRef; readonly ticketId: TicketId }
  /** A line of the bot's in every thread of the ticket. */
  | { readonly effect: "tell_rooms"; readonly text: string; readonly ticketId: TicketId }
  /** An answer to one agent where they acted: a toast for a press, else a line in the thread. Nothing for the console. */
  | {
      readonly effect: "tell_agent";
      readonly place: AgentPlace;
      readonly text: string;
      readonly ticketId: TicketId | null;
    }
  | { readonly effect: "toast"; readonly chat: ChatRef; readonly pressId: string; readonly text: string }
  | {
      readonly effect: "settle_buttons";
      readonly chat: ChatRef;
      readonly messageId: string;
      readonly text: string | null;
    }
  | {
      readonly effect: "fact";
      readonly kind: FactKind;
      readonly ticket?: Ticket;
      readonly agent?: Agent;
      readonly intentId?: string | null;
      readonly value?: number;
    };

/** What a chapter decides. Left out: stays as it is. */
export type Verdict = {
  readonly outcome: Outcome;
  readonly conversation?: Conversation;
  readonly ticket?: Ticket;
  readonly rating?: { readonly ticketId: TicketId; readonly episode: number; readonly rating: Rating };
  readonly effects: readonly Effect[];
};

/** Translates a verdict into the rows the store writes. */
export function rowsOf(verdict: Verdict, before: Before, facts: Facts): Decision {
  const conversation = verdict.conversation ?? before.conversation;
  const messages: NewMessage[] = [];
  const outbound: NewOutbound[] = [];
  const happened: NewFact[] = [];
  for (const effect of verdict.effects) {
    if (effect.effect === "fact") happened.push(factOf(effect, facts));
    else if (isSpoken(effect)) messages.push(messageOf(effect, conversation, facts));
    else outbound.push(...outboundOf(effect, facts));
  }
  return {
    outcome: verdict.outcome,
    conversation,
    tickets: verdict.ticket ? [verdict.ticket] : [],
    messages,
    outbound,
    facts: happened,
    rating: verdict.rating ?? null,
  };
}

type FactEffect = Extract<Effect, { effect: "fact" }>;
type SpokenEffect = Extract<Effect, { effect: "heard" | "tell" | "pass_on" | "note" }>;
type SilentEffect = Exclude<Effect, FactEffect | SpokenEffect>;

function isSpoken(effect: SpokenEffect | SilentEffect): effect is SpokenEffect {
  return ["heard", "tell", "pass_on", "note"].includes(effect.effect);
}

function factOf(effect: FactEffect, facts: Facts): NewFact {
  const { ticket, agent } = effect;
  return {
    kind: effect.kind,
    at: facts.now,
    ticketId: ticket?.id ?? null,
    episode: ticket?.episode ?? null,
    agentId: agent?.id ?? null,
    intentId: effect.intentId ?? ticket?.intentId ?? null,
    value: effect.value ?? null,
  };
}

function messageOf(effect: SpokenEffect, conversation: Conversation, facts: Facts): NewMessage {
  const common = { text: effect.text, language: conversation.language, at: facts.now };
  switch (effect.effect) {
    case "heard": {
      const { kind, attachments, networkId, ticketId } = effect;
      const deliveries =
        effect.isRelayed && ticketId !== null ? relays(`👤 ${effect.text}`, attachments, ticketId, null, facts) : [];
      return { ...common, author: { kind: "learner" }, kind, attachments, ticketId, networkId, deliveries };
    }
    case "tell": {
      const ticketId = "ticketId" in conversation ? conversation.ticketId : null;
      const deliveries = toLearner(
        conversation,
        { text: effect.text, buttons: effect.buttons, attachments: [] },
        ticketId,
        facts,
      );
      return {
        ...common,
        author: { kind: "bot" },
        kind: "words",
        attachments: [],
        ticketId,
        networkId: null,
        deliveries,
      };
    }
    case "pass_on": {
      const { agent, from, text, attachments, ticketId } = effect;
      const deliveries = [
        ...toLearner(conversation, { text, buttons: [], attachments }, ticketId, facts),
        ...relays(`💬 ${agent.name}: ${text}`, attachments, ticketId, from, facts),
      ];
      return {
        ...common,
        author: { kind: "agent", agent },
        kind: "words",
        attachments,
        ticketId,
        networkId: null,
        deliveries,
      };
    }
    case "note": {
      const { agent, from, text, ticketId } = effect;
      const label = phrasesIn(facts.staffLanguage).staff.author.note;
      const deliveries = relays(`${label} ${agent.name}: ${text}`, [], ticketId, from, facts);
      return {
        ...common,
        author: { kind: "agent", agent },
        kind: "note",
        attachments: [],
        ticketId,
        networkId: null,
        deliveries,
      };
    }
  }
}

function outboundOf(effect: SilentEffect, facts: Facts): readonly NewOutbound[] {
  switch (effect.effect) {
    case "card":
      return facts.staffRooms.map((room) => inThread(room, effect.ticketId, { kind: "card" }));
    case "recap":
      return facts.staffRooms.map((room) => inThread(room, effect.ticketId, { kind: "transcript", form: "recap" }));
    case "history":
      return [inThread(effect.room, effect.ticketId, { kind: "transcript", form: "file" })];
    case "tell_rooms":
      return facts.staffRooms.map((room) => inThread(room, effect.ticketId, line(effect.text)));
    case "tell_agent": {
      if (effect.place === null) return [];
      const { room, pressId } = effect.place;
      const content: OutboundContent =
        pressId === null ? line(effect.text) : { kind: "toast", pressId, text: effect.text };
      return [inThread(room, effect.ticketId, content)];
    }
    case "toast":
      return [
        {
          to: effect.chat,
          audience: "learner",
          ticketId: null,
          content: { kind: "toast", pressId: effect.pressId, text: effect.text },
        },
      ];
    case "settle_buttons": {
      const content: OutboundContent = { kind: "settle_buttons", messageId: effect.messageId, text: effect.text };
      return [{ to: effect.chat, audience: "learner", ticketId: null, content }];
    }
  }
}

type Spoken = Omit<Extract<OutboundContent, { kind: "say" }>, "kind">;

/** Nothing goes to somebody who blocked us: the network would only count it against the bot. */
function toLearner(
  conversation: Conversation,
  words: Spoken,
  ticketId: TicketId | null,
  facts: Facts,
): readonly NewOutbound[] {
  if (!conversation.isReachable) return [];
  return says(conversation.home, words, facts).map((content) => ({
    to: conversation.home,
    audience: "learner",
    ticketId,
    content,
  }));
}

/** Into the ticket's thread of every staff room but the one the words came from. */
function relays(
  text: string,
  attachments: readonly Attachment[],
  ticketId: TicketId,
  from: AgentPlace,
  facts: Facts,
): readonly NewOutbound[] {
  const rooms = facts.staffRooms.filter((room) => from === null || !isSameChat(room, from.room));
  return rooms.flatMap((room) =>
    says(room, { text, buttons: [], attachments }, facts).map((content) => inThread(room, ticketId, content)),
  );
}

/** One `say` for each part the channel can take; buttons and attachments come with the last. No network takes blank words. */
function says(to: ChatRef, words: Spoken, facts: Facts): readonly OutboundContent[] {
  const parts = split(words.text, facts.textLengthMax[to.channel]).filter((part) => !isBlank(part));
  if (parts.length === 0) return words.attachments.length > 0 ? [{ kind: "say", ...words, text: "" }] : [];
  return parts.map((text, index) =>
    index === parts.length - 1 ? { kind: "say", ...words, text } : { kind: "say", text, buttons: [], attachments: [] },
  );
}

function line(text: string): OutboundContent {
  return { kind: "say", text, buttons: [], attachments: [] };
}

function inThread(room: ChatRef, ticketId: TicketId | null, content: OutboundContent): NewOutbound {
  return { to: room, audience: "staff", ticketId, content };
}

function isSameChat(one: ChatRef, other: ChatRef): boolean {
  return one.channel === other.channel && one.chatId === other.chatId;
}
