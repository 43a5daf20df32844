/** Which tickets of a week are reviewed: the badly rated, long waits, many turns, and some by chance, the same every time. */
import { expect, test } from "vitest";
import type { Fact, FactKind } from "../../src/core/facts.ts";
import type { AgentId, TicketId } from "../../src/core/model.ts";
import { sampleOf } from "../../src/insight/review-sample.ts";
import { aFact } from "./facts.ts";

const HOUR = 3_600_000;
const [FROM, TO] = [100 * HOUR, 200 * HOUR];

type Story = {
  readonly rating?: number;
  readonly waitMs?: number;
  readonly turns?: number;
  readonly solvedAt?: number;
};

function episode(ticket: number, { rating, waitMs = 60_000, turns = 1, solvedAt = 150 * HOUR }: Story = {}): Fact[] {
  const fact = (kind: FactKind, at: number, value: number | null = null) =>
    aFact(kind, at, { value, ticketId: ticket as TicketId, agentId: "telegram:1" as AgentId });
  return [
    fact("escalated", solvedAt - 10 * HOUR),
    fact("agent_replied", solvedAt - 10 * HOUR + waitMs),
    ...Array.from({ length: turns }, () => fact("learner_wrote", solvedAt - HOUR)),
    fact("solved", solvedAt),
    ...(rating === undefined ? [] : [fact("rated", solvedAt + 1, rating)]),
  ];
}

const sampled = (facts: readonly Fact[], seed = 1) => sampleOf(inOrder(facts), { from: FROM, to: TO, seed });

async function* inOrder(facts: readonly Fact[]): AsyncIterable<Fact> {
  yield* facts;
}

test("a bad rating, a long wait and many turns are reasons, each ticket is picked for its first", async () => {
  const facts = [
    ...episode(1, { rating: 1, waitMs: 5 * HOUR, turns: 20 }),
    ...episode(2, { waitMs: 4 * HOUR, turns: 20 }),
    ...episode(3, { turns: 6 }),
    ...episode(4, { rating: 5 }),
  ];

  const why = (await sampled(facts)).map(({ ticketId, why: reason }) => [ticketId, reason]);

  expect(why).toEqual([
    [1, "bad_rating"],
    [2, "long_wait"],
    [3, "many_turns"],
    [4, "random"],
  ]);
});

test("only what was solved in the week counts, its first moment included and its end not", async () => {
  const facts = [FROM - 1, FROM, TO - 1, TO].flatMap((solvedAt, ticket) => episode(ticket + 1, { solvedAt }));

  expect((await sampled(facts)).map(({ ticketId }) => ticketId).toSorted()).toEqual([2, 3]);
});

test("of a hundred quiet tickets five are picked by chance: the same for one seed, others for another", async () => {
  const facts = Array.from({ length: 100 }, (_, ticket) => episode(ticket + 1)).flat();
  const picks = async (seed: number) => (await sampled(facts, seed)).map(({ ticketId }) => ticketId);

  expect(await picks(1)).toHaveLength(5);
  expect(await picks(1)).toEqual(await picks(1));
  expect(await picks(1)).not.toEqual(await picks(2));
});

test("chance is fair: over many weeks every ticket has its turn", async () => {
  const facts = Array.from({ length: 20 }, (_, ticket) => episode(ticket + 1)).flat();
  const picked = new Map<number, number>();
  for (let seed = 1; seed <= 400; seed++) {
    for (const { ticketId } of await sampled(facts, seed)) picked.set(ticketId, (picked.get(ticketId) ?? 0) + 1);
  }

  // 5 of 20 in 400 weeks: 100 each; a fair one is hardly ever outside of 60 to 140.
  expect(picked.size).toBe(20);
  for (const count of picked.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
});
