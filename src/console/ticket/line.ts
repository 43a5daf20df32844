/**
 * One line of a conversation and what can be done with it. A line that was changed shows its new words in the same element, and
 * what it said before on request; nothing in it moves while it is read.
 */
import type { Attachment, Message } from "../api/read-ticket.ts";
import { make, setText } from "../dom.ts";
import { tagOf } from "../language.ts";
import type { Context } from "../list/lines.ts";
import { clock } from "../time.ts";
import { WORDS } from "../words/words.ts";
import { type Item, openMenu } from "./menu.ts";

export type Download = (url: string, name: string) => void;

export type LineOptions = {
  readonly context: Context;
  readonly learner: string;
  readonly download: Download;
  /** What can be done with the message as it is now. */
  readonly items: (message: Message) => readonly Item[];
  /** The line of that number, when it is one of this conversation. */
  readonly find: (id: number) => Message | undefined;
};

export type Line = { readonly article: HTMLElement; show(message: Message): void };

export function openLine(first: Message, options: LineOptions): Line {
  const { context, learner, download, items } = options;
  const words = WORDS[context.language];
  let message = first;
  const { kind, author, id } = message;
  const label = kind === "note" ? words.note : kind === "press" ? words.press : "";
  const delivery = make("span", { class: "delivery" });
  const versions = make("details", { class: "versions" });
  const signs = make("p", { class: "signs" });
  const text = make("p", { class: "text", lang: tagOf(message.language), dir: "auto" });
  const who = make("bdi", { class: "author" }, authorOf(message, { learner, context }));
  const meta = make(
    "p",
    { class: "meta" },
    who,
    tag(label),
    clock(message.at, context.now, context.language),
    delivery,
  );
  const menu = openMenu({ id: `line-${id}`, text: "⋯", label: words.line.menu, items: () => items(message) });
  const article = make("article", { class: `message by-${author.kind} is-${kind}`, "data-line": String(id) }, meta);
  article.append(...quoteOf(message, options), text);
  for (const attachment of message.attachments) article.append(fileOf(attachment, words.attachment, download));
  article.append(versions, signs, menu);
  const show = (now: Message): void => {
    message = now;
    setText(text, now.text);
    text.hidden = now.text === "";
    setText(delivery, now.delivery === null ? "" : words.delivery[now.delivery]);
    delivery.dataset["delivery"] = now.delivery ?? "";
    setText(signs, now.reactions.join(" "));
    signs.hidden = now.reactions.length === 0;
    showVersions(versions, now, context);
    menu.hidden = items(now).length === 0;
  };
  show(message);
  return { article, show };
}

export function authorOf(
  { author }: Pick<Message, "author">,
  { learner, context }: Pick<LineOptions, "learner" | "context">,
): string {
  const words = WORDS[context.language];
  return author.kind === "learner" ? learner : (author.name ?? words.author[author.kind]);
}

/** The line it answers; pressed, it leads there. */
function quoteOf({ repliesTo }: Message, options: LineOptions): readonly HTMLElement[] {
  const answered = repliesTo === null ? undefined : options.find(repliesTo);
  if (answered === undefined) return [];
  const words = answered.text === "" ? "📎" : answered.text;
  const button = make(
    "button",
    { type: "button", class: "quote", "aria-label": WORDS[options.context.language].line.answers(words.slice(0, 80)) },
    make("bdi", { class: "author" }, authorOf(answered, options)),
    make("span", { dir: "auto" }, words),
  );
  button.addEventListener("click", () => {
    const target = document.querySelector<HTMLElement>(`article[data-line="${answered.id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.querySelector<HTMLElement>("button")?.focus();
  });
  return [button];
}

function showVersions(where: HTMLDetailsElement, { versions, language }: Message, { now, ...context }: Context): void {
  where.hidden = versions.length === 0;
  if (where.dataset["count"] === String(versions.length)) return;
  where.dataset["count"] = String(versions.length);
  const { line } = WORDS[context.language];
  const items = versions.map(({ text, until }) =>
    make(
      "li",
      {},
      make("span", { class: "small" }, line.until(clock(until, now, context.language))),
      make("p", { class: "text", lang: tagOf(language), dir: "auto" }, text),
    ),
  );
  where.replaceChildren(make("summary", {}, line.edited(versions.length)), make("ul", {}, ...items));
}

function tag(label: string): HTMLElement | string {
  return label === "" ? "" : make("span", { class: "tag" }, label);
}

function fileOf(
  { kind, name, bytes, url }: Attachment,
  kinds: Readonly<Record<string, string>>,
  download: Download,
): HTMLElement {
  const size = bytes === null ? "" : ` · ${sizeOf(bytes)}`;
  const label = `${kinds[kind] ?? kind}${name === null ? "" : ` · ${name}`}${size}`;
  if (url === null) return make("p", { class: "file" }, label);
  const button = make("button", { type: "button", class: "file" }, "⤓ ", make("bdi", {}, label));
  button.addEventListener("click", () => download(url, name ?? kind));
  return button;
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
