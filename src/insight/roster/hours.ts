/**
 * The hours of a week as the wall of one time zone shows them: 168 of them, whatever the clocks do in spring and autumn. What
 * is staffed, asked and waited for is compared hour by hour, because Tuesday at nine is more like the Tuesday before than like noon.
 */
import { weekdayOf } from "../../core/calendar/days.ts";
import { DAY_MS, MINUTE_MS, stretchAt } from "../../core/calendar/zone.ts";
import type { Millis } from "../../core/model.ts";

/** 0 is Monday from 00:00 to 01:00, 167 Sunday from 23:00. */
export type HourOfWeek = number;

export const HOURS_A_WEEK = 168;
const HOURS_A_DAY = 24;
const HOUR_MS: Millis = 60 * MINUTE_MS;

/** The hour of the week an instant lies in. */
export function hourOfWeek(at: Millis, timeZone: string): HourOfWeek {
  const local = at + stretchAt(timeZone, at).offsetMs;
  const day = Math.floor(local / DAY_MS);
  return weekdayOf(day) * HOURS_A_DAY + Math.floor((local - day * DAY_MS) / HOUR_MS);
}

/** Monday is 0, Sunday 6. */
export function dayAndHour(hour: HourOfWeek): { readonly weekday: number; readonly hour: number } {
  return { weekday: Math.floor(hour / HOURS_A_DAY), hour: hour % HOURS_A_DAY };
}

export type HourPiece = { readonly hour: HourOfWeek; readonly from: Millis; readonly to: Millis };

/** Cuts [from, to) where a full hour of the wall begins. */
export function* piecesByHour(from: Millis, to: Millis, timeZone: string): Iterable<HourPiece> {
  for (let at = from; at < to; ) {
    const { offsetMs, until } = stretchAt(timeZone, at);
    const hourEnd = (Math.floor((at + offsetMs) / HOUR_MS) + 1) * HOUR_MS - offsetMs;
    const end = Math.min(to, hourEnd, until);
    yield { hour: hourOfWeek(at, timeZone), from: at, to: end };
    at = end;
  }
}
