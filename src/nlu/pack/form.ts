/**
 * An intent's file as a form, for admins who are no programmers, and back again. What the form does not show (tags, cases of its
 * answer, comments) stays in the file as it was; only fields that were changed are written.
 */
import { Document, isMap, isNode, isSeq, parseDocument, type YAMLMap } from "yaml";
import { LANGUAGES, type Language, PRIORITIES, type Priority } from "../../core/model.ts";

type InLanguages<Value> = { readonly [language in Language]: Value };
export const ESCALATES = ["never", "offer", "always"] as const;

export type IntentForm = {
  readonly title: InLanguages<string>;
  readonly examples: InLanguages<readonly string[]>;
  readonly answer: InLanguages<string>;
  readonly links: readonly { readonly label: InLanguages<string>; readonly url: string }[];
  readonly escalate: (typeof ESCALATES)[number];
  readonly priority: Priority;
};

/** Null when the text is no mapping that can be read: then only the text itself can be mended. */
export function formOf(text: string): IntentForm | null {
  const document = parseDocument(text);
  return document.errors.length > 0 || !isMap(document.contents) ? null : read(document);
}

/**
 * The text with the form's fields in it; the text itself when it cannot be read. Only the keys that changed are written anew: the
 * rest stays letter by letter.
 */
export function withForm(text: string, form: IntentForm): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  const places = placesOf(text, document.contents);
  const was = read(document);
  const changed = new Set<string>();
  const put = (path: readonly [string, ...string[]], before: unknown, after: unknown): void => {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    changed.add(path[0]);
    const isNothing = after === "" || (Array.isArray(after) && after.length === 0);
    if (isNothing) document.deleteIn(path);
    else document.setIn(path, document.createNode(after));
  };
  for (const language of LANGUAGES) {
    const [before, after] = [was.examples[language], form.examples[language]];
    put(["title", language], was.title[language], form.title[language]);
    if (JSON.stringify(before) !== JSON.stringify(after)) changed.add("examples");
    putExamples(document, language, { before, after });
    put(["answer", language], was.answer[language], form.answer[language]);
  }
  put(["links"], was.links.map(linkWithWords), form.links.map(linkWithWords));
  put(["escalate"], was.escalate, form.escalate);
  put(["priority"], was.priority, form.priority);
  return splice(text, { document, places, changed });
}

type Place = { readonly start: number; readonly end: number };
type Splicing = {
  readonly document: Document;
  readonly places: ReadonlyMap<string, Place>;
  readonly changed: ReadonlySet<string>;
};

/** Where each key of the file and its value stand, whole lines. */
function placesOf(text: string, map: YAMLMap): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { key, value } of map.items) {
    const [from, to] = [isNode(key) ? key.range : null, isNode(value) ? value.range : null];
    if (!from || !to) continue;
    const newline = text.indexOf("\n", Math.max(from[0], to[1] - 1));
    places.set(String(key), { start: from[0], end: newline < 0 ? text.length : newline + 1 });
  }
  return places;
}

function splice(text: string, { document, places, changed }: Splicing): string {
  let spliced = text;
  const known = [...places].filter(([key]) => changed.has(key));
  for (const [key, { start, end }] of known.toReversed()) {
    spliced = spliced.slice(0, start) + linesOf(document, key) + spliced.slice(end);
  }
  const fresh = [...changed].filter((key) => !places.has(key)).map((key) => linesOf(document, key));
  return fresh.length === 0 ? spliced : `${spliced.replace(/\n?$/, "\n")}${fresh.join("")}`;
}

/** A key with its value as lines of a file; nothing when it is gone. */
function linesOf(document: Document, key: string): string {
  const value: unknown = document.get(key, true);
  if (value === undefined) return "";
  const part = new Document();
  part.contents = part.createNode({});
  part.set(key, value);
  return part.toString({ lineWidth: 120, flowCollectionPadding: false });
}

/** Examples that stay keep their place in the file, and their comments. */
function putExamples(
  document: Document,
  language: Language,
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const list: unknown = document.getIn(["examples", language], true);
  if (!isSeq(list)) {
    document.setIn(["examples", language], document.createNode([...after]));
    return;
  }
  const known = new Map(list.items.map((item) => [String(item), item]));
  list.items = after.map((example) => known.get(example) ?? document.createNode(example));
}

function read(document: Document): IntentForm {
  const links: unknown = document.getIn(["links"]);
  return {
    title: inLanguages((language) => textAt(document, ["title", language])),
    examples: inLanguages((language) => listAt(document, ["examples", language])),
    answer: inLanguages((language) => textAt(document, ["answer", language])),
    links: isSeq(links) ? links.items.map((_, index) => linkAt(document, index)) : [],
    escalate: oneOf(ESCALATES, textAt(document, ["escalate"])) ?? "never",
    priority: oneOf(PRIORITIES, textAt(document, ["priority"])) ?? "normal",
  };
}

function linkAt(document: Document, index: number) {
  const label = inLanguages((language) => textAt(document, ["links", index, "label", language]));
  return { label, url: textAt(document, ["links", index, "url"]) };
}

/** Labels nobody wrote are left out, so that checking asks for them. */
function linkWithWords({ label, url }: IntentForm["links"][number]) {
  const given = LANGUAGES.flatMap((language) => (label[language] === "" ? [] : [[language, label[language]] as const]));
  return { label: Object.fromEntries(given), url };
}

function inLanguages<Value>(of: (language: Language) => Value): InLanguages<Value> {
  return { zh: of("zh"), en: of("en") };
}

function textAt(document: Document, path: readonly (string | number)[]): string {
  const value: unknown = document.getIn(path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function listAt(document: Document, path: readonly string[]): readonly string[] {
  const list: unknown = document.getIn(path, true);
  return isSeq(list) ? list.items.map(String) : [];
}

function oneOf<Option extends string>(options: readonly Option[], value: string): Option | null {
  return options.find((option) => option === value) ?? null;
}
