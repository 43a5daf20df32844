/**
 * Local days, counted from 1970-01-01 whatever the zone: which weekday one is, and which a written date means.
 *
 * A day here is a number on the wall's calendar, never an instant: it must not be multiplied into one without an offset.
 */
import { DAY_MS } from "./zone.ts";

/** 0 for Monday to 6 for Sunday; day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** "2026-10-01" → its day; null for what is no date of 1970 to 9999 ("2026-02-29", "2026-9-1"). */
export function dayOfDate(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = Date.parse(date);
  // Date.parse may take 30 February for 2 March: a day that does not come back as it went in does not exist.
  const isDate = at >= 0 && new Date(at).getUTCDate() === Number(date.slice(-2));
  return isDate ? at / DAY_MS : null;
}
