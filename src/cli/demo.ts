/**
 * `npm run demo`: a quarter of a made-up school in a folder of its own, then the bot on it, so that a newcomer sees living figures. It never
 * touches a database or a network that is set up.
 */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseConfig } from "../config.ts";
import { ConfigError } from "../core/errors.ts";
import { fillQuarter } from "../demo/quarter.ts";
import { trainPack } from "../nlu/matcher.ts";
import { loadPack } from "../nlu/pack/load.ts";
import { openStore } from "../store/store.ts";
import { reportProblems } from "./exit.ts";

export type DemoOptions = {
  readonly dir: string;
  readonly days: string;
  readonly seed: string;
  /** False: only fill the folder. */
  readonly start: boolean;
};

/** Made-up rows must never be mistaken for real ones, so nothing that is set up for a real school is used. */
const NOT_FOR_DEMO =
  /^(?:TELEGRAM|DISCORD|DATABASE_URL|REDIS_URL|ROLE|INTENTS_DIR|SESSION_SECRET|API_TOKEN|PUBLIC_URL|HOST$)/;

export async function demo({ dir, days, seed, start }: DemoOptions): Promise<void> {
  const count = Number(days);
  const seedNumber = Number(seed);
  const problems = [
    Number.isInteger(count) && count >= 1 && count <= 400 ? null : "--days: write a whole number from 1 to 400",
    Number.isInteger(seedNumber) && seedNumber >= 0 ? null : "--seed: write a whole number",
  ].filter((problem) => problem !== null);
  if (problems.length > 0) return reportProblems(problems);
  if (existsSync(join(dir, "aftercare.db"))) {
    process.stdout.write(`The made-up school in ${dir} is used as it is; remove the folder for a new one.\n`);
  } else {
    await fill(dir, { days: count, seed: seedNumber });
  }
  if (!start) return;
  for (const name of Object.keys(process.env)) if (NOT_FOR_DEMO.test(name)) delete process.env[name];
  process.env["DATA_DIR"] = dir;
  process.env["LOG_LEVEL"] ||= "warn";
  await import("../main.ts");
}

/** Into a folder beside it first: half a quarter would be taken for a whole one. */
async function fill(dir: string, { days, seed }: { readonly days: number; readonly seed: number }): Promise<void> {
  const loaded = await loadPack(shippedPacks());
  if ("problems" in loaded) throw new ConfigError(loaded.problems);
  process.stdout.write(`Making up ${days} days of a school: learners, agents, ratings, orders…\n`);
  const faq = { pack: loaded.pack, match: trainPack(loaded.pack).match };
  const unfinished = `${dir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const store = await openStore({ dataDir: unfinished, mayForget: true });
  const begun = performance.now();
  try {
    const onDay = (done: number) => {
      if (done % 7 === 0 || done === days) process.stdout.write(`  ${String(done).padStart(3)} of ${days} days\n`);
    };
    const { learners, visits, tickets } = await fillQuarter({ store, faq, until: Date.now(), days, seed, onDay });
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(
      `${visits} questions of ${learners} learners, ${tickets} tickets, in ${seconds} s. In ${dir}.\n`,
    );
  } finally {
    await store.close();
  }
  await rename(unfinished, dir);
}

/** What a bot without any settings answers from. */
function shippedPacks(): readonly string[] {
  const parsed = parseConfig({});
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  return parsed.config.intentsDirs;
}
