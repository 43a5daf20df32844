/**
 * A line of learners, one by one: what the formulas are compared with. It knows nothing of them: learners come by chance, a free place
 * takes the one who waits longest, and whoever has no patience left is gone.
 */
import { seededDice } from "../../../src/demo/dice.ts";

export type Drawn = {
  readonly arrivalsPerMs: number;
  readonly handlingMs: number;
  readonly slots: number;
  readonly patienceMs: number | null;
};

/** The share of `learners` who were answered within `withinMs`, and how many gave up. */
export function simulateLine(drawn: Drawn, withinMs: number, { learners, seed }: { learners: number; seed: number }) {
  const { arrivalsPerMs, handlingMs, slots, patienceMs } = drawn;
  const dice = seededDice(seed);
  const freeAt = new Float64Array(slots);
  let [now, inTime, gaveUp] = [0, 0, 0];
  for (let learner = 0; learner < learners; learner += 1) {
    now += dice.exponential(1 / arrivalsPerMs);
    const patience = patienceMs === null ? Number.POSITIVE_INFINITY : dice.exponential(patienceMs);
    const slot = earliest(freeAt);
    const wait = Math.max(0, (freeAt[slot] ?? 0) - now);
    // Who leaves takes no place, and who comes later is served after whoever stays: so the earliest place is enough to know.
    if (wait > patience) {
      gaveUp += 1;
      continue;
    }
    if (wait <= withinMs) inTime += 1;
    freeAt[slot] = now + wait + dice.exponential(handlingMs);
  }
  return { withinShare: inTime / learners, abandonShare: gaveUp / learners };
}

function earliest(freeAt: Float64Array): number {
  let slot = 0;
  for (let other = 1; other < freeAt.length; other += 1) {
    if ((freeAt[other] ?? 0) < (freeAt[slot] ?? 0)) slot = other;
  }
  return slot;
}
