/** The list of keys. */
import { make, place } from "../dom.ts";
import type { Words } from "../words/words.ts";

export function openSheet({ sheet }: Words): void {
  const lines = Object.entries(sheet).flatMap(([key, what]) => [
    make("dt", {}, make("kbd", {}, key)),
    make("dd", {}, what),
  ]);
  place("sheet-keys", HTMLElement).replaceChildren(...lines);
  place("sheet", HTMLDialogElement).showModal();
}
