/**
 * How fast the line moves, and when it is better to promise nothing.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cappedRate, claimRate, classOfHour } from "../../src/insight/wait-rate.ts";

const MINUTE = 60_000;
const noon = "weekday 12-16";
const night = "weekday 00-04";

describe("how fast tickets are claimed", () => {
  test("60 claims in 600 agent-minutes are one every ten minutes per agent present", () => {
    const history = { claims: { [noon]: 60 }, staffedMinutes: { [noon]: 600 } };

    const alone = claimRate(history, { hourClass: noon, agentsPresent: 1 });
    const three = claimRate(history, { hourClass: noon, agentsPresent: 3 });

    expect(alone?.perMs).toBeCloseTo(1 / (10 * MINUTE), 15);
    expect(three?.perMs).toBeCloseTo(3 / (10 * MINUTE), 15);
  });

  test("29 claims promise nothing, 30 do", () => {
    const staffedMinutes = { [noon]: 600 };
    const asked = { hourClass: noon, agentsPresent: 1 };

    expect(claimRate({ claims: { [noon]: 29 }, staffedMinutes }, asked)).toBeNull();
    expect(claimRate({ claims: { [noon]: 30 }, staffedMinutes }, asked)).not.toBeNull();
  });

  test("the night with few claims does not borrow the speed of noon", () => {
    const history = { claims: { [noon]: 500, [night]: 5 }, staffedMinutes: { [noon]: 2000, [night]: 300 } };

    expect(claimRate(history, { hourClass: night, agentsPresent: 2 })).toBeNull();
  });

  test("with no agent present nothing is promised, however fast they were", () => {
    const history = { claims: { [noon]: 500 }, staffedMinutes: { [noon]: 2000 } };

    expect(claimRate(history, { hourClass: noon, agentsPresent: 0 })).toBeNull();
  });

  test("claims at an hour that nobody was on duty for promise nothing", () => {
    const claims = { [noon]: 500 };

    expect(claimRate({ claims, staffedMinutes: {} }, { hourClass: noon, agentsPresent: 1 })).toBeNull();
    expect(claimRate({ claims, staffedMinutes: { [noon]: 0 } }, { hourClass: noon, agentsPresent: 1 })).toBeNull();
  });

  test("an hour nobody has seen before promises nothing", () => {
    expect(claimRate({ claims: {}, staffedMinutes: {} }, { hourClass: noon, agentsPresent: 1 })).toBeNull();
  });
});

describe("how fast chats end when all agents are full", () => {
  test("two agents who need ten minutes each free a place every five", () => {
    expect(cappedRate(2, 10 * MINUTE)).toEqual({ perMs: 1 / (5 * MINUTE) });
  });

  test("nobody present frees no place", () => {
    expect(cappedRate(0, 10 * MINUTE)).toBeNull();
  });
});

describe("hours that are alike", () => {
  test.each([
    { weekday: 1, hour: 0, expected: "weekday 00-04" },
    { weekday: 5, hour: 8, expected: "weekday 08-12" },
    { weekday: 5, hour: 11, expected: "weekday 08-12" },
    { weekday: 6, hour: 12, expected: "weekend 12-16" },
    { weekday: 7, hour: 23, expected: "weekend 20-24" },
  ])("day $weekday at $hour o'clock is '$expected'", ({ weekday, hour, expected }) => {
    expect(classOfHour({ weekday, hour })).toBe(expected);
  });

  test("a week has twelve classes, and every one of its hours is in one", () => {
    const hours = Array.from({ length: 7 * 24 }, (_, at) => ({ weekday: 1 + Math.floor(at / 24), hour: at % 24 }));

    expect(new Set(hours.map(classOfHour)).size).toBe(12);
  });

  test("a day or an hour that is none is a mistake of ours", () => {
    const noDay = fc.integer().filter((weekday) => weekday < 1 || weekday > 7);
    const noHour = fc.integer().filter((hour) => hour < 0 || hour > 23);

    const allThrow = (days: fc.Arbitrary<{ weekday: number; hour: number }>): void =>
      fc.assert(
        fc.property(days, (local) => {
          expect(() => classOfHour(local)).toThrow();
        }),
      );

    allThrow(fc.record({ weekday: noDay, hour: fc.constant(0) }));
    allThrow(fc.record({ weekday: fc.constant(1), hour: noHour }));
  });
});
