/**
 * Questions and answers from a page of a help centre in Markdown: a heading is a question, the text below it up to the next heading
 * its answer. Headings with nothing but headings below are chapters; so is a page's title above all others. Answers become plain
 * text, because no two networks agree on markup.
 */
import { spokenLanguage } from "../../../core/language.ts";
import { allOf, type Found, type LineProblem, type QuestionsRead, type Reading } from "./question.ts";

type Section = {
  readonly line: number;
  readonly level: number;
  readonly heading: string;
  readonly id: string;
  readonly text: string;
};

/** Pure. `## How do I pay? {#how_to_pay}` names the intent. */
export function questionsInMarkdown(text: string, reading: Reading): QuestionsRead {
  const sections = sectionsOf(text);
  if (sections.length === 0) return { problems: [{ line: 1, problem: "has no heading; write each question as ## …" }] };
  const [first] = sections;
  const isTitled = first?.level === 1 && sections.length > 1 && sections.slice(1).every(({ level }) => level > 1);
  const all: Found[] = [];
  const problems: LineProblem[] = [];
  sections.forEach((section, index) => {
    const { line, level, heading, id, text: below } = section;
    if (index === 0 && isTitled) return;
    if (below === "") {
      const isChapter = (sections[index + 1]?.level ?? 0) > level;
      if (!isChapter) problems.push({ line, problem: `"${heading}" has no text below it; write the answer there` });
      return;
    }
    const language = reading.language ?? spokenLanguage(heading) ?? spokenLanguage(below);
    if (language === null) {
      problems.push({ line, problem: `the language of "${heading}" cannot be told; say which one the page is in` });
      return;
    }
    all.push({ line, id, words: { [language]: { title: "", asked: heading, examples: [], answer: below } } });
  });
  return allOf(all, { problems });
}

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/;

function sectionsOf(text: string): readonly Section[] {
  const lines = withoutComments(text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n")).split("\n");
  const found: { line: number; level: number; title: string; below: string[] }[] = [];
  let fence: string | null = null;
  for (let index = endOfFrontMatter(lines); index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const mark = FENCE.exec(line)?.[1] ?? null;
    const [, hashes = "", title = ""] = fence === null ? (HEADING.exec(line) ?? []) : [];
    if (hashes !== "") found.push({ line: index + 1, level: hashes.length, title, below: [] });
    // The marks of code are no words; what is between them is kept as it is.
    else if (mark === null || (fence !== null && mark !== fence)) {
      found.at(-1)?.below.push(fence === null ? plainLine(line) : line);
    }
    if (mark !== null && (fence === null || mark === fence)) fence = fence === null ? mark : null;
  }
  return found.map(({ line, level, title, below }) => ({ line, level, ...headed(title), text: paragraphs(below) }));
}

/** Comments go, the lines they stood on stay, so that problems name the right one. */
function withoutComments(text: string): string {
  const parts = text.split("<!--");
  const [first = "", ...commented] = parts;
  return commented.reduce((kept, part) => {
    const end = part.indexOf("-->");
    if (end < 0) return `${kept}<!--${part}`;
    const lines = part.slice(0, end).split("\n").length - 1;
    return kept + "\n".repeat(lines) + part.slice(end + 3);
  }, first);
}

/** `---` in the first line begins what a site's generator reads. */
function endOfFrontMatter(lines: readonly string[]): number {
  if (lines[0]?.trimEnd() !== "---") return 0;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  return end < 0 ? 0 : end + 1;
}

/** The question without `#` at its end, `{#id}`, numbering and "Q:". */
function headed(title: string): { readonly heading: string; readonly id: string } {
  const bare = title
    .trimEnd()
    .replace(/(?<!#)#+$/, "")
    .trimEnd();
  const anchor = bare.endsWith("}") ? bare.lastIndexOf("{#") : -1;
  const id =
    anchor < 0
      ? ""
      : bare
          .slice(anchor + 2, -1)
          .trim()
          .replaceAll("-", "_");
  const heading = plainLine(anchor < 0 ? bare : bare.slice(0, anchor))
    .trim()
    .replace(/^\d{1,3}[.)、．]\s*/, "")
    .replace(/^(?:Q\d{0,3}|问|问题)\s{0,3}[:：.]\s*/i, "")
    .trim();
  return { heading, id };
}

// Bounded and without nested repeats: a hostile page costs no more than a long one.
const LINK = /(!?)\[([^[\]\n]{0,300})\]\(([^()\s]{1,2000})(?: {1,3}"[^"\n]{0,300}")?\)/g;
const STRONG = /(\*\*|__)(?=\S)([^*_\n]{1,1000})\1/g;
const EMPHASIS = /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,1000})\*(?![\p{L}\p{N}*])/gu;
const CODE = /`([^`\n]{1,1000})`/g;
const OPENED = /^(?:https?:\/\/|mailto:)/i;

function plainLine(line: string): string {
  return line
    .replace(LINK, (_, picture: string, label: string, address: string) => {
      // Learners cannot open what is relative to a page they do not see.
      if (!OPENED.test(address)) return picture === "" ? label : "";
      return label === "" || label === address ? address : `${label} (${address})`;
    })
    .replace(STRONG, "$2")
    .replace(EMPHASIS, "$1")
    .replace(CODE, "$1")
    .replace(/^ {0,3}> ?/, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!>|])/g, "$1")
    .trimEnd();
}

/** Lines as they are, at most one empty one between them; rules across the page are none. */
function paragraphs(lines: readonly string[]): string {
  const kept: string[] = [];
  for (const line of lines) {
    const isRule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line);
    const isEmpty = isRule || line.trim() === "";
    if (!isEmpty) kept.push(line);
    else if (kept.at(-1) !== "") kept.push("");
  }
  return kept.join("\n").trim();
}
