/**
 * What is posted in a web chat and how a browser is told about it. The body of a post is JSON written here and nowhere
 * else; it is sent on as it was written, so what an old version posted must stay readable to a new page: add fields,
 * rename none.
 */
import type { AttachmentKind } from "../../core/model.ts";
import type { WebPost } from "../../core/ports.ts";
import { type Button, formatPress } from "../../core/press.ts";

/** `ref` is null for what has no file, or whose file another network keeps for itself. */
export type PostedFile = {
  readonly kind: AttachmentKind;
  readonly ref: string | null;
  readonly name: string | null;
  readonly mime: string | null;
  readonly bytes: number | null;
};

/** `press` is what a press sends back to us, as `formatPress` writes it. */
export type PostedButton =
  | { readonly label: string; readonly press: string }
  | { readonly label: string; readonly url: string };

export type Post =
  | {
      readonly event: "message";
      readonly by: "learner" | "bot";
      readonly text: string;
      readonly buttons: readonly (readonly PostedButton[])[];
      readonly attachments: readonly PostedFile[];
      /** The learner's own words carry the id their page gave them, so that it knows them again. */
      readonly clientId?: string;
    }
  | { readonly event: "pressed"; readonly about: string; readonly press: string }
  | { readonly event: "settled"; readonly about: string }
  /** Other words and buttons for a message that was posted before. */
  | {
      readonly event: "edited";
      readonly about: string;
      readonly text: string;
      readonly buttons: readonly (readonly PostedButton[])[];
    }
  | { readonly event: "toast"; readonly text: string };

/**
 * A key makes a second try append nothing. Learners' tries, ours, settled buttons and toasts have keys of their own
 * each.
 */
export const keyOf = {
  said: (clientId: string) => `c-${clientId}`,
  sent: (key: string) => `o-${key}`,
  settled: (messageId: string) => `s-${messageId}`,
  edited: (messageId: string, once: string) => `e-${messageId}-${once}`,
  toast: (pressId: string) => `t-${pressId}`,
} as const;

export function postedButtons(rows: readonly (readonly Button[])[]): readonly (readonly PostedButton[])[] {
  return rows.map((row) =>
    row.map((button) =>
      "url" in button
        ? { label: button.label, url: button.url }
        : { label: button.label, press: formatPress(button.press) },
    ),
  );
}

const encoder = new TextEncoder();

/**
 * One post as a server-sent event: its number as id, `{seq, at, event, …}` as data. JSON has no line breaks of its own,
 * so one data line carries it. A chat's message is known by its number.
 */
export function eventOf({ seq, at, body }: WebPost): Uint8Array {
  return encoder.encode(`id: ${seq}\ndata: {"seq":${seq},"at":${at},${body.slice(1)}\n\n`);
}

/**
 * Opens a stream: how long to wait before coming again (ms), which chat this is, and the newest number when it began.
 */
export function greeting(mark: string, newest: number): Uint8Array {
  return encoder.encode(`retry: 2000\ndata: ${JSON.stringify({ event: "hello", chat: mark, newest })}\n\n`);
}

/** Says nothing, so that whatever stands between us and the browser does not take us for dead. */
export const HEARTBEAT = encoder.encode(": \n\n");

/** Somebody is writing: not kept, and soon no longer true. */
export const TYPING = encoder.encode('data: {"event":"typing"}\n\n');

/** The last thing said to a window that gives way to a newer one, so that it does not come straight back. */
export const ELSEWHERE = encoder.encode('data: {"event":"elsewhere"}\n\n');
