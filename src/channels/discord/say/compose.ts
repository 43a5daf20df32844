/**
 * Words as the messages Discord can carry: text, up to ten files and five rows of buttons each. Pure. The last message carries
 * the buttons, and its id stands for the whole.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord.js";
import type { Enclosed, Words } from "../../../core/ports.ts";
import { type Button, formatPress, type Press } from "../../../core/press.ts";
import { isBlank, truncate } from "../../../core/text.ts";
import { verbatimInParts } from "./markdown.ts";

/** Source: https://discord.com/developers/docs/resources/message#create-message and /components/reference (read 2026-11). */
export const TEXT_LENGTH_MAX = 2000;
export const FILE_BYTES_MAX = 10_000_000;
export const BUTTONS = { rowsMax: 5, perRowMax: 5, labelLengthMax: 80 } as const;
const FILES_MAX = 10;
/** The key of words is at most one shorter, so that a part's number fits behind it. */
const NONCE_LENGTH_MAX = 25;

/** What every message of ours has: nobody is pinged, whatever the words say, and links unfold nothing. */
export const QUIET = { allowed_mentions: { parse: [] }, flags: MessageFlags.SuppressEmbeds } as const;

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

export type Post = {
  /** Escaped; empty for none. */
  readonly content: string;
  readonly rows: readonly Row[];
  readonly files: readonly Enclosed[];
  /** The same for every try: Discord then makes one message of them. */
  readonly nonce: string;
};

/** In the order to send; empty when there is nothing to say. */
export function compose({ key, text, buttons, attachments }: Words): readonly Post[] {
  const files = attachments.filter(hasFile);
  const lines = [text, ...attachments.filter((attachment) => !hasFile(attachment)).map(describe)];
  const words = lines.filter((line) => !isBlank(line)).join("\n");
  const texts = words === "" ? [] : verbatimInParts(words, TEXT_LENGTH_MAX).filter((part) => !isBlank(part));
  const albums = chunksOf(files, FILES_MAX);
  // The first files stand under the last of the text, as people put them.
  const parts = [
    ...texts.map((content, index) => ({ content, files: index === texts.length - 1 ? (albums[0] ?? []) : [] })),
    ...albums.slice(texts.length > 0 ? 1 : 0).map((album) => ({ content: "", files: album })),
  ];
  return parts.map((part, index) => ({
    ...part,
    rows: index === parts.length - 1 ? rowsOf(buttons) : [],
    nonce: (parts.length === 1 ? key : `${key}${index.toString(36)}`).slice(-NONCE_LENGTH_MAX),
  }));
}

/** Rows of buttons as Discord wants them. */
export function rowsOf(buttons: readonly (readonly Button[])[]): readonly Row[] {
  return buttons
    .filter((row) => row.length > 0)
    .map((row) => ({ type: ComponentType.ActionRow, components: row.map(buttonOf) }));
}

function buttonOf(button: Button): APIButtonComponent {
  const label = truncate(button.label, BUTTONS.labelLengthMax);
  if ("url" in button) return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: button.url };
  const { press } = button;
  return { type: ComponentType.Button, style: styleOf(press), label, custom_id: formatPress(press) };
}

function styleOf({ press }: Press): ButtonStyle.Primary | ButtonStyle.Success | ButtonStyle.Secondary {
  if (press === "claim") return ButtonStyle.Primary;
  return press === "solve" || press === "solved" ? ButtonStyle.Success : ButtonStyle.Secondary;
}

function hasFile({ kind, ref }: Enclosed): boolean {
  return ref !== null && kind !== "location" && kind !== "contact";
}

/** What has no file to send is said in a line that needs no language. */
function describe({ kind, name }: Enclosed): string {
  const sign = kind === "location" ? "📍" : kind === "contact" ? "👤" : "📎";
  return `${sign} ${name ?? kind}`;
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
