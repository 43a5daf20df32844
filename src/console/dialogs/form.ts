/**
 * A question to the agent before something is done: one dialog, made of a few kinds of fields. It stays open, with the
 * reason, when the server refuses, so that nothing typed is lost; Escape and Cancel change nothing.
 */
import { make, place, setText } from "../dom.ts";

const LIST_ROWS_MAX = 9;

type Option = { readonly value: string; readonly label: string; readonly isShut?: boolean };
type OptionGroup = { readonly label: string; readonly options: readonly Option[] };

export type Field =
  /** Radio buttons: all choices are seen at once. */
  | {
      readonly kind: "radios";
      readonly name: string;
      readonly label: string;
      readonly options: readonly Option[];
      readonly chosen: string;
    }
  /** A list to choose from: many choices, in groups. */
  | {
      readonly kind: "list";
      readonly name: string;
      readonly label: string;
      readonly groups: readonly OptionGroup[];
    }
  | {
      readonly kind: "line" | "area";
      readonly name: string;
      readonly label: string;
      readonly isRequired?: boolean;
      readonly lengthMax: number;
      /** What stands there at first. */
      readonly value?: string;
    };

export type Values = ReadonlyMap<string, string>;

export type Question = {
  readonly title: string;
  readonly hint: string;
  readonly fields: readonly Field[];
  /** Null: there is nothing to choose, so it can only be closed. */
  readonly submit: string | null;
  readonly cancel: string;
  /** Resolves to what is wrong, or to null when it was taken. */
  readonly take: (values: Values) => Promise<string | null>;
  /** It was taken, and the dialog is gone. */
  readonly taken?: () => unknown;
};

/** Shows the question; what had the focus gets it back in the end, as with every modal dialog. */
export function ask(question: Question): void {
  const dialog = place("ask", HTMLDialogElement);
  const trouble = make("p", { class: "alert", role: "alert" });
  const cancel = make("button", { type: "button" }, question.cancel);
  const submit = make("button", { type: "submit", class: "primary" }, question.submit ?? "");
  submit.hidden = question.submit === null;
  const form = make(
    "form",
    { method: "dialog" },
    make("h2", { id: "ask-title" }, question.title),
    ...question.fields.map(elementOf),
    make("p", { class: "hint" }, question.hint),
    trouble,
    make("div", { class: "form-buttons" }, cancel, submit),
  );
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void take(form, { dialog, trouble, question });
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  // A reason or a choice comes first, whatever the browser would focus.
  const first = form.querySelector<HTMLElement>("input:checked, select, input:not([type=radio]), textarea");
  first?.focus();
}

type Taking = { readonly dialog: HTMLDialogElement; readonly trouble: HTMLElement; readonly question: Question };

async function take(form: HTMLFormElement, { dialog, trouble, question }: Taking): Promise<void> {
  // A second Enter before the answer must not do it twice.
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  setText(trouble, "");
  const wrong = await question.take(valuesOf(form));
  form.ariaBusy = "false";
  if (wrong !== null) return setText(trouble, wrong);
  dialog.close();
  question.taken?.();
}

function valuesOf(form: HTMLFormElement): Values {
  const values = new Map<string, string>();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") values.set(name, value.trim());
  return values;
}

function elementOf(field: Field): HTMLElement {
  const id = `ask-${field.name}`;
  switch (field.kind) {
    case "radios": {
      const options = field.options.map(({ value, label }) => {
        const input = make("input", { type: "radio", name: field.name, value });
        input.checked = value === field.chosen;
        return make("label", { class: "option" }, input, make("bdi", {}, label));
      });
      return make("fieldset", {}, make("legend", {}, field.label), ...options);
    }
    case "list": {
      const groups = field.groups.map(({ label, options }) => make("optgroup", { label }, ...options.map(optionOf)));
      return labelled(field.label, openList(make("select", { id, name: field.name, required: "" }, ...groups)));
    }
    case "line":
    case "area": {
      const attributes = { id, name: field.name, maxlength: String(field.lengthMax), autocomplete: "off" };
      const input = field.kind === "line" ? make("input", attributes) : make("textarea", { ...attributes, rows: "3" });
      input.required = field.isRequired === true;
      input.value = field.value ?? "";
      return labelled(field.label, input);
    }
  }
}

/** All of it is seen, so Enter can mean "this one" as in every other field; the first that is open is chosen. */
function openList(select: HTMLSelectElement): HTMLSelectElement {
  const options = [...select.options];
  select.size = Math.min(Math.max(options.length + select.children.length, 2), LIST_ROWS_MAX);
  const first = options.find((option) => !option.disabled);
  if (first !== undefined) first.selected = true;
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.form?.requestSubmit();
  });
  return select;
}

function optionOf({ value, label, isShut }: Option): HTMLOptionElement {
  const option = make("option", { value }, label);
  option.disabled = isShut === true;
  return option;
}

function labelled(label: string, input: HTMLElement): HTMLElement {
  return make("p", { class: "field" }, make("label", { for: input.id }, label), input);
}
