/**
 * How far this process's clock is from the database's, so that replicas agree about time. The database is asked in the middle
 * of a round trip; the shortest of a few trips is believed, for its middle is known best.
 */
import type { Millis } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";

const TRIPS = 5;

type Trip = { readonly ms: number; readonly offset: Millis };

export function makeClock({ now, reads }: Engine): Pick<Store, "clockOffset"> {
  return {
    async clockOffset() {
      const trips: Trip[] = [];
      for (let trip = 0; trip < TRIPS; trip += 1) trips.push(await measure(() => now(reads)));
      const [shortest] = trips.toSorted((one, other) => one.ms - other.ms);
      return shortest?.offset ?? 0;
    },
  };
}

async function measure(askTime: () => Promise<Millis>): Promise<Trip> {
  const begun = performance.now();
  const asked = Date.now();
  const theirs = await askTime();
  const ms = performance.now() - begun;
  // The half is added to when we asked and not taken from when we heard: our clock may be set in between.
  return { ms, offset: Math.round(theirs - (asked + ms / 2)) };
}
