/** How an admin writes hours, and what they are told when something is wrong with them. */
import { describe, expect, test } from "vitest";
import {
  formatHours,
  parseHours,
  type Schedule,
  scheduleProblems,
  timeZoneProblem,
} from "../../src/core/calendar/schedule.ts";

const NINE_TO_SIX = { from: 540, to: 1080 };

function weeklyOf(text: string): Schedule["weekly"] {
  const parsed = parseHours(text);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.weekly;
}

describe("hours as an admin writes them", () => {
  test("Mon-Fri 09:00-18:00 is five days, and the weekend is closed", () => {
    const weekly = weeklyOf("Mon-Fri 09:00-18:00");

    expect(weekly).toEqual([[NINE_TO_SIX], [NINE_TO_SIX], [NINE_TO_SIX], [NINE_TO_SIX], [NINE_TO_SIX], [], []]);
  });

  test("a break at noon and other hours on Saturday have their place", () => {
    const weekly = weeklyOf("Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00");

    expect(weekly[0]).toEqual([
      { from: 540, to: 720 },
      { from: 780, to: 1080 },
    ]);
    expect(weekly[5]).toEqual([{ from: 600, to: 960 }]);
  });

  test("over midnight they go on into the next day, from Sunday into Monday too", () => {
    expect(weeklyOf("Fri 22:00-02:00").slice(4, 6)).toEqual([[{ from: 1320, to: 1440 }], [{ from: 0, to: 120 }]]);
    expect(weeklyOf("Sun 22:00-02:00")[0]).toEqual([{ from: 0, to: 120 }]);
    expect(weeklyOf("Fri 22:00-00:00").slice(4, 6)).toEqual([[{ from: 1320, to: 1440 }], []]);
  });

  // Left: what people write; right: how it is written back to them.
  test.each([
    ["Mon-Fri 09:00-18:00", "Mon-Fri 09:00-18:00"],
    ["Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00", "Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00"],
    ["monday - friday  9:00 - 18:00 ;", "Mon-Fri 09:00-18:00"],
    ["周一至周五 09:00–18:00；周六、周日 10:00～16:00", "Mon-Fri 09:00-18:00; Sat-Sun 10:00-16:00"],
    ["星期一到星期五 ０９：００－１８：００", "Mon-Fri 09:00-18:00"],
    ["Sun-Thu 09:00-17:00", "Sun-Thu 09:00-17:00"],
    ["Mon,Wed-Fri 09:00-17:00", "Mon,Wed-Fri 09:00-17:00"],
    ["Mon 13:00-18:00, 09:00-12:00", "Mon 09:00-12:00,13:00-18:00"],
    ["Fri 22:00-02:00", "Fri 22:00-02:00"],
    ["Mon-Sun 22:00-02:00", "Mon-Sun 22:00-02:00"],
    ["Mon-Sun 00:00-24:00", "24/7"],
    ["24/7", "24/7"],
    ["closed", "closed"],
  ])("%s is written back as %s", (text, back) => {
    expect(formatHours(weeklyOf(text))).toBe(back);
  });
});

describe("hours that cannot be read", () => {
  test.each([
    ["", /write days and hours as in Mon-Fri 09:00/],
    [";", /write days and hours as in/],
    ["whenever", /write days and hours as in .* leave out days that are closed/],
    ["09:00-18:00", /write days and hours as in/],
    ["Mon-Fri", /write days and hours as in/],
    ["Mon-Fri 9-18", /write hours from 00:00 to 24:00 as in 09:00-18:00/],
    ["Mon 09:00-24:30", /from 00:00 to 24:00/],
    ["Mon 24:00-08:00", /from 00:00 to 24:00/],
    ["Mon 09:00-10:60", /from 00:00 to 24:00/],
    ["Mon 09:00-10:00-11:00", /from 00:00 to 24:00/],
    ["Mon 09:00-09:00", /00:00-24:00 for a whole day/],
    ["Mo-Fr 09:00-18:00", /name days as Mon, Tue/],
    ["Mon-Wed-Fri 09:00-18:00", /name days as Mon, Tue/],
    ["Mon-Fri 09:00-18:00; Sat closed", /^part 2: .*leave out days that are closed/],
    ["Mon-Fri 09:00-18:00; Fri 17:00-20:00", /one span instead of two that overlap on Fri/],
    ["Mon-Fri 22:00-02:00; Sat 01:00-03:00", /overlap on Sat/],
    ["Mon-Mon,Mon 09:00-18:00", /overlap on Mon/],
  ])("%j gets a sentence that says what to write", (text, problem) => {
    expect(parseHours(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

describe("a whole schedule", () => {
  const good: Schedule = {
    timeZone: "Asia/Shanghai",
    weekly: weeklyOf("Mon-Fri 09:00-18:00"),
    holidays: [{ date: "2028-02-29", spans: [] }],
  };

  test("of real hours, dates and zone has no problem", () => {
    expect(scheduleProblems(good)).toEqual([]);
  });

  test("has every problem named with its place", () => {
    const problems = scheduleProblems({
      timeZone: "Asia/Peking",
      weekly: [[{ from: 600, to: 500 }], ...good.weekly.slice(1, 6)],
      holidays: [
        { date: "2026-02-29", spans: [] },
        { date: "2026-10-01", spans: [] },
        { date: "2026-10-01", spans: [NINE_TO_SIX, { from: 1000, to: 1200 }] },
      ],
    });

    expect(problems).toEqual([
      expect.stringMatching(/^write a time zone that exists/),
      "give the hours of seven days, Monday first",
      expect.stringMatching(/^Mon: let hours begin and end on a minute/),
      expect.stringMatching(/^holiday 1: write a date that exists/),
      expect.stringMatching(/^holiday 3: remove it/),
      expect.stringMatching(/^holiday 3: .*overlap/),
    ]);
  });

  test.each([
    ["Asia/Shanghai", true],
    ["europe/berlin", true],
    ["UTC", true],
    ["Beijing", false],
    ["", false],
    ["CST+8", false],
  ])("may be in the time zone %j: %s", (timeZone, isZone) => {
    expect(timeZoneProblem(timeZone) === null).toBe(isZone);
  });
});
