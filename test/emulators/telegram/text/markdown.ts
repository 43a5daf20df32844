// parse_mode MarkdownV2, and the legacy Markdown of which only the pairing is checked.
// The one thing not to break: a reserved character that is not escaped is refused.
// Source: https://core.telegram.org/bots/api#markdownv2-style

import type { Entity } from "../types.ts";
import { byPlace, type Formatted, fail } from "./formatted.ts";

type OpenMark = { readonly type: string; readonly offset: number; readonly at: string; extra?: Partial<Entity> };

const RESERVED = new Set("_*[]()~`>#+-=|{}.!");
// Longer marks first: "__" is not two "_".
const TOGGLES: readonly (readonly [string, string])[] = [
  ["__", "underline"],
  ["_", "italic"],
  ["||", "spoiler"],
  ["*", "bold"],
  ["~", "strikethrough"],
];

class MarkdownReader {
  readonly #input: string;
  readonly #entities: Entity[] = [];
  readonly #open: OpenMark[] = [];
  #at = 0;
  #text = "";
  #isLineStart = true;
  #quoteOffset: number | null = null;

  constructor(input: string) {
    this.#input = input;
  }

  read(): Formatted {
    while (this.#at < this.#input.length) this.#step();
    this.#endQuote();
    const left = this.#open.at(-1);
    if (left) fail(`Can't find end of ${left.type} entity at ${left.at}`);
    return { text: this.#text, entities: this.#entities.sort(byPlace) };
  }

  #step(): void {
    const inside = this.#open.at(-1)?.type;
    if (inside === "code" || inside === "pre") this.#verbatim(inside);
    else if (this.#quote() || this.#plain() || this.#code() || this.#toggle(inside) || this.#link(inside)) return;
    else fail(`Character '${this.#input[this.#at]}' is reserved and must be escaped with the preceding '\\'`);
  }

  #place(): string {
    return `byte offset ${Buffer.byteLength(this.#input.slice(0, this.#at))}`;
  }

  #sees(mark: string): boolean {
    return this.#input.startsWith(mark, this.#at);
  }

  #take(text: string, length: number): void {
    this.#text += text;
    this.#at += length;
  }

  #push(type: string, length: number): void {
    this.#open.push({ type, offset: this.#text.length, at: this.#place() });
    this.#at += length;
  }

  #pop(type: string): void {
    const open = this.#open.pop();
    if (open?.type !== type) fail(`Can't find end of ${open?.type ?? type} entity at ${open?.at ?? this.#place()}`);
    const length = this.#text.length - open.offset;
    if (length > 0) this.#entities.push({ type, offset: open.offset, length, ...open.extra });
  }

  /** Inside code only the end mark and the backslash mean something. */
  #verbatim(inside: "code" | "pre"): void {
    const c = this.#input[this.#at] ?? "";
    const next = this.#input[this.#at + 1];
    if (c === "\\" && next !== undefined) this.#take(next, 2);
    else if (inside === "pre" && this.#sees("```")) this.#endVerbatim("pre", 3);
    else if (inside === "code" && c === "`") this.#endVerbatim("code", 1);
    else this.#take(c, 1);
  }

  #endVerbatim(type: string, length: number): void {
    this.#pop(type);
    this.#at += length;
    this.#isLineStart = false;
  }

  #quote(): boolean {
    const isLineStart = this.#isLineStart;
    this.#isLineStart = false;
    if (!isLineStart) return false;
    if (this.#sees("**>")) {
      this.#endQuote();
      this.#quoteOffset = this.#text.length;
      this.#at += 3;
      return true;
    }
    if (this.#sees(">")) {
      this.#quoteOffset ??= this.#text.length;
      this.#at += 1;
      return true;
    }
    this.#endQuote();
    return false;
  }

  #endQuote(): void {
    if (this.#quoteOffset === null) return;
    const length = this.#text.length - this.#quoteOffset - (this.#text.endsWith("\n") ? 1 : 0);
    this.#entities.push({ type: "blockquote", offset: this.#quoteOffset, length: Math.max(length, 0) });
    this.#quoteOffset = null;
  }

  #plain(): boolean {
    const c = this.#input[this.#at] ?? "";
    const next = this.#input[this.#at + 1];
    if (c === "\\" && next !== undefined && next.charCodeAt(0) <= 126) {
      this.#take(next, 2);
      return true;
    }
    if (RESERVED.has(c)) return false;
    this.#take(c, 1);
    this.#isLineStart = c === "\n";
    return true;
  }

  #code(): boolean {
    if (this.#sees("```")) {
      this.#push("pre", 3);
      const language = /^([a-zA-Z0-9_+#-]*)\n/.exec(this.#input.slice(this.#at));
      this.#at += language?.[0].length ?? 0;
      const open = this.#open.at(-1);
      if (open && language?.[1]) open.extra = { language: language[1] };
      return true;
    }
    if (!this.#sees("`")) return false;
    this.#push("code", 1);
    return true;
  }

  #toggle(inside: string | undefined): boolean {
    const found = TOGGLES.find(([mark]) => this.#sees(mark));
    if (!found) return false;
    const [mark, type] = found;
    const endsQuote = /^\|\|(\n|$)/.test(this.#input.slice(this.#at));
    // "||" at the end of a quotation makes it expandable; it opens no spoiler.
    if (type === "spoiler" && this.#quoteOffset !== null && endsQuote && inside !== "spoiler") {
      this.#at += mark.length;
    } else if (inside === type) {
      this.#pop(type);
      this.#at += mark.length;
    } else {
      const last = this.#open.at(-1);
      if (last && this.#open.some((o) => o.type === type)) fail(`Can't find end of ${last.type} entity at ${last.at}`);
      this.#push(type, mark.length);
    }
    return true;
  }

  #link(inside: string | undefined): boolean {
    if (this.#sees("![")) this.#push("custom_emoji", 2);
    else if (this.#sees("[")) this.#push("text_link", 1);
    else if (this.#sees("]") && (inside === "text_link" || inside === "custom_emoji")) this.#endLink(inside);
    else return false;
    return true;
  }

  #endLink(inside: "text_link" | "custom_emoji"): void {
    const target = /^\]\(((?:\\.|[^)\\])*)\)/.exec(this.#input.slice(this.#at));
    if (!target) {
      if (inside === "custom_emoji" || this.#input[this.#at + 1] === "(")
        fail(`Can't find end of a URL at ${this.#place()}`);
      this.#open.pop(); // "[text]" without a target is plain text
      this.#at += 1;
      return;
    }
    const url = (target[1] ?? "").replace(/\\(.)/g, "$1");
    const emojiId = /[?&]id=(\d+)/.exec(url)?.[1];
    const open = this.#open.at(-1);
    if (open) open.extra = inside === "text_link" ? { url } : emojiId === undefined ? {} : { custom_emoji_id: emojiId };
    this.#pop(inside);
    this.#at += target[0].length;
  }
}

/** Parses a text sent with parse_mode MarkdownV2. Throws MarkupError where the real server answers 400. */
export const parseMarkdownV2 = (input: string): Formatted => new MarkdownReader(input).read();

const LEGACY: ReadonlyMap<string, string> = new Map([
  ["_", "italic"],
  ["*", "bold"],
  ["`", "code"],
]);

/** Legacy Markdown: checks only that marks come in pairs. Throws MarkupError. */
export function parseMarkdown(input: string): Formatted {
  let text = "";
  let at = 0;
  const entities: Entity[] = [];
  const span = (type: string, mark: string): void => {
    const end = input.indexOf(mark, at + mark.length);
    const place = Buffer.byteLength(input.slice(0, at));
    if (end < 0) fail(`Can't find end of the entity starting at byte offset ${place}`);
    const inner = input.slice(at + mark.length, end);
    if (inner) entities.push({ type, offset: text.length, length: inner.length });
    text += inner;
    at = end + mark.length;
  };
  while (at < input.length) {
    const c = input[at] ?? "";
    const next = input[at + 1];
    const link = c === "[" ? /^\[([^\]]*)\]\(([^)]*)\)/.exec(input.slice(at)) : null;
    const type = LEGACY.get(c);
    if (c === "\\" && next !== undefined && "_*`[".includes(next)) {
      text += next;
      at += 2;
    } else if (input.startsWith("```", at)) span("pre", "```");
    else if (link) {
      const [all, label = "", url = ""] = link;
      if (label) entities.push({ type: "text_link", offset: text.length, length: label.length, url });
      text += label;
      at += all.length;
    } else if (type) span(type, c);
    else {
      text += c;
      at++;
    }
  }
  return { text, entities };
}
