/** Doing something over and over while the bot runs: a pause after each time, one line per outage, and an end one can wait for. */
import type { Logger } from "pino";
import type { Millis } from "../core/model.ts";
import { faultOf } from "./fault.ts";

export type Again = {
  /** The first time comes after one pause. */
  start(): void;
  /** Waits for what is being done. */
  stop(): Promise<void>;
};

type Options = {
  readonly everyMs: Millis;
  readonly log: Logger;
  /** What is done, for the log, and how much a failure of it matters. */
  readonly what: string;
  readonly level: "warn" | "error";
};

/** `work` may reject: that is logged once, until it works again. */
export function repeatedly(work: () => Promise<void>, { everyMs, log, what, level }: Options): Again {
  let timer: NodeJS.Timeout | null = null;
  let doing: Promise<void> = Promise.resolve();
  let isFailing = false;
  let isStopped = false;

  async function once(): Promise<void> {
    try {
      await work();
      if (isFailing) log.info(`${what} works again`);
      isFailing = false;
    } catch (trouble) {
      // A line every time would bury the reason.
      if (!isFailing) log[level]({ fault: faultOf(trouble), everyMs }, `${what} failed, trying again`);
      isFailing = true;
    }
  }

  function plan(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      doing = once().then(plan);
    }, everyMs).unref();
  }

  return {
    start: plan,
    async stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await doing;
    },
  };
}
