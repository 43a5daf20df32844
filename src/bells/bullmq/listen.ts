/**
 * Hearing the bells of one queue: a BullMQ worker that keeps what Bells promises.
 *
 * Not to break: what `hear` rejects with never reaches BullMQ. It would keep the message and the stack in Redis, and a
 * message may quote a learner's words.
 */
import { DelayedError, type Job, WaitingError, Worker } from "bullmq";
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";
import type { Client } from "./connect.ts";

/**
 * A process that was killed renews nothing: its lock ends after `lockDuration`, and the next look of any other process
 * (every `stalledInterval`, but they shift against each other, so at most two) finds the bell. 2.5 + 2 × 1 < 5 seconds.
 */
const LIVENESS = { lockDuration: 2500, stalledInterval: 1000 };
// Its process died, which is no fault of the bell; giving it up after some deaths would only wait for the sweeper.
const STALLED_COUNT_MAX = 1_000_000;
/** How soon a worker looks again after Redis failed under it; the default of 15 seconds is a long silence. */
const RETRY_MS = 500;
const CLOSE_MS_MAX = 1000;

export type ListenOptions = {
  readonly queue: string;
  readonly connection: Client;
  readonly prefix: string;
  readonly atOnceMax: number;
  readonly now: Now;
  readonly hear: (ref: string) => Promise<void>;
  /** Rings now; called when a bell for later is due. */
  readonly ring: (ref: string) => Promise<void>;
  /** Told what `hear` rejected with. Must not throw. */
  readonly onTrouble: (ref: string, trouble: unknown) => void;
  /** Told what Redis did. Must not throw. */
  readonly onRedisTrouble: (error: unknown) => void;
};

export type Listening = {
  /** Hears nothing more and waits for what is being heard; what Redis cannot be told within a second is heard again. */
  stop(): Promise<void>;
  /** Lets go of Redis, for all queues share a connection: once every one of them is stopped. */
  letGo(): void;
};

export function listenTo(options: ListenOptions): Listening {
  const ears = openEars(options);
  let isStopped = false;

  async function take(job: Job, token?: string): Promise<void> {
    const bell = bellOf(job.data);
    // Not ours: somebody else writes into this queue. Nothing to look at.
    if (bell === null) return;
    if (isStopped) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (bell.at === null) return await ears.hear(bell.ref);
    const early = bell.at - options.now();
    if (early <= 0) return await options.ring(bell.ref);
    // This machine's clock runs ahead of the others'. In its own time the moment is that much later.
    await job.moveToDelayed(Date.now() + early, token);
    throw new DelayedError();
  }

  const worker = new Worker(options.queue, take, {
    ...LIVENESS,
    connection: options.connection,
    prefix: options.prefix,
    concurrency: options.atOnceMax,
    maxStalledCount: STALLED_COUNT_MAX,
    runRetryDelay: RETRY_MS,
  });
  worker.on("error", options.onRedisTrouble);

  return {
    async stop() {
      isStopped = true;
      const closing = worker.close();
      await ears.idle();
      // Without Redis the worker would wait for it for ever. Closed or not, nothing is left to hear.
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS_MAX).unref())]);
    },
    letGo() {
      worker.disconnect().catch(() => undefined);
    },
  };
}

type Ears = {
  /** Never rejects. */
  hear(ref: string): Promise<void>;
  /** Resolves when nothing is being heard. */
  idle(): Promise<void>;
};

/** After Redis lost its memory it may hand out a ref that is still being heard here: the second waits for the first. */
function openEars({ hear, onTrouble }: ListenOptions): Ears {
  const hearing = new Map<string, Promise<void>>();
  return {
    async hear(ref) {
      for (let before = hearing.get(ref); before; before = hearing.get(ref)) await before;
      const heard = hear(ref).catch((trouble: unknown) => onTrouble(ref, trouble));
      hearing.set(ref, heard);
      await heard;
      hearing.delete(ref);
    },
    async idle() {
      while (hearing.size > 0) await Promise.all(hearing.values());
    },
  };
}

/** What a job says; `at` is null for a bell of now. Null for what no bell of ours looks like. */
function bellOf(content: unknown): { readonly ref: string; readonly at: Millis | null } | null {
  if (typeof content !== "object" || content === null) return null;
  if (!("ref" in content) || typeof content.ref !== "string") return null;
  const at = "at" in content && typeof content.at === "number" ? content.at : null;
  return { ref: content.ref, at };
}
