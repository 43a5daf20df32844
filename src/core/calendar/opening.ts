/**
 * How a learner is told when people are there again: "tomorrow (Tuesday) at 09:00 (UTC+8)", "下周一 09:00（北京时间）".
 *
 * Days are those of the schedule's zone, and the zone is always named: a learner may live anywhere, and 09:00 without a
 * zone is a promise we cannot keep.
 */
import assert from "node:assert/strict";
import type { Language, Millis } from "../model.ts";
import { type Calendar, versionAt } from "./calendar.ts";
import { weekdayOf } from "./days.ts";
import { DAY_MS, MINUTE_MS, preferredName, stretchAt } from "./zone.ts";

type OpeningDay =
  | { readonly kind: "today" }
  | { readonly kind: "tomorrow"; readonly weekday: number }
  /** 2 to 6 days ahead. `isNextWeek`: a Monday lies between, which Chinese says and English leaves out. */
  | { readonly kind: "weekday"; readonly weekday: number; readonly isNextWeek: boolean }
  /** 7 days ahead or more; `year` is null when it is this one. `month` is 1 to 12. */
  | { readonly kind: "date"; readonly year: number | null; readonly month: number; readonly day: number };

/** When people are there again, as clock and calendar of the schedule's zone show it. Weekdays are 0 Monday to 6 Sunday. */
export type Opening = OpeningDay & {
  /** "09:00" */
  readonly time: string;
  /** The name tzdata prefers, "Asia/Shanghai". */
  readonly timeZone: string;
  /** How far the zone is ahead of UTC at the opening: clocks may be put forward before it. Whole minutes, 480. */
  readonly offsetMinutes: number;
};

/** What there is to say about an opening `at`, as nextOpening gives it, to somebody who reads it `now`; now ≤ at. */
export function openingAt(calendar: Calendar, now: Millis, at: Millis): Opening {
  assert(now <= at, "an opening lies ahead");
  const { timeZone } = versionAt(calendar, at).schedule;
  const local = localOf(timeZone, at);
  return {
    ...dayFrom(localOf(timeZone, now).day, local.day),
    time: new Date(local.ms).toISOString().slice(11, 16),
    timeZone: preferredName(timeZone),
    offsetMinutes: Math.round(local.offsetMs / MINUTE_MS),
  };
}

/** `ms` is the wall's date and time as if it were UTC; `day` counts local days from 1970-01-01. */
function localOf(
  timeZone: string,
  at: Millis,
): { readonly ms: number; readonly day: number; readonly offsetMs: number } {
  const { offsetMs } = stretchAt(timeZone, at);
  return { ms: at + offsetMs, day: Math.floor((at + offsetMs) / DAY_MS), offsetMs };
}

function dayFrom(today: number, day: number): OpeningDay {
  const weekday = weekdayOf(day);
  // Clocks put back at midnight can make an instant ahead of us lie on the day before.
  if (day <= today) return { kind: "today" };
  if (day === today + 1) return { kind: "tomorrow", weekday };
  if (day < today + 7) return { kind: "weekday", weekday, isNextWeek: weekday < weekdayOf(today) };
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  return {
    kind: "date",
    year: year === new Date(today * DAY_MS).getUTCFullYear() ? null : year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** The opening in a learner's language, to stand within a sentence: "on Monday at 09:00 (UTC+8)", "周一 09:00（北京时间）". */
export function sayOpening(language: Language, opening: Opening): string {
  return SAYINGS[language](opening);
}

const SAYINGS = { zh: sayInChinese, en: sayInEnglish } as const satisfies Record<
  Language,
  (opening: Opening) => string
>;

const CHINESE_DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"] as const;

function sayInChinese(opening: Opening): string {
  const zone = opening.timeZone === "Asia/Shanghai" ? "北京时间" : sayOffset(opening.offsetMinutes);
  return `${chineseDay(opening)}${opening.time}（${zone}）`;
}

/** With the space that separates it from the time, where one does. */
function chineseDay(opening: Opening): string {
  switch (opening.kind) {
    case "today":
      return "今天 ";
    case "tomorrow":
      return `明天（${CHINESE_DAYS[opening.weekday]}）`;
    case "weekday":
      return `${opening.isNextWeek ? "下" : ""}${CHINESE_DAYS[opening.weekday]} `;
    case "date":
      return `${opening.year === null ? "" : `${opening.year}年`}${opening.month}月${opening.day}日 `;
  }
}

const ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const ENGLISH_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

function sayInEnglish(opening: Opening): string {
  return `${englishDay(opening)} at ${opening.time} (${sayOffset(opening.offsetMinutes)})`;
}

function englishDay(opening: Opening): string {
  switch (opening.kind) {
    case "today":
      return "today";
    case "tomorrow":
      return `tomorrow (${ENGLISH_DAYS[opening.weekday]})`;
    case "weekday":
      return `on ${ENGLISH_DAYS[opening.weekday]}`;
    case "date":
      return `on ${opening.day} ${ENGLISH_MONTHS[opening.month - 1]}${opening.year === null ? "" : ` ${opening.year}`}`;
  }
}

/** 480 → "UTC+8", -210 → "UTC-3:30", 0 → "UTC". */
function sayOffset(minutes: number): string {
  if (minutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}
