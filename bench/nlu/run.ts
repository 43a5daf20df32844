/**
 * The plan of a run: which cells are measured, in which order. A full run measures every file; a quick one the small files with
 * ten examples an intent, and begins no cell when its time is up. Prints a line a cell, because a full run takes minutes.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Cell, Figures } from "./cell.ts";
import {
  type Corpus,
  intentCount,
  type Protocol,
  partsOf,
  protocolOf,
  readCorpus,
  SHOTS,
  type Shots,
} from "./corpus.ts";
import { type Live, measureLive } from "./live.ts";
import { measure } from "./measure.ts";
import { measureSimilarity, type Similarity } from "./similarity.ts";
import { installed, type SystemId } from "./systems/all.ts";

export type Outcome = Figures | "too slow";

/** A measured file. `learned` and `asked` count the rows of all its parts, `outOfScope` those asked that mean no intent. */
export type CorpusResult = {
  readonly name: string;
  readonly protocol: Protocol;
  readonly intents: number;
  readonly learned: number;
  readonly asked: number;
  readonly outcomes: readonly { readonly shots: Shots; readonly system: SystemId; readonly outcome: Outcome }[];
};

/** Several rounds as well, but one of a system that is too slow. */
export type ScaleResult = {
  readonly intents: number;
  readonly system: SystemId;
  readonly rounds: readonly Figures[] | "too slow";
};

export type Results = {
  readonly isQuick: boolean;
  readonly systems: readonly SystemId[];
  readonly missing: readonly string[];
  readonly corpora: readonly CorpusResult[];
  /** Several rounds of the same cell for every system, for times that say something on a busy machine. */
  readonly speed: { readonly what: string; readonly rounds: readonly ReadonlyMap<SystemId, Outcome>[] };
  readonly scale: readonly ScaleResult[];
  readonly live: Live;
  readonly similarity: readonly Similarity[];
  /** Memory of a process that learned nothing, MB. */
  readonly bareMb: number;
};

export const SCALE = { examples: 3, few: 100, many: 10_000, manyQuick: 500, rounds: 3 };
const SPEED = { intents: 150, examples: 10, rounds: 5 };
const QUICK = { bytesMax: 400_000, begunMsMax: 35_000 };

type Plan = { readonly isQuick: boolean; readonly files: readonly string[]; readonly systems: readonly SystemId[] };
type Begin = (cell: Cell) => Promise<Outcome | null>;

/** The corpora of a folder, or null when there are none. */
export function filesIn(folder: string): readonly string[] | null {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
    return files.length > 0 ? files.toSorted().map((file) => join(folder, file)) : null;
  } catch {
    // A folder that is not there holds no corpora; the caller says where to put them.
    return null;
  }
}

export async function runAll(files: readonly string[], isQuick: boolean): Promise<Results> {
  const { here, missing } = installed();
  const chosen = isQuick ? quickOf(files) : files;
  const plan: Plan = { isQuick, files: chosen, systems: here };
  const begun = performance.now();
  const begin: Begin = async (cell) => {
    const isLate = isQuick && performance.now() - begun > QUICK.begunMsMax;
    return isLate ? null : report(cell, await measure(cell));
  };
  const bare = await measure({ kind: "bare", file: chosen[0] ?? "" });
  const live = await measureLive(isQuick);
  const speed = await runSpeed(plan, begin);
  const scale = await runScale(plan, begin);
  const corpora: CorpusResult[] = [];
  for (const file of chosen) {
    const corpus = readCorpus(file);
    const result = corpus === null ? null : await runCorpus(corpus, { file, plan, begin });
    if (result !== null && result.outcomes.length > 0) corpora.push(result);
  }
  const similarity = chosen.map(measureSimilarity).filter((result) => result !== null);
  const bareMb = bare === "too slow" ? 0 : bare.rssMb;
  return { isQuick, systems: here, missing, corpora, speed, scale, live, similarity, bareMb };
}

/** The small ones, those with a validation part first: they say more in the same time. */
function quickOf(files: readonly string[]): readonly string[] {
  const small = files.filter((file) => statSync(file).size <= QUICK.bytesMax);
  const isApart = (file: string): boolean => {
    const corpus = readCorpus(file);
    return corpus !== null && protocolOf(corpus) === "valid";
  };
  return [...small.filter(isApart), ...small.filter((file) => !isApart(file))];
}

async function runCorpus(
  corpus: Corpus,
  { file, plan, begin }: { readonly file: string; readonly plan: Plan; readonly begin: Begin },
): Promise<CorpusResult> {
  const outcomes: CorpusResult["outcomes"][number][] = [];
  for (const shots of plan.isQuick ? SHOTS.filter((shot) => shot === 10) : SHOTS) {
    if (partsOf(corpus, shots) === null) continue;
    for (const system of plan.systems) {
      const outcome = await begin({ kind: "corpus", system, file, shots });
      if (outcome !== null) outcomes.push({ shots, system, outcome });
    }
  }
  const parts = partsOf(corpus, "full") ?? [];
  return {
    name: corpus.name,
    protocol: protocolOf(corpus),
    intents: intentCount(corpus),
    learned: Math.max(...parts.map(({ train }) => train.length)),
    asked: parts.reduce((sum, { test }) => sum + test.length, 0),
    outcomes,
  };
}

/** The largest file with rows kept apart, ten examples an intent; made-up intents where there is none, or in a hurry. */
async function runSpeed({ files, systems, isQuick }: Plan, begin: Begin): Promise<Results["speed"]> {
  const candidates = (isQuick ? [] : files).flatMap((file) => {
    const corpus = readCorpus(file);
    return corpus !== null && protocolOf(corpus) === "valid" ? [{ file, corpus, intents: intentCount(corpus) }] : [];
  });
  const largest = candidates.toSorted((one, other) => other.intents - one.intents)[0];
  const rounds: ReadonlyMap<SystemId, Outcome>[] = [];
  for (let round = 0; round < (isQuick ? 1 : SPEED.rounds); round += 1) {
    const outcomes = new Map<SystemId, Outcome>();
    // A quick run has no time for the rounds of fastText.
    for (const system of systems.filter((one) => !isQuick || one !== "fasttext")) {
      const made: Cell = { kind: "scale", system, intents: SPEED.intents, examples: SPEED.examples };
      const read: Cell = { kind: "corpus", system, file: largest?.file ?? "", shots: 10, isPlain: true };
      const outcome = await begin(largest === undefined ? made : read);
      if (outcome !== null) outcomes.set(system, outcome);
    }
    rounds.push(outcomes);
  }
  const name = largest === undefined ? "made-up texts" : largest.corpus.name;
  return { what: `${name}, ${largest?.intents ?? SPEED.intents} intents with ten examples each`, rounds };
}

/** Ours and the index of MiniSearch; the other peers are past the limit long before 10,000 intents. */
async function runScale({ systems, isQuick }: Plan, begin: Begin): Promise<readonly ScaleResult[]> {
  const results: ScaleResult[] = [];
  const growing = systems.filter((system) => system === "ours" || (system === "minisearch" && !isQuick));
  for (const intents of [SCALE.few, isQuick ? SCALE.manyQuick : SCALE.many]) {
    for (const system of growing) {
      const rounds: Figures[] = [];
      let isTooSlow = false;
      while (rounds.length < (isQuick ? 1 : SCALE.rounds) && !isTooSlow) {
        const outcome = await begin({ kind: "scale", system, intents, examples: SCALE.examples });
        if (outcome === null) break;
        if (outcome === "too slow") isTooSlow = true;
        else rounds.push(outcome);
      }
      if (isTooSlow || rounds.length > 0) results.push({ intents, system, rounds: isTooSlow ? "too slow" : rounds });
    }
  }
  return results;
}

function report(cell: Cell, outcome: Outcome): Outcome {
  const accuracy = outcome === "too slow" ? null : outcome.report.accuracy;
  const figure = accuracy === null ? "> 60 s" : `${(100 * accuracy).toFixed(1)} %`;
  process.stderr.write(`${nameOf(cell)} ${figure}\n`);
  return outcome;
}

function nameOf(cell: Cell): string {
  switch (cell.kind) {
    case "corpus":
      return `${cell.system} on ${cell.file.replace(/^.*[/\\]/, "")}, ${cell.shots}:`;
    case "scale":
      return `${cell.system} on ${cell.intents} made-up intents × ${cell.examples}:`;
    case "bare":
      return "bare:";
  }
}
