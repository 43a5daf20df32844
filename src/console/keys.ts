/**
 * Single keys, as other inboxes have them. They rest while somebody types, holds a modifier, or has a dialog open, so no letter
 * of a reply ever solves a ticket.
 */
export type Keys = {
  readonly next: () => void;
  readonly previous: () => void;
  readonly assign: () => void;
  readonly reply: () => void;
  readonly note: () => void;
  readonly solve: () => void;
  readonly reopen: () => void;
  readonly snooze: () => void;
  readonly macros: () => void;
  /** With Ctrl or Command, and so also while typing. */
  readonly search: () => void;
  readonly sheet: () => void;
};

export function listenToKeys(keys: Keys): void {
  const byKey = new Map<string, () => void>([
    ["j", keys.next],
    ["k", keys.previous],
    ["a", keys.assign],
    ["r", keys.reply],
    ["n", keys.note],
    ["c", keys.solve],
    ["z", keys.reopen],
    ["s", keys.snooze],
    ["/", keys.macros],
    ["?", keys.sheet],
  ]);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!isDialogOpen()) keys.search();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const press = byKey.get(event.key.toLowerCase());
    if (press === undefined) return;
    // Otherwise the letter that opens the reply is also the first one typed into it.
    event.preventDefault();
    press();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (isDialogOpen() || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function isDialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
