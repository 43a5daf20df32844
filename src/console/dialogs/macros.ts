/**
 * Saved replies: find one, see what it would say to this learner and do, then send it. Nothing is sent by looking: Enter in
 * the list only leads to the button that sends.
 */
import { fetchMacros, previewMacro } from "../api/api.ts";
import type { Macro, MacroAction, Preview } from "../api/read-office.ts";
import type { Ticket } from "../api/read-ticket.ts";
import { make, place, setText } from "../dom.ts";
import { type Language, tagOf } from "../language.ts";
import { span } from "../time.ts";
import { WORDS } from "../words/words.ts";

export type MacroChoice = {
  readonly ticket: Ticket;
  readonly language: Language;
  /** Resolves to what is wrong, or to null when it was sent. */
  readonly use: (name: string) => Promise<string | null>;
  /** It was closed and nothing was sent. */
  readonly leave: () => void;
};

export function chooseMacro(choice: MacroChoice): void {
  const dialog = place("macros", HTMLDialogElement);
  const parts = partsOf(choice);
  dialog.replaceChildren(parts.form);
  let isUsed = false;
  const picker = pickerOf(parts, choice);
  parts.input.addEventListener("input", () => picker.show());
  parts.input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) picker.move(step);
    else if (event.key === "Enter" && picker.current() !== null) parts.send.focus();
    else return;
    event.preventDefault();
  });
  parts.close.addEventListener("click", () => dialog.close());
  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = picker.current();
    if (name === null || parts.send.disabled) return;
    parts.send.disabled = true;
    void choice.use(name).then((wrong) => {
      isUsed = wrong === null;
      parts.send.disabled = false;
      if (isUsed) dialog.close();
      else setText(parts.trouble, wrong ?? "");
    });
  });
  dialog.addEventListener("close", () => isUsed || choice.leave(), { once: true });
  dialog.showModal();
  parts.input.focus();
  void fetchMacros().then((answer) => {
    if (!parts.form.isConnected) return;
    if (answer.answer === "ok") picker.load(answer.value);
    else setText(parts.trouble, WORDS[choice.language].problem.other);
  });
}

type Parts = ReturnType<typeof partsOf>;

function partsOf({ language, ticket }: MacroChoice) {
  const all = WORDS[language];
  const words = all.macros;
  const input = make("input", {
    ...{ id: "macro-find", role: "combobox", autocomplete: "off", spellcheck: "false" },
    ...{ "aria-controls": "macro-list", "aria-expanded": "true", "aria-autocomplete": "list" },
  });
  const list = make("ul", { id: "macro-list", class: "options", role: "listbox", "aria-label": words.list });
  const said = make("p", { class: "text", lang: tagOf(ticket.language), dir: "auto" });
  const done = make("ul", { class: "does" });
  const trouble = make("p", { class: "alert", role: "alert" });
  const close = make("button", { type: "button" }, all.form.cancel);
  const send = make("button", { type: "submit", class: "primary" }, words.send);
  send.disabled = true;
  const preview = make("section", { class: "preview", "aria-live": "polite", "aria-label": words.preview }, said, done);
  const form = make(
    "form",
    { method: "dialog", class: "macros" },
    make("h2", { id: "macros-title" }, words.title),
    make("label", { for: "macro-find" }, words.find),
    input,
    make("div", { class: "macro-pair" }, list, preview),
    trouble,
    make("div", { class: "form-buttons" }, close, send),
  );
  return { form, input, list, said, done, trouble, close, send };
}

function pickerOf(parts: Parts, choice: MacroChoice) {
  const words = WORDS[choice.language].macros;
  let macros: readonly Macro[] = [];
  let shown: readonly Macro[] = [];
  let at = 0;
  const look = previewIn(parts, choice);
  const current = (): string | null => shown[at]?.name ?? null;

  const pick = (index: number): void => {
    at = index;
    for (const [each, option] of [...parts.list.children].entries()) {
      option.setAttribute("aria-selected", String(each === at));
      if (each === at) option.scrollIntoView({ block: "nearest" });
    }
    const name = current();
    if (name === null) parts.input.removeAttribute("aria-activedescendant");
    else parts.input.setAttribute("aria-activedescendant", `macro-${name}`);
    void look(name);
  };

  const show = (): void => {
    shown = macros.filter((macro) => fits(macro, parts.input.value));
    const options = shown.map((macro, index) => optionOf(macro, words.uses(macro.uses), () => pick(index)));
    parts.list.replaceChildren(...options);
    pick(0);
    if (shown.length === 0) setText(parts.said, macros.length === 0 ? words.none : words.noMatch);
  };

  return {
    current,
    show,
    move: (by: number) => pick(Math.min(Math.max(at + by, 0), Math.max(shown.length - 1, 0))),
    load(loaded: readonly Macro[]) {
      // What is used most is wanted most.
      macros = loaded.toSorted((one, other) => other.uses - one.uses);
      show();
    },
  };
}

/** Shows what a macro would do; an answer to an older question is dropped. */
function previewIn(parts: Parts, { ticket, language }: MacroChoice): (name: string | null) => Promise<void> {
  let round = 0;
  return async (name) => {
    round += 1;
    const mine = round;
    parts.send.disabled = true;
    const answer = name === null ? null : await previewMacro(ticket.id, name);
    if (mine !== round) return;
    const preview = answer?.answer === "ok" ? answer.value : null;
    showPreview(parts, preview, language);
    parts.send.disabled = preview === null;
    const isLost = answer !== null && answer.answer !== "ok";
    setText(parts.trouble, isLost ? WORDS[language].problem.other : "");
  };
}

function optionOf({ name }: Macro, uses: string, pick: () => void): HTMLElement {
  const label = [make("strong", {}, name), make("span", { class: "small" }, uses)];
  const option = make("li", { id: `macro-${name}`, role: "option" }, ...label);
  option.addEventListener("click", pick);
  return option;
}

/** Every word typed stands in the name or in the words of any language. */
function fits({ name, words }: Macro, typed: string): boolean {
  const all = `${name}\n${words.zh}\n${words.en}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function showPreview({ said, done }: Parts, preview: Preview | null, language: Language): void {
  const words = WORDS[language].macros;
  if (preview === null) setText(said, "");
  else setText(said, preview.text === "" ? words.saysNothing : preview.text);
  done.replaceChildren(...(preview?.actions ?? []).map((action) => make("li", {}, sayAction(action, language))));
}

function sayAction(action: MacroAction, language: Language): string {
  const { macros: words, priority } = WORDS[language];
  switch (action.action) {
    case "tag":
      return words.tag(action.tag);
    case "priority":
      return words.priority(priority[action.priority]);
    case "snooze":
      return words.snooze(span(action.ms, language));
    case "solve":
      return words.solve;
  }
}
