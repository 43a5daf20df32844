/**
 * The Draft tab: an intent's next text as a form, or as YAML for those who like it. Both are views of one text: what is saved is
 * the file, and whatever the form does not show stays in it.
 */
import { make } from "../dom.ts";
import { clock } from "../time.ts";
import * as api from "./api.ts";
import { diffOf } from "./diff.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import { buttonOf, labelled, type Page } from "./page.ts";
import type { Draft } from "./read.ts";

/** One intent as it is being worked on. `draft` null: nobody began one. */
export type Work = { readonly id: string; readonly path: string; readonly text: string; readonly draft: Draft | null };

export async function showDraft(pane: HTMLElement, work: Work, page: Page): Promise<void> {
  const editor = make("div", {});
  const parts = [...headOf(work, page), editor];
  pane.replaceChildren(...parts);
  const form = page.take(await api.formFor(work.text));
  if (!editor.isConnected) return;
  const state: State = { text: work.text, fields: form && fieldsOf(form, page) };
  draw(editor, { work, page, state });
}

type State = { text: string; fields: Fields | null };
type Editing = { readonly work: Work; readonly page: Page; readonly state: State };

function headOf({ draft }: Work, page: Page): readonly HTMLElement[] {
  if (draft === null) return [];
  const words = page.words();
  const lines: HTMLElement[] = [
    make("p", { class: "hint" }, words.draftBy(draft.by, clock(draft.at, Date.now(), page.language()))),
  ];
  if (draft.isOvertaken) lines.push(make("p", { class: "alert" }, words.overtaken));
  lines.push(...lacksOf(draft, page));
  if (draft.evidence.length > 0) {
    const said = draft.evidence.map(({ question, answer }) =>
      make("li", { dir: "auto" }, question, ...(answer === null ? [] : [make("p", { class: "hint" }, `→ ${answer}`)])),
    );
    lines.push(make("details", {}, make("summary", {}, words.evidence), make("ul", { class: "evidence" }, ...said)));
  }
  return lines;
}

/** What keeps it from being published. A language that is not there yet is said in a sentence; the rest with its line. */
function lacksOf({ missing, problems }: Draft, page: Page): readonly HTMLElement[] {
  const words = page.words();
  if (missing.length > 0) {
    const named = missing.map(({ language, parts }) =>
      words.missing(words.form[language], parts.map((part) => words.parts[part]).join(words.and)),
    );
    return named.map((line) => make("p", { class: "lacks" }, line));
  }
  if (problems.length === 0) return [];
  const items = problems.map((problem) => make("li", { dir: "auto" }, problem));
  return [make("div", { class: "lacks" }, words.notYet, make("ul", {}, ...items))];
}

function draw(editor: HTMLElement, editing: Editing): void {
  const { work, page, state } = editing;
  const words = page.words().form;
  const area = make("textarea", { id: "raw", class: "raw", rows: "24", spellcheck: "false" });
  area.value = state.text;
  const isForm = state.fields !== null;
  const body = state.fields?.element ?? labelled(words.raw, area);
  const textNow = async (): Promise<string | null> =>
    state.fields === null ? area.value : page.take(await api.textFor(state.text, state.fields.value()));
  const turn = buttonOf(isForm ? words.raw : words.asForm, async () => {
    const text = await textNow();
    if (text === null) return;
    const form = isForm ? null : page.take(await api.formFor(text));
    state.text = text;
    state.fields = form && fieldsOf(form, page);
    if (!isForm && form === null) page.warn(words.unreadable);
    else page.warn("");
    draw(editor, editing);
    editor.querySelector<HTMLElement>("input, textarea")?.focus();
  });
  const save = buttonOf(words.save, async () => saveDraft(await textNow(), editing), "primary");
  const buttons = [turn, ...discardOf(work, page), save];
  const isChanged = work.draft !== null && work.draft.text !== work.draft.liveText;
  const diff = isChanged
    ? [
        make(
          "details",
          {},
          make("summary", {}, page.words().history.diff),
          diffOf(work.draft.liveText, work.draft.text),
        ),
      ]
    : [];
  editor.replaceChildren(body, make("div", { class: "form-buttons" }, ...buttons), ...diff);
}

function discardOf({ draft }: Work, page: Page): readonly HTMLElement[] {
  if (draft === null) return [];
  const { form } = page.words();
  return [
    buttonOf(form.discard, async () => {
      if (page.take(await api.discardDraft(draft.id)) === null) page.tell(form.discarded);
      await page.refresh();
    }),
  ];
}

async function saveDraft(text: string | null, { work, page }: Editing): Promise<void> {
  if (text === null) return;
  const answer = await (work.draft === null ? api.beginDraft(work.path, text) : api.changeDraft(work.draft, text));
  const isOvertaken =
    answer.answer === "refused" && ["draft_exists", "changed_meanwhile"].includes(answer.problem.code ?? "");
  if (isOvertaken) return page.warn(page.words().changed);
  if (page.take(answer) === null) return;
  page.tell(page.words().form.saved);
  await page.refresh();
}
