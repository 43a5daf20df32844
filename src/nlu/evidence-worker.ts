/**
 * A thread that replays and mines the past, so that nobody who writes meanwhile waits. One thing after another. What a pack said about
 * a question is remembered with the last packs: the live one is asked about again and again, and a draft before it is published.
 */
import { parentPort } from "node:worker_threads";
import { keepLatest } from "../core/latest.ts";
import type { Pack } from "../core/pack.ts";
import type { Matcher } from "../core/ports.ts";
import { type Would, wouldDo } from "../core/replay.ts";
import { type LintWarning, lint } from "./lint/lint.ts";
import { materialOf } from "./matcher.ts";
import { type Asked, type Group, type Known, mine } from "./mine/mine.ts";
import { readParts } from "./text/read-parts.ts";
import { learnModel, type Material, type Model, readWith, rehearseModel, study } from "./trained.ts";
import type { NumberedModel } from "./trainer.ts";

export type EvidenceWork =
  /** What a pack would do about each question. */
  | { readonly work: "replay"; readonly reader: Reader; readonly questions: readonly string[] }
  | { readonly work: "mine"; readonly questions: readonly Asked[]; readonly known: readonly Known[] }
  | { readonly work: "lint"; readonly pack: Pack };

/** `learned` null: the pack has its examples, and they are to be learned here. */
export type Reader = { readonly pack: Pack; readonly learned: NumberedModel | null };

export type EvidenceJob = { readonly number: number } & EvidenceWork;

export type EvidenceResult =
  | { readonly work: "replay"; readonly would: readonly Would[] }
  | { readonly work: "mine"; readonly groups: readonly Group[] }
  | { readonly work: "lint"; readonly warnings: readonly LintWarning[] };

export type EvidenceReport =
  /** On the way: so many questions were looked at. */
  | { readonly number: number; readonly done: number }
  | { readonly number: number; readonly result: EvidenceResult }
  | { readonly number: number; readonly why: string };

/** The live pack and a draft or two. */
const PACKS_MAX = 3;
/** Often enough for somebody who watches. */
const TELL_EVERY = 500;

type Remembered = { readonly match: Matcher; readonly would: Map<string, Would> };
const remembered = new Map<string, Remembered>();

parentPort?.on("message", (job: EvidenceJob) => {
  parentPort?.postMessage(report(job));
});

function report(job: EvidenceJob): EvidenceReport {
  const { number } = job;
  const tell = (done: number) => parentPort?.postMessage({ number, done } satisfies EvidenceReport);
  try {
    return { number, result: worked(job, tell) };
  } catch (error) {
    return { number, why: error instanceof Error ? (error.stack ?? error.message) : "?" };
  }
}

function worked(job: EvidenceWork, tell: (done: number) => void): EvidenceResult {
  switch (job.work) {
    case "replay":
      return { work: "replay", would: replay(job.reader, job.questions, tell) };
    case "mine":
      return { work: "mine", groups: mine(job.questions, job.known) };
    case "lint":
      return { work: "lint", warnings: lint(job.pack) };
  }
}

/** The same question is read once. */
function replay(reader: Reader, questions: readonly string[], tell: (done: number) => void): readonly Would[] {
  const { match, would } = memoryOf(reader);
  // Questions of another month are forgotten with this one.
  const before = new Map(would);
  would.clear();
  return questions.map((text, index) => {
    if (index % TELL_EVERY === 0) tell(index);
    const known = would.get(text) ?? before.get(text) ?? judged(reader.pack, match, text);
    would.set(text, known);
    return known;
  });
}

function judged(pack: Pack, match: Matcher, text: string): Would {
  const readings = readParts(match, text).map(({ matches }) => matches);
  return wouldDo(readings, pack);
}

/** By what was learned and by what decides: thresholds, and what goes to people. */
function memoryOf({ pack, learned }: Reader): Remembered {
  const material = learned === null ? materialOf(pack) : null;
  const rules = [...pack.intents.values()].map(({ examples: _, ...intent }) => intent);
  const name = JSON.stringify([learned?.number ?? material, pack.askWhenSure, rules]);
  const known = remembered.get(name);
  const memory = known ?? { match: matcherOf(learned?.model ?? rehearsed(material)), would: new Map() };
  keepLatest(remembered, [name, memory], PACKS_MAX);
  return memory;
}

function matcherOf(model: Model): Matcher {
  return (text) => readWith(model, text).matches;
}

/** As the live one is: learned and rehearsed. */
function rehearsed(material: Material | null): Model {
  if (material === null) throw new Error("a pack is known or it is studied");
  const read = study(material);
  return rehearseModel(read, learnModel(read, null));
}
