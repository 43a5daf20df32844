/** What a waiting learner reads about the line: kind, short, and nothing that cannot be kept. */
import { describe, expect, test } from "vitest";
import type { Calendar } from "../../src/core/calendar/calendar.ts";
import type { Language } from "../../src/core/model.ts";
import type { ToldWait } from "../../src/core/queue/told.ts";
import { lineAt } from "../../src/core/queue/waiting.ts";
import { ALWAYS, aLearnerWithAnn, ann, aQueuedLearner, aWorld, learnerReads, rowsIn } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const always: Calendar = [{ version: 0, from: 0, schedule: ALWAYS.schedule }];
const office: Calendar = [
  {
    ...{ version: 0, from: 0 },
    schedule: {
      timeZone: "Asia/Shanghai",
      weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 540, to: 1080 }] : [])),
      holidays: [],
    },
  },
];
/** A Monday, 10:00 in Shanghai. */
const MONDAY = Date.UTC(2026, 2, 2, 2);
const likely = (minutes: number, atMost: number): ToldWait => ({
  ...{ medianMs: minutes * MINUTE, p90Ms: atMost * MINUTE },
  factor: 1,
});

type Where = { readonly wait?: ToldWait | null; readonly now?: number; readonly calendar?: Calendar };

const line = (position: number, language: Language, { wait = null, now = MONDAY, calendar = office }: Where = {}) =>
  lineAt(position, { now, calendar, waitAt: () => wait }, language).text;

describe("the line in words", () => {
  test.each([
    ["en", "You are number 3 in line. Likely 13 min, almost surely under 27 min."],
    ["zh", "你排在第 3 位。大概 13 分钟，几乎肯定不超过 27 分钟。"],
  ] as const)("says place, likely wait and bound (%s)", (language, text) => {
    expect(line(3, language, { wait: likely(13, 27) })).toBe(text);
  });

  test.each([
    ["en", "You are next."],
    ["zh", "下一位就是你。"],
  ] as const)("promises nothing when too little is known (%s)", (language, text) => {
    expect(line(1, language)).toBe(text);
  });

  test.each([
    ["en", "You are next. Almost surely under 5 min."],
    ["zh", "下一位就是你。几乎肯定不超过 5 分钟。"],
  ] as const)("says one thing where both are the same (%s)", (language, text) => {
    expect(line(1, language, { wait: likely(5, 5) })).toBe(text);
  });

  test.each([
    ["en", "You are number 2 in line. Nobody is here right now; people are back tomorrow (Tuesday) at 09:00 (UTC+8)."],
    ["zh", "你排在第 2 位。现在是休息时间，明天（周二）09:00（北京时间）开始会有人回复。"],
  ] as const)("names the next opening out of hours instead of a wait (%s)", (language, text) => {
    expect(line(2, language, { wait: likely(13, 27), now: MONDAY + 10 * HOUR })).toBe(text);
  });

  test("tells no wait that reaches beyond closing time", () => {
    const wait = likely(13, 27);
    const closing = MONDAY + 8 * HOUR;

    expect(line(2, "en", { wait, now: closing - 28 * MINUTE })).toContain("Likely 13 min");
    expect(line(2, "en", { wait, now: closing - 26 * MINUTE })).toBe("You are number 2 in line.");
  });

  test.each([
    [
      75,
      135,
      "Likely 1 h 15 min, almost surely under 2 h 15 min.",
      "大概 1 小时 15 分钟，几乎肯定不超过 2 小时 15 分钟。",
    ],
    [120, 36 * 60, "Likely 2 h, almost surely under 36 h.", "大概 2 小时，几乎肯定不超过 36 小时。"],
    [48 * 60, 60 * 60, "Likely 2 days, almost surely under 2.5 days.", "大概 2 天，几乎肯定不超过 2.5 天。"],
  ])("says long waits as people count them (%i, %i)", (median, p90, en, zh) => {
    const wait = likely(median, p90);

    expect(line(1, "en", { wait, calendar: always })).toBe(`You are next. ${en}`);
    expect(line(1, "zh", { wait, calendar: always })).toBe(`下一位就是你。${zh}`);
  });
});

describe("the message that tells the place", () => {
  const placesIn = (decision: Parameters<typeof rowsIn>[0]) =>
    rowsIn(decision).flatMap(({ content }) => (content.kind === "say" && content.place ? [content.place] : []));

  test("is marked when the learner joins the line, is released and reopens, so that it can be kept true", () => {
    const joining = aWorld().learnerSays("talk_to_human");
    const released = aLearnerWithAnn().agentDoes(ann, { verb: "release" });

    const place = { episode: 1, position: 1, shown: "You are next.", wait: null };
    expect(placesIn(joining)).toEqual([place]);
    expect(placesIn(released)).toEqual([place]);
  });

  test("asking how it stands says the same, with the same buttons", () => {
    const world = aQueuedLearner();

    const status = world.learnerOrders("status");

    expect(learnerReads(status)[0]).toBe("Your request #1 is waiting for a person. You are next.");
    const labels = rowsIn(status).flatMap(({ content }) => (content.kind === "say" ? content.buttons.flat() : []));
    expect(labels.map(({ label }) => label)).toEqual(["✍️ Add detail", "✖️ Cancel request"]);
  });

  test("the button for details says what to do, and for a request that is over that it is", () => {
    const world = aQueuedLearner();
    const ticketId = world.ticket?.id;
    if (ticketId === undefined) throw new Error("nobody waits");

    const waiting = world.learnerPresses({ press: "detail", ticketId });
    world.agentDoes(ann, { verb: "claim" });
    const claimed = world.learnerPresses({ press: "detail", ticketId });

    expect(learnerReads(waiting)).toEqual(["Just write it here, it goes onto request #1."]);
    expect(learnerReads(claimed)).toEqual(["That request is not waiting any more."]);
  });
});
