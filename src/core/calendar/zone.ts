/**
 * What the clock on the wall shows: how far a time zone is ahead of UTC at an instant, and until when that stays so.
 *
 * Asking Intl is slow (microseconds), so what it said is kept: the functions stay pure, because the rules of time zones do
 * not change while a process runs. All that is kept has a bound.
 */
import assert from "node:assert/strict";
import { keepLatest } from "../latest.ts";
import type { Millis } from "../model.ts";

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The end of the year 9999: beyond it dates no longer have four digits. */
export const INSTANT_MAX: Millis = 253_402_300_800_000;

/** A time during which a zone's clocks are not put forward or back: [from, until). */
export type Stretch = { readonly from: Millis; readonly until: Millis; readonly offsetMs: number };

/** What one zone's clocks did, in pieces of one block each; `format` is dear to make (tens of kilobytes). */
type Zone = { readonly format: Intl.DateTimeFormat; readonly blocks: Map<number, readonly Stretch[]> };

/**
 * Clocks of any zone were put forward and back at least 7 days apart since 1970 (America/Recife, October 2000; asked of
 * tzdata 2026c), so looking every 4 days misses no change that the next one takes back.
 */
const LOOK_MS = 4 * DAY_MS;
const BLOCK_MS = 91 * LOOK_MS;
const ZONES_MAX = 64;
const BLOCKS_MAX = 64;

const zones = new Map<string, Zone>();

/** True for a zone that this machine's tzdata knows: "Asia/Shanghai", "UTC", "+05:30". */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The name tzdata prefers for a zone: "PRC" → "Asia/Shanghai". */
export function preferredName(timeZone: string): string {
  return zoneOf(timeZone).format.resolvedOptions().timeZone;
}

/**
 * The stretch `at` lies in. Stretches are cut at fixed instants too, so that the next one may have the same offset.
 *
 * Units:  `offsetMs` is what to add to UTC for local time: 28,800,000 for Asia/Shanghai.
 * Errors: RangeError when the zone does not exist, AssertionError when `at` is no whole millisecond of 1970 to 9999: both
 *         are mistakes of the caller.
 */
export function stretchAt(timeZone: string, at: Millis): Stretch {
  assert(Number.isSafeInteger(at) && at >= 0 && at <= INSTANT_MAX, "an instant is whole milliseconds of 1970 to 9999");
  const zone = zoneOf(timeZone);
  const index = Math.floor(at / BLOCK_MS);
  let block = zone.blocks.get(index);
  if (block === undefined) {
    block = blockOf(zone.format, index * BLOCK_MS);
    keepLatest(zone.blocks, [index, block], BLOCKS_MAX);
  }
  const stretch = block.find(({ until }) => at < until);
  assert(stretch, "stretches leave no gap");
  return stretch;
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const zone: Zone = { format, blocks: new Map() };
  keepLatest(zones, [timeZone, zone], ZONES_MAX);
  return zone;
}

function blockOf(format: Intl.DateTimeFormat, start: Millis): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const end = start + BLOCK_MS;
  let from = start;
  let offsetMs = offsetAt(format, start);
  for (let at = start; at < end; ) {
    const next = at + LOOK_MS;
    const then = offsetAt(format, next);
    if (then === offsetMs) {
      at = next;
      continue;
    }
    // Looking goes on from the change itself: the few days up to `next` may hold a second one.
    at = firstChange(format, { from: at, until: next, offsetMs });
    if (at >= end) break;
    stretches.push({ from, until: at, offsetMs });
    from = at;
    offsetMs = offsetAt(format, at);
  }
  stretches.push({ from, until: end, offsetMs });
  return stretches;
}

/** The instant, to the second, at which the offset is first another; it is so at `until`. */
function firstChange(format: Intl.DateTimeFormat, { from, until, offsetMs }: Stretch): Millis {
  let before = from / 1000;
  let after = until / 1000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(format, middle * 1000) === offsetMs) before = middle;
    else after = middle;
  }
  return after * 1000;
}

/** `at` is a whole second: offsets are whole seconds, and the parts of a date know nothing finer. */
function offsetAt(format: Intl.DateTimeFormat, at: Millis): number {
  const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const day = Date.UTC(part("year"), part("month") - 1, part("day"));
  return day + part("hour") * HOUR_MS + part("minute") * MINUTE_MS + part("second") * 1000 - at;
}
