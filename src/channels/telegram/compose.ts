/**
 * Words as the messages Telegram can carry: one file each, a caption a quarter as long as a text, buttons on one of them.
 * Pure. The last part is the one that carries the words or the buttons; its id stands for the whole.
 */
import type { InlineKeyboardMarkup } from "grammy/types";
import type { Attachment, AttachmentKind } from "../../core/model.ts";
import type { Enclosed, Words } from "../../core/ports.ts";
import { type Button, formatPress } from "../../core/press.ts";
import { isBlank, split } from "../../core/text.ts";

/** Source: https://core.telegram.org/bots/api#sendmessage and #sendphoto, counted in UTF-16 units to be on the safe side. */
export const TEXT_LENGTH_MAX = 4096;
const CAPTION_LENGTH_MAX = 1024;

export type FileKind = Exclude<AttachmentKind, "location" | "contact">;
export type Keyboard = InlineKeyboardMarkup | null;

export type Part =
  | { readonly part: "text"; readonly text: string; readonly keyboard: Keyboard }
  | {
      readonly part: "file";
      readonly file: SentFile;
      /** Empty for none; a sticker never has one. */
      readonly caption: string;
      readonly keyboard: Keyboard;
    };

export type SentFile = Enclosed & { readonly kind: FileKind; readonly ref: string };
type FilePart = Extract<Part, { part: "file" }>;

/** In the order to send; empty when there is nothing to say. */
export function compose({ text, buttons, attachments }: Words): readonly Part[] {
  const keyboard = keyboardOf(buttons);
  const files = attachments.map(filePart).filter((part) => part !== null);
  const lines = [text, ...attachments.filter((attachment) => filePart(attachment) === null).map(describe)];
  const words = lines.filter((line) => !isBlank(line)).join("\n");
  const last = files.at(-1);
  if (last !== undefined && canCarry(files, words)) {
    return [...files.slice(0, -1), { ...last, caption: words, keyboard }];
  }
  return [...files, ...textParts(words, keyboard)];
}

/** Words that came within the limit may grow over it by the lines that describe attachments. */
function textParts(words: string, keyboard: Keyboard): readonly Part[] {
  if (words === "") return [];
  const texts = split(words, TEXT_LENGTH_MAX);
  return texts.map((text, index) => ({
    part: "text",
    text,
    keyboard: index === texts.length - 1 ? keyboard : null,
  }));
}

/** Rows of buttons as Telegram wants them; null for none. */
export function keyboardOf(buttons: readonly (readonly Button[])[]): Keyboard {
  const rows = buttons.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  const shown = (button: Button) =>
    "url" in button
      ? { text: button.label, url: button.url }
      : { text: button.label, callback_data: formatPress(button.press) };
  return { inline_keyboard: rows.map((row) => row.map(shown)) };
}

/** Words go under the only file when they fit; under one of several they would look as if they belonged to that one. */
function canCarry(files: readonly FilePart[], words: string): boolean {
  if (words === "") return true;
  return files.length === 1 && files[0]?.file.kind !== "sticker" && words.length <= CAPTION_LENGTH_MAX;
}

function filePart(attachment: Enclosed): FilePart | null {
  const { kind, ref } = attachment;
  if (ref === null || kind === "location" || kind === "contact") return null;
  return { part: "file", file: { ...attachment, kind, ref }, caption: "", keyboard: null };
}

/** What has no file to send is said in a line that needs no language. */
function describe({ kind, name }: Attachment): string {
  const sign = kind === "location" ? "📍" : kind === "contact" ? "👤" : "📎";
  return `${sign} ${name ?? kind}`;
}
