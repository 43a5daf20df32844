/** Facts of two weeks as what the estimate of a wait needs: claims, ends, and agents who were there. */
import { describe, expect, test } from "vitest";
import type { Fact, FactKind } from "../../src/core/facts.ts";
import type { AgentId, TicketId } from "../../src/core/model.ts";
import { hourClassAt, readClaims, staffedMinutes } from "../../src/insight/claims.ts";
import { aFact } from "./facts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Monday 2 March 2026, 09:00 in Shanghai. */
const NINE = Date.UTC(2026, 2, 2, 1);
const ZONE = "Asia/Shanghai";

const happened = (kind: FactKind, at: number, ticketId = 1, agentId: string | null = "ann"): Fact =>
  aFact(kind, at, { ticketId: ticketId as TicketId, agentId: agentId as AgentId | null });

describe("claims", () => {
  test("are counted by the class of hour on the agents' own wall", async () => {
    const { byHour } = await readClaims([happened("claimed", NINE), happened("claimed", NINE + 3 * HOUR, 2)], ZONE);

    expect(byHour).toEqual({ "weekday 08-12": 1, "weekday 12-16": 1 });
    expect(hourClassAt(Date.UTC(2026, 2, 1, 15, 59), ZONE)).toBe("weekend 20-24");
    expect(hourClassAt(Date.UTC(2026, 2, 1, 16), ZONE)).toBe("weekday 00-04");
  });

  test("do not count an agent who opens a solved ticket again: nobody waited for that", async () => {
    const facts = [happened("reopened", NINE), happened("claimed", NINE), happened("claimed", NINE + 1, 2)];

    expect((await readClaims(facts, ZONE)).byHour).toEqual({ "weekday 08-12": 1 });
  });

  test("count after a learner opened the request again", async () => {
    const facts = [happened("reopened", NINE, 1, null), happened("claimed", NINE + 5 * MINUTE)];

    expect((await readClaims(facts, ZONE)).byHour).toEqual({ "weekday 08-12": 1 });
  });

  test("tell of each request who came, who ended it, and who left", async () => {
    const facts = [
      ...[happened("claimed", NINE, 1), happened("claimed", NINE + HOUR, 1), happened("solved", NINE + 2 * HOUR, 1)],
      ...[happened("cancelled", NINE + 5, 2, null), happened("solved", NINE + 7, 3)],
    ];

    const { turnouts, handlingMs } = await readClaims(facts, ZONE);

    expect(turnouts.get("1:1")).toEqual({
      ...{ claimedAt: [NINE, NINE + HOUR], solvedAt: NINE + 2 * HOUR, leftAt: null },
    });
    expect(turnouts.get("2:1")).toEqual({ claimedAt: [], solvedAt: null, leftAt: NINE + 5 });
    expect(turnouts.get("3:1")).toEqual({ claimedAt: [], solvedAt: NINE + 7, leftAt: null });
    expect(handlingMs).toBe(HOUR);
  });
});

describe("agents who were there", () => {
  test("count each for themselves, cut where the class of hour changes", () => {
    const spans = [
      { fromAt: NINE + 2 * HOUR, toAt: NINE + 4 * HOUR },
      { fromAt: NINE + 2.5 * HOUR, toAt: NINE + 3 * HOUR },
    ];

    expect(staffedMinutes(spans, ZONE)).toEqual({ "weekday 08-12": 90, "weekday 12-16": 60 });
  });

  test("are counted through a night in which clocks are put back", () => {
    // 25 October 2026: 03:00 is 02:00 again.
    const fromAt = Date.UTC(2026, 9, 24, 22);

    const minutes = staffedMinutes([{ fromAt, toAt: fromAt + 6 * HOUR }], "Europe/Berlin");

    expect(minutes).toEqual({ "weekend 00-04": 300, "weekend 04-08": 60 });
  });
});
