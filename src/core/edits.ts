/**
 * Words that were changed after they were said. The transcript keeps every version; where a network can change a message, the
 * copy there is changed in place, elsewhere the new words are a line of their own.
 *
 *   said ──edit──> said (new words), versions + 1      the same words again: nothing
 *
 * Not to break: what was a note stays among agents whatever it is changed to, and only the holder's words reach the learner.
 */
import { asHolder, refuse, type Scene, staffPhrases, tellAgent } from "./agent/scene.ts";
import type { Amendment, Before, Facts, NewMessage, Recalled } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import type { Said } from "./inbound.ts";
import type { ChatRef, Conversation, Language, StaffRoom } from "./model.ts";
import type { NewOutbound, OutboundContent } from "./outbound.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { isBlank, truncate } from "./text.ts";
import { readCommand } from "./verbs.ts";

type Edited = Extract<Said, { kind: "edited" }>;

/** The learner's changed words as an effect; null when their line is not known; "same" when it says so already. */
export function amendedByLearner({ recalled, current }: Before, { text }: Edited): AmendEffect | "same" | null {
  if (recalled === undefined || recalled.author.kind !== "learner") return null;
  if (recalled.text === text || isBlank(text)) return "same";
  const ticketId = current === null || current.status === "solved" ? null : current.id;
  return { effect: "amend", line: recalled, text, from: null, ticketId };
}

/** An agent changed what they wrote in a staff thread. */
export function editByAgent(scene: Scene, typed: string): Verdict {
  const { act, before } = scene;
  const { recalled: line } = before;
  if (line === undefined || line.author.kind !== "agent" || line.author.agent.id !== act.agent.id)
    return notPassedOn(scene);
  // In the console a line is changed as it reads, without the command it was once written with.
  const command = act.place === null ? null : readCommand(typed);
  if (line.kind === "note") return amend(scene, line, command?.name === "note" ? command.argument : typed);
  // What has become a command is no longer meant for the learner, who has read the old words already.
  if (line.kind !== "words" || command !== null) return notPassedOn(scene);
  return asHolder(scene, () => {
    if (before.conversation.isReachable) return amend(scene, line, typed);
    return refuse({ outcome: "unreachable" }, staffPhrases(scene.facts).unreachable, scene);
  });
}

function amend({ act, ticket }: Scene, line: Recalled, text: string): Verdict {
  const isChanged = line.text !== text && !isBlank(text);
  const effect: Effect = { effect: "amend", line, text, from: act.place, ticketId: ticket.id };
  return { outcome: { outcome: "edited" }, effects: isChanged ? [effect] : [] };
}

function notPassedOn(scene: Scene): Verdict {
  return { outcome: { outcome: "not_passed_on" }, effects: [tellAgent(scene, staffPhrases(scene.facts).editNotSent)] };
}

type AmendEffect = Extract<Effect, { effect: "amend" }>;

/** Who has to see the new words: agents in every room but the one they were changed in, and the learner an agent wrote to. */
export function amendmentOf(
  { line, text, from, ticketId }: AmendEffect,
  { conversation, facts }: { readonly conversation: Conversation; readonly facts: Facts },
): Amendment {
  const content: OutboundContent = { kind: "edit", lineId: line.id };
  const isForLearner = line.author.kind === "agent" && line.kind === "words";
  const chats = line.sentTo.length > 0 ? line.sentTo : [conversation.home];
  const toLearner: readonly NewOutbound[] = isForLearner
    ? chats.map((to) => ({ to, audience: "learner", ticketId, content }))
    : [];
  const rooms = ticketId === null ? [] : facts.staffRooms.filter((room) => from === null || !isSame(room, from.room));
  const toAgents = rooms.map((to: StaffRoom) => ({ to, audience: "staff" as const, ticketId, content }));
  return { lineId: line.id, text, deliveries: [...toLearner, ...toAgents] };
}

function isSame(one: ChatRef, other: ChatRef): boolean {
  return one.channel === other.channel && one.chatId === other.chatId;
}

/** A line as people read it where they did not say it themselves. */
export type Look = Pick<NewMessage, "author" | "kind" | "text"> & {
  readonly audience: NewOutbound["audience"];
  /** What agents read in. */
  readonly staffLanguage: Language;
};

/** Agents see who said it; a learner sees the words alone. */
export function lookOf(look: Look): string {
  const { author, text } = look;
  return look.audience === "learner" || author.kind === "bot" ? text : `${signOf(look)}${text}`;
}

/** The new words of a line whose copy could not be changed in place. */
export function editedLookOf(look: Look): string {
  if (look.audience === "learner") return `✏️ ${look.text}`;
  return `${signOf(look)}${phrasesIn(look.staffLanguage).staff.edited(look.text)}`;
}

function signOf({ author, kind, staffLanguage }: Look): string {
  if (author.kind !== "agent") return "👤 ";
  return `${kind === "note" ? phrasesIn(staffLanguage).staff.author.note : "💬"} ${author.agent.name}: `;
}

const QUOTE_LENGTH_MAX = 80;

/** The first line of what is answered, where a network cannot show an answer as one; null when that said nothing. */
export function quoteOf(text: string): string | null {
  const first = text.split("\n").find((line) => !isBlank(line));
  return first === undefined ? null : truncate(`> ${first.trim()}`, QUOTE_LENGTH_MAX);
}
