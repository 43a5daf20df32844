/**
 * The arrows between the rooms, checked by dependency-cruiser with .dependency-cruiser.mjs. With a TypeScript it cannot load
 * (7, today) it reads no module and finds nothing wrong, so this also counts: every .ts file under src must have been read,
 * and some of them must have been seen to import something.
 */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { filesUnder } from "./files.ts";
import { runTool } from "./tool.ts";

const RULES = fileURLToPath(new URL("../../.dependency-cruiser.mjs", import.meta.url));

const cruise = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.unknown()) })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** The arrows that are not allowed, and the files the checker did not read. */
export async function arrowProblems(root: string): Promise<readonly string[]> {
  const run = await runTool({
    root,
    script: "dependency-cruiser/bin/dependency-cruiser.mjs",
    args: ["src", "--config", RULES, "--output-type", "json"],
  });
  if (run.stdout === "") return [`dependency-cruiser ended with ${run.code}: ${run.stderr}`];
  const { modules, summary } = cruise.parse(JSON.parse(run.stdout));
  const violations = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
  return [...violations, ...unread(filesUnder(root, "src", [".ts"]), modules)];
}

/** What shows that the checker looked away: files it did not read, or a tree in which nobody imports anything. */
export function unread(
  files: readonly string[],
  modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[],
): readonly string[] {
  const read = new Set(modules.map((module) => module.source));
  const missed = files.filter((file) => !read.has(file));
  const imports = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
  const problems = missed.map((file) => `not read by dependency-cruiser: ${file}`);
  if (files.length > 1 && imports === 0)
    problems.push("dependency-cruiser saw no import at all: can it read TypeScript?");
  return problems;
}
