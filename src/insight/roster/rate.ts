/**
 * How sure a rate of requests is, from the history it was counted in. Eleven requests in four weeks may be two an hour or four:
 * whoever plans people should see that before the mean.
 */
import { erlangQuantile } from "../gamma.ts";
import type { HourDemand } from "./demand.ts";

/** Requests an hour: the mean, and the bounds it lies in nine times out of ten. */
export type Rate = { readonly perHour: number; readonly low: number; readonly high: number };

const SHARE_OUTSIDE = 0.05;

/**
 * The exact (Garwood) interval of a Poisson count, made wider by the root of the spread where weeks differ more than chance would have
 * it. Null without any week: nothing is known then, not even that nobody came.
 *
 * Source: F. Garwood, 1936: the bounds are quantiles of the Erlang distributions with `requests` and `requests` + 1 events.
 */
export function rateOf({ requests, weeks, spread }: HourDemand): Rate | null {
  if (weeks <= 0) return null;
  const low = requests === 0 ? 0 : erlangQuantile(requests, SHARE_OUTSIDE);
  const high = erlangQuantile(requests + 1, 1 - SHARE_OUTSIDE);
  const wider = Math.sqrt(spread);
  return {
    perHour: requests / weeks,
    low: Math.max(0, requests - (requests - low) * wider) / weeks,
    high: (requests + (high - requests) * wider) / weeks,
  };
}
