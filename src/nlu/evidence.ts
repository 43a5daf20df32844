/** The past, replayed and mined on a thread of its own. The same past and packs give the same result every time. */
import { Worker } from "node:worker_threads";
import type { Pack } from "../core/pack.ts";
import type { Would } from "../core/replay.ts";
import type { EvidenceJob, EvidenceReport, EvidenceResult, EvidenceWork } from "./evidence-worker.ts";
import type { LintWarning } from "./lint/lint.ts";
import type { Asked, Group, Known } from "./mine/mine.ts";

export type EvidenceThread = {
  /** For each pack, what it would do about each question. Rejects when the thread fails. */
  replay(packs: readonly Pack[], questions: readonly string[]): Promise<readonly (readonly Would[])[]>;
  mine(questions: readonly Asked[], known: readonly Known[]): Promise<readonly Group[]>;
  lint(pack: Pack): Promise<readonly LintWarning[]>;
  /** Ends the thread; what was not ready never will be. */
  stop(): Promise<void>;
};

type WaitingFor = Map<number, PromiseWithResolvers<EvidenceResult>>;

/** Started when it is first needed. */
export function openEvidenceThread(): EvidenceThread {
  const waiting: WaitingFor = new Map();
  let thread: Worker | null = null;
  let count = 0;

  function failAll(error: Error): void {
    thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function open(): Worker {
    const opened = new Worker(new URL("./evidence-worker.ts", import.meta.url), { name: "evidence" });
    opened.on("message", (report: EvidenceReport) => {
      settle(waiting, report);
      // A process that has nothing else to do waits for what it asked for, and for nothing more.
      if (waiting.size === 0) opened.unref();
    });
    opened.on("error", failAll);
    opened.on("exit", () => failAll(new Error("the evidence thread has ended")));
    return opened;
  }

  function ask(work: EvidenceWork): Promise<EvidenceResult> {
    count += 1;
    const one = Promise.withResolvers<EvidenceResult>();
    waiting.set(count, one);
    thread ??= open();
    thread.ref();
    thread.postMessage({ ...work, number: count } satisfies EvidenceJob);
    return one.promise;
  }

  return {
    async replay(packs, questions) {
      const result = await ask({ work: "replay", packs, questions });
      return result.work === "replay" ? result.would : [];
    },
    async mine(questions, known) {
      const result = await ask({ work: "mine", questions, known });
      return result.work === "mine" ? result.groups : [];
    },
    async lint(pack) {
      const result = await ask({ work: "lint", pack });
      return result.work === "lint" ? result.warnings : [];
    },
    stop: async () => void (await thread?.terminate()),
  };
}

function settle(waiting: WaitingFor, report: EvidenceReport): void {
  const one = waiting.get(report.number);
  waiting.delete(report.number);
  if ("result" in report) one?.resolve(report.result);
  else one?.reject(new Error(report.why));
}
