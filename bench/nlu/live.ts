/**
 * A pack is edited while learners write: how long until the edit answers, and how long the thread that answers stands still
 * meanwhile. Beside it, in the same run, the same thread with nothing to learn, and with another thread that only counts: what
 * those stand still is the machine's doing and not ours.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Intent, Pack } from "../../src/core/pack.ts";
import type { Matcher } from "../../src/core/ports.ts";
import { partsOf } from "../../src/nlu/parcel.ts";
import { openTrainer, type Trainer } from "../../src/nlu/trainer.ts";
import type { Row } from "./corpus.ts";
import { median } from "./figures.ts";
import { synthesize } from "./synthetic.ts";

export const LIVE = { intents: 500, examples: 20 };
const ROUNDS = { full: 5, quick: 1 };
/** Between two questions of learners, all the time. */
const ASK_MS = 5;
/** How often the loop looks at the clock; less than this is no lag. */
const LOOK_MS = 1;

/**
 * What the event loop was late, ms. What blocks it blocks it in every round; what the machine does beside does not: so the worst of
 * all rounds is told, and the worst of the round in which it was least.
 */
export type Lag = {
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly quietestMs: number;
  readonly asked: number;
};

export type Live = {
  readonly rounds: number;
  readonly idle: Lag;
  readonly counting: Lag;
  readonly learning: Lag;
  /** From the edit until it is understood, and until its own thresholds hold; medians. */
  readonly learnedMs: number;
  readonly rehearsedMs: number;
  /** How long the answering thread stands still to hand a part of the pack over; the worst of the rounds. */
  readonly handingMs: number;
};

export async function measureLive(isQuick: boolean): Promise<Live> {
  const rounds = isQuick ? ROUNDS.quick : ROUNDS.full;
  const { train, test } = synthesize(LIVE.intents, LIVE.examples);
  const pack = packOf(train);
  const trainer = openTrainer();
  // The first training pays for compiling, as a bot that has just started does.
  const match = await trainer.train(pack).rehearsed;
  const questions = test.map(({ text }) => text);
  const lags: Record<"idle" | "counting" | "learning", Lag[]> = { idle: [], counting: [], learning: [] };
  const edits: Edit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const edited = editedOf(pack, round);
    const learning = await lagOf(() => edit(trainer, edited), { match, questions });
    edits.push(learning.result);
    lags.learning.push(learning.lag);
    const asLong = learning.result.rehearsedMs;
    lags.idle.push((await lagOf(() => wait(asLong), { match, questions })).lag);
    lags.counting.push((await lagOf(() => besideACounter(asLong), { match, questions })).lag);
  }
  await trainer.stop();
  return {
    rounds,
    idle: together(lags.idle),
    counting: together(lags.counting),
    learning: together(lags.learning),
    learnedMs: median(edits.map(({ learnedMs }) => learnedMs)),
    rehearsedMs: median(edits.map(({ rehearsedMs }) => rehearsedMs)),
    handingMs: Math.max(...edits.map(({ handingMs }) => handingMs)),
  };
}

type Edit = Pick<Live, "learnedMs" | "rehearsedMs" | "handingMs">;

async function edit(trainer: Trainer, pack: Pack): Promise<Edit> {
  const handingMs = handing(pack);
  const begun = performance.now();
  const { learned, rehearsed } = trainer.train(pack);
  await learned;
  const learnedMs = performance.now() - begun;
  await rehearsed;
  return { learnedMs, rehearsedMs: performance.now() - begun, handingMs };
}

/** What the trainer does on the answering thread, a part at a time: the longest of them. */
function handing(pack: Pack): number {
  let longestMs = 0;
  let begun = performance.now();
  for (const { part } of partsOf(pack)) {
    serialize(part);
    longestMs = Math.max(longestMs, performance.now() - begun);
    begun = performance.now();
  }
  return longestMs;
}

async function besideACounter(ms: number): Promise<void> {
  const counter = new Worker("for (;;);", { eval: true });
  await wait(ms);
  await counter.terminate();
}

type Asking = { readonly match: Matcher; readonly questions: readonly string[] };

/** Runs something while questions are answered by the matcher there is, and tells how late the loop was. */
async function lagOf<T>(run: () => Promise<T>, { match, questions }: Asking): Promise<{ result: T; lag: Lag }> {
  let asked = 0;
  const asking = setInterval(() => {
    match(questions[asked % questions.length] ?? "");
    asked += 1;
  }, ASK_MS);
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  const result = await run();
  delay.disable();
  clearInterval(asking);
  const lagMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - LOOK_MS);
  const worstMs = lagMs(delay.max);
  return { result, lag: { p99Ms: lagMs(delay.percentile(99)), worstMs, quietestMs: worstMs, asked } };
}

function together(lags: readonly Lag[]): Lag {
  const worst = lags.map(({ worstMs }) => worstMs);
  return {
    p99Ms: median(lags.map(({ p99Ms }) => p99Ms)),
    worstMs: Math.max(...worst),
    quietestMs: Math.min(...worst),
    asked: lags.reduce((sum, { asked }) => sum + asked, 0),
  };
}

function packOf(rows: readonly Row[]): Pack {
  const examples = new Map<string, string[]>();
  for (const { text, intent } of rows) examples.set(intent, [...(examples.get(intent) ?? []), text]);
  const intents = new Map([...examples].map(([id, en]) => [id, intentOf(id, en)]));
  return { name: "made-up", languages: ["en"], askWhenSure: 0.5, intents };
}

function intentOf(id: string, en: readonly string[]): Intent {
  return {
    id,
    title: { zh: "", en: id },
    examples: { zh: [], en },
    answer: { zh: "", en: "" },
    links: [],
    escalate: "never",
    priority: "normal",
    answerWhenSure: 0.7,
    tags: [],
  };
}

/** The pack with one example more. */
function editedOf(pack: Pack, round: number): Pack {
  const intents = new Map(pack.intents);
  for (const intent of [...pack.intents.values()].slice(round, round + 1)) {
    const en = [...intent.examples.en, `what about number ${round} of what i bought`];
    intents.set(intent.id, { ...intent, examples: { ...intent.examples, en } });
  }
  return { ...pack, intents };
}
