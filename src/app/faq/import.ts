/**
 * Questions and answers from a file → drafts. The file is read whole before anything is written, and all drafts are written
 * together; the same file again changes nothing. What people wrote in an intent's file stays: examples are added, an answer takes the
 * place of the one before in the draft, where an admin sees both before it counts.
 */
import { type Draft, hashOf, type Texts } from "../../core/faq/faq.ts";
import { isReserved, whyReserved } from "../../core/faq/reserved.ts";
import { type Agent, LANGUAGES, type Language } from "../../core/model.ts";
import type { DraftChange, NewDraft } from "../../core/ports.ts";
import { addExamples, intentIdIn, intentText } from "../../nlu/pack/edit.ts";
import { formOf, withForm } from "../../nlu/pack/form.ts";
import { questionsInCsv } from "../../nlu/pack/import/csv.ts";
import { questionsInMarkdown } from "../../nlu/pack/import/markdown.ts";
import { type LineProblem, type Question, titleKeys } from "../../nlu/pack/import/question.ts";
import { freshId } from "../../nlu/pack/naming.ts";
import { type Drafter, liveTexts, pathOfIntent } from "./drafts.ts";

export type ImportFormat = "csv" | "markdown";

export type ImportWish = {
  readonly text: string;
  readonly format: ImportFormat;
  /** What it is written in where the file does not say; null: told from the words. */
  readonly language: Language | null;
  readonly why: string;
  readonly by: Agent;
};

export type Imported =
  | {
      readonly outcome: "drafted";
      /** Begun or changed. */
      readonly drafts: readonly Draft[];
      /** Questions whose intent says all of it already. */
      readonly unchanged: number;
      /** Columns that were not read. */
      readonly unused: readonly string[];
    }
  | { readonly outcome: "refused"; readonly problems: readonly LineProblem[] };

const TRIES_MAX = 5;

/** Errors: StoreError. */
export async function importQuestions(drafter: Drafter, wish: ImportWish): Promise<Imported> {
  const read = (wish.format === "csv" ? questionsInCsv : questionsInMarkdown)(wish.text, wish);
  if ("problems" in read) return { outcome: "refused", problems: read.problems };
  const { questions, unused } = read;
  for (let tried = 1; tried <= TRIES_MAX; tried += 1) {
    const { texts } = await liveTexts(drafter);
    const open = await drafter.store.drafts();
    const laid = layDown(questions, knownIn(texts, open));
    if ("problems" in laid) return { outcome: "refused", problems: laid.problems };
    const changes = changesOf(laid.written, { texts, open, why: wish.why, by: wish.by, at: drafter.now() });
    const drafts = changes.length === 0 ? [] : await drafter.store.saveDrafts(changes);
    if (drafts !== null) return { outcome: "drafted", drafts, unchanged: laid.unchanged, unused };
  }
  throw new Error("drafts were changed too often while a file was imported");
}

type Known = {
  /** By id: what the file of each intent will be. */
  readonly texts: ReadonlyMap<string, string>;
  readonly idByTitle: ReadonlyMap<string, string>;
  readonly pathOf: (intentId: string) => string;
};

/** Intents as they are live, and as drafts have them. */
function knownIn(live: Texts, open: readonly Draft[]): Known {
  const next = new Map(live);
  for (const { path, text } of open) if (text !== null) next.set(path, text);
  const texts = new Map<string, string>();
  const idByTitle = new Map<string, string>();
  for (const [path, text] of next) {
    const id = intentIdIn(path);
    if (id === null) continue;
    texts.set(id, text);
    for (const key of titleKeys(formOf(text)?.title ?? {})) if (!idByTitle.has(key)) idByTitle.set(key, id);
  }
  return { texts, idByTitle, pathOf: (id) => pathOfIntent(next, id) };
}

type Laid =
  | { readonly written: ReadonlyMap<string, string>; readonly unchanged: number }
  | { readonly problems: readonly LineProblem[] };

/** The files that change, by path. */
function layDown(questions: readonly Question[], known: Known): Laid {
  const texts = new Map(known.texts);
  const written = new Map<string, string>();
  const problems: LineProblem[] = [];
  // Ids the file names are taken, also for the questions before them.
  const taken = new Set([...texts.keys(), ...questions.flatMap(({ id }) => id ?? [])]);
  let unchanged = 0;
  for (const question of questions) {
    const id = question.id ?? idByTitleOf(question, known) ?? idFor(question, taken);
    taken.add(id);
    const before = texts.get(id);
    const after = before === undefined ? begun(id, question) : goneOn(before, question);
    if (typeof after !== "string") problems.push({ line: question.line, problem: after.problem });
    else if (after === before) unchanged += 1;
    else {
      texts.set(id, after);
      written.set(known.pathOf(id), after);
    }
  }
  return problems.length > 0 ? { problems } : { written, unchanged };
}

function idByTitleOf({ title }: Question, { idByTitle }: Known): string | undefined {
  return titleKeys(title)
    .map((key) => idByTitle.get(key))
    .find((id) => id !== undefined);
}

/** Of the English title where there is one: it needs no spelling out. */
function idFor({ title }: Question, taken: ReadonlySet<string>): string {
  return freshId([title.en ?? "", title.zh ?? ""], (id) => taken.has(id));
}

function begun(id: string, { title, examples, answer }: Question): string | { readonly problem: string } {
  if (isReserved(id)) return { problem: whyReserved(id) };
  if (Object.keys(title).length === 0) return { problem: `there is no intent "${id}" yet; write its question, too` };
  if (Object.keys(answer).length === 0) return { problem: "has no answer; write one" };
  return intentText({ id, title, examples, answer });
}

function goneOn(text: string, { title, examples, answer }: Question): string | { readonly problem: string } {
  let next = text;
  for (const language of LANGUAGES) next = addExamples(next, language, examples[language] ?? []);
  const form = formOf(next);
  if (form === null) return { problem: "the file or draft of its intent cannot be read; mend that first" };
  return withForm(next, {
    ...form,
    // A title is what buttons say: it is given once and not changed by the way.
    title: { zh: form.title.zh || (title.zh ?? ""), en: form.title.en || (title.en ?? "") },
    answer: { zh: answer.zh ?? form.answer.zh, en: answer.en ?? form.answer.en },
  });
}

type Changing = {
  readonly texts: Texts;
  readonly open: readonly Draft[];
  readonly why: string;
  readonly by: Agent;
  readonly at: number;
};

function changesOf(
  written: ReadonlyMap<string, string>,
  { texts, open, why, by, at }: Changing,
): readonly (NewDraft | DraftChange)[] {
  return [...written].map(([path, text]) => {
    const draft = open.find((one) => one.path === path);
    if (draft !== undefined) return { id: draft.id, revision: draft.revision, text, by, at };
    const live = texts.get(path);
    const base = live === undefined ? null : hashOf(live);
    return { path, base, text, why, source: "import", by, at, evidence: [] };
  });
}
