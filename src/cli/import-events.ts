/**
 * `aftercare import events F`: orders and courses of the time before Aftercare, from CSV or lines of JSON. All of a file is
 * written or nothing, and running it again writes nothing twice.
 */
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { learningOver } from "../app/learning/take-in.ts";
import { parseConfig } from "../config.ts";
import { ConfigError } from "../core/errors.ts";
import type { BatchFormat } from "../core/learning/batch.ts";
import { reportProblems } from "./exit.ts";
import { withStore } from "./with-store.ts";

const FORMATS: ReadonlyMap<string, BatchFormat> = new Map([
  [".csv", "csv"],
  [".jsonl", "ndjson"],
  [".ndjson", "ndjson"],
  [".json", "json"],
]);
const PROBLEMS_MAX = 50;

export type ImportOptions = { readonly source: string; readonly json?: true };

/** Exit 1 with every mistake and its line when the file cannot be taken. Errors: ConfigError, StoreError. */
export async function importEvents(file: string, { source, json }: ImportOptions): Promise<void> {
  const format = FORMATS.get(extname(file).toLowerCase());
  if (format === undefined)
    return reportProblems([`${file}: name a file that ends in ${[...FORMATS.keys()].join(", ")}`]);
  const text = await textOf(file);
  if (text === null) return reportProblems([`${file}: cannot be read as text in UTF-8`]);
  const { IDENTITY_SECRET } = process.env;
  const parsed = parseConfig({ IDENTITY_SECRET });
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  await withStore(async (store) => {
    const learning = learningOver(store, { now: Date.now, identitySecret: parsed.config.identitySecret });
    const taken = await learning.takeIn(text, format, source);
    if (taken.outcome === "recorded") {
      const { recorded, duplicates } = taken;
      const shown = json
        ? JSON.stringify({ recorded, duplicates })
        : `${recorded} recorded, ${duplicates} known already.`;
      process.stdout.write(`${shown}\n`);
      return;
    }
    const { problems, entries, refused } = taken;
    const lines = problems.slice(0, PROBLEMS_MAX).map(({ at, problem }) => `${basename(file)}, ${at}: ${problem}`);
    const rest = problems.length > PROBLEMS_MAX ? [`… and ${problems.length - PROBLEMS_MAX} more mistakes`] : [];
    reportProblems([...lines, ...rest, `Nothing was written: ${refused} of ${entries} entries have mistakes.`]);
  });
}

async function textOf(file: string): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch {
    // Missing, a folder, not ours to read, or not UTF-8: for whoever named it it is the same mistake.
    return null;
  }
}
