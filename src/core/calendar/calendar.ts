/**
 * Business time: how much of a time people were there to help, and when so much of it has passed.
 *
 * An instant is open when the clock on the wall then lies inside a span of that local day: a span in the hour that is
 * skipped in spring shrinks, one in the hour that comes twice in autumn grows. Each instant is judged by the version in
 * force at it, never by today's: a figure of last year must not change because the hours did.
 */
import assert from "node:assert/strict";
import type { Millis } from "../model.ts";
import { dayOfDate, weekdayOf } from "./days.ts";
import type { Schedule, Span } from "./schedule.ts";
import { DAY_MS, INSTANT_MAX, MINUTE_MS, stretchAt } from "./zone.ts";

/** One version of the hours, in force from `from` until the next one's. The number is kept with what was judged by it. */
export type CalendarVersion = { readonly version: number; readonly from: Millis; readonly schedule: Schedule };

/** At least one version, `from` rising; the first holds for all time before it too. */
export type Calendar = readonly CalendarVersion[];

/** So long without a single opening counts as never: longer than any year, so that one open day a year is found. */
export const CLOSED_MS_MAX = 400 * DAY_MS;

/** [start, end), never empty. */
type Open = { readonly start: Millis; readonly end: Millis };

/** Open milliseconds in [from, to): 0 when `to` is not after `from`. */
export function businessMs(calendar: Calendar, from: Millis, to: Millis): number {
  let open = 0;
  visitOpen(calendar, { start: from, end: to }, (start, end) => {
    open += end - start;
    return true;
  });
  return open;
}

/**
 * The earliest instant t ≥ `from` with businessMs(calendar, from, t) = `ms`. So 0 ms is `from` itself, open or not, and a
 * target that is met just at closing time is due then, not at the next opening.
 *
 * Shape:  `ms` is whole milliseconds, 0 or more.
 * Errors: null when never: before that much has passed, nothing opens for 400 days, or the year 9999 ends.
 */
export function addBusiness(calendar: Calendar, from: Millis, ms: number): Millis | null {
  assert(Number.isSafeInteger(ms) && ms >= 0, "business time is whole milliseconds");
  if (ms === 0) return from;
  let left = ms;
  let reached: Millis | null = null;
  visitUntilClosed(calendar, from, (start, end) => {
    if (end - start >= left) reached = start + left;
    else left -= end - start;
    return reached === null;
  });
  return reached;
}

/** True while people are there. */
export function isOpen(calendar: Calendar, at: Millis): boolean {
  return nextOpening(calendar, at) === at;
}

/** `at` itself when open, otherwise the start of the next opening; null when there is none in the next 400 days. */
export function nextOpening(calendar: Calendar, at: Millis): Millis | null {
  let opening: Millis | null = null;
  visitOpen(calendar, { start: at, end: at + CLOSED_MS_MAX }, (start) => {
    opening = start;
    return false;
  });
  return opening;
}

/** The version in force at an instant. */
export function versionAt(calendar: Calendar, at: Millis): CalendarVersion {
  const version = calendar.findLast(({ from }) => from <= at) ?? calendar[0];
  assert(version, "a calendar has a version");
  return version;
}

/** Called with what is open, in rising order; false ends the visit. */
type Visitor = (start: Millis, end: Millis) => boolean;

/** Visits what is open from an instant on, until the visitor has seen enough or nothing opens for CLOSED_MS_MAX. */
function visitUntilClosed(calendar: Calendar, from: Millis, visit: Visitor): void {
  let openedLast = from;
  let within: Open = { start: from, end: from + CLOSED_MS_MAX };
  let isWanted = true;
  while (isWanted && within.start < within.end && within.start < INSTANT_MAX) {
    visitOpen(calendar, within, (start, end) => {
      openedLast = end;
      isWanted = visit(start, end);
      return isWanted;
    });
    within = { start: within.end, end: openedLast + CLOSED_MS_MAX };
  }
}

/** Visits what is open within a time, in pieces in which neither the version nor the offset of its zone changes. */
function visitOpen(calendar: Calendar, { start, end }: Open, visit: Visitor): void {
  assert(Number.isSafeInteger(start) && Number.isSafeInteger(end), "an instant is whole milliseconds");
  const until = Math.min(end, INSTANT_MAX);
  for (let at = start; at < until; ) {
    const { schedule } = versionAt(calendar, at);
    const { until: offsetUntil, offsetMs } = stretchAt(schedule.timeZone, at);
    const next = calendar.find(({ from }) => from > at)?.from ?? until;
    const piece = { start: at, end: Math.min(until, offsetUntil, next) };
    if (!visitDays(schedule, { ...piece, offsetMs }, visit)) return;
    at = piece.end;
  }
}

/** True when the visitor wants more. */
function visitDays(schedule: Schedule, piece: Open & { readonly offsetMs: number }, visit: Visitor): boolean {
  const { start, end, offsetMs } = piece;
  const dayFirst = Math.floor((start + offsetMs) / DAY_MS);
  for (let day = dayFirst; day * DAY_MS - offsetMs < end; day += 1) {
    const midnight = day * DAY_MS - offsetMs;
    for (const { from, to } of spansOn(schedule, day)) {
      const openFrom = Math.max(start, midnight + from * MINUTE_MS);
      const openTo = Math.min(end, midnight + to * MINUTE_MS);
      if (openFrom < openTo && !visit(openFrom, openTo)) return false;
    }
  }
  return true;
}

/** The spans that hold on a local day; a holiday stands in for its weekday. */
function spansOn(schedule: Schedule, day: number): readonly Span[] {
  const spans = holidaysOf(schedule).get(day) ?? schedule.weekly[weekdayOf(day)];
  assert(spans, "a schedule has the hours of seven days");
  return spans;
}

/** A schedule never changes, so its holidays are sorted by day once; they are forgotten with it. */
const holidaysFound = new WeakMap<Schedule, ReadonlyMap<number, readonly Span[]>>();

function holidaysOf(schedule: Schedule): ReadonlyMap<number, readonly Span[]> {
  const found = holidaysFound.get(schedule);
  if (found !== undefined) return found;
  const holidays = new Map<number, readonly Span[]>();
  for (const { date, spans } of schedule.holidays) {
    const day = dayOfDate(date);
    assert(day !== null, "a holiday's date exists");
    holidays.set(day, spans);
  }
  holidaysFound.set(schedule, holidays);
  return holidays;
}
