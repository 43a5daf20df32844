/**
 * How many agents a school needs, from published cases and from the sums a head of support would do by hand.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentsNeeded, lineWith, responseLoadIndex, rostered, type Workload } from "../../src/insight/staffing.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const halfHourOfCalls: Workload = {
  requests: 100,
  periodMs: 30 * MINUTE,
  handlingMs: 3 * MINUTE,
  chatsPerAgent: 1,
  patienceMs: null,
};
const schoolsMonth: Workload = {
  requests: 1000,
  periodMs: 22 * 8 * HOUR,
  handlingMs: 10 * MINUTE,
  chatsPerAgent: 1,
  patienceMs: null,
};
const eightyTwenty = { share: 0.8, withinMs: 20 * SECOND };

describe("how many agents are needed", () => {
  test("100 calls in half an hour at three minutes each need 14 agents for 80 % within 20 seconds", () => {
    expect(agentsNeeded(halfHourOfCalls, eightyTwenty)).toBe(14);
  });

  test("with 30 % of paid time spent elsewhere, 14 agents present are 20 on the roster", () => {
    expect(rostered(14, 0.3)).toBe(20);
  });

  test("rounding inside the machine hires nobody", () => {
    expect(rostered(21, 0.3)).toBe(30);
    expect(rostered(9, 0.1)).toBe(10);
    expect(rostered(14, 0)).toBe(14);
  });

  test.each([
    { agents: 1, within: 0.192, meanWaitMs: 2 * HOUR + 59 * MINUTE, ofWaitMs: MINUTE },
    { agents: 2, within: 0.987, meanWaitMs: 173 * SECOND, ofWaitMs: SECOND },
    { agents: 3, within: 0.9998, meanWaitMs: 23 * SECOND, ofWaitMs: SECOND },
  ])("a school's 1,000 requests a month: $agents at work answer $within within half an hour", (expected) => {
    const line = lineWith(expected.agents, schoolsMonth, 30 * MINUTE);

    expect(line.kind).toBe("steady");
    if (line.kind !== "steady") return;
    expect(line.withinShare).toBeCloseTo(expected.within, expected.agents === 3 ? 4 : 3);
    expect(Math.abs(line.meanWaitMs - expected.meanWaitMs)).toBeLessThan(expected.ofWaitMs);
    expect(line.occupancy).toBeCloseTo(0.947 / expected.agents, 3);
  });

  test("two agents who each hold three chats are six slots", () => {
    const six = lineWith(6, halfHourOfCalls, 20 * SECOND);
    const work = { ...halfHourOfCalls, requests: 30 };

    expect(six).toEqual({ kind: "overloaded" });
    expect(lineWith(2, { ...work, chatsPerAgent: 3 }, 0)).toEqual(lineWith(6, work, 0));
    expect(agentsNeeded({ ...halfHourOfCalls, chatsPerAgent: 3 }, eightyTwenty)).toBe(5);
  });

  test("learners who give up leave room: fewer agents are asked for, and what it costs is said", () => {
    const impatient = { ...halfHourOfCalls, patienceMs: 3 * MINUTE };

    const agents = agentsNeeded(impatient, eightyTwenty);

    expect(agents).toBeLessThan(14);
    expect(lineWith(agents, impatient, 20 * SECOND)).toMatchObject({ kind: "steady" });
    expect(lineWith(5, impatient, 20 * SECOND)).not.toMatchObject({ abandonShare: 0 });
  });

  test("an hour without requests still needs somebody there", () => {
    expect(agentsNeeded({ ...halfHourOfCalls, requests: 0 }, eightyTwenty)).toBe(1);
  });

  test("a centre of 12,345 erlangs is planned too", () => {
    const work = { ...halfHourOfCalls, requests: 123_450 };

    const agents = agentsNeeded(work, eightyTwenty);

    expect(agents).toBeGreaterThan(12_345);
    expect(agents).toBeLessThan(12_421);
  });

  test("the number found meets the target and one agent fewer does not", () => {
    const workloads = fc.record({
      requests: fc.integer({ min: 1, max: 500 }),
      periodMs: fc.constant(HOUR),
      handlingMs: fc.integer({ min: SECOND, max: 20 * MINUTE }),
      chatsPerAgent: fc.integer({ min: 1, max: 4 }),
      patienceMs: fc.option(fc.integer({ min: MINUTE, max: HOUR }), { nil: null }),
    });
    const targets = fc.record({
      share: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      withinMs: fc.integer({ min: 0, max: 30 * MINUTE }),
    });

    fc.assert(
      fc.property(workloads, targets, (workload, target) => {
        const meets = (agents: number): boolean => {
          const line = lineWith(agents, workload, target.withinMs);
          return line.kind === "steady" && line.withinShare >= target.share;
        };

        const agents = agentsNeeded(workload, target);

        expect(meets(agents)).toBe(true);
        if (agents > 1) expect(meets(agents - 1)).toBe(false);
      }),
    );
  });

  test("a target of everybody is refused, for no number of agents meets it", () => {
    expect(() => agentsNeeded(halfHourOfCalls, { share: 1, withinMs: 20 * SECOND })).toThrow();
  });
});

describe("the older rule of thumb", () => {
  test("1,000 requests, 10 minutes each, a target of 30 minutes: 96.77", () => {
    expect(responseLoadIndex(1000, 10, 30)).toBeCloseTo(96.77, 2);
  });

  test("it falls when handling takes longer, which is why it is no advice", () => {
    expect(responseLoadIndex(1000, 20, 30)).toBeLessThan(responseLoadIndex(1000, 10, 30));
  });
});
