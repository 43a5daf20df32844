/**
 * Banned words in the names we declare under src: they mean "I have not decided what this is". Looked at are declarations
 * only (variables, functions, types, members, files); what we merely call or fill in was named by somebody else.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { filesUnder } from "./files.ts";

const BANNED = new Set(
  "manager managers helper helpers util utils service services handler handlers processor processors info infos data".split(
    " ",
  ),
);
/** Verbs that say nothing; only banned where a name begins, since "handled" and "the process" are honest words. */
const BANNED_FIRST = new Set(["do", "handle", "process"]);

/** Names given to us from outside, each with the reason. */
const ALLOWED = new Map([
  ["DATA_DIR", "a setting, and so a public name"],
  ["dataDir", "what DATA_DIR is read into"],
]);

/** Every declared name with a banned word in it. */
export function nameProblems(root: string): readonly string[] {
  return filesUnder(root, "src", [".ts", ".js"]).flatMap((file) => {
    const problems = namesDeclaredIn(file, readFileSync(join(root, file), "utf8"))
      .filter(({ name }) => isBanned(name))
      .map(({ name, line }) => `${file}:${line} the name "${name}" does not say what it is`);
    const stem = basename(file).replace(/\..*$/, "");
    return isBanned(stem) ? [`${file} the file's name does not say what it is`, ...problems] : problems;
  });
}

/** Does a name contain one of the words that say nothing? snake_case belongs to networks and databases and is left alone. */
export function isBanned(name: string): boolean {
  if (ALLOWED.has(name) || /[a-z0-9]_[a-z0-9]/.test(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return words.some((word) => BANNED.has(word)) || BANNED_FIRST.has(words[0] ?? "");
}

type Declared = { readonly name: string; readonly line: number };

function namesDeclaredIn(file: string, text: string): readonly Declared[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const found: Declared[] = [];
  const visit = (node: ts.Node): void => {
    const name = declaredName(node);
    if (name !== null) {
      found.push({ name: name.text, line: source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The name a node declares for us to answer for, or null. Settings (PORT: {…}) and `{ data }` taken apart are not ours. */
function declaredName(node: ts.Node): ts.Identifier | null {
  if (ts.isBindingElement(node) && node.propertyName === undefined && ts.isObjectBindingPattern(node.parent))
    return null;
  const isDeclaration =
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node);
  if (!isDeclaration || node.name === undefined || !ts.isIdentifier(node.name)) return null;
  return node.name;
}
