/**
 * A small project of its own for each test of a check, in a temporary folder that goes away with the test. Nothing here
 * touches the real tree: a check must be seen to fail without breaking anything.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The root of the real project. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Writes the files (path → content) into a new folder and returns its absolute path. Call it inside a test. */
export function aProject(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "aftercare-tooling-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
