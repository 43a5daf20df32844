/** Business time on real calendars: weekends, holidays, make-up workdays, clocks put forward and back, changed hours. */
import { describe, expect, test } from "vitest";
import {
  addBusiness,
  businessMs,
  type Calendar,
  isOpen,
  nextOpening,
  versionAt,
} from "../../src/core/calendar/calendar.ts";
import { type Holiday, parseHours, type Schedule } from "../../src/core/calendar/schedule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OFFICE = "Mon-Fri 09:00-18:00";

function aSchedule(hours: string, timeZone = "Asia/Shanghai", holidays: readonly Holiday[] = []): Schedule {
  const parsed = parseHours(hours);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return { timeZone, weekly: parsed.weekly, holidays };
}

function aCalendar(hours: string, timeZone?: string, holidays?: readonly Holiday[]): Calendar {
  return [{ version: 1, from: 0, schedule: aSchedule(hours, timeZone, holidays) }];
}

const at = (text: string): number => Date.parse(text);

describe("office hours in Beijing", () => {
  const calendar = aCalendar(OFFICE);
  const friday = at("2026-06-05T17:30+08:00");
  const monday = at("2026-06-08T09:45+08:00");

  test("from Friday 17:30 to Monday 09:45 pass 75 business minutes, and 3,855 of the calendar", () => {
    expect(businessMs(calendar, friday, monday)).toBe(75 * MINUTE);
    expect(monday - friday).toBe(3855 * MINUTE);
  });

  test("75 business minutes after Friday 17:30 it is Monday 09:45", () => {
    expect(addBusiness(calendar, friday, 75 * MINUTE)).toBe(monday);
  });

  test("30 minutes after Friday 17:30 it is closing time, not Monday morning", () => {
    expect(addBusiness(calendar, friday, 30 * MINUTE)).toBe(at("2026-06-05T18:00+08:00"));
  });

  test("no time at all after a moment is that moment, open or not", () => {
    const night = at("2026-06-05T23:00+08:00");

    expect(addBusiness(calendar, night, 0)).toBe(night);
  });

  test("no business time passes backwards or at night", () => {
    expect(businessMs(calendar, monday, friday)).toBe(0);
    expect(businessMs(calendar, at("2026-06-05T18:00+08:00"), at("2026-06-08T09:00+08:00"))).toBe(0);
  });

  test("people are there from 09:00 on, and at 18:00 no more", () => {
    expect(isOpen(calendar, at("2026-06-05T09:00+08:00"))).toBe(true);
    expect(isOpen(calendar, at("2026-06-05T18:00+08:00") - 1)).toBe(true);
    expect(isOpen(calendar, at("2026-06-05T18:00+08:00"))).toBe(false);
    expect(isOpen(calendar, at("2026-06-05T09:00+08:00") - 1)).toBe(false);
  });

  test("the next opening is now while open, and Monday morning on a Friday evening", () => {
    expect(nextOpening(calendar, friday)).toBe(friday);
    expect(nextOpening(calendar, at("2026-06-05T18:00+08:00"))).toBe(at("2026-06-08T09:00+08:00"));
  });

  test("times that are no whole milliseconds are our mistake, and said so", () => {
    expect(() => businessMs(calendar, Number.NaN, friday)).toThrow();
    expect(() => businessMs(calendar, friday + 0.5, monday)).toThrow();
    expect(() => addBusiness(calendar, friday, -1)).toThrow();
  });
});

describe("holidays", () => {
  const calendar = aCalendar(OFFICE, "Asia/Shanghai", [
    { date: "2026-10-01", spans: [] },
    { date: "2026-10-02", spans: [] },
    { date: "2026-10-10", spans: [{ from: 600, to: 960 }] },
  ]);

  test("take their day away", () => {
    const eve = at("2026-09-30T17:00+08:00");

    expect(addBusiness(calendar, eve, 2 * HOUR)).toBe(at("2026-10-05T10:00+08:00"));
  });

  test("with hours of their own make a Saturday a workday", () => {
    const evening = at("2026-10-09T20:00+08:00");

    expect(nextOpening(calendar, evening)).toBe(at("2026-10-10T10:00+08:00"));
    expect(businessMs(calendar, evening, at("2026-10-12T00:00+08:00"))).toBe(6 * HOUR);
  });

  test("end at their own midnight: a Thursday night goes on into Friday's holiday no more", () => {
    const nights = aCalendar("Mon-Sun 22:00-02:00", "Asia/Shanghai", [{ date: "2026-10-02", spans: [] }]);
    const noon = at("2026-10-01T12:00+08:00");

    expect(businessMs(nights, noon, noon + 24 * HOUR)).toBe(2 * HOUR);
  });

  test("on a date that does not exist are our mistake, and said so", () => {
    const wrong = aCalendar(OFFICE, "Asia/Shanghai", [{ date: "2026-02-29", spans: [] }]);

    expect(() => isOpen(wrong, 0)).toThrow();
  });
});

describe("when clocks are put forward or back", () => {
  test.each([
    // The hour from 02:00 to 03:00 is skipped on 8 March in New York, and on 29 March in Berlin.
    ["America/New_York", "Sun 02:00-03:00", "2026-03-08T00:00-05:00", 0],
    ["America/New_York", "Sun 01:30-03:30", "2026-03-08T00:00-05:00", 60],
    ["America/New_York", "24/7", "2026-03-08T00:00-05:00", 24 * 60],
    ["Europe/Berlin", "Sun 02:30-05:00", "2026-03-29T00:00+01:00", 120],
    // 01:00 to 02:00 comes twice on 1 November in New York, 02:00 to 03:00 on 25 October in Berlin.
    ["America/New_York", "Sun 01:00-02:00", "2026-11-01T00:00-04:00", 120],
    ["America/New_York", "Sun 00:30-01:30", "2026-11-01T00:00-04:00", 90],
    ["Europe/Berlin", "Sun 00:00-24:00", "2026-10-25T00:00+02:00", 24 * 60],
    ["Europe/Berlin", "Sun 02:30-03:30", "2026-10-25T00:00+02:00", 90],
    ["Asia/Shanghai", "Sun 01:00-04:00", "2026-03-29T00:00+08:00", 180],
  ])("%s, %s: 24 hours from %s on are open for %i minutes", (timeZone, hours, from, minutes) => {
    const calendar = aCalendar(hours, timeZone);

    expect(businessMs(calendar, at(from), at(from) + 24 * HOUR)).toBe(minutes * MINUTE);
  });

  test("09:00 in Berlin stays 09:00 over the weekend in which summer begins", () => {
    const calendar = aCalendar(OFFICE, "Europe/Berlin");

    expect(addBusiness(calendar, at("2026-03-27T17:30+01:00"), HOUR)).toBe(at("2026-03-30T09:30+02:00"));
  });

  test("a day that a zone left out altogether opens for nobody", () => {
    // Samoa went from Thursday, 29 December 2011 straight to Saturday.
    const calendar = aCalendar("Fri 00:00-24:00", "Pacific/Apia");
    const thursday = at("2011-12-29T12:00-10:00");

    expect(nextOpening(calendar, thursday)).toBe(at("2012-01-06T00:00+14:00"));
  });
});

describe("changed hours", () => {
  const change = at("2026-06-10T12:00+08:00");
  const calendar: Calendar = [
    { version: 7, from: at("2026-06-01T00:00+08:00"), schedule: aSchedule(OFFICE) },
    { version: 8, from: change, schedule: aSchedule("24/7", "Europe/Berlin") },
  ];

  test("judge what came before them as it was judged then", () => {
    expect(businessMs(calendar, at("2026-06-10T00:00+08:00"), at("2026-06-11T00:00+08:00"))).toBe(15 * HOUR);
    expect(addBusiness(calendar, at("2026-06-09T17:00+08:00"), 5 * HOUR)).toBe(at("2026-06-10T13:00+08:00"));
  });

  test("are in force from their first millisecond on, and the first hours hold for all time before", () => {
    expect(versionAt(calendar, change - 1).version).toBe(7);
    expect(versionAt(calendar, change).version).toBe(8);
    expect(versionAt(calendar, 0).version).toBe(7);
    expect(isOpen(calendar, at("2020-06-05T09:00+08:00"))).toBe(true);
  });

  test("open a desk that was closed until then, at the moment of the change", () => {
    const opening: Calendar = [{ version: 1, from: 0, schedule: aSchedule("closed") }, ...calendar.slice(1)];

    expect(nextOpening(opening, change - 24 * HOUR)).toBe(change);
  });
});

describe("a desk that never opens", () => {
  test("has no next opening, and no target is ever due", () => {
    const never = aCalendar("closed");

    expect(nextOpening(never, 0)).toBeNull();
    expect(addBusiness(never, 0, 1)).toBeNull();
    expect(addBusiness(never, 5, 0)).toBe(5);
  });

  test("is not one that opens a single day each year", () => {
    const yearly = ["2026", "2027", "2028"].map((year) => ({ date: `${year}-11-11`, spans: [{ from: 0, to: 60 }] }));
    const calendar = aCalendar("closed", "Asia/Shanghai", yearly);
    const from = at("2026-01-01T00:00+08:00");

    expect(addBusiness(calendar, from, 3 * HOUR)).toBe(at("2028-11-11T01:00+08:00"));
    expect(addBusiness(calendar, from, 3 * HOUR + 1)).toBeNull();
    expect(nextOpening(calendar, at("2028-11-11T01:00+08:00"))).toBeNull();
  });

  test("a calendar without hours of any version is our mistake, and said so", () => {
    expect(() => versionAt([], 0)).toThrow();
  });
});
