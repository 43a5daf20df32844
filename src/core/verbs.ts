/** Reads what arrived as an event for `decide`: who acts, and which verb an agent means by words, a command or a button. */
import { readPriority, readTags } from "./agent/read.ts";
import { readSpan } from "./agent/until.ts";
import type { AgentVerb, Event, Inbound, Said, SaidAs } from "./inbound.ts";
import type { Agent, AgentId, TicketId } from "./model.ts";
import type { Press } from "./press.ts";

export const LEARNER_COMMANDS = [
  "start",
  "help",
  "human",
  "status",
  "cancel",
  "suggest",
  "language",
  "survey",
  "link",
] as const;
/** Another name for a command, in no menu. */
const ALIASES: Readonly<Record<string, LearnerCommand>> = { feedback: "suggest" };
export type LearnerCommand = (typeof LEARNER_COMMANDS)[number];

/** The command a learner means; undefined when there is none of that name. */
export function learnerCommand(name: string): LearnerCommand | undefined {
  return LEARNER_COMMANDS.find((known) => known === name) ?? ALIASES[name];
}

export const AGENT_COMMANDS = [
  "claim",
  "note",
  "macro",
  "teach",
  "snooze",
  "wake",
  "transfer",
  "takeover",
  "release",
  "priority",
  "tag",
  "merge",
  "solve",
  "reopen",
  "history",
  "block",
  "unblock",
  "away",
  "back",
  "notice",
] as const;
export type AgentCommand = (typeof AGENT_COMMANDS)[number];

/** The event an inbound row stands for; null when it means nothing here (somebody blocked the bot in a group). */
export function eventOf(inbound: Inbound): Event | null {
  const { channel, from, place, what } = inbound;
  if (place.kind === "group") return null;
  if (place.kind === "learner") {
    return { by: "learner", chat: { channel, chatId: place.chatId }, name: from.name, said: what };
  }
  const does = verbOf(what);
  if (does === null) return null;
  const agent: Agent = { id: agentIdOf(inbound), name: from.name };
  const pressId = what.kind === "pressed" ? what.pressId : null;
  return { by: "agent", agent, place: { room: { channel, chatId: place.chatId }, pressId }, does };
}

/** Who spoke in a staff room. */
export function agentIdOf({ channel, from }: Pick<Inbound, "channel" | "from">): AgentId {
  return `${channel}:${from.networkId}` as AgentId;
}

/**
 * The ticket an inbound names by itself: by a button, by `/claim 1042`, or by `/snooze #1042 2h`. Null: none, look at where it
 * was said. Words for colleagues may begin with a number of their own, so a note or a reason names no ticket.
 */
export function namedTicket(inbound: Inbound): TicketId | null {
  const { what } = inbound;
  if (what.kind === "pressed") return ticketOfPress(what.press);
  if (what.kind !== "command" || inbound.place.kind !== "staff") return null;
  return taken(what).ticketId;
}

const WHOLE = /^#?([1-9]\d{0,14})()$/;
const LED = /^#([1-9]\d{0,14})(?:\s+([\s\S]*))?$/;
const TWO = /^#?([1-9]\d{0,14})\s+(#?[1-9]\d{0,14})$/;

/** An argument taken apart: the ticket it names, and the rest. */
function taken({ name, argument, ticketId }: Command): Taken {
  if (ticketId !== undefined) return { ticketId, rest: argument };
  const pattern = patternFor(name);
  const [, number, rest = ""] = pattern?.exec(argument.trim()) ?? [];
  if (number === undefined) return { ticketId: null, rest: argument };
  return { ticketId: ticketIdOf(number), rest };
}

type Command = Extract<Said, { kind: "command" }>;
type Taken = { readonly ticketId: TicketId | null; readonly rest: string };

function patternFor(name: string): RegExp | null {
  switch (AGENT_COMMANDS.find((known) => known === name)) {
    case "claim":
    case "takeover":
    case "release":
    case "wake":
    case "solve":
    case "reopen":
    case "history":
    case "unblock":
      return WHOLE;
    case "transfer":
    case "macro":
    case "teach":
    case "snooze":
    case "priority":
    case "tag":
      return LED;
    case "merge":
      return TWO;
    case "note":
    case "block":
    case "away":
    case "back":
    case "notice":
    case undefined:
      return null;
  }
}

/** Whether it is an order in a staff room that only admins may give. It is about no ticket, wherever it is typed. */
export function isForAdmins({ place, what }: Pick<Inbound, "place" | "what">): boolean {
  return place.kind === "staff" && what.kind === "command" && what.name === "notice";
}

function ticketIdOf(digits: string): TicketId {
  return Number(digits) as TicketId;
}

function ticketOfPress(press: Press | null): TicketId | null {
  return press !== null && "ticketId" in press ? press.ticketId : null;
}

function verbOf(what: Said): AgentVerb | null {
  switch (what.kind) {
    case "words":
      return {
        ...{ verb: "say", text: what.text, attachments: what.attachments, albumId: what.albumId },
        said: saidAs(what),
      };
    case "command":
      return commandVerb(what);
    case "pressed":
      return pressVerb(what.press);
    case "edited":
      return { verb: "edit", messageId: what.messageId, text: what.text };
    case "reacted":
      return { verb: "react", messageId: what.messageId, emoji: what.emoji };
    case "blocked":
    case "unblocked":
      return null;
  }
}

function saidAs({ messageId, replyTo }: Extract<Said, { kind: "words" | "command" }>): SaidAs {
  return { messageId, ...(replyTo === undefined ? {} : { replyTo }) };
}

function commandVerb(command: Command): AgentVerb {
  const { attachments, albumId } = command;
  const { rest } = taken(command);
  const name = AGENT_COMMANDS.find((known) => known === command.name);
  switch (name) {
    case "notice":
    case undefined:
      return { verb: "unknown" };
    case "note":
      return { verb: name, text: command.argument, attachments, albumId, said: saidAs(command) };
    case "macro":
      return macroVerb(rest);
    case "teach":
      return { verb: name, intentId: rest.trim().normalize("NFKC").toLowerCase().replaceAll("-", "_") };
    case "snooze":
    case "away":
      return { verb: name, until: rest.trim() };
    case "transfer":
      return { verb: name, to: rest.trim() };
    case "priority":
      return { verb: name, priority: readPriority(rest) };
    case "tag":
      return { verb: name, ...readTags(rest) };
    case "merge": {
      const into = /^#?([1-9]\d{0,14})$/.exec(rest.trim())?.[1];
      return { verb: name, into: into === undefined ? null : ticketIdOf(into) };
    }
    case "solve":
      return { verb: name, reason: rest.trim() };
    case "block":
      return blockVerb(rest.trim());
    case "claim":
    case "takeover":
    case "release":
    case "wake":
    case "reopen":
    case "history":
    case "unblock":
    case "back":
      return { verb: name };
  }
}

/** "refund ?" shows what the macro would do. */
function macroVerb(argument: string): AgentVerb {
  const [, name = "", ask] = /^(.*?)\s*([?？])?$/s.exec(argument.trim()) ?? [];
  return { verb: "macro", name: name.normalize("NFKC").toLowerCase(), isPreview: ask !== undefined };
}

/** "7d sells watches": for how long, if it begins with a span of time, and why. */
function blockVerb(argument: string): AgentVerb {
  const [, first = "", rest = ""] = /^(\d+(?:\.\d+)?\s+\p{L}+|\S+)\s*([\s\S]*)$/u.exec(argument) ?? [];
  const ms = readSpan(first);
  return { verb: "block", ms, reason: ms === null ? argument : rest };
}

function pressVerb(press: Press | null): AgentVerb {
  switch (press?.press) {
    case "claim":
    case "release":
    case "solve":
    case "reopen":
    case "history":
      return { verb: press.press };
    case "snooze":
      return { verb: "snooze", until: "" };
    default:
      return { verb: "unknown" };
  }
}

// What follows the name may touch it, as Chinese does: "/note今天" is a note and must not be taken for words to the learner.
// A slash after it makes it a path, not a command.
const COMMAND = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]{1,32}))?(?![a-z0-9_/@])\s*([\s\S]*)$/i;

/** `/name@bot argument` taken apart; `bot` is null when none is named. Null when the text is no command. */
export function readCommand(text: string): { name: string; bot: string | null; argument: string } | null {
  const found = COMMAND.exec(text);
  if (found === null) return null;
  const [, name = "", bot, argument = ""] = found;
  return { name: name.toLowerCase(), bot: bot?.toLowerCase() ?? null, argument: argument.trimEnd() };
}
