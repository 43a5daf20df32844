/** One replica alone polls: taking the lease, keeping it, and ending in time when it cannot be kept. */
import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Lead, ledListener, openLead } from "../../src/app/lead.ts";
import type { Leases } from "../../src/core/ports.ts";
import { learnerSays, ScriptedChannel } from "./scripted-channel.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Leases as a database would keep them, on the test's clock. `isAway` makes the database hang. */
function leasesInMemory() {
  let held: { holder: string; until: number; token: number } | null = null;
  const state = { isAway: false };
  const leases: Leases = {
    take: async (_name, holder, ttlMs) => {
      if (state.isAway) return new Promise(() => undefined);
      const isFree = held === null || held.until <= Date.now() || held.holder === holder;
      if (!isFree) return null;
      const token: number = held?.holder === holder ? held.token : (held?.token ?? 0) + 1;
      held = { holder, until: Date.now() + ttlMs, token };
      return { token };
    },
    release: async (_name, holder) => {
      if (held?.holder === holder) held = { ...held, until: 0 };
    },
  };
  return { leases, state };
}

function aReplica(holder: string, leases: Leases) {
  const terms: string[] = [];
  const lead: Lead = openLead({
    ...{ name: "telegram", holder, leases, log: pino({ level: "silent" }) },
    begin: async (token) => {
      terms.push(`begin ${token}`);
      return {
        end: async () => {
          terms.push(`end ${token}`);
        },
      };
    },
  });
  return { lead, terms };
}

test("of two replicas one leads, and when it stops the other follows with a higher token", async () => {
  const { leases } = leasesInMemory();
  const [one, two] = [aReplica("one", leases), aReplica("two", leases)];
  await one.lead.start();
  await two.lead.start();

  await vi.advanceTimersByTimeAsync(10_000);
  expect([one.terms, two.terms]).toEqual([["begin 1"], []]);
  await one.lead.stop();
  await vi.advanceTimersByTimeAsync(2000);

  expect([one.terms, two.terms]).toEqual([["begin 1", "end 1"], ["begin 2"]]);
});

test("when the database hangs, the leader ends its task before the lease can be somebody else's", async () => {
  const { leases, state } = leasesInMemory();
  const one = aReplica("one", leases);
  await one.lead.start();
  const begun = Date.now();

  state.isAway = true;
  await vi.waitUntil(() => one.terms.includes("end 1"), { timeout: 10_000 });

  expect(Date.now() - begun).toBeLessThan(4000);
  expect(one.lead.isLeading()).toBe(false);
});

test("a leader that dies without a word is followed within five seconds", async () => {
  const { leases } = leasesInMemory();
  await leases.take("telegram", "the dead one", 4000);
  const two = aReplica("two", leases);
  await two.lead.start();

  await vi.advanceTimersByTimeAsync(5000);

  expect(two.terms).toEqual(["begin 2"]);
});

test("what keeps the first term from beginning is told to who started it", async () => {
  const { leases } = leasesInMemory();
  const wrong = openLead({
    ...{ name: "telegram", holder: "one", leases, log: pino({ level: "silent" }) },
    begin: () => Promise.reject(new Error("a wrong token")),
  });

  await expect(wrong.start()).rejects.toThrow("a wrong token");
});

test("what a replica hears while it leads carries the token it leads with", async () => {
  const { leases } = leasesInMemory();
  const channel = new ScriptedChannel();
  const heard: unknown[] = [];
  const log = pino({ level: "silent" });
  const led = ledListener({ channel: "telegram", holder: "one", leases, open: async () => channel, log });
  await led.start(async (_inbound, fence) => void heard.push(fence));

  await channel.deliver(learnerSays("1", "hush"));

  expect(heard).toEqual([{ lease: "telegram", token: 1 }]);
  await led.stop();
});
