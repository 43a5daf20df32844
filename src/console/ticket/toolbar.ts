/**
 * The buttons of a ticket and the menu of the rarer ones. Buttons stay the same elements for as long as the same actions are
 * offered, so the focus survives a refresh; the menu is walked with the arrow keys and left with Escape.
 */
import type { Ticket } from "../api/read-ticket.ts";
import { make, place, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";
import { type Action, actionsFor } from "./actions.ts";

export type Toolbar = { show(ticket: Ticket, words: Words): void };

export function openToolbar(where: HTMLElement, run: (action: Action) => void): Toolbar {
  let shown = "";
  return {
    show(ticket, words) {
      const { bar, more } = actionsFor(ticket);
      const key = [ticket.id, ...bar, "|", ...more, words.more].join(" ");
      if (key === shown) return;
      shown = key;
      const isFocused = where.contains(document.activeElement);
      const buttons = bar.map((action, index) => {
        const button = make("button", { type: "button", "data-action": action }, words.action[action]);
        if (index === 0) button.classList.add("primary");
        button.addEventListener("click", () => run(action));
        return button;
      });
      where.replaceChildren(...buttons, menuOf(more, { words, run }));
      // What was pressed is gone with its action; the focus goes where no second press does anything.
      if (isFocused) place("thread-name", HTMLHeadingElement).focus();
    },
  };
}

type Menu = { readonly words: Words; readonly run: (action: Action) => void };

function menuOf(actions: readonly Action[], { words, run }: Menu): HTMLElement {
  const opener = make("button", {
    ...{ id: "more", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "more-menu" },
  });
  setText(opener, `${words.more} ▾`);
  const menu = make("div", { id: "more-menu", class: "menu", role: "menu", "aria-labelledby": "more" });
  menu.hidden = true;
  const whole = make("div", { class: "menu-place" }, opener, menu);

  const turn = (isOpen: boolean): void => {
    menu.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  };
  for (const action of actions) {
    const item = make(
      "button",
      { type: "button", role: "menuitem", tabindex: "-1", "data-action": action },
      words.action[action],
    );
    item.addEventListener("click", () => {
      turn(false);
      opener.focus();
      run(action);
    });
    menu.append(item);
  }
  opener.addEventListener("click", () => {
    turn(menu.hidden !== false);
    if (!menu.hidden) menu.querySelector("button")?.focus();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && menu.hidden) opener.click();
  });
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    turn(false);
    opener.focus();
  });
  menu.addEventListener("keydown", (event) => walk(event, menu));
  whole.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && whole.contains(relatedTarget))) turn(false);
  });
  return whole;
}

function walk(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll("button")];
  const at = items.findIndex((item) => item.matches(":focus"));
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = items[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
