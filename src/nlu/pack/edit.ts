/**
 * Changes to a pack's file that keep the rest of it letter by letter: comments, order and layout belong to whoever wrote it.
 */
import { isMap, isSeq, parseDocument, type Scalar, stringify, type YAMLSeq } from "yaml";
import { LANGUAGES, type Language } from "../../core/model.ts";
import { oneLine } from "../../core/text.ts";
import { skeletonOf } from "./skeleton.ts";

const EXAMPLE_LENGTH_MAX = 1000;

/** Adds examples that are not there yet. The text as it was when there is nothing to add or it is no intent's file. */
export function addExamples(text: string, language: Language, examples: readonly string[]): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  const list: unknown = document.getIn(["examples", language], true);
  const known = new Set(isSeq(list) ? list.items.map((item) => skeletonOf(String(item))) : []);
  const fresh = examples
    .map((example) => oneLine(example, EXAMPLE_LENGTH_MAX))
    .filter((example) => example !== "" && !known.has(skeletonOf(example)));
  if (fresh.length === 0) return text;
  const place = isSeq(list) && !list.flow ? endOf(text, list) : null;
  if (place === null) {
    // A list in brackets, or none yet: written anew, which keeps comments but not every space.
    document.setIn(["examples", language], [...(isSeq(list) ? list.toJSON() : []), ...fresh]);
    return document.toString({ lineWidth: 120 });
  }
  const lines = fresh.map((example) => `${place.indent}- ${scalarOf(example)}\n`).join("");
  const before = text.slice(0, place.at);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${lines}${text.slice(place.at)}`;
}

/** Where the line after the last item begins, and how far items stand in. */
function endOf(text: string, list: YAMLSeq): { readonly at: number; readonly indent: string } | null {
  const last = list.items.at(-1);
  const range = (last as Scalar | undefined)?.range;
  if (!range) return null;
  const [start, end] = range;
  const indent = /^([ \t]*)- /.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[1];
  const newline = text.indexOf("\n", end - (text[end - 1] === "\n" ? 1 : 0));
  return indent === undefined ? null : { at: newline < 0 ? text.length : newline + 1, indent };
}

function scalarOf(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

export type NewIntent = {
  readonly id: string;
  readonly title: Given<string>;
  readonly examples: Given<readonly string[]>;
  readonly answer: Given<string>;
};

/** In some languages. */
export type Given<Value> = { readonly [language in Language]?: Value | undefined };

/** The file of a new intent. What is missing in a language is left out, so that checking says so. */
export function intentText({ id, title, examples, answer }: NewIntent): string {
  const given = <Value>(values: Given<Value>) =>
    Object.fromEntries(LANGUAGES.flatMap((language) => (values[language] ? [[language, values[language]]] : [])));
  return stringify({ id, title: given(title), examples: given(examples), answer: given(answer) }, { lineWidth: 120 });
}

/** `request_refund` → `request-refund.yaml`: the loader insists on it, so that people find an intent. */
export function fileNameOf(intentId: string): string {
  return `${intentId.replaceAll("_", "-")}.yaml`;
}

/** The id the file of that name must have; null for a file that holds no intent. */
export function intentIdIn(path: string): string | null {
  const name = path.split("/").at(-1) ?? "";
  const isIntent = name.endsWith(".yaml") && !["pack.yaml", "strays.yaml", "tests.yaml"].includes(name);
  return isIntent ? name.slice(0, -".yaml".length).replaceAll("-", "_") : null;
}
