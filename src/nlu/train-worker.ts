/**
 * The thread that learns, so that nobody who writes meanwhile waits. Takes the newest material it was given, learns it and posts the
 * model, in haste if it is much; then learns it with all the time it needs, rehearses, and posts what that changed. Material that came
 * meanwhile goes first: nobody needs the scale of a pack that was replaced.
 */
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { buffersIn, inSharedMemory } from "./handover.ts";
import type { Machines } from "./learn/svm.ts";
import { joined, type Parcel } from "./parcel.ts";
import { type Learned, type Model, rehearseModel, type Study, sketchModel, study } from "./trained.ts";

export type TrainerOptions = {
  /** How long the thread leaves the processor to others after it learned an edit, and before it makes better of it. */
  readonly restMs: number;
};

/** A part of something to learn; what is posted back carries its number. `mayShare`: whether its model may lie in shared memory. */
export type Job = {
  readonly number: number;
  readonly part: Parcel;
  readonly isLast: boolean;
  readonly mayShare: boolean;
};

type Lesson = Pick<Job, "number" | "mayShare"> & { readonly parts: readonly Parcel[] };

export type Learnt =
  /** `bytes` is what the model takes of memory that is shared: 0 where it was handed over. */
  | { readonly number: number; readonly stage: "learned"; readonly model: Model; readonly bytes: number }
  /** `machines` with all the time they needed, null where those of the model learned are; `bytes` as above, of them. */
  | {
      readonly number: number;
      readonly stage: "rehearsed";
      readonly scale: Model["scale"];
      readonly machines: Machines | null;
      readonly bytes: number;
    }
  /** Something newer was given before it was rehearsed. */
  | { readonly number: number; readonly stage: "replaced" }
  | { readonly number: number; readonly stage: "failed"; readonly why: string };

const { restMs }: TrainerOptions = workerData;

let newest: Lesson | null = null;
/** Parts of one that is not there whole. */
const arrived: Parcel[] = [];
let isBusy = false;
let before: Learned | null = null;
/** What was read for the last pack: the next one is mostly the same. */
let read: Study | null = null;

parentPort?.on("message", ({ part, isLast, ...job }: Job) => {
  arrived.push(part);
  if (!isLast) return;
  const parts = arrived.splice(0);
  if (newest !== null) post({ number: newest.number, stage: "replaced" });
  newest = { ...job, parts };
  if (!isBusy) void learnAll();
});

async function learnAll(): Promise<void> {
  isBusy = true;
  while (newest !== null) {
    const job: Lesson = newest;
    newest = null;
    try {
      await learnOne(job);
    } catch (error) {
      post({ number: job.number, stage: "failed", why: error instanceof Error ? (error.stack ?? error.message) : "?" });
    }
  }
  isBusy = false;
}

async function learnOne({ number, parts, mayShare }: Lesson): Promise<void> {
  read = study(joined(parts), read);
  const { model, machines } = sketchModel(read, before);
  // Whoever starts waits for the thresholds.
  const isFirst = before === null;
  before = { ids: model.ids, scale: structuredClone(model.scale) };
  handOver(model, mayShare, (bytes) => ({ number, stage: "learned", model, bytes }));
  // What was sent meanwhile is heard now.
  await setTimeout(isFirst ? 0 : restMs);
  if (newest !== null) return post({ number, stage: "replaced" });
  const whole = machines();
  const { scale } = rehearseModel(read, model);
  before = { ids: model.ids, scale };
  handOver(whole, mayShare, (bytes) => ({ number, stage: "rehearsed", scale, machines: whole, bytes }));
}

/** The other thread must not stand still for megabytes. What is handed over is nobody's here any more, but for the scale. */
function handOver(value: unknown, mayShare: boolean, learntWith: (bytes: number) => Learnt): void {
  const buffers = buffersIn(value);
  const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (mayShare) parentPort?.postMessage(inSharedMemory(learntWith(bytes)));
  else post(learntWith(0), buffers);
}

function post(learnt: Learnt, handedOver: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(learnt, [...handedOver]);
}
