/**
 * Questions and answers from a table. Columns may be called as people call them, in English or Chinese, in any order: what is it
 * (id, title, question, examples, answer), and in which language, when it is one column for each.
 */

import { spokenLanguage } from "../../../core/language.ts";
import { readCsv, withoutEscape } from "../../../core/learning/csv.ts";
import { LANGUAGES, type Language } from "../../../core/model.ts";
import { oneLine } from "../../../core/text.ts";
import type { Given } from "../edit.ts";
import { allOf, type Found, type LineProblem, type QuestionsRead, type Reading, type Wording } from "./question.ts";

type Field = "id" | "title" | "asked" | "examples" | "answer";

const FIELD_NAMES: readonly (readonly [Field, readonly string[]])[] = [
  ["id", ["id", "intent", "intentid", "key", "编号", "标识", "意图"]],
  ["title", ["title", "name", "topic", "标题", "名称", "主题"]],
  ["asked", ["question", "questions", "q", "ask", "问题", "提问", "问", "标准问题", "标准问"]],
  [
    "examples",
    ["examples", "example", "variants", "similar", "similarquestions", "示例", "例句", "相似问", "相似问题"],
  ],
  ["answer", ["answer", "answers", "a", "reply", "答案", "回答", "回复", "答"]],
];

const LANGUAGE_NAMES: Readonly<Record<Language, readonly string[]>> = {
  zh: ["zh", "zhcn", "zhhans", "cn", "chinese", "中文", "汉语", "中"],
  en: ["en", "enus", "engb", "english", "英文", "英语", "英"],
};

type Column = { readonly field: Field; readonly language: Language | null };

const ADVICE = "begin with a line of names: question,answer or question_zh,answer_zh,question_en,answer_en";
const EXAMPLES_APART = /[\n|｜]/;

/** Pure. Separated by commas, semicolons or tabs, whichever the first line has most of. */
export function questionsInCsv(text: string, reading: Reading): QuestionsRead {
  const read = readCsv(text, separatorOf(text));
  if ("problem" in read) return { problems: [{ line: lineIn(read.problem), problem: withoutLine(read.problem) }] };
  const [header, ...rows] = read.rows;
  if (header === undefined) return { problems: [{ line: 1, problem: `is empty; ${ADVICE}` }] };
  const columns = header.cells.map(columnOf);
  const problems = complaintsOf(columns, header.cells);
  if (problems.length > 0) return { problems: problems.map((problem) => ({ line: header.line, problem })) };
  const wrong: LineProblem[] = rows
    .filter(({ cells }) => cells.length > columns.length)
    .map(({ line, cells }) => {
      const problem = `has ${cells.length} values for ${columns.length} names; put quotes around commas`;
      return { line, problem };
    });
  if (wrong.length > 0) return { problems: wrong };
  const unused = header.cells.filter((name, index) => name !== "" && columns[index] === null);
  const found = rows.map(({ line, cells }) => foundOf(line, { cells: cells.map(withoutEscape), columns, reading }));
  return allOf(found, { unused });
}

/** What a column's name says; null: nothing we know. */
function columnOf(name: string): Column | null {
  const plain = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-.:/()[\]*]+/g, "");
  for (const [field, names] of FIELD_NAMES) {
    for (const known of names) {
      if (plain === known) return { field, language: null };
      const language = LANGUAGES.find((each) =>
        LANGUAGE_NAMES[each].some((spoken) => plain === known + spoken || plain === spoken + known),
      );
      if (language !== undefined) return { field, language };
    }
  }
  return null;
}

function complaintsOf(columns: readonly (Column | null)[], names: readonly string[]): readonly string[] {
  const has = (...fields: readonly Field[]) =>
    columns.some((column) => column !== null && fields.includes(column.field));
  if (!has("asked", "title", "id")) return [`no column is called question; ${ADVICE}`];
  if (!has("answer", "examples")) return [`no column is called answer; ${ADVICE}`];
  const seen = new Map<string, string>();
  return columns.flatMap((column, index) => {
    if (column === null) return [];
    const name = oneLine(names[index] ?? "", 60);
    const key = `${column.field} ${column.language}`;
    const before = seen.get(key);
    seen.set(key, name);
    return before === undefined ? [] : [`the columns "${before}" and "${name}" mean the same; keep one of them`];
  });
}

type Row = {
  readonly cells: readonly string[];
  readonly columns: readonly (Column | null)[];
  readonly reading: Reading;
};

function foundOf(line: number, { cells, columns, reading }: Row): Found {
  const cell = (field: Field, language: Language | null): string => {
    const at = columns.findIndex((column) => column?.field === field && column.language === language);
    return cells[at] ?? "";
  };
  const plain = wordingOf((field) => cell(field, null));
  const spoken = reading.language ?? spokenLanguage(`${plain.title} ${plain.asked} ${plain.answer}`) ?? "en";
  const words: { [language in Language]?: Wording } = {};
  for (const language of LANGUAGES) {
    const own = wordingOf((field) => cell(field, language));
    words[language] = language === spoken ? joined(own, plain) : own;
  }
  return { line, id: cell("id", null), words: words satisfies Given<Wording> };
}

function wordingOf(cell: (field: Field) => string): Wording {
  const examples = cell("examples").split(EXAMPLES_APART);
  return { title: cell("title"), asked: cell("asked"), examples, answer: cell("answer") };
}

/** A column for one language counts before one that says none. */
function joined(own: Wording, plain: Wording): Wording {
  return {
    title: own.title || plain.title,
    asked: own.asked || plain.asked,
    examples: [...own.examples, ...plain.examples],
    answer: own.answer || plain.answer,
  };
}

function separatorOf(text: string): "," | ";" | "\t" {
  const first = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
  const count = (separator: string) => first.split(separator).length;
  const [most] = ([",", ";", "\t"] as const).toSorted((one, other) => count(other) - count(one));
  return most ?? ",";
}

/** `line 7: what` → 7 and what. */
function lineIn(problem: string): number {
  return Number(/^line (\d+): /.exec(problem)?.[1] ?? 1);
}

function withoutLine(problem: string): string {
  return problem.replace(/^line \d+: /, "");
}
