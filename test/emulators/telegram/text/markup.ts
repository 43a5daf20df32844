// What the Bot API makes of a text: parse_mode HTML (here), MarkdownV2 and Markdown (markdown.ts), and the entities
// the server finds by itself. The one thing not to break: text that is not escaped as documented must be refused,
// because that is how a learner's "a < b" or "hello (world)." makes a real message vanish.
// Source: https://core.telegram.org/bots/api#formatting-options

import type { Entity } from "../types.ts";
import { byPlace, type Formatted, fail, MarkupError } from "./formatted.ts";
import { parseMarkdown, parseMarkdownV2 } from "./markdown.ts";

const HTML_TAGS: ReadonlyMap<string, string> = new Map([
  ["b", "bold"],
  ["strong", "bold"],
  ["i", "italic"],
  ["em", "italic"],
  ["u", "underline"],
  ["ins", "underline"],
  ["s", "strikethrough"],
  ["strike", "strikethrough"],
  ["del", "strikethrough"],
  ["tg-spoiler", "spoiler"],
  ["span", "spoiler"],
  ["a", "text_link"],
  ["code", "code"],
  ["pre", "pre"],
  ["blockquote", "blockquote"],
  ["tg-emoji", "custom_emoji"],
  ["tg-time", "date_time"],
]);

const TAG = /^<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*>/i;
const REFERENCE = /^&(#x[0-9a-f]+|#\d+|lt|gt|amp|quot);?/i;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

type OpenTag = {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly url: string | undefined;
  readonly emojiId: string | undefined;
  readonly cssClass: string | undefined;
  language?: string;
};

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(attributes);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

function decodeReference(reference: string): string {
  const name = reference.toLowerCase();
  const named = NAMED[name];
  if (named !== undefined) return named;
  return String.fromCodePoint(
    name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10),
  );
}

class HtmlReader {
  readonly #input: string;
  readonly #entities: Entity[] = [];
  readonly #open: OpenTag[] = [];
  #at = 0;
  #text = "";

  constructor(input: string) {
    this.#input = input;
  }

  read(): Formatted {
    while (this.#at < this.#input.length) this.#step();
    const left = this.#open.at(-1);
    if (left) fail(`Can't find end tag corresponding to start tag "${left.name}"`);
    return { text: this.#text, entities: this.#entities.sort(byPlace) };
  }

  #step(): void {
    const c = this.#input[this.#at] ?? "";
    if (c === "<") {
      this.#tag();
      return;
    }
    const reference = c === "&" ? REFERENCE.exec(this.#input.slice(this.#at)) : null;
    // Named references other than the four stay as they are.
    this.#text += reference?.[1] ? decodeReference(reference[1]) : c;
    this.#at += reference ? reference[0].length : 1;
  }

  #tag(): void {
    const found = TAG.exec(this.#input.slice(this.#at));
    const place = `byte offset ${Buffer.byteLength(this.#input.slice(0, this.#at))}`;
    if (!found) fail(`Unexpected character or unclosed start tag at ${place}`);
    const [all, slash, rawName = "", attributes = ""] = found;
    const name = rawName.toLowerCase();
    const type = HTML_TAGS.get(name);
    if (!type) fail(`Unsupported start tag "${name}" at ${place}`);
    this.#at += all.length;
    if (slash) this.#close(name);
    else this.#openTag(name, type, attributes);
  }

  #openTag(name: string, type: string, attributes: string): void {
    if (name === "span" && !/class\s*=\s*["']?tg-spoiler/.test(attributes))
      fail('Tag "span" must have class "tg-spoiler"');
    const isExpandable = name === "blockquote" && /\sexpandable/.test(attributes);
    this.#open.push({
      name,
      type: isExpandable ? "expandable_blockquote" : type,
      offset: this.#text.length,
      url: attribute(attributes, "href"),
      emojiId: attribute(attributes, "emoji-id"),
      cssClass: attribute(attributes, "class"),
    });
  }

  #close(name: string): void {
    const open = this.#open.pop();
    if (!open) fail("Unexpected end tag");
    if (open.name !== name) fail(`Unmatched end tag, expected "</${open.name}>", found "</${name}>"`);
    const outer = this.#open.at(-1);
    if (open.type === "code" && open.cssClass?.startsWith("language-") && outer?.type === "pre") {
      outer.language = open.cssClass.slice("language-".length);
      return;
    }
    const length = this.#text.length - open.offset;
    if (length === 0 || (open.type === "text_link" && !open.url)) return;
    this.#entities.push({
      type: open.type,
      offset: open.offset,
      length,
      ...(open.url !== undefined && { url: open.url }),
      ...(open.emojiId && { custom_emoji_id: open.emojiId }),
      ...(open.language && { language: open.language }),
    });
  }
}

/** Parses a text sent with parse_mode HTML. Throws MarkupError where the real server answers 400. */
export const parseHtml = (input: string): Formatted => new HtmlReader(input).read();

/** Applies the parse_mode of a call; its name is not case sensitive. Throws MarkupError. */
export function applyParseMode(text: string, mode: string | undefined): Formatted {
  switch (mode?.toLowerCase() ?? "") {
    case "":
      return { text, entities: [] };
    case "html":
      return parseHtml(text);
    case "markdownv2":
      return parseMarkdownV2(text);
    case "markdown":
      return parseMarkdown(text);
  }
  throw new MarkupError("Bad Request: unsupported parse_mode");
}

const FOUND_IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w/])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])/g, "bot_command"],
  [/(?<![\w@/.])@[a-zA-Z][a-zA-Z0-9_]{3,31}\b/g, "mention"],
  [/(?<!\w)#[\p{L}\p{N}_]+/gu, "hashtag"],
  [/\bhttps?:\/\/[^\s<>"]+[^\s<>".,!?)]/g, "url"],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]*\w/g, "email"],
];

/** Entities the server finds by itself in plain text (commands, mentions, URLs, e-mail, hashtags). */
export function autoEntities(text: string): Entity[] {
  const found = FOUND_IN_TEXT.flatMap(([pattern, type]) =>
    [...text.matchAll(pattern)].map((m) => ({ type, offset: m.index, length: m[0].length })),
  );
  return found.sort((a, b) => a.offset - b.offset);
}
