/**
 * What is done once a night, whoever does it. The moment is the same for every process, so they all ring the same bell and
 * it is heard once; whoever hears it rings for the next night.
 */
import type { Millis } from "../core/model.ts";
import type { Bells } from "../core/ports.ts";
import type { Parts } from "./parts.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 19:00 UTC: the small hours in China, afternoon in Europe, before the evening's learners in America. */
const NIGHT_AT_MS = 19 * HOUR_MS;
/** Networks send an update again for a day at most; what was sent a month ago nobody asks after. */
const KEPT_MS = 30 * DAY_MS;
const REF = "tidy";

export type NightlyOptions = Pick<Parts, "now" | "log"> & {
  readonly bells: Pick<Bells, "ring">;
  /** Deletes rows that hold no words and were settled before that time; returns how many. Errors: StoreError. */
  readonly tidy: (before: Millis) => Promise<number>;
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

/** Hears the bell of a night. Errors: StoreError, BellError; what was left is found the next night. */
export async function hearNight(options: NightlyOptions): Promise<void> {
  const begun = performance.now();
  try {
    const rows = await options.tidy(options.now() - KEPT_MS);
    options.log.info({ rows, ms: Math.round(performance.now() - begun) }, "tidied up");
  } finally {
    await planNight(options);
  }
}
