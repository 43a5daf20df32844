/**
 * The past, replayed and mined on two threads of its own: the live pack is read by one and what it is compared with by the other.
 * A pack that was learned elsewhere is not learned again. The same past and packs give the same result every time.
 */
import { Worker } from "node:worker_threads";
import type { Pack } from "../core/pack.ts";
import type { Matcher } from "../core/ports.ts";
import type { Would } from "../core/replay.ts";
import type { EvidenceJob, EvidenceReport, EvidenceResult, EvidenceWork, Reader } from "./evidence-worker.ts";
import type { LintWarning } from "./lint/lint.ts";
import type { Asked, Group, Known } from "./mine/mine.ts";
import { modelBehind } from "./trainer.ts";

/** A pack, and the matcher a trainer made of it; left out, or of another origin: it is learned here. */
export type Learned = { readonly pack: Pack; readonly match?: Matcher };

export type EvidenceThread = {
  /**
   * For each pack, what it would do about each question. `onDone` hears how many were read, of all packs together. Rejects when a
   * thread fails.
   */
  replay(
    packs: readonly Learned[],
    questions: readonly string[],
    onDone?: (done: number) => void,
  ): Promise<readonly (readonly Would[])[]>;
  mine(questions: readonly Asked[], known: readonly Known[]): Promise<readonly Group[]>;
  lint(pack: Pack): Promise<readonly LintWarning[]>;
  /** Ends the threads; what was not ready never will be. */
  stop(): Promise<void>;
};

/** Both are started when they are first needed. */
export function openEvidenceThread(): EvidenceThread {
  const [first, second] = [openOne("evidence"), openOne("evidence, the other")];
  const idler = (): One => (second.waiting() < first.waiting() ? second : first);
  return {
    async replay(packs, questions, onDone = () => undefined) {
      const done = packs.map(() => 0);
      const asked = packs.map((each, index) =>
        // The live pack always comes first: its thread remembers what it said.
        (index % 2 === 0 ? first : second).ask({ work: "replay", reader: readerOf(each), questions }, (count) => {
          done[index] = count;
          onDone(done.reduce((sum, one) => sum + one, 0));
        }),
      );
      const results = await Promise.all(asked);
      return results.map((result) => (result.work === "replay" ? result.would : []));
    },
    async mine(questions, known) {
      const result = await first.ask({ work: "mine", questions, known });
      return result.work === "mine" ? result.groups : [];
    },
    async lint(pack) {
      const result = await idler().ask({ work: "lint", pack });
      return result.work === "lint" ? result.warnings : [];
    },
    stop: async () => void (await Promise.all([first.stop(), second.stop()])),
  };
}

/** A model is in shared memory, so that handing it on costs nothing; its examples are then of no use any more. */
function readerOf({ pack, match }: Learned): Reader {
  const known = match === undefined ? null : modelBehind(match);
  if (known === null) return { pack, learned: null };
  const bare = [...pack.intents].map(([id, intent]) => [id, { ...intent, examples: { zh: [], en: [] } }] as const);
  return { pack: { ...pack, intents: new Map(bare), strays: [], tests: [] }, learned: known };
}

type Waiting = PromiseWithResolvers<EvidenceResult> & { readonly onDone: (done: number) => void };

type One = {
  ask(work: EvidenceWork, onDone?: (done: number) => void): Promise<EvidenceResult>;
  /** How much it was asked and has not answered. */
  waiting(): number;
  stop(): Promise<void>;
};

function openOne(name: string): One {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let count = 0;

  function failAll(error: Error): void {
    thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function open(): Worker {
    const opened = new Worker(new URL("./evidence-worker.ts", import.meta.url), { name });
    opened.on("message", (report: EvidenceReport) => {
      hear(waiting, report);
      // A process that has nothing else to do waits for what it asked for, and for nothing more.
      if (waiting.size === 0) opened.unref();
    });
    opened.on("error", failAll);
    opened.on("exit", () => failAll(new Error("the evidence thread has ended")));
    return opened;
  }

  return {
    ask(work, onDone = () => undefined) {
      count += 1;
      const one: Waiting = { ...Promise.withResolvers<EvidenceResult>(), onDone };
      waiting.set(count, one);
      thread ??= open();
      thread.ref();
      thread.postMessage({ ...work, number: count } satisfies EvidenceJob);
      return one.promise;
    },
    waiting: () => waiting.size,
    stop: async () => void (await thread?.terminate()),
  };
}

function hear(waiting: Map<number, Waiting>, report: EvidenceReport): void {
  const one = waiting.get(report.number);
  if ("done" in report) {
    one?.onDone(report.done);
    return;
  }
  waiting.delete(report.number);
  if ("result" in report) one?.resolve(report.result);
  else one?.reject(new Error(report.why));
}
