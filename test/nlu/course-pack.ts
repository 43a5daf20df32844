/** The shipped pack, loaded and trained once for a test file. */
import { assert } from "vitest";
import type { Pack } from "../../src/core/pack.ts";
import { trainPack } from "../../src/nlu/matcher.ts";
import { loadPack } from "../../src/nlu/pack/load.ts";
import type { Trained } from "../../src/nlu/trained.ts";

export const COURSE_PACK = "intents/online-education";

export async function coursePack(): Promise<Pack> {
  const loaded = await loadPack([COURSE_PACK]);
  assert("pack" in loaded, "problems" in loaded ? loaded.problems.join("\n") : "");
  return loaded.pack;
}

export async function trainedCoursePack(): Promise<{ readonly pack: Pack; readonly trained: Trained }> {
  const pack = await coursePack();
  return { pack, trained: trainPack(pack) };
}
