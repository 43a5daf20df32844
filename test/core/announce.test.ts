/** What an admin means by `/notice` and what follows. */
import { expect, test } from "vitest";
import { readAnnouncement } from "../../src/core/agent/announce.ts";

const NOW = Date.parse("2026-03-02T10:00:00Z");
const HOUR = 3_600_000;
const read = (typed: string) => readAnnouncement(typed, (id) => id === "video_down", { now: NOW, timeZone: "UTC" });

test("a time and words announce something about everything, in one language or two", () => {
  const begun = { order: "begin", endsAt: NOW + 2 * HOUR, intentId: null };

  expect(read("2h 系统维护中")).toEqual({ ...begun, words: { zh: "系统维护中", en: "系统维护中" } });
  expect(read("2 hours 系统维护中 | We are on it")).toEqual({
    ...begun,
    words: { zh: "系统维护中", en: "We are on it" },
  });
});

test("an intent of the FAQ between time and words says what it is about", () => {
  expect(read("12:30 video_down No videos now")).toEqual({
    ...{ order: "begin", endsAt: NOW + 2.5 * HOUR, intentId: "video_down" },
    words: { zh: "No videos now", en: "No videos now" },
  });
});

test("a number ends one, nothing lists them", () => {
  expect([read("end #3"), read("结束 3"), read(""), read("list")].map(({ order }) => order)).toEqual([
    ...["end", "end", "list", "list"],
  ]);
});

test.each(["soon we are back", "2h", "2h video_down", "3w too long", "2h | ", "0h words", "1h a | b | c"])(
  "%j is refused, for a wrong announcement is read by everybody",
  (typed) => {
    expect(read(typed)).toEqual({ order: "unreadable" });
  },
);
