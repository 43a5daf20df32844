/** The clocks of tickets in the running bot: they ring in time, whatever happened to the process and the bells, and once. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FactKind } from "../../src/core/facts.ts";
import type { Agent, AgentId, Millis } from "../../src/core/model.ts";
import type { Bells, Store } from "../../src/core/ports.ts";
import { firstRules } from "../../src/core/queue/rules.ts";
import { DAY_AND_NIGHT, fakeClock, type House, isAllSent, openHouse, tampered, ticketOf, until } from "./house.ts";
import { learnerWantsPerson, STAFF_CHAT } from "./scripted-channel.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const ann: Agent = { id: "console:ann" as AgentId, name: "Ann" };

let house: House;

beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

/** Time goes on, half an hour at most, until agents read this. */
async function roomSays(from: House, words: string): Promise<void> {
  const isSaid = () => from.channel.said(STAFF_CHAT).some((text) => text.includes(words));
  for (let tries = 0; tries < 2; tries++) await until(isSaid, 1000).catch(() => undefined);
  await until(isSaid, 1000);
}

/** The versions of the schedule that facts of a kind were written by, one for each of them. */
async function versionsOf(store: Store, kind: FactKind): Promise<readonly (number | null)[]> {
  const versions: (number | null)[] = [];
  for await (const { scheduleVersion } of store.facts([kind], {})) versions.push(scheduleVersion);
  return versions;
}

async function aWaitingLearner(): Promise<Millis> {
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));
  const ticket = await house.store.ticket(await ticketOf(house.store));
  if (!ticket) throw new Error("there is no ticket");
  return ticket.openedAt;
}

async function dueOf(store: Store): Promise<Millis | null> {
  return (await store.ticket(await ticketOf(store)))?.dueAt ?? null;
}

async function firedOf(store: Store): Promise<readonly string[]> {
  return (await store.ticket(await ticketOf(store)))?.clocks.fired ?? [];
}

describe("a ticket nobody claims", () => {
  test("is everybody's after ten minutes, to the second", async () => {
    house = await openHouse();
    const openedAt = await aWaitingLearner();

    await roomSays(house, "everybody's now");

    expect(Date.now() - openedAt).toBeLessThanOrEqual(10 * MINUTE + 2000);
    expect(Date.now() - openedAt).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(await firedOf(house.store)).toEqual(["offered_wider"]);
  });

  test("is everybody's after ten minutes though the process that wound the clock died without a word", async () => {
    house = await openHouse();
    const openedAt = await aWaitingLearner();

    const next = await house.after();
    await roomSays(next, "everybody's now");

    expect(Date.now() - openedAt).toBeLessThanOrEqual(10 * MINUTE + 2000);
    expect(await firedOf(house.store)).toEqual(["offered_wider"]);
  });

  test("is told of once when its time came while nobody ran, and when two processes hear of it", async () => {
    house = await openHouse();
    await aWaitingLearner();
    const twice = (bells: Bells): Bells => ({
      ...bells,
      ring: async (bell, at) => {
        await bells.ring(bell, at);
        if (bell.queue === "clocks") await bells.ring(bell);
      },
    });

    vi.setSystemTime(Date.now() + 3 * HOUR);
    const next = await house.after({ bells: twice });
    await roomSays(next, "the first answer is overdue");
    await until(() => isAllSent(house.store));

    expect(await versionsOf(house.store, "sla_warned")).toEqual([0]);
    expect(await versionsOf(house.store, "sla_missed")).toEqual([0]);
    expect(next.channel.said(STAFF_CHAT).filter((text) => text.includes("overdue"))).toHaveLength(2);
  });

  test("is found by the sweeper when every bell of its clock is lost", async () => {
    const deaf = (bells: Bells): Bells => ({
      ...bells,
      ring: async (bell, at) => {
        if (bell.queue !== "clocks" || at === undefined) await bells.ring(bell, at);
      },
    });
    house = await openHouse({ bells: deaf });
    const openedAt = await aWaitingLearner();

    await roomSays(house, "everybody's now");

    expect(Date.now() - openedAt).toBeLessThanOrEqual(10 * MINUTE + 5000);
  });
});

test("a clock whose turn fails is heard again, and what it does is still done once", async () => {
  let failures = 0;
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        change: async (turn, decide) => {
          if (turn.inboundId === null && failures < 3) {
            failures++;
            throw new Error("a bug");
          }
          return await store.change(turn, decide);
        },
      }),
  });
  await aWaitingLearner();

  await roomSays(house, "everybody's now");

  expect(failures).toBe(3);
  expect(await firedOf(house.store)).toEqual(["offered_wider"]);
});

test("new rules hold for tickets that are open already, within seconds", async () => {
  house = await openHouse();
  const openedAt = await aWaitingLearner();
  const rules = { ...firstRules(DAY_AND_NIGHT), offerWiderMs: 2 * MINUTE };

  await house.store.staff.addRules({ version: 1, from: Date.now(), rules }, ann.id);
  await roomSays(house, "everybody's now");

  expect(Date.now() - openedAt).toBeLessThanOrEqual(2 * MINUTE + 5000);
});

test("rules that were made while nobody ran hold from the start", async () => {
  house = await openHouse();
  const openedAt = await aWaitingLearner();
  const rules = { ...firstRules(DAY_AND_NIGHT), offerWiderMs: HOUR };
  await house.store.staff.addRules({ version: 1, from: Date.now(), rules }, ann.id);

  const next = await house.after();
  await until(async () => (await dueOf(house.store)) === openedAt + 48 * MINUTE, 1000);

  expect(await firedOf(house.store)).toEqual([]);
  expect(next.channel.said(STAFF_CHAT)).toEqual([]);
});

test("an agent who answers starts the learner's clock, and a learner who stays silent is reminded a day later", async () => {
  house = await openHouse();
  await aWaitingLearner();
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ann, { verb: "claim" });
  const answeredAt = Date.now();
  await house.aftercare.act(ticketId, ann, { verb: "say", text: "Try again, please.", attachments: [] });
  await until(() => isAllSent(house.store));

  const dueAt = (await dueOf(house.store)) ?? 0;
  vi.setSystemTime(dueAt - MINUTE);
  await until(() => house.channel.said("1").some((text) => text.startsWith("Are you still there?")), 1000);

  expect(dueAt - answeredAt).toBe(24 * HOUR);
  expect(Date.now()).toBeGreaterThanOrEqual(dueAt);
  expect(await firedOf(house.store)).toEqual(["learner_reminded"]);
});
