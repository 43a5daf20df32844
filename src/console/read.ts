/**
 * What the API sends, checked on arrival: an older page may talk to a newer server. What does not fit is our bug, told once,
 * and never half shown.
 */
const STATUSES = ["new", "open", "solved"] as const;
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
const REASONS = ["asked", "missed", "intent", "poisoned"] as const;
const CHANNELS = ["telegram", "discord", "web", "terminal"] as const;
const LANGUAGES = ["zh", "en"] as const;
const AUTHORS = ["learner", "bot", "agent"] as const;
const KINDS = ["words", "note", "press"] as const;
const DELIVERIES = ["queued", "sending", "sent", "failed", "uncertain"] as const;
const ATTACHMENTS = ["photo", "document", "voice", "audio", "video", "sticker", "location", "contact"] as const;

export type Holder = { readonly name: string; readonly isYou: boolean };
export type Ticket = {
  readonly id: number;
  readonly status: (typeof STATUSES)[number];
  readonly learnerName: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly language: (typeof LANGUAGES)[number];
  readonly priority: (typeof PRIORITIES)[number];
  readonly reason: (typeof REASONS)[number];
  readonly intentId: string | null;
  /** Milliseconds since 1970, as all times here. */
  readonly openedAt: number;
  readonly solvedAt: number | null;
  readonly waitingFor: "agent" | "learner";
  readonly holder: Holder | null;
  readonly rating: number | null;
};

export type Attachment = {
  readonly kind: (typeof ATTACHMENTS)[number];
  readonly name: string | null;
  readonly bytes: number | null;
  readonly url: string | null;
};

export type Message = {
  readonly id: number;
  readonly author: { readonly kind: (typeof AUTHORS)[number]; readonly name: string | null };
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly at: number;
  readonly attachments: readonly Attachment[];
  readonly delivery: (typeof DELIVERIES)[number] | null;
};

/** Who we are, when we signed in; null when the machine or a token let us in. */
export type Me = { readonly account: { readonly name: string } | null };
export type TicketList = { readonly waiting: number; readonly items: readonly Ticket[] };
export type TicketFile = { readonly ticket: Ticket; readonly transcript: readonly Message[] };
/** Why the server refused. `holder` is who holds the ticket, when that is the reason. */
export type Problem = { readonly code: string | null; readonly holder: string | null };

export function meOf(value: unknown): Me {
  return { account: orNull((account) => ({ name: text(fields(account).get("name")) }))(fields(value).get("account")) };
}

export function listOf(value: unknown): TicketList {
  const row = fields(value);
  return { waiting: number(row.get("waiting")), items: array(row.get("items")).map(ticketOf) };
}

export function fileOf(value: unknown): TicketFile {
  const row = fields(value);
  return { ticket: ticketOf(row.get("ticket")), transcript: array(row.get("transcript")).map(messageOf) };
}

export function problemOf(value: unknown): Problem {
  const row = fields(value);
  const holder = row.get("holder");
  return {
    code: orNull(text)(row.get("code") ?? null),
    holder: holder === undefined || holder === null ? null : text(fields(holder).get("name")),
  };
}

function ticketOf(value: unknown): Ticket {
  const row = fields(value);
  return {
    id: number(row.get("id")),
    status: oneOf(STATUSES, row.get("status")),
    learnerName: text(row.get("learnerName")),
    channel: oneOf(CHANNELS, row.get("channel")),
    language: oneOf(LANGUAGES, row.get("language")),
    priority: oneOf(PRIORITIES, row.get("priority")),
    reason: oneOf(REASONS, row.get("reason")),
    intentId: orNull(text)(row.get("intentId")),
    openedAt: time(row.get("openedAt")),
    solvedAt: orNull(time)(row.get("solvedAt")),
    waitingFor: oneOf(["agent", "learner"], row.get("waitingFor")),
    holder: orNull(holderOf)(row.get("holder")),
    rating: orNull(number)(row.get("rating")),
  };
}

function holderOf(value: unknown): Holder {
  const row = fields(value);
  return { name: text(row.get("name")), isYou: row.get("isYou") === true };
}

function messageOf(value: unknown): Message {
  const row = fields(value);
  const author = fields(row.get("author"));
  return {
    id: number(row.get("id")),
    author: { kind: oneOf(AUTHORS, author.get("kind")), name: orNull(text)(author.get("name")) },
    kind: oneOf(KINDS, row.get("kind")),
    text: text(row.get("text")),
    language: oneOf(LANGUAGES, row.get("language")),
    at: time(row.get("at")),
    attachments: array(row.get("attachments")).map(attachmentOf),
    delivery: orNull((given) => oneOf(DELIVERIES, given))(row.get("delivery")),
  };
}

function attachmentOf(value: unknown): Attachment {
  const row = fields(value);
  return {
    kind: oneOf(ATTACHMENTS, row.get("kind")),
    name: orNull(text)(row.get("name")),
    bytes: orNull(number)(row.get("bytes")),
    url: orNull(text)(row.get("url")),
  };
}

function fields(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null) throw misfit();
  return new Map(Object.entries(value));
}

function array(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit();
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw misfit();
  return value;
}

function number(value: unknown): number {
  if (typeof value !== "number") throw misfit();
  return value;
}

function time(value: unknown): number {
  return Date.parse(text(value));
}

function oneOf<Option extends string>(options: readonly Option[], value: unknown): Option {
  const option = options.find((known) => known === value);
  if (option === undefined) throw misfit();
  return option;
}

function orNull<Value>(read: (value: unknown) => Value): (value: unknown) => Value | null {
  return (value) => (value === null ? null : read(value));
}

function misfit(): Error {
  return new Error("the server sent something this page does not know");
}
