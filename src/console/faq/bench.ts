/** The Test tab: a sentence, what the bot would do with it and why, with the draft beside what is live. */
import { make } from "../dom.ts";
import * as api from "./api.ts";
import type { Work } from "./draft.ts";
import { labelled, type Page, percentOf } from "./page.ts";
import type { Tried } from "./read.ts";

const SENTENCE_LENGTH_MAX = 4096;

export function showBench(pane: HTMLElement, { draft }: Work, page: Page): void {
  const words = page.words().test;
  const input = make("input", {
    id: "sentence",
    maxlength: String(SENTENCE_LENGTH_MAX),
    autocomplete: "off",
    dir: "auto",
  });
  const submit = make("button", { type: "submit", class: "primary" }, words.submit);
  const found = make("div", { class: "two-sides", role: "status" }, make("p", { class: "hint" }, words.empty));
  const form = make("form", { class: "one-line" }, labelled(words.sentence, input), submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true" || input.value.trim() === "") return;
    form.ariaBusy = "true";
    const tested = page.take(await api.test(input.value, draft === null ? [] : [draft.id]));
    form.ariaBusy = "false";
    if (tested === null) return;
    page.warn("");
    const sides = draft === null ? [] : [sideOf(words.withDraft, tested.draft, page)];
    found.replaceChildren(...sides, sideOf(words.live, tested.live, page));
  });
  pane.replaceChildren(form, found);
  input.focus();
}

function sideOf(title: string, tried: Tried, page: Page): HTMLElement {
  const words = page.words().test;
  const percent = (share: number) => percentOf(share, page.language());
  const signed = (share: number) => (share > 0 ? `+${percent(share)}` : percent(share));
  const ranking = tried.ranking.map(({ intentId, confidence }) =>
    make(
      "li",
      { class: "tried" },
      make("code", {}, intentId),
      make("meter", { min: "0", max: "1", value: confidence.toFixed(3), "aria-hidden": "true" }),
      make("span", {}, percent(confidence)),
    ),
  );
  const spoke = tried.spoke.map(({ word, share }) => make("li", { class: "chip" }, `${word} ${signed(share)}`));
  const nearest = tried.nearest.map(({ intentId, text }) =>
    make("li", {}, make("span", { dir: "auto" }, text), " ", make("code", {}, intentId)),
  );
  const part = (label: string, kind: string, items: readonly HTMLElement[]) =>
    items.length === 0 ? [] : [make("h4", {}, label), make("ul", { class: kind }, ...items)];
  return make(
    "section",
    { class: "side" },
    make("h3", {}, title, " ", make("span", { class: "does" }, words.does[tried.does])),
    ...(ranking.length === 0 ? [make("p", { class: "hint" }, words.nothing)] : []),
    ...part(words.ranking, "ranking", ranking),
    ...part(words.spoke, "chips", spoke),
    ...part(words.nearest, "nearest", nearest),
  );
}
