/** What bench/live.ts and its replicas say to each other. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { openStore } from "../../src/store/store.ts";

export type Opened = {
  readonly directory: string;
  readonly store: Parameters<typeof openStore>[0];
};

export type Asked =
  /** When does it answer so? The time, ms since 1970. */
  | { readonly ask: "answers"; readonly question: string; readonly answer: string }
  /** Publishes a file; the time it was written. */
  | { readonly ask: "publish"; readonly path: string; readonly text: string }
  /** How long learning the pack takes by itself, ms. */
  | { readonly ask: "learn" };

export type Said = { readonly number: number; readonly value: number };

export type Replica = { ask(asked: Asked): Promise<number>; stop(): void };

/** Starts a process and waits until it answers learners. Rejects when it ends before. */
export async function startReplica(opened: Opened): Promise<Replica> {
  const child: ChildProcess = fork(fileURLToPath(new URL("./replica.ts", import.meta.url)));
  const waiting = new Map<number, (value: number) => void>();
  let count = 0;
  child.on("message", ({ number, value }: Said) => waiting.get(number)?.(value));
  const failed = new Promise<never>((_resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`a replica ended with ${code}`)));
  });
  failed.catch(() => undefined);
  const told = (number: number) => new Promise<number>((resolve) => waiting.set(number, resolve));
  const ready = told(0);
  child.send(opened);
  await Promise.race([ready, failed]);
  return {
    async ask(asked) {
      count += 1;
      const answer = told(count);
      child.send({ ...asked, number: count });
      return await Promise.race([answer, failed]);
    },
    stop: () => void child.kill("SIGKILL"),
  };
}
