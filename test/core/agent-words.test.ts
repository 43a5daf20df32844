/** How agents' orders are read: times, tags, priorities, and which ticket they name. */
import { describe, expect, test } from "vitest";
import { readPriority, readTags } from "../../src/core/agent/read.ts";
import { readSpan, readUntil, shownInstant } from "../../src/core/agent/until.ts";
import type { Inbound, Said } from "../../src/core/inbound.ts";
import { eventOf, namedTicket } from "../../src/core/verbs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday, 18:00 in Shanghai. */
const now = Date.parse("2026-03-02T10:00:00Z");
const until = (text: string, timeZone = "Asia/Shanghai") => readUntil(text, { now, timeZone });
const shown = (text: string) => {
  const at = until(text);
  return typeof at === "number" ? shownInstant(at, "Asia/Shanghai") : at;
};

describe("a span of time", () => {
  test.each([
    ["2h", 2 * HOUR],
    ["30m", 30 * MINUTE],
    ["3d", 3 * DAY],
    ["1h30m", 90 * MINUTE],
    ["1.5 hours", 90 * MINUTE],
    ["in 10 minutes", 10 * MINUTE],
    ["1w", 7 * DAY],
    ["2小时", 2 * HOUR],
    ["两个小时后", 2 * HOUR],
    ["半小时", 30 * MINUTE],
    ["半个小时", 30 * MINUTE],
    ["三天", 3 * DAY],
    ["１０分钟", 10 * MINUTE],
    ["1小时30分钟", 90 * MINUTE],
    ["一周", 7 * DAY],
  ])("%s is read", (text, ms) => {
    expect(readSpan(text)).toBe(ms);
  });

  test.each(["", "2", "h", "soon", "-2h", "2x", "0h", "2 hippos", "2h later maybe", "九牛二虎", "1e9h", "9999999999d"])(
    "%j is none",
    (text) => {
      expect(readSpan(text)).toBeNull();
    },
  );
});

describe("a time to come", () => {
  test.each([
    ["20:30", "2026-03-02 20:30"],
    ["09:30", "2026-03-03 09:30"],
    ["9:30pm", "2026-03-02 21:30"],
    ["9am", "2026-03-03 09:00"],
    ["12am", "2026-03-03 00:00"],
    ["tomorrow", "2026-03-03 09:00"],
    ["Tomorrow at 14:00", "2026-03-03 14:00"],
    ["明天", "2026-03-03 09:00"],
    ["明天下午3点半", "2026-03-03 15:30"],
    ["后天 8点", "2026-03-04 08:00"],
    ["九点", "2026-03-03 09:00"],
    ["2026-03-05T01:00:00Z", "2026-03-05 09:00"],
    ["2026-03-05T09:00+08:00", "2026-03-05 09:00"],
  ])("%s is read as the wall shows it", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test("clocks that are put forward meanwhile are thought of", () => {
    const friday = Date.parse("2026-03-28T11:00:00Z");

    const at = readUntil("tomorrow 09:00", { now: friday, timeZone: "Europe/Berlin" });

    expect(at).toBe(Date.parse("2026-03-29T07:00:00Z"));
  });

  test.each([
    "",
    "today",
    "today 09:00",
    "25:00",
    "9:60",
    "3",
    "13pm",
    "2020-01-01T00:00:00Z",
    "when it rains",
    "昨天",
  ])("%j is not guessed", (text) => {
    expect(until(text)).toBe("unreadable");
  });

  test("more than 90 days is too far", () => {
    expect(until("90d")).toBe(now + 90 * DAY);
    expect(until("91d")).toBe("too_far");
    expect(until("2027-01-01T00:00:00Z")).toBe("too_far");
  });
});

test("priorities are read in both languages", () => {
  expect(["low", "URGENT", "低", "普通", "高", " 紧急 "].map(readPriority)).toEqual([
    "low",
    "urgent",
    "low",
    "normal",
    "high",
    "urgent",
  ]);
  expect(["", "highest", "0"].map(readPriority)).toEqual([null, null, null]);
});

test("tags are added by name or plus, taken away by minus", () => {
  expect(readTags("+billing -other paid，refund")).toEqual({ add: ["billing", "paid", "refund"], remove: ["other"] });
  expect(readTags("")).toEqual({ add: [], remove: [] });
});

function order(name: string, argument: string, more: Partial<Extract<Said, { kind: "command" }>> = {}): Inbound {
  const what = { kind: "command", messageId: "m", name, argument, attachments: [], albumId: null, ...more } as const;
  const place = { kind: "staff", chatId: "-100", threadId: "5" } as const;
  const from = { networkId: "1", name: "Ann", languageHint: null };
  return { channel: "telegram", bot: "b", updateId: "1", from, place, what };
}
const does = (inbound: Inbound) => {
  const event = eventOf(inbound);
  return event?.by === "agent" ? event.does : null;
};

describe("an agent's order", () => {
  test.each([
    ["claim", "1042", 1042],
    ["claim", "#1042", 1042],
    ["claim", "", null],
    ["solve", "#1042", 1042],
    ["solve", "#1042 was the same", null],
    ["snooze", "#1042 2h", 1042],
    ["snooze", "#1042", 1042],
    ["snooze", "30", null],
    ["transfer", "1042", null],
    ["merge", "1042", null],
    ["merge", "#1042", null],
    ["merge", "1040 1042", 1040],
    ["note", "#1042", null],
    ["block", "#1042", null],
    ["away", "#1042", null],
  ])("/%s %s names the ticket %j", (name, argument, ticket) => {
    expect(namedTicket(order(name, argument))).toBe(ticket);
  });

  test("a ticket named in a field of its own leaves the argument alone", () => {
    const inbound = order("merge", "1042", { ticketId: 1040 as never });

    expect(namedTicket(inbound)).toBe(1040);
    expect(does(inbound)).toEqual({ verb: "merge", into: 1042 });
  });

  test.each([
    ["snooze", "#1042 2h", { verb: "snooze", until: "2h" }],
    ["snooze", "", { verb: "snooze", until: "" }],
    ["transfer", "@Bo", { verb: "transfer", to: "@Bo" }],
    ["priority", "紧急", { verb: "priority", priority: "urgent" }],
    ["priority", "asap", { verb: "priority", priority: null }],
    ["merge", "1040 #1042", { verb: "merge", into: 1042 }],
    ["merge", "that one", { verb: "merge", into: null }],
    ["macro", "Refund-Done", { verb: "macro", name: "refund-done", isPreview: false }],
    ["macro", "refund ?", { verb: "macro", name: "refund", isPreview: true }],
    ["macro", "refund？", { verb: "macro", name: "refund", isPreview: true }],
    ["solve", "refunded twice", { verb: "solve", reason: "refunded twice" }],
    ["solve", "1042", { verb: "solve", reason: "" }],
    ["block", "7d floods us", { verb: "block", ms: 7 * DAY, reason: "floods us" }],
    ["block", "2 hours", { verb: "block", ms: 2 * HOUR, reason: "" }],
    ["block", "sells watches", { verb: "block", ms: null, reason: "sells watches" }],
    ["block", "7天 刷屏", { verb: "block", ms: 7 * DAY, reason: "刷屏" }],
    ["block", "", { verb: "block", ms: null, reason: "" }],
    ["away", "2h", { verb: "away", until: "2h" }],
    ["back", "", { verb: "back" }],
    ["dance", "", { verb: "unknown" }],
  ])("/%s %s is understood", (name, argument, verb) => {
    expect(does(order(name, argument))).toEqual(verb);
  });
});
