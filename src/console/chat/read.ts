/**
 * What the server sends, checked field by field: a page older than the server skips what it does not know instead of
 * breaking.
 */

export type Button =
  | { readonly label: string; readonly press: string }
  | { readonly label: string; readonly url: string };

export type File = {
  readonly kind: string;
  readonly ref: string | null;
  readonly name: string | null;
  readonly mime: string | null;
  readonly bytes: number | null;
};

export type Message = {
  readonly event: "message";
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: "learner" | "bot";
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly File[];
  /** Of this learner's own words: the id the page gave them. */
  readonly clientId: string | null;
};

export type Posted =
  | Message
  | { readonly event: "pressed"; readonly seq: number; readonly about: string; readonly press: string }
  | { readonly event: "settled"; readonly seq: number; readonly about: string }
  | {
      readonly event: "edited";
      readonly seq: number;
      readonly about: string;
      readonly text: string;
      readonly buttons: readonly (readonly Button[])[];
    }
  | { readonly event: "toast"; readonly seq: number; readonly text: string };

export type Told =
  | Posted
  /** The stream is open. `chat` is a mark of the chat, `newest` the number of its newest post by then. */
  | { readonly event: "hello"; readonly chat: string; readonly newest: number }
  /** Somebody is writing to us at this moment. */
  | { readonly event: "typing" }
  | { readonly event: "elsewhere" };

/** Null for what this page does not know. */
export function toldOf(json: string): Told | null {
  const row = fields(parse(json));
  const [seq, about] = [number(row.get("seq")), text(row.get("about"))];
  switch (row.get("event")) {
    case "hello":
      return { event: "hello", chat: text(row.get("chat")), newest: number(row.get("newest")) };
    case "typing":
      return { event: "typing" };
    case "elsewhere":
      return { event: "elsewhere" };
    case "message":
      return messageOf(row);
    case "pressed":
      return { event: "pressed", seq, about, press: text(row.get("press")) };
    case "settled":
      return { event: "settled", seq, about };
    case "edited":
      return { event: "edited", seq, about, text: text(row.get("text")), buttons: buttonsOf(row) };
    case "toast":
      return { event: "toast", seq, text: text(row.get("text")) };
    default:
      return null;
  }
}

function messageOf(row: Row): Message {
  return {
    event: "message",
    seq: number(row.get("seq")),
    at: number(row.get("at")),
    by: row.get("by") === "learner" ? "learner" : "bot",
    text: text(row.get("text")),
    buttons: buttonsOf(row),
    attachments: list(row.get("attachments")).map(fileOf),
    clientId: orNull(row.get("clientId")),
  };
}

function buttonsOf(row: Row): Message["buttons"] {
  return list(row.get("buttons")).map((line) => list(line).map(buttonOf));
}

function buttonOf(value: unknown): Button {
  const row = fields(value);
  const url = orNull(row.get("url"));
  return url === null
    ? { label: text(row.get("label")), press: text(row.get("press")) }
    : { label: text(row.get("label")), url };
}

function fileOf(value: unknown): File {
  const row = fields(value);
  const bytes = row.get("bytes");
  return {
    kind: text(row.get("kind")),
    ref: orNull(row.get("ref")),
    name: orNull(row.get("name")),
    mime: orNull(row.get("mime")),
    bytes: typeof bytes === "number" ? bytes : null,
  };
}

/** What became of a request: `chat` of a 202, `detail` of a refusal; empty where there is none. */
export function answerOf(json: string): { readonly chat: string; readonly detail: string } {
  const row = fields(parse(json));
  return { chat: text(row.get("chat")), detail: text(row.get("detail")) };
}

type Row = ReadonlyMap<string, unknown>;

export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A proxy's own page, or nothing at all.
    return null;
  }
}

export function fields(value: unknown): Row {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function orNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
