/**
 * The time all replicas agree on: this process's clock, corrected by how far it is from the database's. SQL never asks for
 * the time of day; every time in a row comes from here.
 */
import type { Millis } from "../core/model.ts";
import type { Now, Store } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

const MEASURE_EVERY_MS = 60_000;
/** A clock further off is worth a line: the machine's own logs and certificates will be wrong as well. */
const OFFSET_TO_TELL_MS = 5000;

export type Clock = { readonly now: Now; stop(): void };

/** Measures once, then every minute. Errors: StoreError when the database does not answer the first time. */
export async function openClock(store: Pick<Store, "clockOffset">, log: Parts["log"]): Promise<Clock> {
  let offset: Millis = await store.clockOffset();
  if (Math.abs(offset) > OFFSET_TO_TELL_MS) log.warn({ offset }, "this machine's clock is not the database's");
  const timer = setInterval(async () => {
    try {
      offset = await store.clockOffset();
    } catch (trouble) {
      // The last offset is still nearly right; clocks drift by milliseconds a minute.
      log.warn({ fault: faultOf(trouble) }, "the database's time could not be asked");
    }
  }, MEASURE_EVERY_MS).unref();
  return { now: () => Math.round(Date.now() + offset), stop: () => clearInterval(timer) };
}
