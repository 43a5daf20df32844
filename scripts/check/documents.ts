/**
 * Documents and the project agree, both ways: every path, npm script and setting a document names in backticks exists, and
 * every setting and npm script is named by some document. Only what is in backticks or a code block is looked at; prose is
 * free. The settings are the keys of `SETTINGS` in src/config.ts.
 */
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { filesUnder } from "./files.ts";

const AT_ROOT = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
/** Subcommands of npm itself, so that "npm ci" is not taken for a script. */
const NPM_COMMANDS = new Set(["ci", "install", "exec", "run", "update", "outdated", "ls", "audit"]);
/** Variables that are not settings of the product: read by tests and tools, or by Node and npm. */
const OTHER_VARIABLES = new Set([
  "AFTERCARE_CHROMIUM",
  "AFTERCARE_POSTGRES",
  "AFTERCARE_REDIS",
  "POSTGRES_PASSWORD",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "NO_COLOR",
  "FORCE_COLOR",
]);

type Document = { readonly file: string; readonly text: string; readonly code: readonly string[] };

/** What the documents promise and the project lacks, and what the project has and no document mentions. */
export async function documentProblems(root: string): Promise<readonly string[]> {
  const absent = AT_ROOT.filter((file) => !existsSync(join(root, file))).map((file) => `${file} is missing`);
  const documents = readDocuments(root);
  const settings = await settingNames(root);
  const scripts = scriptNames(root);
  if (settings === null) absent.push("src/config.ts exports no SETTINGS object");
  return [
    ...absent,
    ...documents.flatMap((document) => [
      ...pathProblems(root, document),
      ...linkProblems(root, document),
      ...scriptProblems(document, scripts),
      ...variableProblems(root, { document, settings: settings ?? [] }),
    ]),
    ...unmentioned(documents, { scripts, settings: settings ?? [] }),
  ];
}

/** The names of all settings of the project at `root`, or null when its src/config.ts does not say. */
export async function settingNames(root: string): Promise<readonly string[] | null> {
  const file = join(root, "src/config.ts");
  if (!existsSync(file)) return null;
  const module: unknown = await import(pathToFileURL(file).href);
  const parsed = z.object({ SETTINGS: z.record(z.string(), z.unknown()) }).safeParse(module);
  return parsed.success ? Object.keys(parsed.data.SETTINGS) : null;
}

function scriptNames(root: string): readonly string[] {
  const text = readFileSync(join(root, "package.json"), "utf8");
  return Object.keys(z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).scripts);
}

function readDocuments(root: string): readonly Document[] {
  const files = [...AT_ROOT.filter((file) => existsSync(join(root, file))), ...filesUnder(root, "docs", [".md"])];
  return files.map((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return { file, text, code: codeIn(text) };
  });
}

/** Every piece of code in a Markdown text: each line of a fenced block, and each inline span. */
export function codeIn(text: string): readonly string[] {
  const code: string[] = [];
  const prose = text.replace(/^\s*```[^\n]*\n([\s\S]*?)^\s*```/gm, (_all, block: string) => {
    code.push(...block.split("\n").filter((line) => line.trim() !== ""));
    return "";
  });
  for (const [, span] of prose.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)) if (span !== undefined) code.push(span);
  return code;
}

/**
 * Spans that are a path into this repository must lead somewhere. A path begins with a folder of the root or of src, or is a
 * file at the root; anything else with a slash (a media type, a package, an HTTP route) is not ours. Globs must match.
 */
function pathProblems(root: string, { file, code }: Document): readonly string[] {
  const ours = new Set([...foldersIn(root), ...foldersIn(join(root, "src")), ".", "src"]);
  return code
    .filter((span) => /^\.?\/?[\w@.{},*-]+(\/[\w@.{},*-]+)*\/?$/.test(span) && !span.startsWith("/"))
    .filter((span) => (span.includes("/") ? ours.has(span.replace(/^\.\//, "").split("/")[0] ?? "") : isRootFile(span)))
    .filter((span) => !leadsSomewhere(root, span.replace(/^\.\//, "")))
    .map((span) => `${file} names ${span}, which does not exist`);
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const skipped = new Set(["node_modules", "data", "coverage", ".git"]);
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !skipped.has(entry.name)).map((entry) => entry.name);
}

function isRootFile(span: string): boolean {
  return (
    /^(\.?[\w-]+\.(md|json|mjs|cjs|yml)|[A-Z]\w+file|LICENSE)$/.test(span) && !/^(pack|answers|events)\./.test(span)
  );
}

function leadsSomewhere(root: string, path: string): boolean {
  return [root, join(root, "src")].some((base) =>
    /[*{]/.test(path) ? globSync(path, { cwd: base }).length > 0 : existsSync(join(base, path)),
  );
}

/** Links to files are relative to the document they stand in. */
function linkProblems(root: string, { file, text }: Document): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? "");
  return targets
    .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(file), target)))
    .map((target) => `${file} links to ${target}, which does not exist`);
}

function scriptProblems({ file, code }: Document, scripts: readonly string[]): readonly string[] {
  return scriptsNamedIn(code)
    .filter((name) => !scripts.includes(name))
    .map((name) => `${file} names the npm script "${name}", which does not exist`);
}

function scriptsNamedIn(code: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const span of code) {
    for (const [, run, name] of span.matchAll(/\bnpm (run )?(?:--silent |-s )?([a-z][\w:-]*)/g)) {
      if (name !== undefined && (run !== undefined || !NPM_COMMANDS.has(name))) names.add(name);
    }
  }
  return [...names];
}

/** WORDS_WITH_UNDERSCORES are settings, unless they are a constant declared somewhere in the code or belong to a tool. */
function variableProblems(
  root: string,
  { document, settings }: { readonly document: Document; readonly settings: readonly string[] },
): readonly string[] {
  const named = new Set(document.code.flatMap((span) => span.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []));
  const unknown = [...named].filter((name) => !settings.includes(name) && !OTHER_VARIABLES.has(name));
  if (unknown.length === 0) return [];
  const sources = ["src", "scripts", "test", "bench"].flatMap((folder) => filesUnder(root, folder, [".ts", ".js"]));
  const declared = sources.map((source) => readFileSync(join(root, source), "utf8")).join("\n");
  return unknown
    .filter((name) => !new RegExp(`\\b(const|type) ${name}\\b`).test(declared))
    .map((name) => `${document.file} names the variable ${name}, which does not exist`);
}

function unmentioned(
  documents: readonly Document[],
  { scripts, settings }: { readonly scripts: readonly string[]; readonly settings: readonly string[] },
): readonly string[] {
  const code = documents.flatMap((document) => document.code);
  const named = new Set(scriptsNamedIn(code));
  const isNamed = (setting: string): boolean => code.some((span) => new RegExp(`\\b${setting}\\b`).test(span));
  return [
    ...scripts.filter((name) => !named.has(name)).map((name) => `no document names the npm script "${name}"`),
    ...settings.filter((name) => !isNamed(name)).map((name) => `no document names the setting ${name}`),
  ];
}
