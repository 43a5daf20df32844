/**
 * `aftercare intents eval`: how good the matcher is on labelled rows. Trains straight from the rows, no pack; the code
 * is the one that answers learners. Figures but the times are the same on every run.
 */
import { writeFile } from "node:fs/promises";
import { OUT_OF_SCOPE, type Row, readRows, straysOf, subjectsOf } from "../nlu/dataset.ts";
import { evaluate, type Report } from "../nlu/evaluation.ts";
import { type Trained, train } from "../nlu/trained.ts";
import { reportProblems } from "./exit.ts";

export type EvalOptions = {
  readonly train: string;
  readonly test: string;
  readonly json?: true;
  readonly out?: string;
};

/** Texts read before the clock counts, so that the figures are of compiled code. */
const WARM_UP = 200;

type Tested = Row & { readonly ranking: readonly { intent: string; score: number }[]; readonly confidence: number };

type Figures = Report & {
  readonly intents: number;
  readonly trainMs: number;
  readonly latencyUs: { readonly p50: number; readonly p99: number };
  readonly rssMb: number;
};

/** Exit 0 with the figures on standard output, 1 with the problems of the files on standard error. */
export async function evalIntents(options: EvalOptions): Promise<void> {
  const [training, testing] = await Promise.all([readRows(options.train), readRows(options.test)]);
  if ("problems" in training || "problems" in testing) {
    reportProblems([training, testing].flatMap((read) => ("problems" in read ? read.problems : [])));
    return;
  }
  const subjects = subjectsOf(training.rows);
  if (subjects.length === 0) {
    reportProblems([`${options.train}: holds only out-of-scope rows; there is nothing to learn`]);
    return;
  }
  const began = performance.now();
  const trained = train(subjects, straysOf(training.rows));
  const trainMs = performance.now() - began;
  const { tested, latencyUs } = testAll(trained, testing.rows);
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  const report = evaluate(tested.map(verdictOf));
  const figures = { ...report, intents: subjects.length, trainMs: round(trainMs), latencyUs, rssMb: round(rssMb) };
  if (options.out !== undefined) await writeFile(options.out, tested.map(outRow).join(""));
  process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : table(figures));
}

function testAll(
  trained: Trained,
  rows: readonly Row[],
): { tested: readonly Tested[]; latencyUs: Figures["latencyUs"] } {
  for (const { text } of rows.slice(0, WARM_UP)) trained.readOut(text);
  const times: number[] = [];
  const tested = rows.map((row) => {
    const began = performance.now();
    const { matches, evidence } = trained.readOut(row.text);
    times.push((performance.now() - began) * 1000);
    return {
      ...row,
      ranking: matches.map(({ intentId, confidence }) => ({ intent: intentId, score: confidence })),
      confidence: evidence,
    };
  });
  times.sort((one, other) => one - other);
  const at = (share: number): number => round(times[Math.ceil(share * times.length) - 1] ?? 0);
  return { tested, latencyUs: { p50: at(0.5), p99: at(0.99) } };
}

function verdictOf({ intent, ranking, confidence }: Tested) {
  return { gold: intent === OUT_OF_SCOPE ? null : intent, said: ranking[0]?.intent ?? null, confidence };
}

function outRow({ text, intent, ranking, confidence }: Tested): string {
  return `${JSON.stringify({ text, gold: intent, ranking, confidence })}\n`;
}

function table({ n, accuracy, macroF1, oos, intents, trainMs, latencyUs, rssMb }: Figures): string {
  const lines: readonly (readonly [string, string])[] = [
    ["test rows", `${n}, ${oos.n} of them out of scope; ${intents} intents`],
    ["accuracy", percent(accuracy)],
    ["macro-F1", percent(macroF1)],
    ["AUROC", percent(oos.auroc)],
    ["rejected at 95 %", percent(oos.recallAt95)],
    ["rejected at 90 %", percent(oos.recallAt90)],
    ["training", `${trainMs} ms`],
    ["a match", `${latencyUs.p50} µs p50, ${latencyUs.p99} µs p99`],
    ["memory", `${rssMb} MB`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(18)}${value}\n`).join("");
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
