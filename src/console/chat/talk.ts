/**
 * What was said, oldest first. It only grows while it is shown, so a screen reader speaks what is new and nothing else.
 * What is still on its way stands at the end, and stays where it is when the server has it.
 */
import { make, setText } from "../dom.ts";
import { type Language, tagOf } from "../language.ts";
import { contentOf, type Look, setPressed, setUsable } from "./bubble.ts";
import type { Entry, State } from "./outbox.ts";
import type { File, Message } from "./read.ts";
import { WORDS, type Words } from "./words.ts";

type Parts = {
  readonly log: HTMLElement;
  readonly language: () => Language;
  readonly press: (messageId: string, press: string) => void;
  readonly retry: () => void;
  readonly drop: (clientId: string) => void;
};

/** What is shown before the server has it; a press is shown on its button instead. */
type Draft = Exclude<Entry, { kind: "press" }>;

export type Talk = {
  show(message: Message): void;
  /** Words or a file of ours on their way, as far as they got. */
  await(entry: Draft, state: State): void;
  progress(clientId: string, percent: number): void;
  taken(clientId: string): void;
  pressed(messageId: string, press: string): void;
  settled(messageId: string): void;
  /** Other words and buttons stand in its place from now on. */
  edited(messageId: string, words: Pick<Message, "text" | "buttons">): void;
  /** The press did not count: the buttons are there again. */
  freed(messageId: string): void;
  clear(): void;
};

export function openTalk(parts: Parts): Talk {
  return new Articles(parts);
}

class Articles implements Talk {
  readonly #parts: Parts;
  /** By the number the server gave. */
  readonly #messages = new Map<string, HTMLElement>();
  /** What stands in them, by the same number. */
  readonly #said = new Map<string, Message>();
  /** By the id the page gave, of what the learner said. The same element may be in both. */
  readonly #ours = new Map<string, HTMLElement>();
  #lastDay = "";

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  show(message: Message): void {
    const messageId = String(message.seq);
    if (this.#messages.has(messageId)) return;
    const known = message.clientId === null ? undefined : this.#ours.get(message.clientId);
    const article = known ?? make("article", { class: `message by-${message.by}` });
    this.#messages.set(messageId, article);
    this.#said.set(messageId, message);
    if (message.clientId !== null) this.#ours.set(message.clientId, article);
    // Words that stand there already are not said again by a screen reader.
    if (known === undefined || message.attachments.length > 0) this.#fill(article, message);
    delete article.dataset["waiting"];
    const { log } = this.#parts;
    const firstWaiting = log.querySelector("[data-waiting]");
    const isInPlace = known?.parentNode === log && known.nextElementSibling === firstWaiting;
    const day = this.#newDay(message.at);
    // An element that is moved is new to a screen reader.
    if (isInPlace && day.length === 0) return;
    for (const node of [...day, article]) log.insertBefore(node, firstWaiting);
  }

  await(entry: Draft, state: State): void {
    const article = this.#ours.get(entry.clientId) ?? this.#begin(entry);
    article.querySelector(".state")?.remove();
    article.append(stateLine(entry, state, { ...this.#parts, words: this.#words() }));
  }

  progress(clientId: string, percent: number): void {
    const line = this.#ours.get(clientId)?.querySelector(".state");
    const bar = line?.querySelector("progress");
    if (bar) bar.value = percent;
    const label = line?.querySelector(".state-text");
    if (label) setText(label, this.#words().uploading(percent));
  }

  taken(clientId: string): void {
    this.#ours.get(clientId)?.querySelector(".state")?.remove();
  }

  pressed(messageId: string, press: string): void {
    const article = this.#messages.get(messageId);
    if (article === undefined) return;
    setUsable(article, false);
    setPressed(article, press);
  }

  settled(messageId: string): void {
    const article = this.#messages.get(messageId);
    if (article !== undefined) setUsable(article, false);
  }

  edited(messageId: string, words: Pick<Message, "text" | "buttons">): void {
    const article = this.#messages.get(messageId);
    const said = this.#said.get(messageId);
    if (article === undefined || said === undefined) return;
    const message = { ...said, ...words };
    this.#said.set(messageId, message);
    // A place in a line that is read aloud at each step would drown all else.
    article.ariaLive = "off";
    const focused = article.querySelector<HTMLElement>("button:focus")?.dataset["press"];
    this.#fill(article, message);
    if (focused !== undefined)
      article.querySelector<HTMLElement>(`button[data-press="${CSS.escape(focused)}"]`)?.focus();
  }

  freed(messageId: string): void {
    const article = this.#messages.get(messageId);
    if (article === undefined) return;
    setUsable(article, true);
    setPressed(article, null);
  }

  clear(): void {
    this.#messages.clear();
    this.#said.clear();
    this.#ours.clear();
    this.#lastDay = "";
    this.#parts.log.replaceChildren();
  }

  /** A message that may still be on its way keeps the line that says so: only `taken` ends that. */
  #fill(article: HTMLElement, message: Message): void {
    const state = article.querySelector(".state");
    const content = contentOf(message, this.#look(String(message.seq)));
    article.replaceChildren(...content, ...(state === null ? [] : [state]));
  }

  #begin(entry: Draft): HTMLElement {
    const article = make("article", { class: "message by-learner", "data-waiting": "" });
    article.append(...contentOf(draftOf(entry), this.#look("")));
    this.#ours.set(entry.clientId, article);
    this.#parts.log.append(article);
    return article;
  }

  /** The line above the first message of a day. */
  #newDay(at: number): readonly Node[] {
    const day = new Intl.DateTimeFormat(tagOf(this.#parts.language()), { dateStyle: "full" }).format(at);
    if (day === this.#lastDay) return [];
    this.#lastDay = day;
    return [make("p", { class: "day" }, day)];
  }

  #look(messageId: string): Look {
    return { language: this.#parts.language(), press: (press) => this.#parts.press(messageId, press) };
  }

  #words(): Words {
    return WORDS[this.#parts.language()];
  }
}

function draftOf(entry: Draft) {
  const file: File[] =
    entry.kind === "file"
      ? [{ kind: "document", ref: null, name: entry.name, mime: null, bytes: entry.file?.size ?? null }]
      : [];
  return { by: "learner", at: entry.at, text: entry.text, buttons: [], attachments: file } as const;
}

type StateParts = Pick<Parts, "retry" | "drop"> & { readonly words: Words };

/** How far it got, and what can be done about it. */
function stateLine(entry: Entry, { state, detail }: State, { retry, drop, words }: StateParts): HTMLElement {
  const isLost = entry.kind === "file" && entry.file === null;
  const why = isLost ? words.fileLost : detail === "" && state === "refused" ? words.otherTrouble : detail;
  const sentence = state === "refused" ? `${words.state.refused} ${why}` : words.state[state];
  const line = make("div", { class: "state", "data-state": state });
  if (entry.kind === "file" && state === "sending") {
    line.append(make("progress", { max: "100", value: "0", "aria-label": words.state.sending }));
  }
  line.append(make("span", { class: "state-text" }, sentence));
  if (state === "waiting") line.append(verb(words.tryNow, retry));
  if (state === "refused") {
    line.append(
      verb(words.drop, () => {
        line.closest("article")?.remove();
        drop(entry.clientId);
      }),
    );
  }
  return line;
}

function verb(label: string, act: () => void): HTMLElement {
  const button = make("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", act);
  return button;
}
