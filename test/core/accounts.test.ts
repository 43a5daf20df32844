/** Which addresses, names and passwords are taken, and how long an account rests after wrong ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AccountId,
  agentOf,
  FAILURES_FREE,
  parseEmail,
  parseName,
  problemWithPassword,
  WAIT_MS_MAX,
  waitBeforeTry,
} from "../../src/core/accounts.ts";

const NOW = Date.UTC(2026, 4, 5);

describe("an address", () => {
  test.each([
    ["Ann@Example.ORG", "ann@example.org"],
    ["  ann@example.org\n", "ann@example.org"],
    ["ａｎｎ@example.org", "ann@example.org"],
    ["客服@例子.中国", "客服@例子.中国"],
  ])("%j is %s", (text, email) => {
    expect(parseEmail(text)).toBe(email);
  });

  test.each([
    "",
    "ann",
    "@example.org",
    "ann@",
    "a nn@example.org",
    "a@b@c",
    "a\u0000@b.c",
    "a\u202e@b.c",
    `${"a".repeat(250)}@b.cc`,
  ])("%j is none", (text) => {
    expect(parseEmail(text)).toBeNull();
  });

  test("however it is written, it is one account: reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const email = parseEmail(`${text}@example.org`);
        fc.pre(email !== null);

        return parseEmail(email ?? "") === email;
      }),
    );
  });
});

describe("a name", () => {
  test("is one line that shows something, or what stands before the @", () => {
    expect(parseName(" Ann\nLi ", "x@example.org")).toBe("Ann Li");
    expect(parseName(undefined, "ann.li@example.org")).toBe("ann.li");
    expect(parseName("\u200b ", "x@example.org")).toBeNull();
    expect(parseName("好".repeat(200), "x@example.org")).toHaveLength(64);
  });

  test("is what learners and colleagues read of the agent", () => {
    expect(agentOf({ id: 7 as AccountId, name: "Ann" })).toEqual({ id: "console:7", name: "Ann" });
  });
});

describe("a new password", () => {
  test.each([
    ["short", "too_short"],
    ["elevenchars", "too_short"],
    ["x".repeat(257), "too_long"],
    ["Somebody@Example.org", "is_email"],
    ["twelve chars", null],
    ["correct horse battery staple", null],
    ["我的密码是一句很长很长的话", null],
  ] as const)("%j: %s", (password, problem) => {
    expect(problemWithPassword(password, "somebody@example.org")).toBe(problem);
  });
});

describe("after wrong passwords", () => {
  const wait = (failures: number, since = 0) => waitBeforeTry({ failures, failedAt: NOW }, NOW + since);

  test("the first five cost no wait, then it doubles up to a quarter of an hour", () => {
    expect([0, 1, 4].map((failures) => wait(failures))).toEqual([0, 0, 0]);
    expect([5, 6, 7, 8].map((failures) => wait(failures))).toEqual([1000, 2000, 4000, 8000]);
    expect([15, 100, 100_000].map((failures) => wait(failures))).toEqual([WAIT_MS_MAX, WAIT_MS_MAX, WAIT_MS_MAX]);
  });

  test("time passes the wait", () => {
    expect(wait(7, 3000)).toBe(1000);
    expect(wait(7, 4000)).toBe(0);
    expect(wait(7, 999_999_999)).toBe(0);
  });

  test("more failures never mean less of a wait, and none is longer than the longest", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(1_000_000), (failures, since) => {
        const [less, more] = [wait(failures, since), wait(failures + 1, since)];

        return less <= more && more <= WAIT_MS_MAX && (failures >= FAILURES_FREE || less === 0);
      }),
    );
  });
});
