/**
 * What a report over a million facts costs beside the floor: a bare read of the same rows with the database's own client in the
 * same run. Each measurement is a process of its own, so that its peak of memory is its own too. `-- report --facts 200000` makes
 * it shorter, `--days 360` spreads the facts over so many days: as many a day for longer must need no more memory.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { postgresFolder } from "../scripts/left-out.ts";
import { startPostgres } from "../test/servers/postgres.ts";
import type { Measured } from "./report/measure.ts";

const FACTS = 1_000_000;
const DAYS = 90;
const MEASURE = new URL("./report/measure.ts", import.meta.url).pathname;
/** A heap left to itself takes what there is before it looks for what can go; a small one shows what is needed. */
const SMALL = ["--max-old-space-size=64", "--max-semi-space-size=1"] as const;
const WAYS: readonly (readonly [way: string, flags: readonly string[]])[] = [
  ["bare", []],
  ["report", []],
  ["report by everything", []],
  ["report", SMALL],
];

async function run(words: readonly string[], flags: readonly string[] = []): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, MEASURE, ...words]);
  return stdout;
}

type Size = { readonly facts: number; readonly days: number };

async function measureOn(place: string, { facts, days }: Size): Promise<void> {
  await run(["fill", place, String(days), String(facts)]);
  const [floor, ...others]: readonly (readonly [string, Measured])[] = await inTurn(WAYS, async ([way, flags]) => {
    const measured: Measured = JSON.parse(await run([way, place, String(days)], flags));
    return [flags.length > 0 ? `${way}, small heap` : way, measured] as const;
  });
  if (floor === undefined) return;
  console.log(`${place.startsWith("postgres") ? "PostgreSQL" : "SQLite"}, ${facts} facts in ${days} days`);
  for (const [way, measured] of [floor, ...others]) {
    const { seconds, cpuSeconds, peakMb, stallMs } = measured;
    const ratio = (seconds / floor[1].seconds).toFixed(2);
    console.log(
      `  ${way.padEnd(22)} ${seconds.toFixed(2).padStart(7)} s  ${cpuSeconds.toFixed(2).padStart(7)} s of CPU  ` +
        `${peakMb.toFixed(0).padStart(5)} MB more at its peak  ${ratio} × floor  others waited at most ${stallMs.toFixed(0)} ms`,
    );
  }
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

export async function bench(options: readonly string[]): Promise<void> {
  const given = (name: string, otherwise: number): number => {
    const text = options[options.indexOf(name) + 1];
    return options.includes(name) && text !== undefined ? Number(text) : otherwise;
  };
  const size: Size = { facts: given("--facts", FACTS), days: given("--days", DAYS) };
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-bench-"));
  try {
    await measureOn(dataDir, size);
  } finally {
    await rm(dataDir, { recursive: true });
  }
  if (postgresFolder() === null) {
    console.log("PostgreSQL: left out, there is none on this machine");
    return;
  }
  const postgres = await startPostgres();
  try {
    await measureOn(await postgres.createDatabase(), size);
  } finally {
    await postgres.stop();
  }
}
