/** Staffing advice: what an admin is told, and whether it comes true when learners really come by chance. */
import { describe, expect, test } from "vitest";
import { adviceOn, shiftsIn } from "../../../src/insight/roster/advice.ts";
import type { Demand, HourDemand } from "../../../src/insight/roster/demand.ts";
import { HOURS_A_WEEK } from "../../../src/insight/roster/hours.ts";
import { waitWithin } from "../../../src/insight/roster/quantile.ts";
import { lineWith, type Workload } from "../../../src/insight/staffing.ts";
import { simulateLine } from "./line.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TARGET = { target: { share: 0.8, withinMs: 5 * MINUTE }, chatsPerAgent: null };
const TUESDAY_20 = 24 + 20;

function aDemand(requests: Readonly<Record<number, number>>, more: Partial<Demand> = {}): Demand {
  const byHour = Array.from({ length: HOURS_A_WEEK }, (_, hour): HourDemand => {
    return { requests: requests[hour] ?? 0, weeks: 8, spread: 1 };
  });
  return { byHour, handling: { meanMs: 10 * MINUTE, n: 200 }, chatsAtOnce: 1, patience: null, ...more };
}

function present(agents: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: HOURS_A_WEEK }, (_, hour) => agents[hour] ?? 0);
}

describe("what an admin is told", () => {
  test("two busy hours in a row with one agent too few are one shift that is short", () => {
    const demand = aDemand({ [TUESDAY_20]: 64, [TUESDAY_20 + 1]: 64 });

    const { hours } = adviceOn(demand, present({ [TUESDAY_20]: 2, [TUESDAY_20 + 1]: 2 }), TARGET);

    const [shift, ...others] = shiftsIn(hours, "short");
    expect(others).toEqual([]);
    expect(shift).toMatchObject({ from: TUESDAY_20, to: TUESDAY_20 + 2, worst: { needed: { agents: 3 }, present: 2 } });
    expect(shift?.worst.waitMsWithOneMore).toBeLessThan(shift?.worst.waitMs ?? 0);
  });

  test("where nobody is, the wait has no end, and an hour with three requests in eight weeks is not spoken of", () => {
    const { hours } = adviceOn(aDemand({ [TUESDAY_20]: 16, 3: 3 }), present({}), TARGET);

    expect(hours.map(({ hour }) => hour)).toEqual([TUESDAY_20]);
    expect(hours[0]).toMatchObject({ waitMs: null, withinShare: null, present: 0 });
  });

  test("people can be spared only when even the busiest the hour may be needs fewer", () => {
    const demand = aDemand({ [TUESDAY_20]: 16, 10: 60 });

    const { hours } = adviceOn(demand, present({ [TUESDAY_20]: 4, 10: 3 }), TARGET);

    expect(shiftsIn(hours, "spare").map(({ from }) => from)).toEqual([TUESDAY_20]);
  });

  test("nothing handled is nothing said, and two weeks are only a hint", () => {
    const fresh = aDemand({ [TUESDAY_20]: 64 }, { handling: null });
    const short = aDemand({ [TUESDAY_20]: 64 });
    const twoWeeks = { ...short, byHour: short.byHour.map((hour) => ({ ...hour, weeks: 2 })) };

    expect(adviceOn(fresh, present({}), TARGET).hours).toEqual([]);
    expect(shiftsIn(adviceOn(twoWeeks, present({}), TARGET).hours, "short")).toEqual([]);
  });

  test("who holds three chats at once does the work of three", () => {
    const demand = aDemand({ [TUESDAY_20]: 160 });
    const busy = aDemand({ [TUESDAY_20]: 160 }, { chatsAtOnce: 2.8 });

    const [alone] = adviceOn(demand, present({}), TARGET).hours;
    const [together] = adviceOn(busy, present({}), TARGET).hours;

    expect(alone?.needed.agents).toBeGreaterThan(2 * (together?.needed.agents ?? 9));
  });
});

test("nine of ten wait no longer than told: the wait is where the formula's share is reached", () => {
  const workload: Workload = {
    requests: 8,
    periodMs: HOUR,
    handlingMs: 10 * MINUTE,
    chatsPerAgent: 1,
    patienceMs: null,
  };

  const waitMs = waitWithin(2, workload, 0.9) ?? 0;

  const line = lineWith(2, workload, waitMs);
  expect(line.kind === "steady" && line.withinShare).toBeCloseTo(0.9, 3);
  expect(waitWithin(0, workload, 0.9)).toBeNull();
  expect(waitWithin(1, workload, 0.9)).toBeNull();
});

describe("what is predicted comes true, within three points", () => {
  const loads = [0.4, 0.6, 0.75, 0.85];
  const grid = [1, 2, 5].flatMap((agents) =>
    loads.flatMap((load) => [null, 20 * MINUTE].map((patienceMs) => ({ agents, load, patienceMs }))),
  );

  test.each(grid)("$agents agents at a load of $load, patience $patienceMs", ({ agents, load, patienceMs }) => {
    const handlingMs = 8 * MINUTE;
    const arrivalsPerMs = (load * agents) / handlingMs;
    const workload = { requests: arrivalsPerMs * HOUR, periodMs: HOUR, handlingMs, chatsPerAgent: 1, patienceMs };

    const told = lineWith(agents, workload, 5 * MINUTE);
    const seen = simulateLine({ arrivalsPerMs, handlingMs, slots: agents, patienceMs }, 5 * MINUTE, {
      learners: 100_000,
      seed: 7,
    });

    expect(told.kind === "steady" && Math.abs(told.withinShare - seen.withinShare)).toBeLessThan(0.03);
    expect(told.kind === "steady" && Math.abs(told.abandonShare - seen.abandonShare)).toBeLessThan(0.03);
  });

  test("with too few agents and impatient learners as well, where only those who leave make room", () => {
    const drawn = { arrivalsPerMs: 3 / (8 * MINUTE), handlingMs: 8 * MINUTE, slots: 2, patienceMs: 15 * MINUTE };
    const workload = { requests: drawn.arrivalsPerMs * HOUR, periodMs: HOUR, chatsPerAgent: 1, ...drawn };

    const told = lineWith(2, workload, 5 * MINUTE);
    const seen = simulateLine(drawn, 5 * MINUTE, { learners: 100_000, seed: 7 });

    expect(told.kind === "steady" && Math.abs(told.withinShare - seen.withinShare)).toBeLessThan(0.03);
  });
});
