/**
 * A folder for one test run, where the first test file that needs the trained pack leaves it for the others. Made anew for each run
 * and emptied when a watched file changes: nothing is ever tested with a model of other sources.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "aftercare-learned-"));
  project.provide("learnedOnce", folder);
  project.onTestsRerun(async () => {
    await rm(folder, { recursive: true });
    await mkdir(folder);
  });
  return () => rmSync(folder, { recursive: true });
}
