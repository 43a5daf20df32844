/**
 * Whatever a network does and in whatever order: each line an agent wrote is shown at least once and in order, or the agent
 * is told. Not a chosen example but every mix of troubles.
 */
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { fakeClock, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { learnerWantsPerson, type Plan, STAFF_CHAT } from "./scripted-channel.ts";

const ANN: Agent = { id: "console:ann" as AgentId, name: "Ann" };
const TOLD = [phrasesIn("en").staff.notDelivered, phrasesIn("en").staff.unreachable];

beforeEach(fakeClock);
afterEach(() => {
  vi.useRealTimers();
});

const plan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Plan>({ kind: "unreachable" }, { kind: "lost" }, { kind: "uncertain" }, { kind: "bug" }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Plan>({ kind: "rejected" }) },
  { weight: 1, arbitrary: fc.nat(20_000).map((retryAfterMs): Plan => ({ kind: "rate_limited", retryAfterMs })) },
);

/** Where each line was first shown. */
const firsts = (said: readonly string[], lines: readonly string[]) =>
  lines.map((line) => said.indexOf(line)).filter((index) => index >= 0);

test("each line of an agent is shown in order, or the agent is told", { timeout: 120_000 }, async () => {
  const script = fc.record({
    lines: fc.integer({ min: 1, max: 6 }),
    learner: fc.array(plan, { maxLength: 20 }),
    staff: fc.array(fc.constantFrom<Plan>(null, { kind: "unreachable" }, { kind: "thread_gone" }), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(script, async (scripted) => {
      const house = await openHouse();
      await house.channel.deliver(learnerWantsPerson("1"));
      await until(() => isAllSent(house.store));
      const ticketId = await ticketOf(house.store);
      await house.aftercare.act(ticketId, ANN, { verb: "claim" });
      await until(() => isAllSent(house.store));
      const left = { learner: [...scripted.learner], staff: [...scripted.staff] };
      house.channel.plan = ({ chatId }) => (chatId === STAFF_CHAT ? left.staff.shift() : left.learner.shift()) ?? null;
      const lines = Array.from({ length: scripted.lines }, (_, n) => `hush line ${n}`);

      for (const text of lines)
        await house.aftercare.act(ticketId, ANN, { verb: "say", text, attachments: [], albumId: null });
      await until(() => isAllSent(house.store), 500);

      const said = house.channel.said("1");
      const order = firsts(said, lines);
      const missing = lines.filter((line) => !said.includes(line));
      const told = house.channel.said(STAFF_CHAT).filter((text) => TOLD.includes(text));
      await house.close();
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(told.length).toBeGreaterThanOrEqual(missing.length);
    }),
    { numRuns: 40 },
  );
});
