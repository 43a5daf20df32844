/** Reads what arrived as an event for `decide`: who acts, and which verb an agent means by words, a command or a button. */
import type { AgentVerb, Event, Inbound, Said } from "./inbound.ts";
import type { Agent, AgentId, TicketId } from "./model.ts";
import type { Press } from "./press.ts";

export const LEARNER_COMMANDS = ["start", "help", "human", "status", "cancel", "language", "link"] as const;
export type LearnerCommand = (typeof LEARNER_COMMANDS)[number];

export const AGENT_COMMANDS = ["claim", "release", "note", "solve", "reopen", "history"] as const;
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
  const agent: Agent = { id: `${channel}:${from.networkId}` as AgentId, name: from.name };
  const pressId = what.kind === "pressed" ? what.pressId : null;
  return { by: "agent", agent, place: { room: { channel, chatId: place.chatId }, pressId }, does };
}

/** The ticket an inbound names by itself: by a button, or by `/claim 1042`. Null: none, look at where it was said. */
export function namedTicket(inbound: Inbound): TicketId | null {
  const { what } = inbound;
  if (what.kind === "pressed") return ticketOfPress(what.press);
  if (what.kind !== "command" || inbound.place.kind !== "staff" || what.name === "note") return null;
  const number = /^#?([1-9]\d{0,14})$/.exec(what.argument.trim())?.[1];
  return number === undefined ? null : (Number(number) as TicketId);
}

function ticketOfPress(press: Press | null): TicketId | null {
  return press !== null && "ticketId" in press ? press.ticketId : null;
}

function verbOf(what: Said): AgentVerb | null {
  switch (what.kind) {
    case "words":
      return { verb: "say", text: what.text, attachments: what.attachments, albumId: what.albumId };
    case "command":
      return commandVerb(what);
    case "pressed":
      return pressVerb(what.press);
    case "edited":
      return { verb: "edit" };
    case "blocked":
    case "unblocked":
      return null;
  }
}

function commandVerb({ name, argument, attachments, albumId }: Extract<Said, { kind: "command" }>): AgentVerb {
  const command = AGENT_COMMANDS.find((known) => known === name);
  if (command === undefined) return { verb: "unknown" };
  return command === "note" ? { verb: "note", text: argument, attachments, albumId } : { verb: command };
}

function pressVerb(press: Press | null): AgentVerb {
  switch (press?.press) {
    case "claim":
    case "release":
    case "solve":
    case "reopen":
    case "history":
      return { verb: press.press };
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
