/**
 * The list of tickets. Rows stay the same elements from one refresh to the next, so that focus, scrolling and a screen reader's
 * place survive; only words that changed are written.
 */
import { make, setText } from "./dom.ts";
import type { Language } from "./language.ts";
import type { Ticket } from "./read.ts";
import { span } from "./time.ts";
import { WORDS, type Words } from "./words.ts";

type Row = {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly parts: Readonly<
    Record<"name" | "id" | "wait" | "status" | "channel" | "priority" | "turn" | "holder", HTMLElement>
  >;
};

export type Shown = {
  readonly tickets: readonly Ticket[];
  readonly selected: number | null;
  readonly language: Language;
  readonly now: number;
};

export type Rows = { show(shown: Shown): void };

export function openRows(list: HTMLUListElement, pick: (id: number) => void): Rows {
  const rows = new Map<number, Row>();
  return {
    show({ tickets, selected, language, now }) {
      const focused = document.activeElement;
      const focusedAt = [...rows.values()].findIndex(({ button }) => button === focused);
      removeOthers(rows, tickets);
      for (const [index, ticket] of tickets.entries()) {
        const row = rows.get(ticket.id) ?? newRow(rows, ticket.id, pick);
        fill(row, ticket, { language, now });
        row.button.setAttribute("aria-current", String(ticket.id === selected));
        if (list.children[index] !== row.item) list.insertBefore(row.item, list.children[index] ?? null);
      }
      if (focusedAt >= 0 && document.activeElement !== focused) refocus(list, focused, focusedAt);
    },
  };
}

/** Moving an element takes the focus from it; a row that went away leaves it to the one now in its place. */
function refocus(list: HTMLUListElement, focused: Element | null, at: number): void {
  const buttons = [...list.querySelectorAll("button")];
  const next = buttons.find((button) => button === focused) ?? buttons[Math.min(at, buttons.length - 1)];
  next?.focus({ preventScroll: true });
}

function removeOthers(rows: Map<number, Row>, tickets: readonly Ticket[]): void {
  const kept = new Set(tickets.map(({ id }) => id));
  for (const [id, { item }] of rows) {
    if (kept.has(id)) continue;
    item.remove();
    rows.delete(id);
  }
}

function newRow(rows: Map<number, Row>, id: number, pick: (id: number) => void): Row {
  const part = (name: string) => make("span", { class: name });
  const parts = {
    name: make("bdi", { class: "name" }),
    id: part("id"),
    wait: part("wait"),
    status: part("status"),
    channel: part("channel"),
    priority: part("priority"),
    turn: part("turn"),
    holder: make("bdi", { class: "holder" }),
  };
  const button = make(
    "button",
    { type: "button", class: "row", "data-id": String(id) },
    make("span", { class: "row-line" }, parts.name, parts.id, parts.wait),
    make("span", { class: "row-line small" }, parts.status, parts.priority, parts.channel, parts.turn, parts.holder),
  );
  button.addEventListener("click", () => pick(id));
  const row = { item: make("li", {}, button), button, parts };
  rows.set(id, row);
  return row;
}

function fill({ parts, button }: Row, ticket: Ticket, { language, now }: Pick<Shown, "language" | "now">): void {
  const words = WORDS[language];
  button.dataset["status"] = ticket.status;
  button.dataset["priority"] = ticket.priority;
  setText(parts.name, ticket.learnerName);
  setText(parts.id, `#${ticket.id}`);
  setText(parts.wait, sinceWhen(ticket, words, { language, now }));
  setText(parts.status, words.status[ticket.status]);
  setText(parts.priority, ticket.priority === "normal" ? "" : words.priority[ticket.priority]);
  setText(parts.channel, words.channel[ticket.channel]);
  setText(parts.turn, ticket.status === "open" ? turnOf(ticket, words) : "");
  setText(parts.holder, holderOf(ticket, words));
}

export function sinceWhen(ticket: Ticket, words: Words, { language, now }: Pick<Shown, "language" | "now">): string {
  if (ticket.status === "solved") return words.solvedAgo(span(now - (ticket.solvedAt ?? now), language));
  const time = span(now - ticket.openedAt, language);
  return ticket.status === "new" ? words.waits(time) : words.opened(time);
}

export function turnOf(ticket: Ticket, words: Words): string {
  return ticket.waitingFor === "agent" ? words.awaitsUs : words.awaitsLearner;
}

export function holderOf({ status, holder }: Ticket, words: Words): string {
  if (status === "new" || holder === null) return "";
  return words.heldBy(holder.isYou ? words.you : holder.name);
}
