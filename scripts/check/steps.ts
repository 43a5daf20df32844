/**
 * The steps of `npm run check`, in order, and how they run: one after the other on two cores, every one of them even when an
 * earlier one failed, one line each. A step is a function from the project's root to a list of problems; empty means good.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockProblems } from "../lock.js";
import { arrowProblems } from "./arrows.ts";
import { documentProblems } from "./documents.ts";
import { filesUnder } from "./files.ts";
import { nameProblems } from "./names.ts";
import { sizeProblems } from "./sizes.ts";
import { problemsOf } from "./tool.ts";

export type Step = {
  readonly name: string;
  /** Looks at the project under `root` and returns what is wrong, one sentence (or a tool's own lines) each. */
  readonly problems: (root: string) => Promise<readonly string[]>;
};

export const STEPS: readonly Step[] = [
  {
    name: "format and lint",
    problems: (root) => problemsOf(root, "@biomejs/biome/bin/biome", ["ci", "--colors=off", "--max-diagnostics=50"]),
  },
  { name: "types", problems: typeProblems },
  { name: "arrows", problems: arrowProblems },
  { name: "unused code", problems: (root) => problemsOf(root, "knip/bin/knip.js", ["--no-progress"]) },
  { name: "lock file", problems: async (root) => lockProblems(readFileSync(join(root, "package-lock.json"), "utf8")) },
  { name: "sizes", problems: async (root) => sizeProblems(root) },
  { name: "names", problems: async (root) => nameProblems(root) },
  { name: "documents", problems: documentProblems },
];

/** Runs all steps and says whether all were good. A step that throws has failed, and the next one still runs. */
export async function runSteps(
  steps: readonly Step[],
  { root, print }: { readonly root: string; readonly print: (line: string) => void },
): Promise<boolean> {
  let failed = 0;
  for (const step of steps) {
    const startedAt = performance.now();
    const problems = await step.problems(root).catch((error: unknown) => [String(error)]);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    print(`${problems.length === 0 ? "ok  " : "FAIL"} ${step.name.padEnd(16)} ${seconds.padStart(5)} s`);
    for (const problem of problems) print(problem.replace(/^/gm, "       "));
    if (problems.length > 0) failed += 1;
  }
  print(failed === 0 ? `All ${steps.length} checks are good.` : `${failed} of ${steps.length} checks failed.`);
  return failed === 0;
}

/** The server, the browser's code and the tests that run inside a browser see different globals: three programs. */
async function typeProblems(root: string): Promise<readonly string[]> {
  const problems: string[] = [];
  const programs = [
    { project: "tsconfig.json", folders: ["src"] },
    { project: "src/console/tsconfig.json", folders: ["src/console"] },
    { project: "tsconfig.browser.json", folders: ["test/console", "test/browser"] },
  ];
  for (const { project, folders } of programs) {
    // tsc calls it an error when a project has no file yet.
    const hasFiles = folders.some((folder) => filesUnder(root, folder, [".ts"]).length > 0);
    if (!hasFiles || !existsSync(join(root, project))) continue;
    const args = [
      "--noEmit",
      "--pretty",
      "false",
      "-p",
      project,
      "--incremental",
      "--tsBuildInfoFile",
      memoryOf(project),
    ];
    problems.push(...(await problemsOf(root, "typescript/bin/tsc", args)));
  }
  return problems;
}

/** Where tsc keeps what it found out about files that have not changed since: the second check takes a third of the time. */
function memoryOf(project: string): string {
  return join("node_modules", ".cache", "types", `${project.replaceAll("/", "-")}.tsbuildinfo`);
}
