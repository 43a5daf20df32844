/**
 * A world of one learner for tests of the rules: keeps in memory what a store would, and runs every event through `decide`.
 * Its pack is tiny and its matcher literal (tiny-pack.ts), so that a test shows rules and not guesses.
 */
import { agentOfTurn, otherTicketOf } from "../../src/core/agent/turn.ts";
import { decide } from "../../src/core/decide.ts";
import type { Before, Decision, Facts, NewMessage } from "../../src/core/decision.ts";
import type { NewFact } from "../../src/core/facts.ts";
import type { AgentVerb, Event, Said } from "../../src/core/inbound.ts";
import type {
  Agent,
  AgentId,
  ChatRef,
  Conversation,
  ConversationId,
  LearnerId,
  Millis,
  Rating,
  StaffRoom,
  Ticket,
  TicketId,
} from "../../src/core/model.ts";
import type { NpsBefore } from "../../src/core/nps/survey.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import type { Pack } from "../../src/core/pack.ts";
import type { Capabilities, Matcher } from "../../src/core/ports.ts";
import type { Button, Press } from "../../src/core/press.ts";
import { firstRules, type QueueRules } from "../../src/core/queue/rules.ts";
import { isAboutLastRating } from "../../src/core/rate.ts";
import { npsAfter } from "./nps-rows.ts";
import { linesAfter, recalledIn } from "./recalling.ts";
import { literalMatcher, pack } from "./tiny-pack.ts";

const ABLE: Capabilities = {
  textLengthMax: 4096,
  buttons: { rowsMax: 5, perRowMax: 5, labelLengthMax: 80 },
  edits: true,
  quotes: true,
  reacts: true,
  typing: true,
  threads: true,
  files: { bytesMax: 10_000_000 },
};
const CAN: Facts["can"] = { telegram: ABLE, discord: { ...ABLE, textLengthMax: 2000 }, web: ABLE, terminal: ABLE };

export { anIntent, aPack, literalMatcher, pack } from "./tiny-pack.ts";

export const home: ChatRef = { channel: "telegram", chatId: "42" };
export const staffRoom: StaffRoom = { channel: "telegram", chatId: "-100" };
export const ann: Agent = { id: "telegram:1" as AgentId, name: "Ann" };
export const bo: Agent = { id: "telegram:2" as AgentId, name: "Bo" };

type Settings = { readonly pack: Pack; readonly match: Matcher; readonly staffRooms: readonly StaffRoom[] };

export function aWorld(settings: Settings = { pack, match: literalMatcher, staffRooms: [staffRoom] }): World {
  return new World(settings);
}

/** What a shell knows of the human queue; a test changes what it is about. */
export type StaffFacts = Pick<
  Facts,
  "rules" | "calendar" | "agents" | "teams" | "notices" | "macro" | "macroNames" | "presence"
>;

/** People are there day and night, so that a test which is about no hours need not think of them. */
export const ALWAYS: QueueRules = firstRules({
  timeZone: "UTC",
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: [],
});

const ming: Conversation = {
  id: 1 as ConversationId,
  learnerId: 1 as LearnerId,
  learnerName: "Ming",
  home,
  language: "en",
  isLanguageChosen: false,
  turn: 0,
  albumId: null,
  noteAlbumId: null,
  isReachable: true,
  isUpset: false,
  blockedUntil: null,
  blockReason: null,
  mode: "bot",
  misses: 0,
  answered: null,
  unanswered: null,
  tried: [],
};

export class World {
  conversation: Conversation = ming;
  readonly decisions: Decision[] = [];
  /** How long each event takes. */
  eventMs = 1000;
  staff: StaffFacts = {
    rules: ALWAYS,
    calendar: [{ version: 0, from: 0, schedule: ALWAYS.schedule }],
    ...{ agents: [], teams: [], notices: [], macro: null },
  };
  readonly #settings: Settings;
  readonly #tickets = new Map<TicketId, Ticket>();
  /** The transcript, by id from 0. */
  lines: readonly NewMessage[] = [];
  nps: NpsBefore = { newest: null, lastAskedAt: null, isOff: false };
  #now = Date.parse("2026-03-02T10:00:00Z");

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Runs one event through `decide` and keeps what it returns, as a store would. */
  happens(event: Event, ticketId: TicketId | null = null): Decision {
    this.#now += this.eventMs;
    const decision = decide(this.#before(ticketId, event), event, this.#facts(event));
    this.conversation = decision.conversation;
    for (const ticket of decision.tickets) this.#tickets.set(ticket.id, ticket);
    this.decisions.push(decision);
    this.lines = linesAfter(this.lines, decision);
    this.nps = npsAfter(this.nps, decision, this.#now);
    return decision;
  }

  learnerDoes(said: Said): Decision {
    const press = said.kind === "pressed" ? said.press : null;
    const ticketId = press !== null && "ticketId" in press ? press.ticketId : null;
    return this.happens({ by: "learner", chat: home, name: "Ming", said }, ticketId);
  }

  learnerSays(text: string, more: Partial<Extract<Said, { kind: "words" }>> = {}): Decision {
    const messageId = `m${this.decisions.length}`;
    return this.learnerDoes({ kind: "words", messageId, text, attachments: [], albumId: null, ...more });
  }

  learnerOrders(name: string, argument = ""): Decision {
    const messageId = `m${this.decisions.length}`;
    return this.learnerDoes({ kind: "command", messageId, name, argument, attachments: [], albumId: null });
  }

  learnerPresses(press: Press | null): Decision {
    return this.learnerDoes({ kind: "pressed", messageId: "b", pressId: "p", press });
  }

  agentDoes(agent: Agent, does: AgentVerb, ticketId: TicketId | null = this.ticket?.id ?? null): Decision {
    return this.happens({ by: "agent", agent, place: { room: staffRoom, pressId: null }, does }, ticketId);
  }

  wait(ms: number): void {
    this.#now += ms;
  }

  /** What is kept goes through text and back, as it does when a process ends and another reads the rows. */
  restart(): void {
    for (const [id, ticket] of this.#tickets) this.#tickets.set(id, JSON.parse(JSON.stringify(ticket)));
  }

  get now(): Millis {
    return this.#now;
  }

  /** The newest ticket. */
  get ticket(): Ticket | undefined {
    return this.tickets.at(-1);
  }

  get tickets(): readonly Ticket[] {
    return [...this.#tickets.values()];
  }

  get facts(): readonly NewFact[] {
    return this.decisions.flatMap((decision) => decision.facts);
  }

  get ratings(): readonly { ticketId: TicketId; episode: number; rating: Rating }[] {
    return this.decisions.flatMap((decision) => (decision.rating ? [decision.rating] : []));
  }

  #before(ticketId: TicketId | null, event: Event): Before {
    const { conversation, tickets } = this;
    const agentId = agentOfTurn(event, this.staff);
    const waiting = { low: 0, normal: 0, high: 0, urgent: 0 };
    for (const ticket of tickets) if (ticket.status === "new") waiting[ticket.priority] += 1;
    return {
      ...recalledIn(this.lines, event, this.decisions),
      conversation,
      nps: this.nps,
      current: "ticketId" in conversation ? (this.#tickets.get(conversation.ticketId) ?? null) : null,
      named: this.#named(ticketId, event),
      other: otherOf(event, this.#tickets),
      nextTicketId: (tickets.length + 1) as TicketId,
      waiting,
      ahead: 0,
      held: tickets.filter(({ status, holder }) => status === "open" && holder.id === agentId).length,
      ratingReasons:
        this.decisions.flatMap(({ remark }) => (remark && "reasons" in remark ? [remark.reasons] : [])).at(-1) ?? [],
    };
  }

  #named(ticketId: TicketId | null, event: Event): Ticket | null {
    if (ticketId !== null) return this.#tickets.get(ticketId) ?? null;
    return (
      (isAboutLastRating(event) && this.tickets.findLast((ticket) => ticket.status === "solved" && ticket.ratedAt)) ||
      null
    );
  }

  #facts(event: Event): Facts {
    const isSpoken = event.by === "learner" && (event.said.kind === "words" || event.said.kind === "edited");
    const said = isSpoken && "text" in event.said ? event.said.text : "";
    // A plus between them makes words two questions.
    const [first = "", ...others] = said.split(" + ");
    return {
      now: this.#now,
      pack: this.#settings.pack,
      matches: first === "" ? [] : this.#settings.match(first),
      staffRooms: this.#settings.staffRooms,
      staffLanguage: "en",
      can: CAN,
      otherQuestions: others.map((question) => this.#settings.match(question)),
      isAngry: said.includes("!!!"),
      link: null,
      waitAt: () => null,
      ...this.staff,
    };
  }
}

/** The second ticket an event names. */
function otherOf(event: Event, tickets: ReadonlyMap<TicketId, Ticket>): Ticket | null {
  const id = otherTicketOf(event);
  return id === null ? null : (tickets.get(id) ?? null);
}

/** Every row a decision wants sent, in order. */
export function rowsIn(decision: Decision): readonly NewOutbound[] {
  const said = [...decision.messages, ...(decision.amendments ?? [])];
  return [...said.flatMap(({ deliveries }) => deliveries), ...decision.outbound];
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

export const say = (text: string): AgentVerb => ({ verb: "say", text, attachments: [] });

export function aQueuedLearner(): World {
  const world = aWorld();
  world.learnerSays("talk_to_human");
  return world;
}

export function aLearnerWithAnn(): World {
  const world = aQueuedLearner();
  world.agentDoes(ann, { verb: "claim" });
  return world;
}

export function aSolvedTicket(): { readonly world: World; readonly asked: Decision } {
  const world = aLearnerWithAnn();
  world.agentDoes(ann, say("Done."));
  return { world, asked: world.agentDoes(ann, { verb: "solve" }) };
}
