/**
 * One YAML file → a plain value, with the line of everything in it. What YAML can do beyond plain data (aliases, names
 * that reach into objects) is refused here, so that nothing after this has to think of it.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { Problem } from "./problem.ts";

const FORBIDDEN_KEYS: ReadonlySet<unknown> = new Set(["__proto__", "constructor", "prototype"]);

export type Source = {
  readonly file: string;
  readonly value: unknown;
  /** The line of what the path leads to, or of the nearest thing around it that exists. */
  readonly lineOf: (path: Path) => number;
  /** The line where a key itself stands. */
  readonly lineOfKey: (path: Path, key: string) => number;
};

export type Path = readonly PropertyKey[];

/** Parses a file's text; null: it could not be read. Errors: the first problem of its syntax, or that it cannot be read. */
export function readSource(file: string, text: string | null): Source | { readonly problems: readonly Problem[] } {
  if (text === null) {
    return { problems: [{ file, line: null, text: "cannot be read; it must be a text file of at most 1 MB" }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (node: unknown): number => lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;
  const problems = [...syntaxProblems(document, file, lines), ...plainnessProblems(document, file, at)];
  if (problems.length > 0) return { problems };
  return {
    file,
    value: document.toJS(),
    lineOf: (path) => at(nearest(document, path)),
    lineOfKey: (path, key) => at(keyIn(nearest(document, path), key)),
  };
}

/** Only the first: what stands behind a broken place is not what its author wrote. */
function syntaxProblems(document: Document, file: string, lines: LineCounter): readonly Problem[] {
  return document.errors.slice(0, 1).map((error) => {
    const text = `is not valid YAML here: ${error.message}; put text with : # [ ] { } or quotes into "double quotes"`;
    return { file, line: lines.linePos(error.pos[0]).line, text };
  });
}

function plainnessProblems(document: Document, file: string, at: (node: unknown) => number): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_, node) => {
      problems.push({ file, line: at(node), text: `*${node.source} repeats another place; write the text itself` });
    },
    Pair: (_, { key }) => {
      const name = isScalar(key) ? key.value : null;
      if (!FORBIDDEN_KEYS.has(name)) return;
      problems.push({ file, line: at(key), text: `"${String(name)}" cannot be a key; choose another name` });
    },
  });
  return problems;
}

/** The node the path leads to, or the last one on the way that exists. */
function nearest(document: Document, path: Path): unknown {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents;
}

function keyIn(node: unknown, key: string): Node | null {
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
  return isNode(pair?.key) ? pair.key : null;
}
