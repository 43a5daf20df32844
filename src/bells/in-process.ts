/**
 * Bells inside one process: timers and sets, nothing on disk. Everything kept here can be lost at any moment without harm,
 * because the rows in the store are the truth and the sweeper rings again.
 */
import { BellError } from "../core/errors.ts";
import type { Millis } from "../core/model.ts";
import type { Bell, Bells, Now } from "../core/ports.ts";
import { openTurns, type Turns } from "../core/turns.ts";
import { humanQueue } from "./human.ts";

export type InProcessBellsOptions = {
  readonly now: Now;
  /** Told what `hear` rejected with. Must not throw. */
  readonly onTrouble: (bell: Bell, trouble: unknown) => void;
  /** How many refs are heard at the same time. A ref waits for its turn in the order of ringing. */
  readonly hearAtOnceMax?: number;
};

type Hear = (ref: string) => Promise<void>;

// Node fires a longer timer at once (setTimeout keeps 31 bits of milliseconds, about 24.8 days).
const TIMER_MS_MAX = 2_147_483_647;
// Far above what one machine's networks take at once; it bounds memory when thousands of lanes are rung together.
const HEAR_AT_ONCE_MAX = 64;

/** Errors: `ring` rejects with BellError after `stop`, nothing else ever rejects. */
export function inProcessBells(options: InProcessBellsOptions): Bells {
  const desks = new Map<Bell["queue"], Desk>();
  const alarms = openAlarms(options.now);
  let isStopped = false;

  function deskOf(queue: Bell["queue"]): Desk {
    const known = desks.get(queue);
    if (known) return known;
    const desk = openDesk(options.hearAtOnceMax ?? HEAR_AT_ONCE_MAX, (ref, trouble) =>
      options.onTrouble({ queue, ref }, trouble),
    );
    desks.set(queue, desk);
    return desk;
  }

  return {
    async ring(bell, at) {
      if (isStopped) throw new BellError(`bells are stopped, ${bell.queue} was not rung`);
      const ring = (): void => deskOf(bell.queue).ring(bell.ref);
      // A bell for later stays even when the ref is rung now: the early hearing may find the row not due yet.
      if (at !== undefined && at > options.now()) alarms.set(`${bell.queue} ${at} ${bell.ref}`, at, ring);
      else ring();
    },
    listen(queue, hear) {
      deskOf(queue).listen(hear);
    },
    human: humanQueue(),
    async stop() {
      isStopped = true;
      alarms.clear();
      await Promise.all([...desks.values()].map((desk) => desk.stop()));
    },
  };
}

type Alarms = {
  /** Calls `ring` at `at`, once per key however often it is set. */
  set(key: string, at: Millis, ring: () => void): void;
  clear(): void;
};

function openAlarms(now: Now): Alarms {
  const timers = new Map<string, NodeJS.Timeout>();

  function arm(key: string, at: Millis, ring: () => void): void {
    const fire = (): void => {
      // Too early for a far-away bell, and by a millisecond when the timer ran ahead of the clock.
      if (now() < at) {
        arm(key, at, ring);
        return;
      }
      timers.delete(key);
      ring();
    };
    timers.set(key, setTimeout(fire, Math.min(Math.max(at - now(), 1), TIMER_MS_MAX)).unref());
  }

  return {
    set(key, at, ring) {
      if (!timers.has(key)) arm(key, at, ring);
    },
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

type Desk = {
  ring(ref: string): void;
  listen(hear: Hear): void;
  stop(): Promise<void>;
};

/** One queue: refs rung before anybody listens are kept, each once, and taken in their order as soon as somebody does. */
function openDesk(atOnceMax: number, onTrouble: (ref: string, trouble: unknown) => void): Desk {
  const early = new Set<string>();
  let turns: Turns<string> | null = null;

  return {
    ring(ref) {
      if (turns) turns.want(ref);
      else early.add(ref);
    },
    listen(hear) {
      const opened = openTurns<string>({
        atOnceMax,
        take: (ref) => hear(ref).catch((trouble) => onTrouble(ref, trouble)),
      });
      turns = opened;
      for (const ref of early) opened.want(ref);
      early.clear();
    },
    async stop() {
      early.clear();
      await turns?.stop();
    },
  };
}
