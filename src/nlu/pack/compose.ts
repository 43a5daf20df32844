/**
 * Texts of intent files, made or added to by a program. What people wrote stays as it is, comments and order included: only the
 * new lines are new.
 */
import { Document, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Language } from "../../core/model.ts";
import { INTENT_ID } from "../../core/press.ts";

/** Long lines stay long: where a line breaks is the author's business. */
const STYLE = { lineWidth: 0 } as const;

export type NewIntent = {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  readonly examples: readonly string[];
  /** Null: still to be written. */
  readonly answer: string | null;
};

/** An intent in one language. It is no whole intent until somebody wrote what is missing; checking it says what that is. */
export function composeIntent({ id, language, title, examples, answer }: NewIntent): string {
  const intent = {
    id,
    title: { [language]: title },
    examples: { [language]: [...examples] },
    answer: { [language]: answer ?? "" },
  };
  return new Document(intent).toString(STYLE);
}

/** The id an intent's text has; null when it has none that can be read. */
export function intentIdIn(text: string): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const id: unknown = document.get("id");
  return typeof id === "string" ? id : null;
}

/** The text with more examples at the end of the list of a language, each once; null when it is no intent that can be read. */
export function withExamples(text: string, language: Language, more: readonly string[]): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const list = document.getIn(["examples", language]);
  if (!isSeq(list)) {
    document.setIn(["examples", language], document.createNode([...more]));
    return document.toString(STYLE);
  }
  const known = new Set(list.items.map((item) => (isScalar(item) ? item.value : item)));
  for (const example of more) if (!known.has(example)) list.add(document.createNode(example));
  return document.toString(STYLE);
}

/** An id for a new intent: the title's words in Latin letters, else a number. */
export function idFor(title: string, number: number): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 32)
    .replace(/_+$/, "");
  const id = words.length < 3 ? `question_${number}` : `${words}_${number}`;
  return INTENT_ID.test(id) ? id : `question_${number}`;
}
