/** Tickets and what was said in them, as the API sends them. What is not named here is not shown. */
import { fields, itemsOf, listOf, number, oneOf, orNull, text, time } from "./read.ts";
import { type Learning, learningOf } from "./read-learning.ts";

const STATUSES = ["new", "open", "solved"] as const;
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
const REASONS = ["asked", "missed", "intent", "poisoned"] as const;
const SOLVE_REASONS = ["answered", "learner", "cancelled", "silent", "merged", "notice", "spam"] as const;
const CHANNELS = ["telegram", "discord", "web", "terminal"] as const;
export const LANGUAGES = ["zh", "en"] as const;
const AUTHORS = ["learner", "bot", "agent"] as const;
const KINDS = ["words", "note", "press"] as const;
const DELIVERIES = ["queued", "sending", "sent", "failed", "uncertain"] as const;
const ATTACHMENTS = ["photo", "document", "voice", "audio", "video", "sticker", "location", "contact"] as const;

export type Status = (typeof STATUSES)[number];
export type Priority = (typeof PRIORITIES)[number];
export type Holder = { readonly name: string; readonly isYou: boolean };
export type Tried = { readonly intentId: string; readonly confidence: number };

export type Ticket = {
  readonly id: number;
  readonly status: Status;
  readonly learnerName: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly language: (typeof LANGUAGES)[number];
  readonly priority: Priority;
  readonly reason: (typeof REASONS)[number];
  readonly intentId: string | null;
  /** What the bot made of the last words, best first; confidence 0–1. */
  readonly tried: readonly Tried[];
  readonly episode: number;
  /** Milliseconds since 1970, as all times here. */
  readonly openedAt: number;
  readonly solvedAt: number | null;
  readonly solveReason: (typeof SOLVE_REASONS)[number] | null;
  readonly waitingFor: "agent" | "learner";
  readonly waitingSince: number;
  readonly isSnoozed: boolean;
  /** Null while it is snoozed: until the learner writes. */
  readonly snoozedUntil: number | null;
  /** When the next target is missed, or was; null: there is none. */
  readonly slaDueAt: number | null;
  readonly tags: readonly string[];
  readonly teamId: number | null;
  readonly holder: Holder | null;
  readonly rating: number | null;
};

export type Attachment = {
  readonly kind: (typeof ATTACHMENTS)[number];
  readonly name: string | null;
  readonly bytes: number | null;
  readonly url: string | null;
};

export type Author = {
  readonly kind: (typeof AUTHORS)[number];
  readonly name: string | null;
  readonly isYou: boolean;
};

export type Message = {
  readonly id: number;
  readonly author: Author;
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly at: number;
  readonly attachments: readonly Attachment[];
  readonly delivery: (typeof DELIVERIES)[number] | null;
  /** The line it answers. */
  readonly repliesTo: number | null;
  /** What it said before, oldest first. */
  readonly versions: readonly { readonly text: string; readonly until: number }[];
  readonly reactions: readonly string[];
};

/** A ticket as a row of a list. */
export type Row = Ticket & {
  readonly last: Pick<Message, "author" | "kind" | "text"> | null;
  readonly unread: number;
};
export type TicketList = { readonly waiting: number; readonly items: readonly Row[] };

const DOINGS = ["looking", "replying", "noting"] as const;
export type Doing = (typeof DOINGS)[number];
/** Somebody else who is at the ticket; `name` null: the learner, who is only ever writing. */
export type Attending = { readonly name: string | null; readonly doing: Doing };

export type TicketFile = {
  readonly ticket: Ticket;
  readonly transcript: readonly Message[];
  /** The learner's other tickets, the newest first. */
  readonly earlier: readonly Ticket[];
  readonly learning: Learning;
  readonly here: readonly Attending[];
  /** Whether signs on the learner's words are seen where they are. */
  readonly reacts: boolean;
};

/** A ticket in which the words were found; `ranges` are where they stand in the text, [start, end) in UTF-16 units. */
export type Hit = {
  readonly ticketId: number;
  readonly learnerName: string;
  readonly status: Status;
  readonly at: number;
  readonly excerpt: { readonly text: string; readonly ranges: readonly (readonly [number, number])[] } | null;
};
export type Hits = { readonly items: readonly Hit[]; readonly next: string | null };

export function ticketListOf(value: unknown): TicketList {
  return { waiting: number(fields(value).get("waiting")), items: itemsOf(value, rowOf) };
}

export function fileOf(value: unknown): TicketFile {
  const row = fields(value);
  return {
    ticket: ticketOf(row.get("ticket")),
    transcript: listOf(messageOf)(row.get("transcript")),
    earlier: listOf(ticketOf)(row.get("earlier")),
    learning: learningOf(row.get("learning")),
    here: listOf(attendingOf)(row.get("here")),
    reacts: row.get("reacts") === true,
  };
}

export function hitsOf(value: unknown): Hits {
  return { items: itemsOf(value, hitOf), next: orNull(text)(fields(value).get("next") ?? null) };
}

function ticketOf(value: unknown): Ticket {
  const row = fields(value);
  return {
    id: number(row.get("id")),
    status: oneOf(STATUSES)(row.get("status")),
    learnerName: text(row.get("learnerName")),
    channel: oneOf(CHANNELS)(row.get("channel")),
    language: oneOf(LANGUAGES)(row.get("language")),
    priority: oneOf(PRIORITIES)(row.get("priority")),
    reason: oneOf(REASONS)(row.get("reason")),
    intentId: orNull(text)(row.get("intentId")),
    tried: listOf(triedOf)(row.get("tried")),
    episode: number(row.get("episode")),
    openedAt: time(row.get("openedAt")),
    solvedAt: orNull(time)(row.get("solvedAt")),
    solveReason: orNull(oneOf(SOLVE_REASONS))(row.get("solveReason")),
    waitingFor: oneOf(["agent", "learner"])(row.get("waitingFor")),
    waitingSince: time(row.get("waitingSince")),
    isSnoozed: row.get("isSnoozed") === true,
    snoozedUntil: orNull(time)(row.get("snoozedUntil")),
    slaDueAt: orNull(time)(row.get("slaDueAt")),
    tags: listOf(text)(row.get("tags")),
    teamId: orNull(number)(row.get("teamId")),
    holder: orNull(holderOf)(row.get("holder")),
    rating: orNull(number)(row.get("rating")),
  };
}

function rowOf(value: unknown): Row {
  const row = fields(value);
  return { ...ticketOf(value), last: orNull(lastOf)(row.get("last")), unread: number(row.get("unread")) };
}

function lastOf(value: unknown): NonNullable<Row["last"]> {
  const row = fields(value);
  return { author: authorOf(row.get("author")), kind: oneOf(KINDS)(row.get("kind")), text: text(row.get("text")) };
}

function attendingOf(value: unknown): Attending {
  const row = fields(value);
  const nameOf = (agent: unknown) => text(fields(agent).get("name"));
  return { name: orNull(nameOf)(row.get("agent")), doing: oneOf(DOINGS)(row.get("doing")) };
}

function authorOf(value: unknown): Author {
  const author = fields(value);
  return {
    kind: oneOf(AUTHORS)(author.get("kind")),
    name: orNull(text)(author.get("name")),
    isYou: author.get("isYou") === true,
  };
}

function triedOf(value: unknown): Tried {
  const row = fields(value);
  return { intentId: text(row.get("intentId")), confidence: number(row.get("confidence")) };
}

function holderOf(value: unknown): Holder {
  const row = fields(value);
  return { name: text(row.get("name")), isYou: row.get("isYou") === true };
}

function messageOf(value: unknown): Message {
  const row = fields(value);
  return {
    id: number(row.get("id")),
    author: authorOf(row.get("author")),
    kind: oneOf(KINDS)(row.get("kind")),
    text: text(row.get("text")),
    language: oneOf(LANGUAGES)(row.get("language")),
    at: time(row.get("at")),
    attachments: listOf(attachmentOf)(row.get("attachments")),
    delivery: orNull(oneOf(DELIVERIES))(row.get("delivery")),
    repliesTo: orNull(number)(row.get("repliesTo")),
    versions: listOf(versionOf)(row.get("versions")),
    reactions: listOf(text)(row.get("reactions")),
  };
}

function versionOf(value: unknown): Message["versions"][number] {
  const row = fields(value);
  return { text: text(row.get("text")), until: time(row.get("until")) };
}

function attachmentOf(value: unknown): Attachment {
  const row = fields(value);
  return {
    kind: oneOf(ATTACHMENTS)(row.get("kind")),
    name: orNull(text)(row.get("name")),
    bytes: orNull(number)(row.get("bytes")),
    url: orNull(text)(row.get("url")),
  };
}

function hitOf(value: unknown): Hit {
  const row = fields(value);
  return {
    ticketId: number(row.get("ticketId")),
    learnerName: text(row.get("learnerName")),
    status: oneOf(STATUSES)(row.get("status")),
    at: time(row.get("at")),
    excerpt: orNull(excerptOf)(row.get("excerpt") ?? null),
  };
}

function excerptOf(value: unknown): NonNullable<Hit["excerpt"]> {
  const row = fields(value);
  const ranges = listOf(listOf(number))(row.get("ranges"));
  return { text: text(row.get("text")), ranges: ranges.map(([start = 0, end = 0]) => [start, end] as const) };
}
