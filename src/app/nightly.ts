/**
 * What is done once a night, whoever does it. The moment is the same for every process, so they all ring the same bell and
 * it is heard once; whoever hears it rings for the next night.
 */
import type { Millis } from "../core/model.ts";
import type { Bells, Fence, Store } from "../core/ports.ts";
import type { Parts } from "./parts.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 19:00 UTC: the small hours in China, afternoon in Europe, before the evening's learners in America. */
const NIGHT_AT_MS = 19 * HOUR_MS;
/** Networks send an update again for a day at most; what was sent a month ago nobody asks after. */
const KEPT_MS = 30 * DAY_MS;
const REF = "tidy";
const LEASE = "nightly";
/** Longer than a night has ever taken. Whoever outlives it is stopped by the next holder's token. */
const LEASE_MS = 10 * 60_000;

export type NightlyOptions = Pick<Parts, "now" | "log"> & {
  readonly bells: Pick<Bells, "ring">;
  readonly store: Pick<Store, "tidy" | "leases">;
  /** Who we are among the processes. */
  readonly replica: string;
  /** What else is done at night, when the tidying is; what fails is done the next night. */
  readonly also?: () => Promise<void>;
};

/** The first night after `now`, in time without zones: no night is skipped or doubled when clocks change. */
export function nextNight(now: Millis): Millis {
  const today = Math.floor(now / DAY_MS) * DAY_MS + NIGHT_AT_MS;
  return today > now ? today : today + DAY_MS;
}

/** Rings for the coming night; ringing often is ringing once. Errors: BellError, and the next call makes up for it. */
export async function planNight({ bells, now }: Pick<NightlyOptions, "bells" | "now">): Promise<void> {
  await bells.ring({ queue: "nightly", ref: REF }, nextNight(now()));
}

/**
 * Hears the bell of a night. A bell may be heard twice (its hearer was thought dead and is not): the lease lets one tidy, and
 * its token stops whoever held it before. Errors: StoreError, BellError; what was left is found the next night.
 */
export async function hearNight(options: NightlyOptions): Promise<void> {
  const { store, replica, log } = options;
  try {
    const lease = await store.leases.take(LEASE, replica, LEASE_MS);
    if (lease === null) return log.info("somebody else is tidying up");
    await tidyUp(options, { lease: LEASE, token: lease.token });
    await options.also?.();
    await store.leases.release(LEASE, replica);
  } finally {
    await planNight(options);
  }
}

async function tidyUp({ store, now, log }: NightlyOptions, fence: Fence): Promise<void> {
  const begun = performance.now();
  const rows = await store.tidy(now() - KEPT_MS, fence);
  log.info({ rows, ms: Math.round(performance.now() - begun) }, "tidied up");
}
