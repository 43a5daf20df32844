/**
 * Sizes: a file of at most 300 lines, a function of at most 50, as the compiler sees functions. What declares tests is a
 * chapter of a book and not a function in this sense; the tests in it are.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesUnder } from "./files.ts";

export const FILE_LINES_MAX = 300;
export const FUNCTION_LINES_MAX = 50;
const FOLDERS = ["src", "test", "bench", "scripts"];
const ENDINGS = [".ts", ".js", ".mjs", ".cjs"];

/** Every file and function that is too long, longest first within a file. */
export function sizeProblems(root: string): readonly string[] {
  const files = FOLDERS.flatMap((folder) => filesUnder(root, folder, ENDINGS));
  return files.flatMap((file) => sizeProblemsOf(file, readFileSync(join(root, file), "utf8")));
}

function sizeProblemsOf(file: string, text: string): readonly string[] {
  const problems: string[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > FILE_LINES_MAX) problems.push(`${file} has ${lines} lines, more than ${FILE_LINES_MAX}`);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isChapter(node)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.end).line;
      const length = last - first + 1;
      const where = `${file}:${first + 1}`;
      if (length > FUNCTION_LINES_MAX)
        problems.push(`${where} a function of ${length} lines, more than ${FUNCTION_LINES_MAX}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

/**
 * Is this function a chapter: the block of a `describe(…)`, or a suite that declares tests itself (a conformance suite is a
 * function of what it tests)?
 */
function isChapter(node: ts.SignatureDeclaration): boolean {
  const call = node.parent;
  if (ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText())) return true;
  const body = "body" in node ? node.body : undefined;
  if (body === undefined || !ts.isBlock(body)) return false;
  return body.statements.some((statement) => /^(describe|test)\b[^;]*?\(/.test(statement.getText()));
}
