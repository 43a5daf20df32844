/** The wait learners are told: from what happened in the last two weeks, and corrected by what was promised. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StaffFacts } from "../../src/app/staff-book.ts";
import { openWaits, promiseFigure } from "../../src/app/waits.ts";
import type { FactKind } from "../../src/core/facts.ts";
import type { Millis, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { firstRules, type QueueRules } from "../../src/core/queue/rules.ts";
import type { AgentProfile } from "../../src/core/staff.ts";
import { openStore } from "../../src/store/store.ts";
import { act, aFact, anAgent, aTicketInTheQueue, NOW, nothing } from "../conformance/builders.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ANN = anAgent("Ann");
/** NOW is 10:00 there: the class of hour began two hours ago. */
const RULES = firstRules({
  timeZone: "Asia/Shanghai",
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: [],
});

let dataDir: string;
let store: Store;
let ticket: Awaited<ReturnType<typeof aTicketInTheQueue>>;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-waits-"));
  store = await openStore({ dataDir });
  ticket = await aTicketInTheQueue(store);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

type Who = { readonly agents?: (agent: AgentProfile) => AgentProfile; readonly rules?: Partial<QueueRules> };

async function waitsAt(now: Millis, { agents = (same) => same, rules = {} }: Who = {}) {
  const facts: StaffFacts = {
    rules: { ...RULES, ...rules },
    calendar: [{ version: 0, from: 0, schedule: RULES.schedule }],
    agents: (await store.staff.agents()).map(agents),
    ...{ teams: [], notices: [] },
  };
  const log = pino({ level: "silent" });
  const waits = openWaits({ store, book: { facts: () => facts }, now: () => now, log });
  await waits.refresh();
  return waits.at();
}

/** Ann was there from 08:00 to 10:00. */
async function annWasThere(): Promise<void> {
  for (let at = NOW - 2 * HOUR; at <= NOW; at += 10 * MINUTE) {
    await store.staff.seen(ANN, { now: at, gapMs: 15 * MINUTE });
  }
}

async function facts(kind: FactKind, times: readonly Millis[], ticketId: TicketId = ticket.ticketId, episode = 1) {
  const happened = times.map((at) => aFact(kind, { at, ticketId, episode, agentId: ANN.id }));
  await act(store, ticket, (before) => ({ ...nothing(before), facts: happened }));
}

const evenly = (count: number): readonly Millis[] =>
  Array.from({ length: count }, (_, index) => NOW - 2 * HOUR + Math.floor((index * 2 * HOUR) / count));

describe("the wait at a place in the line", () => {
  test("is not told before enough is known", async () => {
    await annWasThere();
    await facts("claimed", evenly(29));

    expect((await waitsAt(NOW))(1)).toBeNull();
  });

  test("follows from how fast those who are there now claimed at this time of day", async () => {
    await annWasThere();
    await facts("claimed", evenly(40));

    const waitAt = await waitsAt(NOW);

    // 40 in 120 minutes: one every three.
    expect(waitAt(1)).toEqual({ medianMs: 2 * MINUTE, p90Ms: 7 * MINUTE, factor: 1 });
    expect(waitAt(3)).toEqual({ medianMs: 8 * MINUTE, p90Ms: 20 * MINUTE, factor: 1 });
  });

  test("is half as long with a second agent, and not told when nobody is there", async () => {
    await annWasThere();
    await facts("claimed", evenly(40));
    await store.staff.seen(anAgent("Bo"), { now: NOW, gapMs: 15 * MINUTE });

    const both = await waitsAt(NOW);
    const nobody = await waitsAt(NOW, { agents: (agent) => ({ ...agent, isAway: true }) });
    const later = await waitsAt(NOW + 16 * MINUTE);

    expect(both(3)?.medianMs).toBe(4 * MINUTE);
    expect(nobody(1)).toBeNull();
    expect(later(1)).toBeNull();
  });

  test("is not told for another time of day than the claims were made in", async () => {
    await annWasThere();
    await facts("claimed", evenly(40));
    await store.staff.seen(ANN, { now: NOW + 3 * HOUR, gapMs: 15 * MINUTE });

    expect((await waitsAt(NOW + 3 * HOUR))(1)).toBeNull();
  });

  test("follows from how long a chat takes where agents hold so many and no more, and all of them do", async () => {
    await annWasThere();
    await facts("claimed", [NOW - HOUR], ticket.ticketId, 1);
    await facts("solved", [NOW - HOUR + 30 * MINUTE], ticket.ticketId, 1);
    const rules = { assignment: "round_robin", cap: 1 } as const;

    const withRoom = await waitsAt(NOW, { rules });
    const full = await waitsAt(NOW, { rules, agents: (agent) => ({ ...agent, cap: 0 }) });
    await holdOne();
    const busy = await waitsAt(NOW, { rules });

    expect(withRoom(1)).toBeNull();
    expect(full(1)).toBeNull();
    // ln 2 and ln 10 times half an hour.
    expect(busy(1)).toEqual({ medianMs: 20 * MINUTE, p90Ms: 75 * MINUTE, factor: 1 });
  });
});

async function holdOne(): Promise<void> {
  await act(store, { ...ticket, agentId: ANN.id }, (before) => {
    if (before.named?.status !== "new") throw new Error("nobody waits");
    return { ...nothing(before), tickets: [{ ...before.named, status: "open", holder: ANN, claimedAt: NOW }] };
  });
}

describe("a promise about the wait", () => {
  const promised = (episode: number, promisedAt: Millis) =>
    store.staff.promise({
      ...{ ticketId: ticket.ticketId, episode, promisedAt, position: 1 },
      ...{ medianMs: 4 * MINUTE, p90Ms: 10 * MINUTE, factor: 1 },
    });
  const waited = async () => (await store.staff.promises(0, NOW)).map(({ episode, waitedMs }) => [episode, waitedMs]);

  test("is measured by the first agent who came after it, though nobody wrote that down then", async () => {
    await promised(1, NOW - HOUR);
    await facts("claimed", [NOW - 2 * HOUR, NOW - HOUR + 3 * MINUTE, NOW - MINUTE]);

    await waitsAt(NOW);

    expect(await waited()).toEqual([[1, 3 * MINUTE]]);
  });

  test("is forgotten when the learner left in time, and broken when they left after it", async () => {
    await promised(1, NOW - HOUR);
    await promised(2, NOW - HOUR);
    await facts("cancelled", [NOW - HOUR + 9 * MINUTE], ticket.ticketId, 1);
    await facts("cancelled", [NOW - HOUR + 11 * MINUTE], ticket.ticketId, 2);

    await waitsAt(NOW);

    expect(await waited()).toEqual([[2, 11 * MINUTE]]);
  });

  test("counts once its time is over, kept or not, and not before", async () => {
    for (const [episode, minutesAgo] of [1, 2, 3].map((number) => [number, number * 20] as const)) {
      await promised(episode, NOW - minutesAgo * MINUTE);
    }
    await promised(4, NOW - 9 * MINUTE);
    await facts("claimed", [NOW - 19 * MINUTE], ticket.ticketId, 1);
    await facts("claimed", [NOW - 8 * MINUTE], ticket.ticketId, 4);
    await waitsAt(NOW);

    const figure = await promiseFigure(store.staff, { from: NOW - HOUR, now: NOW });

    expect(figure).toMatchObject({ n: 3, share: 1 / 3 });
  });

  test("is corrected by those made at the same place, and none is shorter than for whoever stands in front", async () => {
    await annWasThere();
    await facts("claimed", evenly(40));
    for (let episode = 1; episode <= 40; episode++) {
      await promised(episode, NOW - HOUR);
      await facts("claimed", [NOW - HOUR + 20 * MINUTE], ticket.ticketId, episode);
    }

    const waitAt = await waitsAt(NOW);

    // 80 claims in 120 minutes, told twice as long to whoever is next: without that the second in line would hear 6 minutes.
    expect(waitAt(1)).toEqual({ medianMs: 2 * MINUTE, p90Ms: 7 * MINUTE, factor: 2 });
    expect(waitAt(2)).toEqual({ medianMs: 3 * MINUTE, p90Ms: 7 * MINUTE, factor: 7 / 6 });
    expect(waitAt(3)?.factor).toBe(1);
  });

  test("is corrected by those before it, and no longer made when they were all far off", async () => {
    await annWasThere();
    await facts("claimed", evenly(40));
    for (let episode = 1; episode <= 40; episode++) {
      await promised(episode, NOW - HOUR);
      await facts("claimed", [NOW - HOUR + 20 * MINUTE], ticket.ticketId, episode);
    }
    const corrected = (await waitsAt(NOW))(1);
    for (let episode = 41; episode <= 90; episode++) await promised(episode, NOW - HOUR);

    const farOff = (await waitsAt(NOW))(1);

    expect(corrected).toMatchObject({ factor: 2 });
    expect(farOff).toBeNull();
  });
});
