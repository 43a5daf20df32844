/**
 * The buttons of a ticket and the menu of the rarer ones. Buttons stay the same elements for as long as the same actions are
 * offered, so the focus survives a refresh.
 */
import type { Ticket } from "../api/read-ticket.ts";
import { make, place } from "../dom.ts";
import type { Words } from "../words/words.ts";
import { type Action, actionsFor } from "./actions.ts";
import { openMenu } from "./menu.ts";

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
      const items = more.map((action) => ({ key: action, label: words.action[action], run: () => run(action) }));
      where.replaceChildren(...buttons, openMenu({ id: "more", text: `${words.more} ▾`, items: () => items }));
      // What was pressed is gone with its action; the focus goes where no second press does anything.
      if (isFocused) place("thread-name", HTMLHeadingElement).focus();
    },
  };
}
