/**
 * Effects → rows: which chats "tell the learner" and "show the card" mean, where long words are cut, and who hears what an
 * agent or a learner said elsewhere. The only place that turns a rule's wish into something to send.
 */
import { versionAt } from "./calendar/calendar.ts";
import type { Amendment, Before, Decision, Facts, NewMessage } from "./decision.ts";
import { amendmentOf, lookOf } from "./edits.ts";
import type { Effect, Verdict } from "./effects.ts";
import type { NewFact } from "./facts.ts";
import type { AgentPlace, SaidAs } from "./inbound.ts";
import type { ChatRef, Conversation, Ticket, TicketId } from "./model.ts";
import type { NewOutbound, OutboundContent } from "./outbound.ts";
import { wind } from "./queue/clocks.ts";
import { recoveredBy } from "./queue/recovery.ts";
import type { PlaceTold } from "./queue/told.ts";
import { type Spoken, shownOn } from "./shown.ts";

/** Translates a verdict into the rows the store writes. */
export function rowsOf(verdict: Verdict, before: Before, facts: Facts): Decision {
  const conversation = verdict.conversation ?? before.conversation;
  const messages: NewMessage[] = [];
  const amendments: Amendment[] = [];
  const outbound: NewOutbound[] = [];
  const happened: NewFact[] = [];
  for (const effect of verdict.effects) {
    if (effect.effect === "fact") happened.push(factOf(effect, facts));
    else if (effect.effect === "amend") amendments.push(amendmentOf(effect, { conversation, facts }));
    else if (isSpoken(effect)) messages.push(messageOf(effect, { conversation, facts, before }));
    else outbound.push(...outboundOf(effect, facts));
  }
  const reactions = verdict.effects.flatMap((effect) =>
    effect.effect === "react" ? [{ lineId: effect.line.id, emoji: effect.emoji }] : [],
  );
  const tickets = ticketsOf(verdict, before, facts);
  const recovery = verdict.recovery ?? recoveredBy(tickets, before);
  return {
    outcome: verdict.outcome,
    conversation,
    tickets,
    messages,
    ...(amendments.length > 0 ? { amendments } : {}),
    ...(reactions.length > 0 ? { reactions } : {}),
    outbound,
    facts: happened,
    rating: verdict.rating ?? null,
    ...(verdict.remark ? { remark: verdict.remark } : {}),
    ...(recovery ? { recovery } : {}),
    ...(verdict.nps ? { nps: verdict.nps } : {}),
    ...(verdict.suggestion ? { suggestion: verdict.suggestion } : {}),
    ...(verdict.merged ? { merged: verdict.merged } : {}),
  };
}

/**
 * The tickets the verdict changes, wound: every change of a ticket comes by here, so no chapter has to think of its clocks.
 * Words of the learner that reach the agents change a ticket as well, even when the chapter left it alone.
 */
function ticketsOf(verdict: Verdict, before: Before, facts: Facts): readonly Ticket[] {
  const known = [before.named, before.current, before.other].filter((ticket) => ticket !== null);
  const changed = [verdict.ticket, verdict.otherTicket].filter((ticket) => ticket !== undefined);
  const heard = verdict.effects.filter(isHeardByAgents);
  const isHeardOf = ({ id }: Ticket): boolean => heard.some(({ ticketId }) => ticketId === id);
  const isChanged = ({ id }: Ticket): boolean => changed.some((ticket) => ticket.id === id);
  const addressed = known.find((ticket) => isHeardOf(ticket) && !isChanged(ticket));
  return [...changed, ...(addressed ? [addressed] : [])].map((ticket) => {
    const was = known.find(({ id }) => id === ticket.id) ?? null;
    return wind(was, ticket, { ...facts, hasLearnerWritten: isHeardOf(ticket) });
  });
}

function isHeardByAgents(effect: Effect): effect is Extract<Effect, { effect: "heard" | "amend" }> {
  if (effect.effect === "amend") return effect.ticketId !== null && effect.line.author.kind === "learner";
  return effect.effect === "heard" && effect.isRelayed;
}

type FactEffect = Extract<Effect, { effect: "fact" }>;
type SpokenEffect = Extract<Effect, { effect: "heard" | "tell" | "pass_on" | "note" }>;
type SilentEffect = Exclude<Effect, FactEffect | SpokenEffect | { effect: "amend" }>;

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
    scheduleVersion: versionAt(facts.calendar, facts.now).version,
    ...(effect.variant === undefined ? {} : { variant: effect.variant }),
  };
}

type Scene = { readonly conversation: Conversation; readonly facts: Facts; readonly before: Before };
/** Words, and the line they answer. */
type Saying = Spoken & { readonly repliesTo?: number };

function messageOf(effect: SpokenEffect, scene: Scene): NewMessage {
  const { conversation, facts, before } = scene;
  const answering = before.recalled === undefined ? {} : { repliesTo: before.recalled.id };
  const common = { text: effect.text, language: conversation.language, at: facts.now, networkId: null };
  switch (effect.effect) {
    case "heard": {
      const { kind, attachments, networkId, ticketId } = effect;
      const words = { text: looks({ kind: "learner" }, effect, facts), buttons: [], attachments, ...answering };
      const deliveries = effect.isRelayed && ticketId !== null ? relays(words, { ticketId, from: null }, facts) : [];
      const said = networkId === null ? {} : { networkId, saidIn: conversation.home };
      return { ...common, author: { kind: "learner" }, kind, attachments, ticketId, ...said, ...answering, deliveries };
    }
    case "tell": {
      const ticketId = "ticketId" in conversation ? conversation.ticketId : null;
      const words = { text: effect.text, buttons: effect.buttons, attachments: [] };
      const deliveries = keepingPlace(toLearner(words, ticketId, scene), effect.place);
      const text = effect.kept ?? effect.text;
      return { ...common, text, author: { kind: "bot" }, kind: "words", attachments: [], ticketId, deliveries };
    }
    case "pass_on":
      return { ...common, ...passedOn(effect, scene, answering), ...namesOf(effect), ...answering };
    case "note": {
      const { agent, ticketId, attachments } = effect;
      const author = { kind: "agent", agent } as const;
      const text = looks(author, { kind: "note", text: effect.text }, facts);
      const deliveries = relays({ text, buttons: [], attachments, ...answering }, effect, facts);
      const said = { ...namesOf(effect), ...answering };
      return { ...common, author, kind: "note", attachments, ticketId, ...said, deliveries };
    }
  }
}

type PassedOn = Extract<SpokenEffect, { effect: "pass_on" }>;

function passedOn(effect: PassedOn, scene: Scene, answering: Pick<Saying, "repliesTo">) {
  const { agent, text, attachments, ticketId } = effect;
  const author = { kind: "agent", agent } as const;
  const words = { buttons: [], attachments, ...answering };
  const deliveries = [
    ...toLearner({ ...words, text }, ticketId, scene),
    ...relays({ ...words, text: looks(author, { kind: "words", text }, scene.facts) }, effect, scene.facts),
  ];
  return { author, kind: "words", attachments, ticketId, deliveries } as const;
}

/** As agents read it in another room. */
function looks(
  author: NewMessage["author"],
  said: Pick<NewMessage, "kind" | "text">,
  { staffLanguage }: Facts,
): string {
  return lookOf({ author, kind: said.kind, text: said.text, audience: "staff", staffLanguage });
}

/** How the network an agent wrote in calls their message. */
function namesOf({ from, said }: { readonly from: AgentPlace; readonly said?: SaidAs }) {
  return from === null || said === undefined ? {} : { networkId: said.messageId, saidIn: from.room };
}

function outboundOf(effect: SilentEffect, facts: Facts): readonly NewOutbound[] {
  switch (effect.effect) {
    case "react": {
      const { chat: to, line, emoji } = effect;
      if (to === null) return [];
      return [{ to, audience: "learner", ticketId: line.ticketId, content: { kind: "react", lineId: line.id, emoji } }];
    }
    case "card":
      return facts.staffRooms.map((room) => inThread(room, effect.ticketId, { kind: "card" }));
    case "recap":
      return facts.staffRooms.map((room) => inThread(room, effect.ticketId, { kind: "transcript", form: "recap" }));
    case "history":
      return [inThread(effect.room, effect.ticketId, { kind: "transcript", form: "file" })];
    case "tell_staff":
      return facts.staffRooms.map((room) => inThread(room, null, line(effect.text)));
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
      if (!facts.can[effect.chat.channel].edits) return [];
      const content: OutboundContent = { kind: "settle_buttons", messageId: effect.messageId };
      return [{ to: effect.chat, audience: "learner", ticketId: null, content }];
    }
  }
}

/** Nothing goes to somebody who blocked us: the network would only count it against the bot. */
function toLearner(words: Saying, ticketId: TicketId | null, { conversation, facts }: Scene): readonly NewOutbound[] {
  if (!conversation.isReachable) return [];
  const to = conversation.home;
  return says(to, words, facts).map((content) => ({ to, audience: "learner", ticketId, content }));
}

/** The buttons are under the last part, so that is the one to be changed later. */
function keepingPlace(deliveries: readonly NewOutbound[], place: PlaceTold | undefined): readonly NewOutbound[] {
  if (place === undefined) return deliveries;
  return deliveries.map((row, index) => {
    const isLast = index === deliveries.length - 1;
    return isLast && row.content.kind === "say" ? { ...row, content: { ...row.content, place } } : row;
  });
}

type Origin = { readonly ticketId: TicketId; readonly from: AgentPlace };

/** Into the ticket's thread of every staff room but the one the words came from. */
function relays(words: Saying, { ticketId, from }: Origin, facts: Facts): readonly NewOutbound[] {
  const rooms = facts.staffRooms.filter((room) => from === null || !isSameChat(room, from.room));
  return rooms.flatMap((room) => says(room, words, facts).map((content) => inThread(room, ticketId, content)));
}

/** One `say` for each message the channel needs. No network takes blank words. */
function says(to: ChatRef, { repliesTo, ...words }: Saying, facts: Facts): readonly OutboundContent[] {
  return shownOn(facts.can[to.channel], words).map((part, index) => {
    const isReply = index === 0 && repliesTo !== undefined;
    return { kind: "say", ...part, ...(isReply ? { repliesTo } : {}) };
  });
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
