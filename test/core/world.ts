/**
 * A world of one learner for tests of the rules: keeps in memory what a store would, and runs every event through `decide`.
 * The pack here is tiny and its matcher literal, so that a test shows rules and not guesses.
 */
import { decide } from "../../src/core/decide.ts";
import type { Before, Decision, Facts } from "../../src/core/decision.ts";
import type { NewFact } from "../../src/core/facts.ts";
import type { AgentVerb, Event, Said } from "../../src/core/inbound.ts";
import { spokenLanguage } from "../../src/core/language.ts";
import type {
  Agent,
  AgentId,
  ChatRef,
  Conversation,
  ConversationId,
  LearnerId,
  Match,
  Rating,
  StaffRoom,
  Ticket,
  TicketId,
} from "../../src/core/model.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import type { Intent, Pack } from "../../src/core/pack.ts";
import type { Matcher } from "../../src/core/ports.ts";
import type { Button, Press } from "../../src/core/press.ts";

export const home: ChatRef = { channel: "telegram", chatId: "42" };
export const staffRoom: StaffRoom = { channel: "telegram", chatId: "-100" };
export const ann: Agent = { id: "telegram:1" as AgentId, name: "Ann" };
export const bo: Agent = { id: "telegram:2" as AgentId, name: "Bo" };

export function anIntent(id: string, wish: Partial<Intent> = {}): Intent {
  return {
    id,
    title: { zh: `标题 ${id}`, en: `Title ${id}` },
    examples: { zh: [], en: [] },
    answer: { zh: `答案 ${id}`, en: `Answer ${id}` },
    links: [],
    escalate: "never",
    priority: "normal",
    answerWhenSure: 0.9,
    tags: [],
    ...wish,
  };
}

export function aPack(...intents: readonly Intent[]): Pack {
  return {
    name: "test",
    languages: ["zh", "en"],
    askWhenSure: 0.5,
    intents: new Map(intents.map((intent) => [intent.id, intent])),
  };
}

export const pack = aPack(
  anIntent("reset_password"),
  anIntent("login_problem"),
  anIntent("request_refund", { escalate: "offer", priority: "high" }),
  anIntent("complaint", { escalate: "always", priority: "urgent" }),
  anIntent("talk_to_human", { tags: ["wants-person"] }),
  anIntent("greeting", { tags: ["small-talk"] }),
);

/** Understands `reset_password` literally (95 %), and `reset_password 60 login_problem 30` as those chances. */
export const literalMatcher: Matcher = (text) => {
  const words = text.split(" ");
  const matches: Match[] = [];
  for (const [index, intentId] of words.entries()) {
    const chance = Number(words[index + 1]);
    if (pack.intents.has(intentId))
      matches.push({ intentId, confidence: Number.isFinite(chance) ? chance / 100 : 0.95 });
  }
  return matches.toSorted((one, other) => other.confidence - one.confidence);
};

export type World = ReturnType<typeof aWorld>;

type Settings = { readonly pack: Pack; readonly match: Matcher; readonly staffRooms: readonly StaffRoom[] };

export function aWorld(settings: Settings = { pack, match: literalMatcher, staffRooms: [staffRoom] }) {
  let conversation: Conversation = {
    id: 1 as ConversationId,
    learnerId: 1 as LearnerId,
    learnerName: "Ming",
    home,
    language: "en",
    isLanguageChosen: false,
    turn: 0,
    albumId: null,
    isReachable: true,
    mode: "bot",
    misses: 0,
    answered: null,
    tried: [],
  };
  let now = Date.parse("2026-03-02T10:00:00Z");
  let messageCount = 0;
  const tickets = new Map<TicketId, Ticket>();
  const decisions: Decision[] = [];

  function before(ticketId: TicketId | null): Before {
    const current = "ticketId" in conversation ? (tickets.get(conversation.ticketId) ?? null) : null;
    const all = [...tickets.values()];
    const waiting = { low: 0, normal: 0, high: 0, urgent: 0 };
    for (const ticket of all) if (ticket.status === "new") waiting[ticket.priority] += 1;
    return {
      conversation,
      current,
      named: ticketId === null ? null : (tickets.get(ticketId) ?? null),
      latest: all.at(-1) ?? null,
      nextTicketId: (tickets.size + 1) as TicketId,
      waiting,
      ahead: 0,
    };
  }

  function happens(event: Event, ticketId: TicketId | null = null): Decision {
    now += 1000;
    const said =
      event.by === "learner" && (event.said.kind === "words" || event.said.kind === "edited") ? event.said.text : "";
    const facts: Facts = {
      now,
      pack: settings.pack,
      matches: said === "" ? [] : settings.match(said),
      spoken: said === "" ? null : spokenLanguage(said),
      staffRooms: settings.staffRooms,
      staffLanguage: "en",
      textLengthMax: { telegram: 4096, discord: 2000, web: 4096 },
    };
    const decision = decide(before(ticketId), event, facts);
    conversation = decision.conversation;
    for (const ticket of decision.tickets) tickets.set(ticket.id, ticket);
    decisions.push(decision);
    return decision;
  }

  const learner = (said: Said, ticketId: TicketId | null = null) =>
    happens({ by: "learner", chat: home, name: "Ming", said }, ticketId);

  return {
    happens,
    learnerDoes: learner,
    learnerSays: (text: string, more: Partial<Extract<Said, { kind: "words" }>> = {}) => {
      messageCount += 1;
      return learner({ kind: "words", messageId: `m${messageCount}`, text, attachments: [], albumId: null, ...more });
    },
    learnerOrders: (name: string, argument = "") => learner({ kind: "command", messageId: "m", name, argument }),
    learnerPresses: (press: Press | null) =>
      learner(
        { kind: "pressed", messageId: "b", pressId: "p", press },
        press !== null && "ticketId" in press ? press.ticketId : null,
      ),
    agentDoes: (agent: Agent, does: AgentVerb, ticketId = [...tickets.keys()].at(-1) ?? null) =>
      happens({ by: "agent", agent, place: { room: staffRoom, pressId: null }, does }, ticketId),
    wait: (ms: number) => {
      now += ms;
    },
    get conversation() {
      return conversation;
    },
    get ticket(): Ticket | undefined {
      return [...tickets.values()].at(-1);
    },
    get tickets(): readonly Ticket[] {
      return [...tickets.values()];
    },
    decisions: decisions as readonly Decision[],
    get facts(): readonly NewFact[] {
      return decisions.flatMap((decision) => decision.facts);
    },
    get ratings(): readonly { ticketId: TicketId; episode: number; rating: Rating }[] {
      return decisions.flatMap((decision) => (decision.rating ? [decision.rating] : []));
    },
  };
}

/** Every row a decision wants sent, in order. */
export function rowsIn(decision: Decision): readonly NewOutbound[] {
  return [...decision.messages.flatMap((message) => message.deliveries), ...decision.outbound];
}

/** What the learner reads because of a decision. */
export function learnerReads(decision: Decision): readonly string[] {
  return rowsIn(decision).flatMap(({ audience, content }) =>
    audience === "learner" && (content.kind === "say" || content.kind === "toast") && content.text !== ""
      ? [content.text]
      : [],
  );
}

/** What agents read in the ticket's thread because of a decision. */
export function agentsRead(decision: Decision): readonly string[] {
  return rowsIn(decision).flatMap(({ audience, content }) =>
    audience === "staff" && (content.kind === "say" || content.kind === "toast") && content.text !== ""
      ? [content.text]
      : [],
  );
}

/** The buttons the learner sees under what they read. */
export function buttonsIn(decision: Decision): readonly Button[] {
  return rowsIn(decision).flatMap(({ audience, content }) =>
    audience === "learner" && content.kind === "say" ? content.buttons.flat() : [],
  );
}

/** The press of the button with this label. */
export function pressOf(decision: Decision, label: string): Press {
  const button = buttonsIn(decision).find((each) => each.label.includes(label));
  if (button === undefined || !("press" in button)) {
    throw new Error(`no button "${label}" among ${buttonsIn(decision).map((each) => each.label)}`);
  }
  return button.press;
}
