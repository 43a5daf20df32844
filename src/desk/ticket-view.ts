/**
 * How a ticket looks over HTTP. Times are ISO 8601 in UTC. What is not listed here does not leave: a new field of a row has to
 * be shown on purpose.
 */
import { z } from "@hono/zod-openapi";
import type { TicketFile } from "../app/report.ts";
import {
  type Agent,
  ATTACHMENT_KINDS,
  CHANNELS,
  ESCALATION_REASONS,
  LANGUAGES,
  type Millis,
  PRIORITIES,
  SOLVE_REASONS,
  type Ticket,
  UNTIL_LEARNER_WRITES,
} from "../core/model.ts";
import type { StoredMessage } from "../core/ports.ts";
import type { Times } from "../core/queue/moments.ts";
import { slaDueAt } from "../core/queue/target.ts";
import { iso, LearningSchema, viewOfLearning } from "./learning-view.ts";

const at = z.iso.datetime();
const HolderSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    isYou: z.boolean().openapi({ description: "Whether it is the caller." }),
  })
  .openapi("Holder");

export const TicketSchema = z
  .object({
    id: z.int(),
    status: z.enum(["new", "open", "solved"]),
    learnerId: z.int(),
    learnerName: z.string(),
    channel: z.enum(CHANNELS),
    language: z.enum(LANGUAGES),
    priority: z.enum(PRIORITIES),
    reason: z.enum(ESCALATION_REASONS),
    intentId: z.string().nullable(),
    tried: z.array(z.object({ intentId: z.string(), confidence: z.number() })),
    episode: z.int(),
    openedAt: at,
    claimedAt: at.nullable(),
    solvedAt: at.nullable(),
    waitingFor: z.enum(["agent", "learner"]),
    isSnoozed: z.boolean(),
    snoozedUntil: at.nullable().openapi({ description: "Null while it is snoozed: until the learner writes." }),
    waitingSince: at.openapi({ description: "Since when waitingFor is what it is." }),
    slaDueAt: at.nullable().openapi({ description: "When the next target is missed; in the past when it is." }),
    tags: z.array(z.string()),
    teamId: z.int().nullable().openapi({ description: "Whose work it is; null: everybody's." }),
    solveReason: z.enum(SOLVE_REASONS).nullable(),
    humanReplies: z.int(),
    holder: HolderSchema.nullable().openapi({ description: "Who holds it, or held it last when solved." }),
    rating: z.int().nullable(),
  })
  .openapi("Ticket");

const AttachmentSchema = z.object({
  kind: z.enum(ATTACHMENT_KINDS),
  name: z.string().nullable(),
  mime: z.string().nullable(),
  bytes: z.int().nullable(),
  url: z.string().nullable().openapi({ description: "Where to get it from this server; null when there is no file." }),
});

export const AuthorSchema = z.object({
  kind: z.enum(["learner", "bot", "agent"]),
  name: z.string().nullable(),
  isYou: z.boolean().openapi({ description: "Whether it is the caller." }),
});

export const MessageSchema = z
  .object({
    id: z.int(),
    author: AuthorSchema,
    kind: z.enum(["words", "note", "press"]).openapi({ description: "A note stays among agents." }),
    text: z.string(),
    language: z.enum(LANGUAGES),
    at,
    attachments: z.array(AttachmentSchema),
    delivery: z.enum(["queued", "sending", "sent", "failed", "uncertain"]).nullable(),
    repliesTo: z.int().nullable().openapi({ description: "The id of the message it answers." }),
    versions: z
      .array(z.object({ text: z.string(), until: at }))
      .openapi({ description: "What it said before it was changed, oldest first; empty: it never was." }),
    reactions: z.array(z.string()).openapi({ description: "Signs put on it." }),
  })
  .openapi("Message");

export const TicketFileSchema = z
  .object({
    ticket: TicketSchema,
    transcript: z.array(MessageSchema),
    learning: LearningSchema,
    earlier: z.array(TicketSchema).openapi({ description: "The learner's other tickets, the newest first." }),
  })
  .openapi("TicketFile");

/** For whom it is shown, and by which rules its clocks run. */
export type TicketLook = { readonly you: Agent; readonly times: Times };

export function viewOfTicket(ticket: Ticket, { you, times }: TicketLook): z.infer<typeof TicketSchema> {
  const { id, status, learnerId, learnerName, channel, language, priority, reason, intentId, episode, waitingFor } =
    ticket;
  const { holder, humanReplies, snoozedUntil, tags, teamId } = ticket;
  const dueAt = slaDueAt(ticket, times);
  return {
    id,
    status,
    learnerId,
    learnerName,
    channel,
    language,
    priority,
    reason,
    intentId,
    tried: ticket.tried.map((match) => ({ intentId: match.intentId, confidence: match.confidence })),
    episode,
    openedAt: iso(ticket.openedAt),
    claimedAt: ticket.status === "open" ? iso(ticket.claimedAt) : null,
    solvedAt: ticket.status === "solved" ? iso(ticket.solvedAt) : null,
    waitingFor,
    isSnoozed: snoozedUntil !== null,
    snoozedUntil: snoozedUntil === null || snoozedUntil === UNTIL_LEARNER_WRITES ? null : iso(snoozedUntil),
    waitingSince: iso(ticket.clocks.waitingSince),
    slaDueAt: dueAt === null ? null : iso(dueAt),
    tags: [...tags],
    teamId,
    solveReason: ticket.status === "solved" ? ticket.solveReason : null,
    humanReplies,
    holder: holder === null ? null : { id: holder.id, name: holder.name, isYou: holder.id === you.id },
    rating: ticket.status === "solved" ? ticket.rating : null,
  };
}

export function viewOfFile(
  file: TicketFile,
  look: TicketLook & { readonly now: Millis },
): z.infer<typeof TicketFileSchema> {
  const { ticket, transcript, earlier, record } = file;
  return {
    ticket: viewOfTicket(ticket, look),
    transcript: transcript.map((message) => viewOfMessage(message, look.you)),
    learning: viewOfLearning(record, look.now),
    earlier: earlier.map((each) => viewOfTicket(each, look)),
  };
}

export function viewOfAuthor(author: StoredMessage["author"], you: Agent): z.infer<typeof AuthorSchema> {
  const agent = author.kind === "agent" ? author.agent : null;
  return { kind: author.kind, name: agent?.name ?? null, isYou: agent?.id === you.id };
}

function viewOfMessage(message: StoredMessage, you: Agent): z.infer<typeof MessageSchema> {
  const { id, author, kind, text, language, delivery } = message;
  return {
    id,
    author: viewOfAuthor(author, you),
    kind,
    text,
    language,
    at: iso(message.at),
    attachments: message.attachments.map((attachment) => ({
      kind: attachment.kind,
      name: attachment.name,
      mime: attachment.mime,
      bytes: attachment.bytes,
      url: attachment.fileId === null ? null : `/files/${attachment.fileId}`,
    })),
    delivery,
    repliesTo: message.repliesTo ?? null,
    versions: (message.versions ?? []).map(({ text: was, until }) => ({ text: was, until: iso(until) })),
    reactions: [...(message.reactions ?? [])],
  };
}
