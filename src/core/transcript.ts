/** A conversation put down in plain text for agents: a short recap for a new ticket, the whole for `/history`. */
import type { Attachment, Language, Millis, Ticket } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { StoredMessage } from "./ports.ts";
import { truncate } from "./text.ts";

const RECAP_MESSAGES_MAX = 12;
const RECAP_LINE_LENGTH_MAX = 600;
/** More pictures than this bury the words. */
const RECAP_ATTACHMENTS_MAX = 10;

/**
 * What led to the ticket, newest last, in one message of at most `lengthMax` characters; the oldest lines give way.
 * `attachments` are those of the lines in it that a network keeps, at most ten, the newest ones.
 */
export function recapOf(messages: readonly StoredMessage[], ticket: Ticket, style: Style): Recap {
  const heading = `${phrasesIn(style.language).staff.recap}:`;
  const before = messages.filter((message) => message.at <= ticket.openedAt && message.author.kind !== "agent");
  // The last of them is the bot saying that it hands over, which the card says as well.
  if (before.at(-1)?.author.kind === "bot") before.pop();
  const recent = before.slice(-RECAP_MESSAGES_MAX);
  const lines = recent.map((message) => truncate(lineOf(message, style.language), RECAP_LINE_LENGTH_MAX));
  while (lines.length > 0 && [heading, ...lines].join("\n").length > style.lengthMax) lines.shift();
  const files = recent
    .slice(recent.length - lines.length)
    .flatMap(({ attachments }) => attachments.filter(({ ref }) => ref !== null))
    .map(({ kind, keeper, ref, name, mime, bytes }) => ({ kind, keeper, ref, name, mime, bytes }));
  return { text: [heading, ...lines].join("\n"), attachments: files.slice(-RECAP_ATTACHMENTS_MAX) };
}

export type Recap = { readonly text: string; readonly attachments: readonly Attachment[] };

export type Style = { readonly language: Language; readonly lengthMax: number };

/** Everything said about the ticket with times (UTC), one paragraph each; under a changed line what it said before. */
export function transcriptText(messages: readonly StoredMessage[], ticket: Ticket, language: Language): string {
  const paragraphs = messages.map((message) => {
    const earlier = (message.versions ?? []).map(({ text, until }) => `  ✏️ ← [${isoOf(until)}] ${text}`);
    return [`[${isoOf(message.at)}] ${lineOf(message, language)}`, ...earlier].join("\n");
  });
  return `#${ticket.id} ${ticket.learnerName}\n\n${paragraphs.join("\n\n")}\n`;
}

function isoOf(at: Millis): string {
  return new Date(at).toISOString();
}

function lineOf(message: StoredMessage, language: Language): string {
  const { author, attachment } = phrasesIn(language).staff;
  const files = message.attachments.map(({ kind, name }) =>
    name === null ? attachment[kind] : `${attachment[kind]} ${name}`,
  );
  const words = [message.kind === "press" ? `[${message.text}]` : message.text, ...files]
    .filter((part) => part !== "")
    .join(" ");
  switch (message.author.kind) {
    case "learner":
      return `${author.learner} ${words}`;
    case "bot":
      return `${author.bot} ${words}`;
    case "agent":
      return `${message.kind === "note" ? author.note : "💬"} ${message.author.agent.name}: ${words}`;
  }
}
