/** The intents: what state each is in and how it does. Rows stay the same elements, so that the focus survives a refresh. */
import { make, place, setText } from "../dom.ts";
import { type Page, percentOf } from "./page.ts";
import type { Card, Faq, Intent } from "./read.ts";

export type Shown = { readonly faq: Faq; readonly cards: ReadonlyMap<string, Card>; readonly selected: string | null };
export type IntentList = { show(shown: Shown): void };

export function openList(page: Page, pick: (id: string) => void): IntentList {
  const list = place("intents", HTMLUListElement);
  const empty = place("intents-empty", HTMLDivElement);
  const find = place("find", HTMLInputElement);
  const rows = new Map<string, HTMLLIElement>();
  let shown: Shown | null = null;
  const draw = (): void => {
    if (shown === null) return;
    const { faq, cards, selected } = shown;
    const fitting = faq.items.filter((intent) => fits(intent, find.value));
    const kept = new Set(fitting.map(({ id }) => id));
    for (const [id, row] of rows) if (!kept.has(id)) row.remove();
    for (const [at, intent] of fitting.entries()) {
      const row = rows.get(intent.id) ?? newRow(intent.id, pick);
      rows.set(intent.id, row);
      fill(row, intent, { card: cards.get(intent.id), page });
      row.firstElementChild?.setAttribute("aria-current", String(intent.id === selected));
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    }
    empty.hidden = fitting.length > 0;
    setText(empty, faq.items.length === 0 ? page.words().noIntents : page.words().noMatch);
  };
  find.addEventListener("input", draw);
  return {
    show(now) {
      shown = now;
      draw();
    },
  };
}

/** Every word typed stands in the id or in a title. */
function fits({ id, title }: Intent, typed: string): boolean {
  const all = `${id}\n${title.zh}\n${title.en}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function newRow(id: string, pick: (id: string) => void): HTMLLIElement {
  const button = make(
    "button",
    { type: "button", class: "row", "data-intent": id },
    make("span", { class: "row-line" }, make("bdi", { class: "name" }), make("span", { class: "wait" })),
    make("code", { class: "id" }),
    make("span", { class: "row-line small" }),
  );
  button.addEventListener("click", () => pick(id));
  return make("li", {}, button);
}

function fill(row: HTMLElement, intent: Intent, { card, page }: { card: Card | undefined; page: Page }): void {
  const words = page.words();
  const part = (selector: string, text: string): void => {
    const found = row.querySelector(selector);
    if (found !== null) setText(found, text);
  };
  const state = card?.asksFirst ? words.state.asks : intent.draftId === null ? words.state.live : words.state.draft;
  part(".name", intent.title[page.language()] || intent.title.en || intent.title.zh);
  part(".wait", state);
  // A draft of a new intent has no title yet.
  part(".id", intent.title.en === intent.id ? "" : intent.id);
  part(".small", figuresOf(card, page).slice(0, 2).join(" · "));
}

export function figuresOf(card: Card | undefined, page: Page): readonly string[] {
  const words = page.words();
  if (card === undefined) return [words.noFigures];
  const count = new Intl.NumberFormat(page.language(), { maximumFractionDigits: 0 });
  const share = ({ share: value, n }: Card["wrong"]): [string, string] => [
    percentOf(value, page.language()),
    count.format(n),
  ];
  return [
    words.asked(count.format(card.asked)),
    words.wrong(...share(card.wrong)),
    words.helped(...share(card.helped)),
    words.minutes(count.format(card.minutes)),
  ];
}
