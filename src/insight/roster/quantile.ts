/** How long nine of ten learners wait at most with so many agents: what staffing advice is told in, since nobody feels a mean. */
import { lineWith, type Workload } from "../staffing.ts";

/** Beyond a day a number helps nobody. */
const WAIT_MS_MAX = 86_400_000;
const STEPS = 40;

/**
 * The wait within which `share` of learners are answered; null when there is none: nobody is there, the line only grows, more give up
 * than that, or it is more than a day.
 */
export function waitWithin(agents: number, workload: Workload, share: number): number | null {
  if (agents < 1) return null;
  const reached = (ms: number): boolean => {
    const line = lineWith(agents, workload, ms);
    return line.kind === "steady" && line.withinShare >= share;
  };
  if (reached(0)) return 0;
  if (!reached(WAIT_MS_MAX)) return null;
  let [below, above] = [0, WAIT_MS_MAX];
  // The share answered in time never falls with time, so halving finds where it is reached: to a tenth of a second.
  for (let step = 0; step < STEPS && above - below > 100; step += 1) {
    const middle = (below + above) / 2;
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
