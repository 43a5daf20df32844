/**
 * What was said, oldest first. It only grows while it is shown, so a screen reader speaks what is new and nothing else.
 * What is still on its way stands at the end, and stays where it is when the server has it.
 */
import { make, setText } from "../dom.ts";
import { contentOf, setPressed, setUsable } from "./bubble.ts";
import type { Entry, State } from "./outbox.ts";
import type { File, Message } from "./read.ts";
import { type Language, tagOf, WORDS, type Words } from "./words.ts";

type Parts = {
  readonly log: HTMLElement;
  readonly language: () => Language;
  readonly press: (messageId: string, press: string) => void;
  readonly retry: () => void;
  readonly drop: (clientId: string) => void;
};

export type Talk = {
  show(message: Message): void;
  /** Words or a file of ours on their way, as far as they got. */
  await(entry: Exclude<Entry, { kind: "press" }>, state: State): void;
  progress(clientId: string, percent: number): void;
  taken(clientId: string): void;
  pressed(messageId: string, press: string): void;
  settled(messageId: string): void;
  /** The press did not count: the buttons are there again. */
  freed(messageId: string): void;
  clear(): void;
};

export function openTalk(parts: Parts): Talk {
  const { log, language } = parts;
  const messages = new Map<string, HTMLElement>();
  const ours = new Map<string, HTMLElement>();
  let lastDay = "";

  const look = (messageId: string) => ({
    language: language(),
    press: (press: string) => parts.press(messageId, press),
  });

  const place = (...nodes: readonly Node[]): void => {
    const firstWaiting = log.querySelector("[data-waiting]");
    for (const node of nodes) log.insertBefore(node, firstWaiting);
  };

  const newDay = (at: number): readonly Node[] => {
    const day = new Intl.DateTimeFormat(tagOf(language()), { dateStyle: "full" }).format(at);
    if (day === lastDay) return [];
    lastDay = day;
    return [make("p", { class: "day" }, day)];
  };

  return {
    show(message) {
      const messageId = String(message.seq);
      if (messages.has(messageId)) return;
      const known = message.clientId === null ? undefined : ours.get(message.clientId);
      const article = known ?? make("article", { class: `message by-${message.by}` });
      messages.set(messageId, article);
      if (message.clientId !== null) ours.set(message.clientId, article);
      const state = article.querySelector(".state");
      // Words that stand there already are not said again by a screen reader.
      if (known === undefined || message.attachments.length > 0) {
        article.replaceChildren(...contentOf(message, look(messageId)), ...(state === null ? [] : [state]));
      }
      delete article.dataset["waiting"];
      const isInPlace = known !== undefined && known.nextElementSibling === log.querySelector("[data-waiting]");
      const day = newDay(message.at);
      if (isInPlace && day.length === 0) return;
      place(...day, article);
    },
    await(entry, state) {
      let article = ours.get(entry.clientId);
      if (article === undefined) {
        article = make("article", { class: "message by-learner", "data-waiting": "" });
        article.append(...contentOf(draftOf(entry), look("")));
        ours.set(entry.clientId, article);
        log.append(article);
      }
      article.querySelector(".state")?.remove();
      article.append(stateLine(entry, state, { ...parts, words: WORDS[language()] }));
    },
    progress(clientId, percent) {
      const line = ours.get(clientId)?.querySelector(".state");
      const bar = line?.querySelector("progress");
      if (bar) bar.value = percent;
      const label = line?.querySelector(".state-text");
      if (label) setText(label, WORDS[language()].uploading(percent));
    },
    taken: (clientId) => ours.get(clientId)?.querySelector(".state")?.remove(),
    pressed(messageId, press) {
      const article = messages.get(messageId);
      if (article === undefined) return;
      setUsable(article, false);
      setPressed(article, press);
    },
    settled(messageId) {
      const article = messages.get(messageId);
      if (article !== undefined) setUsable(article, false);
    },
    freed(messageId) {
      const article = messages.get(messageId);
      if (article === undefined) return;
      setUsable(article, true);
      setPressed(article, null);
    },
    clear() {
      messages.clear();
      ours.clear();
      lastDay = "";
      log.replaceChildren();
    },
  };
}

function draftOf(entry: Exclude<Entry, { kind: "press" }>) {
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
