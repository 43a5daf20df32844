/**
 * Packs → matchers, learned on a thread of its own. A changed pack is understood as soon as it is learned, with the thresholds
 * of the pack before; its own follow when it was rehearsed. The same pack gives the same matcher as on this thread, bit for bit.
 */
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Pack } from "../core/pack.ts";
import type { Matcher } from "../core/ports.ts";
import { buffersIn, inSharedMemory, type Shared, stillThere } from "./handover.ts";
import { partsOf } from "./parcel.ts";
import type { Job, Learnt, TrainerOptions } from "./train-worker.ts";
import { type Model, readWith } from "./trained.ts";

/**
 * `learned` understands what is new as soon as may be, `rehearsed` as well as may be. Both reject when the thread fails. `rehearsed`
 * is as good as `learned` when a newer pack was given before it was ready.
 */
export type Training = { readonly learned: Promise<Matcher>; readonly rehearsed: Promise<Matcher> };

export type Trainer = {
  /** Begins at once, or after what is being learned just now. */
  train(pack: Pack): Training;
  /** Ends the thread; what was not ready never will be. */
  stop(): Promise<void>;
};

type Waiting = {
  readonly learned: PromiseWithResolvers<Matcher>;
  readonly rehearsed: PromiseWithResolvers<Matcher>;
  model: Model | null;
};

export function openTrainer(options: TrainerOptions = { restMs: 0 }): Trainer {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let count = 0;
  let shared: readonly Shared[] = [];
  // One pack after another: parts of two would be taken for one.
  let handing: Promise<void> = Promise.resolve();

  function failAll(error: Error): void {
    thread = null;
    for (const { learned, rehearsed } of waiting.values()) {
      learned.reject(error);
      rehearsed.reject(error);
    }
    waiting.clear();
  }

  function open(): Worker {
    const opened = new Worker(new URL("./train-worker.ts", import.meta.url), { name: "training", workerData: options });
    opened.on("message", (learnt: Learnt) => {
      settle(waiting, learnt);
      shared = [...shared, ...sharedIn(learnt)];
      // A process that has nothing else to do waits for what it asked for, and for nothing more.
      if (waiting.size === 0) opened.unref();
    });
    opened.on("error", failAll);
    opened.on("exit", () => failAll(new Error("the training thread has ended")));
    return opened;
  }

  return {
    train(pack) {
      count += 1;
      const one: Waiting = { learned: Promise.withResolvers(), rehearsed: Promise.withResolvers(), model: null };
      // Whoever awaits one of the two only must not be ended by the other.
      for (const { promise } of [one.learned, one.rehearsed]) promise.catch(() => undefined);
      waiting.set(count, one);
      thread ??= open();
      thread.ref();
      const { left, mayShare } = stillThere(shared);
      shared = left;
      const [number, to] = [count, thread];
      handing = handing.then(() => handOver(to, pack, { number, mayShare }));
      return { learned: one.learned.promise, rehearsed: one.rehearsed.promise };
    },
    async stop() {
      await thread?.terminate();
    },
  };
}

/** Part by part, with everybody else in between. To a thread that has ended it is nothing. */
async function handOver(to: Worker, pack: Pack, job: Pick<Job, "number" | "mayShare">): Promise<void> {
  for (const { part, isLast } of partsOf(pack)) {
    to.postMessage({ ...job, part, isLast } satisfies Job);
    if (!isLast) await setImmediate();
  }
}

function settle(waiting: Map<number, Waiting>, learnt: Learnt): void {
  const one = waiting.get(learnt.number);
  if (one === undefined) return;
  switch (learnt.stage) {
    case "learned":
      one.model = learnt.model;
      one.learned.resolve(matcherOf(learnt.model));
      return;
    case "rehearsed":
      if (one.model !== null) one.rehearsed.resolve(matcherOf(rehearsedOf(one.model, learnt)));
      break;
    case "replaced":
      if (one.model === null) one.learned.reject(new Error("replaced by a newer pack"));
      one.rehearsed.resolve(one.learned.promise);
      break;
    case "failed":
      one.learned.reject(new Error(learnt.why));
      one.rehearsed.reject(new Error(learnt.why));
  }
  waiting.delete(learnt.number);
}

function rehearsedOf(model: Model, { scale, machines }: Extract<Learnt, { stage: "rehearsed" }>): Model {
  return { ...model, scale, classifier: machines === null ? model.classifier : { ...model.classifier, machines } };
}

/** What came in shared memory. A rehearsed model has the vocabulary of the one learned and may have machines of its own. */
function sharedIn(learnt: Learnt): readonly Shared[] {
  if (learnt.stage !== "learned" && learnt.stage !== "rehearsed") return [];
  const holder = learnt.stage === "learned" ? learnt.model.classifier.vocabulary : learnt.machines;
  return holder === null || learnt.bytes === 0 ? [] : [{ holder: new WeakRef(holder), bytes: learnt.bytes }];
}

/** Numbers tell models apart on other threads, where every one that arrives is another object. */
export type NumberedModel = { readonly number: number; readonly model: Model };

const models = new WeakMap<Matcher, NumberedModel>();
let numbered = 0;

function matcherOf(model: Model): Matcher {
  const match: Matcher = (text) => readWith(model, text).matches;
  numbered += 1;
  models.set(match, { number: numbered, model });
  return match;
}

/** What a matcher reads with, in memory that threads share; null: no trainer made it. */
export function modelBehind(match: Matcher): NumberedModel | null {
  const known = models.get(match);
  if (known === undefined || buffersIn(known.model).every(({ byteLength }) => byteLength < COPIED_BYTES_MAX)) {
    return known ?? null;
  }
  // Handed over while much was shared already: now it is needed elsewhere, too, and is copied once.
  const shared = { ...known, model: inSharedMemory(known.model) };
  models.set(match, shared);
  return shared;
}

/** Less is copied in no time. */
const COPIED_BYTES_MAX = 64 * 1024;
