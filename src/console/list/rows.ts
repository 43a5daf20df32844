/**
 * The list of tickets. Rows stay the same elements from one refresh to the next, so that focus, scrolling and a screen reader's
 * place survive; only words that changed are written.
 */
import type { Row as Ticket } from "../api/read-ticket.ts";
import { make, setText } from "../dom.ts";
import type { Language } from "../language.ts";
import { WORDS } from "../words/words.ts";
import { dueLine, holderLine, isOverdue, lastLine, snoozeLine, waitLine } from "./lines.ts";

type Row = {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly parts: Readonly<
    Record<
      "name" | "id" | "wait" | "last" | "unread" | "status" | "channel" | "priority" | "due" | "snoozed" | "holder",
      HTMLElement
    >
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
    channel: make("span", { class: "channel", role: "img" }),
    name: make("bdi", { class: "name" }),
    id: part("id"),
    wait: part("wait"),
    last: make("span", { class: "last", dir: "auto" }),
    unread: make("span", { class: "unread", role: "img" }),
    status: part("status"),
    priority: part("priority"),
    due: part("due"),
    snoozed: part("snoozed"),
    holder: make("bdi", { class: "holder" }),
  };
  const button = make(
    "button",
    { type: "button", class: "row", "data-id": String(id) },
    make("span", { class: "row-line" }, parts.channel, parts.name, parts.id, parts.wait),
    make("span", { class: "row-line said" }, parts.last, parts.unread),
    make("span", { class: "row-line small" }, parts.status, parts.priority, parts.due, parts.snoozed, parts.holder),
  );
  button.addEventListener("click", () => pick(id));
  const row = { item: make("li", {}, button), button, parts };
  rows.set(id, row);
  return row;
}

function fill({ parts, button }: Row, ticket: Ticket, context: Pick<Shown, "language" | "now">): void {
  const words = WORDS[context.language];
  button.dataset["status"] = ticket.status;
  button.dataset["priority"] = ticket.priority;
  button.dataset["turn"] = ticket.waitingFor;
  button.dataset["overdue"] = String(isOverdue(ticket, context.now));
  parts.channel.dataset["channel"] = ticket.channel;
  parts.channel.title = words.channel[ticket.channel];
  parts.channel.setAttribute("aria-label", words.channel[ticket.channel]);
  setText(parts.name, ticket.learnerName);
  setText(parts.id, `#${ticket.id}`);
  setText(parts.wait, waitLine(ticket, context));
  button.dataset["unread"] = String(ticket.unread > 0);
  setText(parts.last, lastLine(ticket, words));
  const unread = ticket.unread === 0 ? "" : words.row.unread(ticket.unread);
  parts.unread.title = unread;
  parts.unread.ariaLabel = unread;
  setText(parts.unread, ticket.unread === 0 ? "" : String(ticket.unread));
  setText(parts.status, words.status[ticket.status]);
  setText(parts.priority, ticket.priority === "normal" ? "" : words.priority[ticket.priority]);
  setText(parts.due, dueLine(ticket, context));
  setText(parts.snoozed, snoozeLine(ticket, context));
  setText(parts.holder, holderLine(ticket, words));
}
