/**
 * One YAML file → a plain value, with the line of everything in it. What YAML can do beyond plain data (aliases, names
 * that reach into objects) is refused here, so that nothing after this has to think of it.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import { keepLatest } from "../../core/latest.ts";
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
  const { value, complaints, parsed } = plainOf(text);
  if (complaints.length > 0) return { problems: complaints.map((complaint) => ({ file, ...complaint })) };
  return {
    file,
    value,
    lineOf: (path) => {
      const { document, at } = parsed();
      return at(nearest(document, path));
    },
    lineOfKey: (path, key) => {
      const { document, at } = parsed();
      return at(keyIn(nearest(document, path), key));
    },
  };
}

type Complaint = Omit<Problem, "file">;
type Parsed = { readonly document: Document; readonly lines: LineCounter; readonly at: (node: unknown) => number };
type Plain = {
  /** Shared by all who read the same text: nobody may change it. */
  readonly value: unknown;
  readonly complaints: readonly Complaint[];
  /** Only for lines, which are asked for when something is wrong. */
  readonly parsed: () => Parsed;
};

/** An edited pack is read again whole, and all its files but one are the same; parsing takes most of the time. */
const plains = new Map<string, Plain>();
/** Several packs with all their files. */
const PLAINS_MAX = 2000;

function plainOf(text: string): Plain {
  const plain = plains.get(text) ?? read(text);
  keepLatest(plains, [text, plain], PLAINS_MAX);
  return plain;
}

function read(text: string): Plain {
  const first = parse(text);
  const complaints = [...syntaxProblems(first), ...plainnessProblems(first)];
  // A parsed document takes fifty times the memory of its text.
  let last = new WeakRef(first);
  const parsed = (): Parsed => {
    const there = last.deref() ?? parse(text);
    last = new WeakRef(there);
    return there;
  };
  return { value: complaints.length > 0 ? null : first.document.toJS(), complaints, parsed };
}

function parse(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (node: unknown): number => lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;
  return { document, lines, at };
}

/** Only the first: what stands behind a broken place is not what its author wrote. */
function syntaxProblems({ document, lines }: Parsed): readonly Complaint[] {
  return document.errors.slice(0, 1).map((error) => {
    const text = `is not valid YAML here: ${error.message}; put text with : # [ ] { } or quotes into "double quotes"`;
    return { line: lines.linePos(error.pos[0]).line, text };
  });
}

function plainnessProblems({ document, at }: Parsed): readonly Complaint[] {
  const problems: Complaint[] = [];
  visit(document, {
    Alias: (_, node) => {
      problems.push({ line: at(node), text: `*${node.source} repeats another place; write the text itself` });
    },
    Pair: (_, { key }) => {
      const name = isScalar(key) ? key.value : null;
      if (!FORBIDDEN_KEYS.has(name)) return;
      problems.push({ line: at(key), text: `"${String(name)}" cannot be a key; choose another name` });
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
