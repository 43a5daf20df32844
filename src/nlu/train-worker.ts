/**
 * The thread that learns, so that nobody who writes meanwhile waits. Takes the newest material it was given, learns it, posts
 * the model, then rehearses and posts the scale. Material that came meanwhile goes first: nobody needs the scale of a pack
 * that was replaced.
 */
import { parentPort } from "node:worker_threads";
import { buffersIn, inSharedMemory } from "./handover.ts";
import { type Parcel, unpacked } from "./parcel.ts";
import { type Learned, learnModel, type Model, rehearseModel, type Study, study } from "./trained.ts";

/** One thing to learn; what is posted back carries its number. `mayShare`: whether its model may lie in shared memory. */
export type Job = { readonly number: number; readonly material: Parcel; readonly mayShare: boolean };

export type Learnt =
  /** `bytes` is what the model takes of memory that is shared: 0 where it was handed over. */
  | { readonly number: number; readonly stage: "learned"; readonly model: Model; readonly bytes: number }
  | { readonly number: number; readonly stage: "rehearsed"; readonly scale: Model["scale"] }
  /** Something newer was given before it was rehearsed. */
  | { readonly number: number; readonly stage: "replaced" }
  | { readonly number: number; readonly stage: "failed"; readonly why: string };

let newest: Job | null = null;
let isBusy = false;
let before: Learned | null = null;
/** What was read for the last pack: the next one is mostly the same. */
let read: Study | null = null;

parentPort?.on("message", (job: Job) => {
  if (newest !== null) post({ number: newest.number, stage: "replaced" });
  newest = job;
  if (!isBusy) void learnAll();
});

async function learnAll(): Promise<void> {
  isBusy = true;
  while (newest !== null) {
    const job: Job = newest;
    newest = null;
    try {
      await learnOne(job);
    } catch (error) {
      post({ number: job.number, stage: "failed", why: error instanceof Error ? (error.stack ?? error.message) : "?" });
    }
  }
  isBusy = false;
}

async function learnOne({ number, material, mayShare }: Job): Promise<void> {
  read = study(unpacked(material), read);
  const model = learnModel(read, before);
  before = { ids: model.ids, scale: structuredClone(model.scale) };
  // The other thread must not stand still for megabytes. Only the scale is changed from here on.
  const buffers = buffersIn(model);
  const bytes = mayShare ? buffers.reduce((sum, { byteLength }) => sum + byteLength, 0) : 0;
  const learned: Learnt = { number, stage: "learned", model, bytes };
  if (mayShare) parentPort?.postMessage(inSharedMemory(learned));
  else post(learned, buffers);
  // What was sent meanwhile is heard now.
  await new Promise((resolve) => setImmediate(resolve));
  if (newest !== null) return post({ number, stage: "replaced" });
  const { scale } = rehearseModel(read, model);
  before = { ids: model.ids, scale };
  post({ number, stage: "rehearsed", scale });
}

function post(learnt: Learnt, handedOver: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(learnt, [...handedOver]);
}
