/**
 * A button that opens a menu: walked with the arrow keys, left with Escape. What it offers is asked for each time it opens, and
 * nothing of it is on the page before.
 */
import { make } from "../dom.ts";

export type Item = {
  /** Told apart by it, whatever the language. */
  readonly key: string;
  readonly label: string;
  /** What is read out, where the label is but a sign. */
  readonly spoken?: string;
  readonly run: () => void;
};

export type MenuOptions = {
  readonly id: string;
  readonly text: string;
  /** What is read out, where the text is but a sign. */
  readonly label?: string;
  readonly items: () => readonly Item[];
};

export function openMenu({ id, text, label, items }: MenuOptions): HTMLElement {
  const menuId = `${id}-menu`;
  const opener = make("button", {
    ...{ id, type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": menuId },
    ...(label === undefined ? {} : { "aria-label": label, title: label }),
  });
  opener.append(text);
  const menu = make("div", { id: menuId, class: "menu", role: "menu", "aria-labelledby": id });
  menu.hidden = true;
  const whole = make("div", { class: "menu-place" }, opener, menu);

  const turn = (isOpen: boolean): void => {
    menu.hidden = !isOpen;
    whole.dataset["open"] = String(isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
  };
  const leave = (): void => {
    turn(false);
    opener.focus();
  };
  opener.addEventListener("click", () => {
    if (!menu.hidden) return turn(false);
    menu.replaceChildren(...items().map((item) => itemOf(item, leave)));
    turn(true);
    menu.scrollIntoView({ block: "nearest" });
    menu.querySelector("button")?.focus();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && menu.hidden) opener.click();
  });
  whole.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) leave();
  });
  menu.addEventListener("keydown", (event) => walk(event, menu));
  whole.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && whole.contains(relatedTarget))) turn(false);
  });
  return whole;
}

function itemOf({ key, label, spoken, run }: Item, leave: () => void): HTMLElement {
  const item = make(
    "button",
    {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      "data-action": key,
      "aria-label": spoken ?? label,
      ...(spoken === undefined ? {} : { class: "sign" }),
    },
    label,
  );
  item.addEventListener("click", () => {
    leave();
    run();
  });
  return item;
}

function walk(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll("button")];
  const at = items.findIndex((item) => item.matches(":focus"));
  const after = (at + 1) % items.length;
  const previous = (at - 1 + items.length) % items.length;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowDown: after, ArrowRight: after, ArrowUp: previous, ArrowLeft: previous },
    ...{ Home: 0, End: items.length - 1 },
  };
  const next = items[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
