/**
 * A hundred agents and five hundred learners at once, on the stores people run: each ticket is held by one agent, whoever was
 * too slow learns by whom, and nobody is given more than they may hold. Nothing is timed. On PostgreSQL two processes share
 * the work, as at scale, and there are fewer of everybody: each turn is many trips to a server.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Aftercare, openAftercare } from "../../src/app/aftercare.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import { diceOf } from "../../src/core/dice.ts";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { type Assignment, firstRules, type QueueRules } from "../../src/core/queue/rules.ts";
import { openStore } from "../../src/store/store.ts";
import { isLeftOut, type Postgres, startPostgres } from "../servers/postgres.ts";
import { DAY_AND_NIGHT, FAQ } from "./house.ts";
import { learnerWantsPerson } from "./scripted-channel.ts";

const CAP = 3;
/** Agents who go through the tickets in the same order, and so want each of them at the same time. */
const RIVALS = 10;
const WAIT = { timeout: 30_000, interval: 20 };
const AGENTS: readonly Agent[] = Array.from({ length: 100 }, (_, index) => ({
  id: `console:${index}` as AgentId,
  name: `Agent ${index}`,
}));

type Size = { readonly agents: number; readonly tickets: number; readonly assignments: readonly Assignment[] };
type Opened = { readonly stores: readonly Store[]; readonly end: () => Promise<void> };
type Process = Pick<Aftercare, "act" | "hear">;

/** `open` gives every process a store of its own on the same rows, as far as the database lets several in. */
function race(open: () => Promise<Opened>, { agents: count, tickets: learners, assignments }: Size): void {
  const agents = AGENTS.slice(0, count);
  let opened: Opened;
  let ends: (() => Promise<void>)[];
  beforeEach(async () => {
    opened = await open();
    ends = [];
  });
  afterEach(async () => {
    await Promise.all(ends.map((end) => end()));
    await opened.end();
  });

  const begin = async (): Promise<readonly Process[]> => {
    const all = opened.stores.map((store, index) => processOn(store, `r${index}`));
    for (const aftercare of all) await aftercare.start();
    ends = all.map(({ stop }) => stop);
    return all;
  };

  test("when all of them claim, each ticket has one holder and every loser is told the true one", async () => {
    const processes = await begin();
    const [store = expect.fail()] = opened.stores;
    const tickets = await learnersWait(processes, store, learners);

    const tries = await claimAll(processes, agents, tickets);

    const holders = await holdersOf(store);
    expect([...holders.keys()].toSorted()).toEqual(tickets.toSorted());
    const won = tries.filter(({ outcome }) => outcome.outcome === "claimed");
    const lost = tries.filter(({ outcome }) => outcome.outcome !== "claimed");
    expect(new Map(won.map(({ ticketId, agent }) => [ticketId, agent.id]))).toEqual(holders);
    expect(won).toHaveLength(learners);
    expect(lost.length).toBeGreaterThan(learners);
    for (const { ticketId, outcome } of lost) {
      expect(outcome).toEqual({ outcome: "already_claimed", by: agentOf(holders.get(ticketId)) });
    }
  });

  test.each(assignments)(
    "when tickets are given out (%s) while agents claim, nobody holds more than three and all who have room get some",
    async (assignment) => {
      const [store = expect.fail()] = opened.stores;
      for (const agent of agents) await store.staff.seen(agent, { now: Date.now(), gapMs: 1000 });
      const rules: QueueRules = { ...firstRules(DAY_AND_NIGHT), assignment, cap: CAP };
      await store.staff.addRules({ version: 1, from: Date.now(), rules }, AGENTS[0]?.id ?? expect.fail());
      const processes = await begin();

      const tickets = await learnersWait(processes, store, learners);
      const tries = await claimAll(processes, agents, tickets.slice(0, count));
      const full = new Map(agents.map(({ id }) => [id, CAP]));
      await vi.waitFor(async () => expect(await store.staff.held()).toEqual(full), WAIT);

      expect(await store.counts()).toMatchObject({ tickets: { open: count * CAP, new: learners - count * CAP } });
      const outcomes = new Set(tries.map(({ outcome }) => outcome.outcome));
      for (const outcome of outcomes) expect(["claimed", "already_claimed", "at_cap"]).toContain(outcome);
    },
  );
}

function processOn(store: Store, replica: string): Aftercare {
  const settings = { staffRooms: [], staffLanguage: "en", defaultLanguage: "en", schedule: DAY_AND_NIGHT } as const;
  const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
  const log = pino({ level: "silent" });
  const running = { channels: [], listeners: [], isWorker: true };
  return openAftercare({ replica, store, bells, ...running, faq: () => FAQ, now: Date.now, log, settings });
}

async function learnersWait(
  processes: readonly Process[],
  store: Store,
  learners: number,
): Promise<readonly TicketId[]> {
  const arriving = Array.from({ length: learners }, (_, index) =>
    at(processes, index).hear(learnerWantsPerson(String(1000 + index))),
  );
  await Promise.all(arriving);
  await vi.waitFor(async () => expect((await store.counts()).inboundWaiting).toBe(0), WAIT);
  return (await store.tickets("all", learners + 1)).map(({ id }) => id);
}

type Try = {
  readonly agent: Agent;
  readonly ticketId: TicketId;
  readonly outcome: Awaited<ReturnType<Process["act"]>>;
};

/** All agents at once, each through the tickets in an order shared with a few rivals, until they know of none that is left. */
async function claimAll(
  processes: readonly Process[],
  agents: readonly Agent[],
  tickets: readonly TicketId[],
): Promise<readonly Try[]> {
  const known = new Set<TicketId>();
  const tries: Try[] = [];
  const work = async (agent: Agent, index: number): Promise<void> => {
    const dice = diceOf(1 + Math.floor(index / RIVALS));
    const order = tickets.map((ticketId) => ({ ticketId, rank: dice() })).toSorted((one, two) => one.rank - two.rank);
    for (const { ticketId } of order) {
      if (known.has(ticketId)) continue;
      const outcome = await at(processes, index).act(ticketId, agent, { verb: "claim" });
      tries.push({ agent, ticketId, outcome });
      if (outcome.outcome === "at_cap") return;
      known.add(ticketId);
    }
  };
  await Promise.all(agents.map(work));
  return tries;
}

async function holdersOf(store: Store): Promise<ReadonlyMap<TicketId, AgentId>> {
  const open = await store.tickets("open", 1000);
  return new Map(open.flatMap(({ id, holder }) => (holder === null ? [] : [[id, holder.id] as const])));
}

function agentOf(id: AgentId | undefined): Agent {
  return AGENTS.find((agent) => agent.id === id) ?? expect.fail();
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] ?? expect.fail();
}

const GIVING = ["round_robin", "least_busy"] as const satisfies readonly Assignment[];

describe("a hundred agents and five hundred learners on SQLite", () => {
  race(
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), "aftercare-race-"));
      const store = await openStore({ dataDir });
      return {
        stores: [store],
        async end() {
          await store.close();
          await rm(dataDir, { recursive: true });
        },
      };
    },
    { agents: 100, tickets: 500, assignments: GIVING },
  );
});

describe.skipIf(isLeftOut)("forty agents of two processes on PostgreSQL", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  race(
    async () => {
      const databaseUrl = await postgres.createDatabase();
      const stores: Store[] = [];
      for (const replica of ["r1", "r2"]) stores.push(await openStore({ databaseUrl, replica }));
      return { stores, end: async () => void (await Promise.all(stores.map((store) => store.close()))) };
    },
    { agents: 40, tickets: 130, assignments: ["least_busy"] },
  );
});
