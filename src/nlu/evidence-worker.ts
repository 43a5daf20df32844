/**
 * The thread that replays and mines the past, so that nobody who writes meanwhile waits. One thing after another; packs that were
 * learned are kept, for the live one is asked about again and again.
 */
import { parentPort } from "node:worker_threads";
import type { Pack } from "../core/pack.ts";
import { type Would, wouldDo } from "../core/replay.ts";
import { type LintWarning, lint } from "./lint/lint.ts";
import { materialOf } from "./matcher.ts";
import { type Asked, type Group, type Known, mine } from "./mine/mine.ts";
import { readParts } from "./text/read-parts.ts";
import { learnModel, type Model, readWith, rehearseModel, study } from "./trained.ts";

export type EvidenceWork =
  /** What each pack would do about each question. */
  | { readonly work: "replay"; readonly packs: readonly Pack[]; readonly questions: readonly string[] }
  | { readonly work: "mine"; readonly questions: readonly Asked[]; readonly known: readonly Known[] }
  | { readonly work: "lint"; readonly pack: Pack };

export type EvidenceJob = { readonly number: number } & EvidenceWork;

export type EvidenceResult =
  | { readonly work: "replay"; readonly would: readonly (readonly Would[])[] }
  | { readonly work: "mine"; readonly groups: readonly Group[] }
  | { readonly work: "lint"; readonly warnings: readonly LintWarning[] };

export type EvidenceReport =
  | { readonly number: number; readonly result: EvidenceResult }
  | { readonly number: number; readonly why: string };

/** The live pack and a draft or two. */
const MODELS_MAX = 3;
const models = new Map<string, Model>();

parentPort?.on("message", (job: EvidenceJob) => {
  parentPort?.postMessage(report(job));
});

function report(job: EvidenceJob): EvidenceReport {
  try {
    return { number: job.number, result: worked(job) };
  } catch (error) {
    return { number: job.number, why: error instanceof Error ? (error.stack ?? error.message) : "?" };
  }
}

function worked(job: EvidenceWork): EvidenceResult {
  switch (job.work) {
    case "replay":
      return { work: "replay", would: job.packs.map((pack) => replay(pack, job.questions)) };
    case "mine":
      return { work: "mine", groups: mine(job.questions, job.known) };
    case "lint":
      return { work: "lint", warnings: lint(job.pack) };
  }
}

/** The same question is read once. */
function replay(pack: Pack, questions: readonly string[]): readonly Would[] {
  const model = modelOf(pack);
  const match = (text: string) => readWith(model, text).matches;
  const known = new Map<string, Would>();
  return questions.map((text) => {
    const would =
      known.get(text) ??
      wouldDo(
        readParts(match, text).map(({ matches }) => matches),
        pack,
      );
    known.set(text, would);
    return would;
  });
}

/** As the live one is: learned and rehearsed. */
function modelOf(pack: Pack): Model {
  const material = materialOf(pack);
  const name = JSON.stringify(material);
  const known = models.get(name);
  models.delete(name);
  const read = known === undefined ? study(material) : null;
  const model = known ?? (read === null ? null : rehearseModel(read, learnModel(read, null)));
  if (model === null) throw new Error("a pack is known or it is studied");
  models.set(name, model);
  for (const oldest of models.keys()) {
    if (models.size <= MODELS_MAX) break;
    models.delete(oldest);
  }
  return model;
}
