/** What a learner is told about when people are there again. */
import { describe, expect, test } from "vitest";
import { type Calendar, nextOpening } from "../../src/core/calendar/calendar.ts";
import { openingAt, sayOpening } from "../../src/core/calendar/opening.ts";
import { parseHours } from "../../src/core/calendar/schedule.ts";

function aCalendar(timeZone: string, hours = "Mon-Fri 09:00-18:00", holidays: readonly string[] = []): Calendar {
  const parsed = parseHours(hours);
  if ("problem" in parsed) throw new Error(parsed.problem);
  const closed = holidays.map((date) => ({ date, spans: [] }));
  return [{ version: 1, from: 0, schedule: { timeZone, weekly: parsed.weekly, holidays: closed } }];
}

function said(calendar: Calendar, text: string): { readonly zh: string; readonly en: string } {
  const now = Date.parse(text);
  const opening = openingAt(calendar, now, nextOpening(calendar, now) ?? Number.NaN);
  return { zh: sayOpening("zh", opening), en: sayOpening("en", opening) };
}

describe("the next opening, said to a learner", () => {
  const beijing = aCalendar("Asia/Shanghai");
  const goldenWeek = ["01", "02", "05", "06", "07"].map((day) => `2026-10-${day}`);

  test("is today before opening time", () => {
    expect(said(beijing, "2026-06-05T07:10+08:00")).toEqual({
      zh: "今天 09:00（北京时间）",
      en: "today at 09:00 (UTC+8)",
    });
  });

  test("is tomorrow, with the weekday, in the evening", () => {
    expect(said(beijing, "2026-06-08T20:00+08:00")).toEqual({
      zh: "明天（周二）09:00（北京时间）",
      en: "tomorrow (Tuesday) at 09:00 (UTC+8)",
    });
  });

  test("is next Monday on a Friday evening", () => {
    expect(said(beijing, "2026-06-05T20:00+08:00")).toEqual({
      zh: "下周一 09:00（北京时间）",
      en: "on Monday at 09:00 (UTC+8)",
    });
  });

  test("is a day of this week when no Monday lies between", () => {
    expect(said(aCalendar("Asia/Shanghai", "Thu 14:00-15:30"), "2026-06-08T09:00+08:00")).toEqual({
      zh: "周四 14:00（北京时间）",
      en: "on Thursday at 14:00 (UTC+8)",
    });
  });

  test("is a date when it is a week away or more", () => {
    const calendar = aCalendar("Asia/Shanghai", "Mon-Fri 09:00-18:00", goldenWeek);

    expect(said(calendar, "2026-09-30T19:00+08:00")).toEqual({
      zh: "10月8日 09:00（北京时间）",
      en: "on 8 October at 09:00 (UTC+8)",
    });
  });

  test("is a weekday six days ahead, and a date seven days ahead", () => {
    const mondays = aCalendar("Asia/Shanghai", "Mon 09:00-10:00");

    expect(said(mondays, "2026-06-09T12:00+08:00").en).toBe("on Monday at 09:00 (UTC+8)");
    expect(said(mondays, "2026-06-08T12:00+08:00").en).toBe("on 15 June at 09:00 (UTC+8)");
  });

  test("names the year when it is another", () => {
    const calendar = aCalendar("Asia/Shanghai");
    const now = Date.parse("2026-12-20T12:00+08:00");
    const opening = openingAt(calendar, now, Date.parse("2027-01-04T09:00+08:00"));

    expect(sayOpening("zh", opening)).toBe("2027年1月4日 09:00（北京时间）");
    expect(sayOpening("en", opening)).toBe("on 4 January 2027 at 09:00 (UTC+8)");
  });

  test("names the offset that holds at the opening, not the one of now", () => {
    expect(said(aCalendar("Europe/Berlin"), "2026-03-27T19:00+01:00")).toEqual({
      zh: "下周一 09:00（UTC+2）",
      en: "on Monday at 09:00 (UTC+2)",
    });
  });

  test.each([
    ["America/New_York", "UTC-4"],
    ["Asia/Kolkata", "UTC+5:30"],
    ["America/St_Johns", "UTC-2:30"],
    ["UTC", "UTC"],
    ["PRC", "UTC+8"],
  ])("in %s names %s", (timeZone, name) => {
    expect(said(aCalendar(timeZone, "24/7"), "2026-06-05T12:00Z").en).toContain(`(${name})`);
  });

  test("calls Beijing's time by its name under each of its names", () => {
    expect(said(aCalendar("PRC"), "2026-06-05T20:00+08:00").zh).toBe("下周一 09:00（北京时间）");
  });

  test("counts days where people are, not where the server stands", () => {
    expect(said(beijing, "2026-06-07T20:00Z").zh).toBe("今天 09:00（北京时间）");
    expect(said(aCalendar("America/New_York"), "2026-06-08T01:00Z").zh).toBe("明天（周一）09:00（UTC-4）");
  });
});

describe("the same as facts, for buttons and pages", () => {
  test("say day, time, zone and offset", () => {
    const now = Date.parse("2026-06-05T20:00+08:00");
    const calendar = aCalendar("Asia/Shanghai");

    expect(openingAt(calendar, now, Date.parse("2026-06-08T09:00+08:00"))).toEqual({
      kind: "weekday",
      weekday: 0,
      isNextWeek: true,
      time: "09:00",
      timeZone: "Asia/Shanghai",
      offsetMinutes: 480,
    });
  });
});
