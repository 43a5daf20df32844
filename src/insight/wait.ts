/**
 * A place in the line → how long the learner will wait, and how to say it. The wait behind k − 1 others is the time until the
 * k-th claim: Erlang(k, rate). Where the rate comes from is `wait-rate.ts`; whether the promise was kept, `promise.ts`.
 *
 * What is said as "almost surely under" is never rounded down.
 */
import assert from "node:assert/strict";
import { erlangQuantile } from "./gamma.ts";

/** Milliseconds, not rounded. */
export type Wait = {
  /** Half of the learners wait less: say "about". */
  readonly medianMs: number;
  readonly meanMs: number;
  /** Nine of ten wait less: say "almost surely under". */
  readonly p90Ms: number;
};

/**
 * The wait of the learner at `position` (1 is the next to be claimed) when `perMs` tickets are claimed per millisecond.
 * No rate means no promise: do not call it with 0.
 */
export function waitAt(position: number, perMs: number): Wait {
  assert(Number.isInteger(position) && position >= 1, "positions count from 1");
  assert(Number.isFinite(perMs) && perMs > 0, "without claims there is no wait to promise");
  return {
    medianMs: erlangQuantile(position, 0.5) / perMs,
    meanMs: position / perMs,
    p90Ms: erlangQuantile(position, 0.9) / perMs,
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How coarse to speak, by how long the wait is. Each border is a whole number of the steps on both sides: so rounding a
 * rounded wait changes nothing, and a longer wait never sounds shorter.
 */
const STEPS = [
  { belowMs: 10 * MINUTE, stepMs: MINUTE },
  { belowMs: HOUR, stepMs: 5 * MINUTE },
  { belowMs: 4 * HOUR, stepMs: 15 * MINUTE },
  { belowMs: 24 * HOUR, stepMs: HOUR },
  { belowMs: Number.POSITIVE_INFINITY, stepMs: 12 * HOUR },
] as const;

/** For "about": the nearest step, and at least a minute, for "about 0 minutes" is no wait. Milliseconds in and out. */
export function roundWait(ms: number): number {
  const stepMs = stepFor(ms);
  return Math.max(MINUTE, Math.round(ms / stepMs) * stepMs);
}

/** For "almost surely under": the next step up, and at least a minute. Milliseconds in and out. */
export function roundWaitUp(ms: number): number {
  const stepMs = stepFor(ms);
  return Math.max(MINUTE, Math.ceil(ms / stepMs) * stepMs);
}

function stepFor(ms: number): number {
  assert(Number.isFinite(ms) && ms >= 0, "a wait is a length of time");
  const step = STEPS.find(({ belowMs }) => ms < belowMs);
  assert(step);
  return step.stepMs;
}
