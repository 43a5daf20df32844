/**
 * The end of every test run: what was left out and how to enable it, then one plain line "N passed, N failed, N skipped",
 * alone on its line and without colours, so that people and programs read the same thing. With CI=true a skipped test fails
 * the run: a suite that silently tests less each month is worse than a red one.
 */
import type { Reporter, TestModule } from "vitest/node";
import { NEEDS, type Need } from "./left-out.ts";

/** More names than this say nothing a folder's name does not say. */
const NAMES_MAX = 20;

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: readonly string[] };

/**
 * Counts a finished run. A file that could not be loaded, a hook that failed and an error outside any test each count as one
 * failed: otherwise "0 failed" could stand under a red run.
 */
export function tally(modules: readonly TestModule[], errorsOutside: number): Tally {
  const skipped: string[] = [];
  let passed = 0;
  let failed = errorsOutside;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") passed += 1;
      else if (result.state === "failed") failed += 1;
      else {
        const note = result.state === "skipped" && result.note !== undefined ? ` (${result.note})` : "";
        skipped.push(`${module.relativeModuleId} > ${test.fullName}${note}`);
      }
    }
  }
  return { passed, failed, skipped };
}

/** The closing lines of a run, the count always last. */
export function closingLines(counts: Tally, needs: readonly Need[], isCI: boolean): readonly string[] {
  const lines: string[] = [];
  if (counts.skipped.length > 0) {
    lines.push("", "Left out on this machine:");
    for (const name of counts.skipped.slice(0, NAMES_MAX)) lines.push(`  ${name}`);
    const more = counts.skipped.length - NAMES_MAX;
    if (more > 0) lines.push(`  … and ${more} more`);
    for (const need of needs) if (!need.isHere()) lines.push(`To run what needs ${need.name}: ${need.howTo}.`);
    if (isCI) lines.push("CI=true: nothing may be left out, so this run fails.");
  }
  lines.push("", `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`);
  return lines;
}

/** A vitest reporter; put it last, after the one that prints the tests themselves. */
export class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = tally(modules, errors.length);
    const isCI = process.env["CI"] === "true";
    // Vitest leaves an exit code alone that is already set, and ends with it.
    if (isCI && counts.skipped.length > 0) process.exitCode = 1;
    process.stdout.write(`${closingLines(counts, NEEDS, isCI).join("\n")}\n`);
  }
}
