/**
 * What holds for business time under any hours, zone, holidays and changes, checked against a counter that asks Intl what the
 * wall's clock shows, minute by minute, and knows nothing of how the product counts.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addBusiness, businessMs, type Calendar, isOpen, nextOpening } from "../../src/core/calendar/calendar.ts";
import {
  formatHours,
  parseHours,
  type Schedule,
  type Span,
  scheduleProblems,
} from "../../src/core/calendar/schedule.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Zones with oddities: none, an hour, half an hour, at midnight, a fast month, 45 minutes, a day left out, only an offset. */
const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Havana",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "+05:30",
];
/** Close to when those clocks were changed; a random day would rarely hit one. */
const CHANGES = [
  "2026-03-08",
  "2026-03-29",
  "2026-04-05",
  "2026-11-01",
  "2026-10-25",
  "2026-02-15",
  "2026-03-22",
  "2011-12-30",
];

const minuteOf = (text: string): number => Date.parse(text) / MINUTE;
const instants = fc
  .oneof(
    fc
      .tuple(fc.constantFrom(...CHANGES.map(minuteOf)), fc.integer({ min: -2880, max: 2880 }))
      .map(([day, by]) => day + by),
    fc.integer({ min: minuteOf("2010-01-01"), max: minuteOf("2035-01-01") }),
  )
  .map((minute) => minute * MINUTE);

/** Rising borders, two by two, are spans in order and apart; two may touch. */
const spans: fc.Arbitrary<readonly Span[]> = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 60, 120, 180, 1440)), { maxLength: 6 })
  .map((minutes) => minutes.toSorted((one, other) => one - other))
  .chain((borders) => fc.boolean().map((isTouching) => pairsOf(borders, isTouching ? 1 : 2)));

function pairsOf(borders: readonly number[], step: number): readonly Span[] {
  return borders.flatMap((from, index) => {
    const to = borders[index + 1];
    return index % step === 0 && to !== undefined ? [{ from, to }] : [];
  });
}

const weeks = fc.array(spans, { minLength: 7, maxLength: 7 });
const dates = fc.oneof(
  fc.constantFrom(...CHANGES),
  instants.map((at) => new Date(at).toISOString().slice(0, 10)),
);
const schedules: fc.Arbitrary<Schedule> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  weekly: weeks,
  holidays: fc.uniqueArray(fc.record({ date: dates, spans }), { selector: ({ date }) => date, maxLength: 4 }),
});
const calendars: fc.Arbitrary<Calendar> = fc
  .uniqueArray(fc.record({ from: instants, schedule: schedules }), {
    selector: ({ from }) => from,
    minLength: 1,
    maxLength: 3,
  })
  .map((versions) => versions.toSorted((one, other) => one.from - other.from))
  .map((versions) => versions.map((version, index) => ({ version: index + 1, ...version })));

const walls = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }),
  ]),
);

/** Is a minute open? Read off the wall: "2026-03-29 02:30" and nothing else. */
function isOpenOnTheWall(calendar: Calendar, at: number): boolean {
  const { schedule } = calendar.filter(({ from }) => from <= at).at(-1) ?? calendar[0] ?? fail();
  const [date = "", time = ""] = (walls.get(schedule.timeZone) ?? fail()).format(at).split(" ");
  const [hour, minute] = time.split(":").map(Number);
  const minuteOfDay = (hour ?? fail()) * 60 + (minute ?? fail());
  const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
  const holiday = schedule.holidays.find((each) => each.date === date);
  const open = holiday?.spans ?? schedule.weekly[weekday] ?? fail();
  return open.some(({ from, to }) => from <= minuteOfDay && minuteOfDay < to);
}

function fail(): never {
  throw new Error("the counter of this test is wrong");
}

function minutesOpen(calendar: Calendar, from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at += MINUTE) if (isOpenOnTheWall(calendar, at)) open += 1;
  return open;
}

describe("business time, whatever the hours, the zone, the holidays and their changes", () => {
  test("is what a counter that looks at the wall each minute counts", () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 3000 }), (calendar, from, minutes) => {
        const to = from + minutes * MINUTE;
        expect(businessMs(calendar, from, to)).toBe(minutesOpen(calendar, from, to) * MINUTE);
      }),
      { numRuns: 300 },
    );
  });

  test("is open whenever the wall says so, and opens next at the first such minute", () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        expect(isOpen(calendar, at)).toBe(isOpenOnTheWall(calendar, at));

        const opening = nextOpening(calendar, at);
        const until = Math.min(opening ?? Number.POSITIVE_INFINITY, at + 3 * DAY);
        expect(minutesOpen(calendar, at, until)).toBe(0);
        if (opening !== null) expect(isOpenOnTheWall(calendar, opening)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("of two parts is that of the whole", () => {
    const times = fc.tuple(instants, instants, instants, fc.nat(MINUTE));
    fc.assert(
      fc.property(calendars, times, (calendar, [one, two, three, more]) => {
        const [a = 0, b = 0, c = 0] = [one, two + more, three].toSorted((left, right) => left - right);
        expect(businessMs(calendar, a, b) + businessMs(calendar, b, c)).toBe(businessMs(calendar, a, c));
      }),
    );
  });

  test("added to a moment has passed then, and a millisecond before had not", () => {
    const durations = fc.oneof(fc.integer({ min: 1, max: 200 * MINUTE }), fc.integer({ min: 1, max: 30 * DAY }));
    fc.assert(
      fc.property(calendars, instants, durations, (calendar, from, ms) => {
        const due = addBusiness(calendar, from, ms);
        if (due === null) return;
        expect(businessMs(calendar, from, due)).toBe(ms);
        expect(businessMs(calendar, from, due - 1)).toBe(ms - 1);
      }),
      { numRuns: 300 },
    );
  });

  test("that has passed by a moment is never due after it", () => {
    fc.assert(
      fc.property(calendars, instants, fc.nat(90 * DAY), (calendar, from, ms) => {
        const passed = businessMs(calendar, from, from + ms);
        const due = addBusiness(calendar, from, passed);
        expect(due).not.toBeNull();
        expect(due ?? 0).toBeLessThanOrEqual(from + ms);
      }),
      { numRuns: 300 },
    );
  });
});

describe("hours in words", () => {
  test("read again are the same spans, whatever they are", () => {
    fc.assert(
      fc.property(weeks, (weekly) => {
        expect(parseHours(formatHours(weekly))).toEqual({ weekly });
      }),
      { numRuns: 1000 },
    );
  });

  test("once written stay as they are", () => {
    fc.assert(
      fc.property(weeks, (weekly) => {
        const words = formatHours(weekly);
        const again = parseHours(words);
        expect("weekly" in again && formatHours(again.weekly)).toBe(words);
      }),
    );
  });

  test("of any kind are hours without a fault or a problem, and nothing is ever thrown", () => {
    const words = fc.string({ unit: fc.constantFrom(..."MonFriSat,,--;; 09:182周一至closed24/7") });
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), (text) => {
        const parsed = parseHours(text);
        if ("problem" in parsed) expect(parsed.problem).not.toBe("");
        else expect(scheduleProblems({ timeZone: "UTC", weekly: parsed.weekly, holidays: [] })).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
