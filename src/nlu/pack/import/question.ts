/**
 * Questions with their answers as they come from elsewhere: a table, a page of a help centre. Readers only read; what becomes of the
 * questions is decided in app/faq/import.ts. A file with a mistake is refused as a whole, every mistake named with its line.
 */
import { LANGUAGES, type Language } from "../../../core/model.ts";
import { INTENT_ID } from "../../../core/press.ts";
import { clean, isBlank, oneLine } from "../../../core/text.ts";
import { fileNameOf, type Given, intentIdIn } from "../edit.ts";
import { LABEL_LENGTH_MAX, TEXT_LENGTH_MAX } from "../parts.ts";
import { skeletonOf } from "../skeleton.ts";

export type Question = {
  readonly line: number;
  /** As it was given; null: the title says which intent it is. */
  readonly id: string | null;
  readonly title: Given<string>;
  readonly examples: Given<readonly string[]>;
  readonly answer: Given<string>;
};

/** `unused`: names of columns nobody knows what to do with. */
export type QuestionsRead =
  | { readonly questions: readonly Question[]; readonly unused: readonly string[] }
  | { readonly problems: readonly LineProblem[] };

export type LineProblem = { readonly line: number; readonly problem: string };

export type Reading = {
  /** What it is written in where the file does not say; null: told from the words. */
  readonly language: Language | null;
};

/** More than a FAQ holds; a longer list is the wrong file. */
const QUESTIONS_MAX = 1000;
const EXAMPLE_LENGTH_MAX = 1000;

/** What a reader found in one language, before it is looked at. `asked`: the question itself; blank ones are none. */
export type Wording = {
  readonly title: string;
  readonly asked: string;
  readonly examples: readonly string[];
  readonly answer: string;
};

export type Found = { readonly line: number; readonly id: string; readonly words: Given<Wording> };

/** The question, or what is wrong with it. */
function questionOf({ line, id, words }: Found): { question: Question } | { problems: readonly LineProblem[] } {
  const problems: string[] = [];
  const [title, examples, answer]: [Texts, Lists, Texts] = [{}, {}, {}];
  for (const language of LANGUAGES) {
    const given = words[language];
    if (given === undefined) continue;
    const asked = oneLine(given.asked, EXAMPLE_LENGTH_MAX);
    const named = oneLine(given.title, TEXT_LENGTH_MAX);
    const all = [asked, ...given.examples.map((each) => oneLine(each, EXAMPLE_LENGTH_MAX))].filter(isSaid);
    if (named.length > LABEL_LENGTH_MAX) {
      problems.push(`the title (${language}) is longer than ${LABEL_LENGTH_MAX} characters; shorten it`);
    }
    if (given.answer.length > TEXT_LENGTH_MAX) {
      problems.push(`the answer (${language}) is longer than ${TEXT_LENGTH_MAX} characters; shorten it`);
    }
    // A button holds no long question; the whole of it is an example.
    const called = isSaid(named) ? named : shortened(asked);
    if (isSaid(called)) title[language] = called;
    if (all.length > 0) examples[language] = eachOnce(all);
    if (isSaid(given.answer)) answer[language] = clean(given.answer).trim();
  }
  if (id !== "" && !isIntentId(id)) {
    problems.push(`"${oneLine(id, 60)}" is no id; write a letter a–z, then a–z, 0–9 and _, such as request_refund`);
  }
  if (id === "" && Object.keys(title).length === 0) problems.push("has no question; write one, or the id of an intent");
  if (problems.length > 0) return { problems: problems.map((problem) => ({ line, problem })) };
  return { question: { line, id: id === "" ? null : id, title, examples, answer } };
}

type Texts = { [language in Language]?: string };
type Lists = { [language in Language]?: readonly string[] };

type Seen = { readonly unused?: readonly string[]; readonly problems?: readonly LineProblem[] };

/** All of them, or everything that is wrong: what was seen so far, with one of them, or with two that contradict each other. */
export function allOf(drafts: readonly Found[], { unused = [], problems: seen = [] }: Seen): QuestionsRead {
  const read = drafts.map(questionOf);
  const questions = read.flatMap((one) => ("question" in one ? [one.question] : []));
  const problems = [...seen, ...read.flatMap((one) => ("problems" in one ? one.problems : [])), ...twins(questions)];
  if (drafts.length > QUESTIONS_MAX) {
    problems.push({ line: 1, problem: `holds ${drafts.length} questions; import at most ${QUESTIONS_MAX} at once` });
  }
  if (drafts.length === 0 && problems.length === 0) problems.push({ line: 1, problem: "holds no question" });
  if (problems.length > 0) return { problems: problems.toSorted((one, other) => one.line - other.line) };
  return { questions, unused };
}

/** Ids and questions that stand in the file twice: the second would be said over the first, or mean two things. */
function twins(questions: readonly Question[]): readonly LineProblem[] {
  const lines = new Map<string, number>();
  return questions.flatMap(({ line, id, title }) => {
    const keys = [...(id === null ? [] : [id]), ...titleKeys(title)];
    const before = keys.flatMap((key) => lines.get(key) ?? [])[0];
    for (const key of keys) if (!lines.has(key)) lines.set(key, line);
    if (before === undefined) return [];
    return [{ line, problem: `is the question of line ${before} again; keep one of them` }];
  });
}

/** By what a title is known again, in each language it is given in. */
export function titleKeys(title: Question["title"]): readonly string[] {
  return LANGUAGES.flatMap((language) => {
    const called = title[language] ?? "";
    return called === "" ? [] : [`${language} ${skeletonOf(called)}`];
  });
}

function isIntentId(id: string): boolean {
  // pack.yaml, strays.yaml and tests.yaml are no intents.
  return INTENT_ID.test(id) && intentIdIn(fileNameOf(id)) === id;
}

function isSaid(text: string): boolean {
  return !isBlank(text);
}

function shortened(text: string): string {
  return text.length <= LABEL_LENGTH_MAX ? text : `${oneLine(text, LABEL_LENGTH_MAX - 1)}…`;
}

function eachOnce(texts: readonly string[]): readonly string[] {
  return [...new Map(texts.toReversed().map((text) => [skeletonOf(text), text])).values()].toReversed();
}
