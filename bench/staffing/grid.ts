/**
 * What staffing advice says about a load against what learners then feel: the same store, rules and claims as the office, but a place
 * that is open day and night under a steady load, as the formulas take it to be. The advice reads what happened, as an admin's does.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GAP_MS } from "../../src/app/staff-book.ts";
import { staffingOn } from "../../src/app/staffing.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { AgentId, Millis } from "../../src/core/model.ts";
import { firstRules } from "../../src/core/queue/rules.ts";
import { lineWith } from "../../src/insight/staffing.ts";
import { openStore } from "../../src/store/store.ts";
import { BEGINNING, type Lasting, Office, type Plan } from "../queue/office.ts";

const MINUTE: Millis = 60_000;
const WITHIN_MS: Millis = 5 * MINUTE;
const CHATS_EACH = 2;
const DAY_AND_NIGHT: Schedule = {
  timeZone: "Asia/Shanghai",
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: [],
};

type Load = {
  readonly perHour: number;
  readonly agents: number;
  readonly handling: Lasting;
  readonly patience: Lasting | null;
};

const handling = { meanMs: 12 * MINUTE, sigma: null } as const;
const office = { meanMs: 12 * MINUTE, sigma: 0.7 } as const;
const patience = { meanMs: 20 * MINUTE, sigma: null } as const;

const LOADS: readonly Load[] = [
  { perHour: 5, agents: 1, handling, patience: null },
  { perHour: 12, agents: 2, handling, patience: null },
  { perHour: 15, agents: 3, handling, patience: null },
  { perHour: 30, agents: 4, handling, patience: null },
  { perHour: 30, agents: 4, handling: office, patience: null },
  { perHour: 30, agents: 3, handling, patience },
];

/** Shares are of all who came, 0–1. */
export type Felt = {
  readonly load: Load;
  readonly learners: number;
  readonly handlingMs: number;
  readonly predicted: number;
  readonly simulated: number;
  /** Half the width of the 95 % interval of `simulated`; waits of one hour depend on each other, so it is of the means of batches. */
  readonly chance: number;
};
export type Staffed = { readonly withinMs: Millis; readonly chatsEach: number; readonly felt: readonly Felt[] };

/** So many learners come in each load. */
const LEARNERS = { quick: 400, full: 6000 } as const;

export async function measureStaffing(isQuick: boolean): Promise<Staffed> {
  const felt: Felt[] = [];
  for (const load of LOADS) felt.push(await feel(load, isQuick ? LEARNERS.quick : LEARNERS.full));
  return { withinMs: WITHIN_MS, chatsEach: CHATS_EACH, felt };
}

async function feel(load: Load, learners: number): Promise<Felt> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-staffing-"));
  const store = await openStore({ dataDir });
  try {
    const rules = { ...firstRules(DAY_AND_NIGHT), cap: CHATS_EACH };
    await store.staff.addRules({ version: 1, from: BEGINNING, rules }, "console:bench" as AgentId);
    const simulated = new Office(store, 11, planOf(load));
    await simulated.run(Math.ceil(learners / load.perHour / 24) / 7);
    const visits = [...simulated.visits.values()];
    const inTime = visits.map(({ at, claimedAt }) => claimedAt !== null && claimedAt - at <= WITHIN_MS);
    const to = Math.max(...visits.map(({ at }) => at)) + 1;
    const { advice } = await staffingOn({ store, schedule: DAY_AND_NIGHT, now: () => to })({ from: BEGINNING, to });
    const { handlingMs, patienceMs, chatsPerAgent } = advice;
    assert(handlingMs !== null, "somebody was helped");
    const workload = { requests: visits.length, periodMs: to - BEGINNING, handlingMs, chatsPerAgent, patienceMs };
    const line = lineWith(load.agents, workload, WITHIN_MS);
    const predicted = line.kind === "steady" ? line.withinShare : 0;
    return {
      load,
      learners: visits.length,
      handlingMs,
      predicted,
      simulated: shareOf(inTime),
      chance: chanceIn(inTime),
    };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true });
  }
}

function shareOf(cases: readonly boolean[]): number {
  return cases.filter(Boolean).length / cases.length;
}

const BATCHES = 20;

function chanceIn(cases: readonly boolean[]): number {
  const length = Math.floor(cases.length / BATCHES);
  const shares = Array.from({ length: BATCHES }, (_, batch) =>
    shareOf(cases.slice(batch * length, (batch + 1) * length)),
  );
  const mean = shares.reduce((sum, share) => sum + share, 0) / BATCHES;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (BATCHES - 1);
  // Student's t for 19 degrees of freedom.
  return 2.093 * Math.sqrt(variance / BATCHES);
}

function planOf({ perHour, agents, ...lasting }: Load): Plan {
  return {
    ...{ schedule: DAY_AND_NIGHT, daysOpen: 7, opensAt: 0, arrivals: Array.from({ length: 24 }, () => perHour) },
    ...{ ...lasting, reactionMs: 0, chatsEach: CHATS_EACH },
    // Whoever was seen so lately counts as there.
    ...{ seenEveryMs: GAP_MS - MINUTE, refreshEveryMs: 24 * 60 * MINUTE },
    shifts: Array.from({ length: agents }, (_, number) => ({ name: `Agent ${number + 1}`, from: 0, to: 24 })),
  };
}
