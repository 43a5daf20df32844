/**
 * First response and resolution, episode by episode.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { episodesOf } from "../../src/insight/episodes.ts";
import { responseTimes } from "../../src/insight/response-times.ts";
import { aFact } from "./facts.ts";

const minutes = (count: number): number => count * 60;

describe("how long learners wait for a person", () => {
  test("the clock starts when the bot hands over and stops with the first words of a person", async () => {
    const facts = [
      aFact("escalated", "2026-03-02T09:00:00Z"),
      aFact("agent_replied", "2026-03-02T09:04:00Z"),
      aFact("agent_replied", "2026-03-02T09:30:00Z"),
      aFact("solved", "2026-03-02T10:00:00Z"),
    ];

    const { firstResponse, resolution } = await responseTimes({ facts, given: [] });

    expect(firstResponse).toMatchObject({ n: 1, mean: minutes(4) });
    expect(resolution).toMatchObject({ n: 1, mean: minutes(60) });
  });

  test("Friday 17:30 to Monday 09:45 is 3,855 minutes of the calendar", async () => {
    const facts = [
      aFact("escalated", "2026-03-06T17:30:00+08:00"),
      aFact("agent_replied", "2026-03-09T09:45:00+08:00"),
    ];

    const { firstResponse } = await responseTimes({ facts, given: [] });

    expect(firstResponse.mean).toBe(minutes(3855));
  });

  test("a ticket solved on Monday and reopened on Friday starts a new wait: 10 minutes, not four days", async () => {
    const facts = [
      aFact("escalated", "2026-03-02T09:00:00Z"),
      aFact("solved", "2026-03-02T09:05:00Z"),
      aFact("reopened", "2026-03-06T14:00:00Z", { episode: 2 }),
      aFact("agent_replied", "2026-03-06T14:10:00Z", { episode: 2 }),
    ];

    const { firstResponse, resolution } = await responseTimes({ facts, given: [] });

    expect(firstResponse).toEqual({ n: 1, mean: minutes(10), median: minutes(10), p90: minutes(10) });
    expect(resolution).toMatchObject({ n: 1, mean: minutes(5) });
  });

  test("a request the learner took back is no solution", async () => {
    const facts = [aFact("escalated", 0), aFact("cancelled", 60_000), aFact("solved", 60_000)];

    const { resolution } = await responseTimes({ facts, given: [] });

    expect(resolution.n).toBe(0);
  });

  test("an episode nobody has answered counts in no figure", async () => {
    const figures = await responseTimes({ facts: [aFact("escalated", 0), aFact("claimed", 1000)], given: [] });

    expect(figures.firstResponse).toEqual({ n: 0, mean: null, median: null, p90: null });
    expect(figures.all.n).toBe(0);
  });

  test("response times given from outside count in the whole, not in the first responses of our own episodes", async () => {
    const facts = [aFact("escalated", 0), aFact("agent_replied", 3000)];

    const { all, firstResponse } = await responseTimes({ facts, given: [1, 2, 4, 100] });

    expect(all).toMatchObject({ n: 5, mean: 22, median: 3 });
    expect(all.p90).toBeCloseTo(61.6, 10);
    expect(firstResponse.n).toBe(1);
  });

  test("an episode belongs to the month it began in, even when it was answered in the next one", async () => {
    const facts = [
      aFact("escalated", 100, { ticketId: 1 as TicketId }),
      aFact("escalated", 200, { ticketId: 2 as TicketId }),
      aFact("agent_replied", 5100, { ticketId: 1 as TicketId }),
      aFact("agent_replied", 5200, { ticketId: 2 as TicketId }),
    ];

    const { firstResponse } = await responseTimes({ facts, given: [], openedBefore: 200 });

    expect(firstResponse).toMatchObject({ n: 1, mean: 5 });
  });

  test("an answer to an episode whose beginning lies before the range is left out", async () => {
    const figures = await responseTimes({ facts: [aFact("agent_replied", 5), aFact("solved", 9)], given: [] });

    expect([figures.firstResponse.n, figures.resolution.n]).toEqual([0, 0]);
  });

  test("facts that belong to no ticket are no episode", async () => {
    expect(await episodesOf([aFact("escalated", 0, { ticketId: null, episode: null })])).toEqual([]);
  });

  test("however many tickets are answered in between, each wait is measured on its own", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000), { maxLength: 40 }), async (waits) => {
        const begun = waits.map((_, index) => aFact("escalated", index, { ticketId: index as TicketId }));
        const answered = waits
          .map((wait, index) => aFact("agent_replied", index + wait, { ticketId: index as TicketId }))
          .toSorted((one, other) => one.at - other.at);

        const episodes = await episodesOf([...begun, ...answered]);

        expect(episodes.map(({ openedAt, repliedAt }) => (repliedAt ?? Number.NaN) - openedAt)).toEqual(waits);
      }),
    );
  });
});
