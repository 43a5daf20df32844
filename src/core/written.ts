/** What a learner said, as it is written down: in the transcript, and with a ticket open for the agents. */
import type { Before } from "./decision.ts";
import type { Effect } from "./effects.ts";
import type { Said } from "./inbound.ts";
import { HIDDEN_CODE, mayHoldCode } from "./link.ts";
import type { LearnerCommand } from "./verbs.ts";

type Words = Extract<Said, { kind: "words" }>;
type Command = Extract<Said, { kind: "command" }>;

/** What the learner said, for the transcript and, with a ticket open, for the agents. */
export function written(said: Words, { current }: Before): Extract<Effect, { effect: "heard" }> {
  const ticketId = current === null || current.status === "solved" ? null : current.id;
  const { text, attachments, messageId } = said;
  const isRelayed = ticketId !== null;
  return { effect: "heard", kind: "words", text, attachments, networkId: messageId, ticketId, isRelayed };
}

/** What joins two chats, and what is suggested or wished, is nothing to pass on to an agent. */
export function isPrivate(command: LearnerCommand | undefined): boolean {
  return command === "link" || command === "start" || command === "suggest" || command === "survey";
}

/** The order as it was typed; a code that joins chats is kept out of the transcript. */
export function wordsOf({ name, argument: typed, messageId, attachments, albumId }: Command): Words {
  const argument = mayHoldCode(name) && typed !== "" ? HIDDEN_CODE : typed;
  const text = argument === "" ? `/${name}` : `/${name} ${argument}`;
  return { kind: "words", messageId, text, attachments, albumId };
}

type Edited = Extract<Said, { kind: "edited" }>;

export function wordsOfEdit({ messageId, text }: Edited): Words {
  return { kind: "words", messageId, text, attachments: [], albumId: null };
}
