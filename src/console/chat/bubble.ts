/**
 * One message as it looks: words with their links, files, buttons, and when it was said. Text only ever becomes text.
 */
import { make } from "../dom.ts";
import type { Language } from "../language.ts";
import { clock } from "../time.ts";
import { isSafe, link, linked } from "./links.ts";
import type { Button, File } from "./read.ts";
import { WORDS, type Words } from "./words.ts";

const PICTURE = /^image\/(?:png|jpeg|webp|gif)$/;
const HAN = /\p{Script=Han}/u;

export type Look = { readonly language: Language; readonly press: (press: string) => void };

type Said = {
  readonly by: "learner" | "bot";
  readonly at: number;
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly File[];
};

/** What stands in a message's place, in the order it is read aloud. */
export function contentOf(said: Said, { language, press }: Look): readonly Node[] {
  const words = WORDS[language];
  const who = make("span", { class: "unseen" }, `${said.by === "learner" ? words.you : words.us} · `);
  const when = make("time", { datetime: new Date(said.at).toISOString() }, clock(said.at, Date.now(), language));
  const content: Node[] = [make("p", { class: "meta" }, who, when)];
  if (said.text !== "") {
    const lang = HAN.test(said.text) ? "zh-CN" : "en";
    content.push(make("p", { class: "text", dir: "auto", lang }, ...linked(said.text)));
  }
  content.push(...said.attachments.map((file) => fileOf(file, words)));
  if (said.buttons.length > 0) content.push(buttonsOf(said.buttons, { words, press }));
  return content;
}

function fileOf({ kind, ref, name, mime, bytes }: File, words: Words): HTMLElement {
  const known: Readonly<Record<string, string>> = words.attachment;
  const label = [known[kind] ?? kind, name ?? "", bytes === null ? "" : sizeOf(bytes)]
    .filter((part) => part !== "")
    .join(" · ");
  if (ref === null) return make("p", { class: "attached" }, make("bdi", {}, label));
  const address = `/chat/files/${encodeURIComponent(ref)}`;
  const shown = PICTURE.test(mime ?? "")
    ? make("img", { src: address, alt: label, loading: "lazy" })
    : make("bdi", {}, `⤓ ${label}`);
  return make("p", { class: "attached" }, make("a", { href: address, target: "_blank", rel: "noopener" }, shown));
}

type Pressing = { readonly words: Words; readonly press: (press: string) => void };

function buttonsOf(rows: readonly (readonly Button[])[], { words, press }: Pressing): HTMLElement {
  const group = make("div", { class: "choices", role: "group", "aria-label": words.choices });
  for (const row of rows) {
    const line = make("div", { class: "choice-row" });
    for (const button of row) {
      if ("press" in button) line.append(pressable(button, press));
      else if (isSafe(button.url)) line.append(link(button.url, button.label));
    }
    group.append(line);
  }
  return group;
}

function pressable({ label, press }: { label: string; press: string }, onPress: (press: string) => void): HTMLElement {
  const button = make("button", { type: "button", "data-press": press }, label);
  button.addEventListener("click", () => {
    if (button.ariaDisabled !== "true") onPress(press);
  });
  return button;
}

/**
 * Takes the buttons out of use, or gives them back. Not by `disabled`: that would throw whoever works by keyboard out
 * of the place where they are reading.
 */
export function setUsable(article: HTMLElement, isUsable: boolean): void {
  for (const button of article.querySelectorAll("button[data-press]")) {
    button.ariaDisabled = String(!isUsable);
    if (isUsable) button.removeAttribute("tabindex");
    else button.setAttribute("tabindex", "-1");
  }
}

/** Marks which button it was; null for none. */
export function setPressed(article: HTMLElement, press: string | null): void {
  for (const button of article.querySelectorAll<HTMLElement>("button[data-press]")) {
    if (button.dataset["press"] === press) button.setAttribute("aria-pressed", "true");
    else button.removeAttribute("aria-pressed");
  }
}

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
