/** Of what is read: a span of time and a channel. */
import type { Millis } from "../model.ts";

/** A half-open range of time [from, to) and a channel; undefined means no limit. */
export type Range = {
  readonly from?: Millis | undefined;
  readonly to?: Millis | undefined;
  readonly channel?: string | undefined;
};
