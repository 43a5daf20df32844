/**
 * The shipped pack, loaded, and trained once for a whole test run: whoever needs it first trains it and leaves it in the run's folder
 * (learned-once.ts), under a name made of what was learned.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { assert, inject, vi } from "vitest";
import type { Pack } from "../../src/core/pack.ts";
import { materialOf, trainPack } from "../../src/nlu/matcher.ts";
import { loadPack } from "../../src/nlu/pack/load.ts";
import { readWith, type Trained } from "../../src/nlu/trained.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly learnedOnce: string;
  }
}

export const COURSE_PACK = "intents/online-education";
const TRAINED_MS_MAX = 60_000;

export async function coursePack(): Promise<Pack> {
  const loaded = await loadPack([new URL(`../../${COURSE_PACK}`, import.meta.url).pathname]);
  assert("pack" in loaded, "problems" in loaded ? loaded.problems.join("\n") : "");
  return loaded.pack;
}

export async function trainedCoursePack(): Promise<{ readonly pack: Pack; readonly trained: Trained }> {
  const pack = await coursePack();
  const name = createHash("sha256")
    .update(serialize(materialOf(pack)))
    .digest("hex");
  const file = join(inject("learnedOnce"), name);
  if (isFirst(`${file}.lock`)) leave(file, trainPack(pack));
  else await vi.waitUntil(() => existsSync(file), { timeout: TRAINED_MS_MAX });
  return { pack, trained: trainedIn(file) };
}

/** Whether nobody else trains it in this run. */
function isFirst(lock: string): boolean {
  try {
    writeFileSync(lock, "", { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** All at once: nobody reads half a file. */
function leave(file: string, { model, rehearsal }: Trained): void {
  writeFileSync(`${file}.part`, serialize({ model, rehearsal }));
  renameSync(`${file}.part`, file);
}

function trainedIn(file: string): Trained {
  const { model, rehearsal }: Pick<Trained, "model" | "rehearsal"> = deserialize(readFileSync(file));
  return {
    model,
    rehearsal,
    match: (text) => readWith(model, text).matches,
    readOut: (text) => readWith(model, text),
  };
}
