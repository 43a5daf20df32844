/**
 * What an empty list says. Three kinds of nothing are told apart: nothing ever came in, nobody is waiting, and nothing is in
 * this view.
 */
import type { View } from "../api/api.ts";
import { make } from "../dom.ts";
import type { Words } from "../words/words.ts";

export type Emptiness = { readonly view: View; readonly isFirstRun: boolean; readonly words: Words };

/** Fills the place of the list's words and leaves it alone when they are there already. */
export function showEmpty(where: HTMLElement, { view, isFirstRun, words }: Emptiness): void {
  const kind = `${words.otherLanguage} ${isFirstRun ? "first" : view}`;
  where.hidden = false;
  if (where.dataset["kind"] === kind) return;
  where.dataset["kind"] = kind;
  if (isFirstRun) {
    const steps = words.firstRun.steps.map((step) => make("li", {}, step));
    where.replaceChildren(make("p", {}, words.firstRun.title), make("ol", {}, ...steps));
  } else {
    where.replaceChildren(make("p", {}, words.nothing[view]));
  }
}
