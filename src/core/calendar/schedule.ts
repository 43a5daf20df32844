/**
 * When people are there to help: hours of each weekday, holidays and make-up workdays, in one time zone; and the text an
 * admin writes those hours in.
 *
 * Spans are minutes on the wall of one local day: what goes on past midnight is two spans, one a day, so that a holiday
 * takes away exactly its own day. Nothing here knows an instant; calendar.ts turns spans into milliseconds.
 */
import { dayOfDate } from "./days.ts";
import { isTimeZone } from "./zone.ts";

/** Minutes since local midnight, whole, 0 ≤ from < to ≤ 1440: open from `from` until just before `to`. */
export type Span = { readonly from: number; readonly to: number };

/** The hours of one date, "2026-10-01", instead of its weekday's: no spans is closed, spans are a make-up workday. */
export type Holiday = { readonly date: string; readonly spans: readonly Span[] };

/** Spans of Monday to Sunday: always seven lists, each sorted, no two spans of a day overlapping. */
export type WeeklyHours = readonly (readonly Span[])[];

export type Schedule = {
  /** A zone of tzdata, "Asia/Shanghai". */
  readonly timeZone: string;
  readonly weekly: WeeklyHours;
  /** At most one per date, in any order. */
  readonly holidays: readonly Holiday[];
};

const DAY_MINUTES = 1440;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const WHOLE_DAY: Span = { from: 0, to: DAY_MINUTES };

/** Everything that is wrong with a schedule, each a sentence that says what to write and none of the values; [] is good. */
export function scheduleProblems({ timeZone, weekly, holidays }: Schedule): readonly string[] {
  const problems: string[] = [];
  const zoneProblem = timeZoneProblem(timeZone);
  if (zoneProblem !== null) problems.push(zoneProblem);
  if (weekly.length !== DAYS.length) problems.push("give the hours of seven days, Monday first");
  for (const [index, spans] of weekly.entries()) {
    const problem = spansProblem(spans);
    if (problem !== null) problems.push(`${DAYS[index] ?? `day ${index + 1}`}: ${problem}`);
  }
  const dates = new Set<string>();
  for (const [index, { date, spans }] of holidays.entries()) {
    const place = `holiday ${index + 1}`;
    if (dayOfDate(date) === null) problems.push(`${place}: write a date that exists, as 2026-10-01`);
    if (dates.has(date)) problems.push(`${place}: remove it, an earlier one has its date`);
    dates.add(date);
    const problem = spansProblem(spans);
    if (problem !== null) problems.push(`${place}: ${problem}`);
  }
  return problems;
}

/** What is wrong with a time zone, as a sentence that says what to write; null when it is one. */
export function timeZoneProblem(timeZone: string): string | null {
  return isTimeZone(timeZone) ? null : "write a time zone that exists, as Asia/Shanghai, Europe/Berlin or UTC";
}

/** What is wrong with the spans of one day, as a sentence; null when they are whole minutes, sorted and apart. */
function spansProblem(spans: readonly Span[]): string | null {
  let end = 0;
  for (const { from, to } of spans) {
    const isSpan = Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= DAY_MINUTES;
    if (!isSpan) return "let hours begin and end on a minute from 00:00 to 24:00, and end after they begin";
    if (from < end) return "let hours begin when those before have ended: two of them overlap or stand out of order";
    end = to;
  }
  return null;
}

/**
 * Reads hours as an admin writes them; hours that end before they begin go on into the next day.
 *
 * Shape:  "Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00", "Fri 22:00-02:00", "Sun-Thu 09:00-17:00", "Mon,Wed 09:00-12:00",
 *         "24/7", "closed"; days in Chinese (周一至周五) and full-width punctuation as well. Days left out are closed.
 * Errors: a problem is a sentence that says what to write; it holds nothing of the text.
 */
export function parseHours(text: string): { readonly weekly: WeeklyHours } | { readonly problem: string } {
  const plain = plainly(text);
  if (plain === "24/7") return { weekly: DAYS.map(() => [WHOLE_DAY]) };
  if (plain === "closed") return { weekly: DAYS.map(() => []) };
  const rules = plain.split(";").filter((rule) => rule !== "");
  if (rules.length === 0) return { problem: `${EXAMPLE}, or 24/7` };
  const days: Span[][] = DAYS.map(() => []);
  for (const [index, rule] of rules.entries()) {
    const problem = addRule(days, rule);
    if (problem !== null) return { problem: rules.length === 1 ? problem : `part ${index + 1}: ${problem}` };
  }
  const weekly = days.map((spans) => spans.toSorted((one, other) => one.from - other.from));
  const overlapping = weekly.findIndex((spans) => spansProblem(spans) !== null);
  if (overlapping === -1) return { weekly };
  return { problem: `write one span instead of two that overlap on ${DAYS[overlapping]}` };
}

const EXAMPLE = "write days and hours as in Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00";

/** Small letters, one kind of dash, comma and colon, and no spaces where they mean nothing. */
function plainly(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐‑–—−~至到]/g, "-")
    .replaceAll("、", ",")
    .replace(/\s*([-,;:])\s*/g, "$1")
    .trim();
}

/** Adds what one rule, "mon-fri 09:00-18:00", says to the days; returns the problem when it says nothing. */
function addRule(days: readonly Span[][], rule: string): string | null {
  const [, dayWords, hourWords] = /^(\D+?)\s*(\d.*)$/u.exec(rule) ?? [];
  if (dayWords === undefined || hourWords === undefined) return `${EXAMPLE}, and leave out days that are closed`;
  const named = dayWords.split(",").map(daysNamed);
  for (const words of hourWords.split(",")) {
    const hours = parseSpan(words);
    if (typeof hours === "string") return hours;
    for (const day of named) {
      if (day === null) return "name days as Mon, Tue, Wed, Thu, Fri, Sat, Sun, or several as Mon-Fri or Mon,Wed";
      for (const index of day) addSpan(days, index, hours);
    }
  }
  return null;
}

/** Adds hours that begin on a day, the part after midnight to the next. */
function addSpan(days: readonly Span[][], index: number, { from, to }: Span): void {
  days[index]?.push({ from, to: Math.min(to, DAY_MINUTES) });
  if (to > DAY_MINUTES) days[(index + 1) % DAYS.length]?.push({ from: 0, to: to - DAY_MINUTES });
}

/** "22:00-02:00" → 1320 to 1560: past 1440 it is the next day. A sentence when it is no span. */
function parseSpan(words: string): Span | string {
  const [from, to, ...more] = words.split("-").map(parseMinute);
  if (from === undefined || from === null || to === undefined || to === null || more.length > 0 || from === DAY_MINUTES)
    return "write hours from 00:00 to 24:00 as in 09:00-18:00, several as in 09:00-12:00,13:00-18:00";
  if (from === to) return "write 00:00-24:00 for a whole day";
  return { from, to: to > from ? to : to + DAY_MINUTES };
}

function parseMinute(words: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(words) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY_MINUTES ? minutes : null;
}

/** "fri-mon" → [4, 5, 6, 0]; null when it names no day. */
function daysNamed(words: string): readonly number[] | null {
  const [first, last = first, ...more] = words.split("-").map(dayNamed);
  if (first === undefined || first === null || last === undefined || last === null || more.length > 0) return null;
  const count = ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, step) => (first + step) % DAYS.length);
}

const DAY_WORDS: ReadonlyMap<string, number> = new Map(
  [
    ["mon", "monday", "周一", "星期一"],
    ["tue", "tues", "tuesday", "周二", "星期二"],
    ["wed", "wednesday", "周三", "星期三"],
    ["thu", "thur", "thurs", "thursday", "周四", "星期四"],
    ["fri", "friday", "周五", "星期五"],
    ["sat", "saturday", "周六", "星期六"],
    ["sun", "sunday", "周日", "周天", "星期日", "星期天"],
  ].flatMap((words, index) => words.map((word) => [word, index] as const)),
);

function dayNamed(word: string): number | null {
  return DAY_WORDS.get(word) ?? null;
}

/** Writes hours so that parseHours reads the same spans again, days with the same hours together. */
export function formatHours(weekly: WeeklyHours): string {
  const daysByHours = Map.groupBy(DAYS.keys(), (index) => hoursFrom(weekly, index));
  if (daysByHours.has("00:00-24:00") && daysByHours.size === 1) return "24/7";
  daysByHours.delete("");
  if (daysByHours.size === 0) return "closed";
  return Array.from(daysByHours, ([hours, days]) => `${formatDays(days)} ${hours}`).join("; ");
}

/** The hours that begin on a day, with what they go on to after midnight; what the day before went on to is left out. */
function hoursFrom(weekly: WeeklyHours, index: number): string {
  const spans = weekly[index] ?? [];
  const before = tailOf(weekly, (index + DAYS.length - 1) % DAYS.length);
  const tail = tailOf(weekly, index);
  return spans
    .slice(before === null ? 0 : 1)
    .map(({ from, to }) => `${formatMinute(from)}-${formatMinute(tail !== null && to === DAY_MINUTES ? tail : to)}`)
    .join(",");
}

/** Until which minute of the next day the last hours of a day go on; null when they do not, or for 24 hours or more. */
function tailOf(weekly: WeeklyHours, index: number): number | null {
  const last = weekly[index]?.at(-1);
  const next = weekly[(index + 1) % DAYS.length]?.[0];
  if (last === undefined || next === undefined) return null;
  return last.to === DAY_MINUTES && next.from === 0 && next.to < last.from ? next.to : null;
}

/** [0, 1, 2, 4] → "Mon-Wed,Fri"; [0, 6] → "Sun-Mon". */
function formatDays(days: readonly number[]): string {
  const has = (day: number): boolean => days.includes(day % DAYS.length);
  if (days.length === DAYS.length) return "Mon-Sun";
  return days
    .filter((day) => !has(day + DAYS.length - 1))
    .map((first) => {
      let last = first;
      while (has(last + 1)) last += 1;
      return last === first ? DAYS[first] : `${DAYS[first]}-${DAYS[last % DAYS.length]}`;
    })
    .join(",");
}

function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
