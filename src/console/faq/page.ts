/** What every part of the FAQ page needs: the words, where to say what happened, and a look at everything anew. */
import type { Answer } from "../api/call.ts";
import { make } from "../dom.ts";
import type { Language } from "../language.ts";
import type { FaqWords } from "./words.ts";

export type Page = {
  readonly language: () => Language;
  readonly words: () => FaqWords;
  readonly tell: (news: string) => void;
  readonly warn: (trouble: string) => void;
  /** The value, or null once it was said what is wrong. */
  readonly take: <Value>(answer: Answer<Value>) => Value | null;
  /** Shows the FAQ as it is now. */
  readonly refresh: () => Promise<void>;
};

export function percentOf(share: number | null, language: Language): string {
  return share === null ? "—" : new Intl.NumberFormat(language, { style: "percent" }).format(share);
}

export function labelled(label: string, control: HTMLElement): HTMLElement {
  const id = control.id;
  return make("p", { class: "field" }, make("label", { for: id }, label), control);
}

export function buttonOf(label: string, press: () => unknown, kind = ""): HTMLButtonElement {
  const button = make("button", { type: "button", class: kind }, label);
  button.addEventListener("click", async () => {
    // A second press before the answer must not do it twice.
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await press();
    button.ariaBusy = "false";
  });
  return button;
}

/** Lines that are words, without the blank ones. */
export function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
