/**
 * Where the learner writes. Enter sends, unless it ends a word of an input method; Shift + Enter begins a new line. A
 * draft stays through a reload, and `#q=` in the address puts words there to begin with.
 */
import { place } from "../dom.ts";

type Takes = {
  readonly words: (text: string) => void;
  readonly file: (file: File) => void;
  /** Something is being typed. */
  readonly typing: () => void;
};

const KEPT = "aftercare.chat.draft";
/** What browsers report for a key an input method swallowed; Safari ends the composition one moment too early. */
const KEY_OF_INPUT_METHOD = 229;

export function openComposer({ words, file, typing }: Takes): void {
  const area = place("words", HTMLTextAreaElement);
  const form = place("composer", HTMLFormElement);
  area.value = wordsInAddress() ?? sessionStorage.getItem(KEPT) ?? "";
  area.addEventListener("input", () => {
    sessionStorage.setItem(KEPT, area.value);
    if (area.value.trim() !== "") typing();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = area.value;
    if (text.trim() === "") return;
    area.value = "";
    sessionStorage.removeItem(KEPT);
    words(text);
    area.focus();
  });
  window.addEventListener("hashchange", () => {
    area.value = wordsInAddress() ?? area.value;
  });
  openFiles(area, file);
}

/** By button, by paste, and by dropping anywhere on the page. */
function openFiles(area: HTMLTextAreaElement, take: (file: File) => void): void {
  const input = place("file", HTMLInputElement);
  place("attach", HTMLButtonElement).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    for (const file of input.files ?? []) take(file);
    input.value = "";
  });
  area.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    for (const file of files) take(file);
  });
  const { body } = document;
  for (const kind of ["dragenter", "dragover"] as const) {
    body.addEventListener(kind, (event) => {
      event.preventDefault();
      body.dataset["dropping"] = "";
    });
  }
  body.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete body.dataset["dropping"];
  });
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    delete body.dataset["dropping"];
    for (const file of event.dataTransfer?.files ?? []) take(file);
  });
}

/** Taken out of the address once read, so that a reload does not write it again. */
function wordsInAddress(): string | null {
  const words = new URLSearchParams(location.hash.slice(1)).get("q");
  if (words !== null) history.replaceState(null, "", location.pathname);
  return words === null ? null : words.slice(0, 4096);
}
