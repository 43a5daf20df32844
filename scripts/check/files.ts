/**
 * Which files the checks look at. Paths are relative to the root and written with "/" on every system, so that messages and
 * allow lists are the same everywhere.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NEVER = new Set(["node_modules", "coverage", "dist"]);

/** All files below root/folder whose name ends in one of `endings`, sorted; none when the folder does not exist. */
export function filesUnder(root: string, folder: string, endings: readonly string[]): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !NEVER.has(entry.name)) found.push(...filesUnder(root, path, endings));
    else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
  }
  return found.sort();
}
