/**
 * The agents' side of the demo, planned before it is played: who takes which ticket when, as a small office would: the one who is free
 * first takes the one who has waited longest, after looking up; some learners give up before.
 */
import { weekdayOf } from "../core/calendar/days.ts";
import { DAY_MS, stretchAt } from "../core/calendar/zone.ts";
import type { Millis } from "../core/model.ts";
import { SCHEDULE, type Worker } from "./cast.ts";
import type { Dice } from "./dice.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const REACTION_MS = 90_000;
const HANDLING = { meanMs: 14 * MINUTE, sigma: 0.7 } as const;
const PATIENCE = { meanMs: 5 * HOUR, sigma: 1.1 } as const;
/** Nobody in the demo is on leave for longer. */
const DAYS_LOOKED_AT = 14;

/** A place at an agent's desk, free from then on. */
export type Place = { readonly worker: Worker; freeAt: Millis };

export function placesOf(workers: readonly Worker[]): Place[] {
  return workers.flatMap((worker) => Array.from({ length: worker.chats }, () => ({ worker, freeAt: 0 })));
}

export type Handling = {
  readonly worker: Worker;
  readonly claimedAt: Millis;
  readonly solvedAt: Millis;
};

/** What becomes of a ticket that came at `cameAt`; null: the learner gave up, at `leftAt`. */
export type Fate = { readonly handling: Handling } | { readonly handling: null; readonly leftAt: Millis };

export function fateOf(cameAt: Millis, places: readonly Place[], dice: Dice): Fate {
  const [best] = places
    .map((place) => ({ place, at: nextInShift(place.worker, Math.max(cameAt, place.freeAt)) }))
    .toSorted((one, other) => one.at - other.at);
  const leftAt = Math.round(cameAt + dice.lognormal(PATIENCE.meanMs, PATIENCE.sigma));
  const claimedAt = Math.round((best?.at ?? Number.POSITIVE_INFINITY) + 5000 + dice.exponential(REACTION_MS));
  if (best === undefined || leftAt < claimedAt) return { handling: null, leftAt };
  const solvedAt = Math.round(claimedAt + MINUTE + dice.lognormal(HANDLING.meanMs, HANDLING.sigma));
  best.place.freeAt = solvedAt;
  return { handling: { worker: best.place.worker, claimedAt, solvedAt } };
}

/** `at` itself inside a shift, else the beginning of the next one. */
export function nextInShift(worker: Worker, at: Millis): Millis {
  const first = localDay(at);
  for (let day = first; day < first + DAYS_LOOKED_AT; day += 1) {
    for (const { from, to } of shiftsOn(worker, day)) if (at < to) return Math.max(at, from);
  }
  return Number.POSITIVE_INFINITY;
}

/** Shifts of a local day as instants. */
export function shiftsOn(worker: Worker, day: number): readonly { readonly from: Millis; readonly to: Millis }[] {
  const midnight = midnightOf(day);
  const shifts = worker.week[weekdayOf(day)] ?? [];
  return shifts.map(({ from, to }) => ({ from: midnight + from * HOUR, to: midnight + to * HOUR }));
}

/** The day on the school's wall, counted from 1970-01-01. */
export function localDay(at: Millis): number {
  return Math.floor((at + stretchAt(SCHEDULE.timeZone, at).offsetMs) / DAY_MS);
}

export function midnightOf(day: number): Millis {
  return day * DAY_MS - stretchAt(SCHEDULE.timeZone, day * DAY_MS).offsetMs;
}
