/** When the weekly digest is due: on its weekday at its time on the wall, also where clocks change. */
import { expect, test } from "vitest";
import { lastDigest } from "../../src/core/digest.ts";

const MONDAY_NINE = { isOn: true, weekday: 0, minute: 540 };
const at = (text: string) => Date.parse(text);

test.each([
  ["on the minute", "Asia/Shanghai", "2026-05-04T01:00:00Z", "2026-05-04T01:00:00Z"],
  ["a moment before", "Asia/Shanghai", "2026-05-04T00:59:59.999Z", "2026-04-27T01:00:00Z"],
  ["on Sunday night", "Asia/Shanghai", "2026-05-10T15:59:59Z", "2026-05-04T01:00:00Z"],
  ["in summer in New York", "America/New_York", "2026-07-08T12:00:00Z", "2026-07-06T13:00:00Z"],
  ["the day after clocks went forward", "Europe/Berlin", "2026-03-30T07:30:00Z", "2026-03-30T07:00:00Z"],
  ["the week after they went back", "Europe/Berlin", "2026-10-27T12:00:00Z", "2026-10-26T08:00:00Z"],
])("%s", (_when, timeZone, now, due) => {
  expect(new Date(lastDigest(MONDAY_NINE, timeZone, at(now))).toISOString()).toBe(new Date(at(due)).toISOString());
});

test("on another weekday and hour", () => {
  const fridayEvening = { isOn: true, weekday: 4, minute: 18 * 60 + 30 };

  expect(lastDigest(fridayEvening, "UTC", at("2026-05-05T00:00:00Z"))).toBe(at("2026-05-01T18:30:00Z"));
});
