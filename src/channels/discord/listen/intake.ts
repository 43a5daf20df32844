/**
 * What arrived and is not yet written down. Discord tells everything once, so a thing that could not be written is kept here
 * and tried again with growing pauses, in the order of its place; places do not wait for each other.
 *
 * Memory is bounded: a line that grows too long forgets what comes, and reads it back from Discord once it is empty. Not to
 * break: within a place nothing later is received before something earlier, because the mark that follows would hide it.
 */
import type { Log } from "../../log.ts";
import { rest, restMs } from "../../patience.ts";

/** One thing to receive. `at` is the id of the message it is, null for what cannot be read back (an edit, a press). */
export type Job = { readonly at: string | null; readonly run: () => Promise<void> };

export type Intake = {
  put(place: string, job: Job): void;
  /** Before all that waits in that place. */
  putFirst(place: string, job: Job): void;
  /** Nothing more is begun until the returned function is called. */
  hold(): () => void;
  /** Resolves when nothing is being received. */
  idle(): Promise<void>;
};

type Line = {
  jobs: Job[];
  /** The last message that was taken into the line. */
  lastAt: string | null;
  /** Set while messages are forgotten: those after this one have to be read back. */
  missedAfter: string | null;
};

type Parts = {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Reads back what was said in a place after a message. */
  readonly refill: (place: string, after: string) => Job;
  /** The id just before one, for a line that forgets its very first message. */
  readonly idBefore: (id: string) => string;
};

const LINE_JOBS_MAX = 200;
const JOBS_MAX = 5000;

export function openIntake(parts: Parts): Intake {
  return new Lines(parts);
}

class Lines implements Intake {
  readonly #parts: Parts;
  readonly #lines = new Map<string, Line>();
  readonly #running = new Set<Promise<void>>();
  readonly #stopped: Promise<void>;
  #gate: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stopped = new Promise((resolve) => {
      parts.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  put(place: string, job: Job): void {
    if (this.#parts.signal.aborted) return;
    const line = this.#lineOf(place);
    if (line.missedAfter !== null || line.jobs.length >= LINE_JOBS_MAX || this.#waiting >= JOBS_MAX) {
      this.#forget(place, line, job);
      return;
    }
    line.jobs.push(job);
    line.lastAt = job.at ?? line.lastAt;
    this.#waiting++;
  }

  putFirst(place: string, job: Job): void {
    if (this.#parts.signal.aborted) return;
    this.#lineOf(place).jobs.unshift(job);
    this.#waiting++;
  }

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = Promise.all([this.#gate, promise]).then(() => undefined);
    return resolve;
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #lineOf(place: string): Line {
    const known = this.#lines.get(place);
    if (known !== undefined) return known;
    const line: Line = { jobs: [], lastAt: null, missedAfter: null };
    this.#lines.set(place, line);
    const emptied = this.#empty(place, line).finally(() => this.#running.delete(emptied));
    this.#running.add(emptied);
    return line;
  }

  async #empty(place: string, line: Line): Promise<void> {
    for (;;) {
      await this.#opened();
      if (this.#parts.signal.aborted) return;
      const job = this.#nextJob(place, line);
      if (job === null) {
        this.#lines.delete(place);
        return;
      }
      await this.#insist(place, job);
    }
  }

  #nextJob(place: string, line: Line): Job | null {
    const job = line.jobs.shift();
    if (job !== undefined) {
      this.#waiting--;
      return job;
    }
    if (line.missedAfter === null) return null;
    const after = line.missedAfter;
    line.missedAfter = null;
    return this.#parts.refill(place, after);
  }

  /** A gate may be closed again while one waits for it to open. */
  async #opened(): Promise<void> {
    for (let seen: Promise<void> | null = null; seen !== this.#gate; ) {
      seen = this.#gate;
      await Promise.race([seen, this.#stopped]);
    }
  }

  async #insist(place: string, job: Job): Promise<void> {
    const { signal, log } = this.#parts;
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        return await job.run();
      } catch (error) {
        const waitMs = restMs(error, failures);
        const name = error instanceof Error ? error.name : typeof error;
        log.warn({ place, at: job.at, failures, waitMs, error: name }, "discord: not written down, trying again");
        await rest(waitMs, signal);
      }
    }
  }

  #forget(place: string, line: Line, { at }: Job): void {
    const { log } = this.#parts;
    if (at === null) {
      log.error({ place }, "discord: a press, command or edit was lost, the store is away for too long");
      return;
    }
    if (line.missedAfter === null)
      log.warn({ place }, "discord: too much waits to be written down, reading back later");
    line.missedAfter ??= line.lastAt ?? this.#parts.idBefore(at);
  }
}
