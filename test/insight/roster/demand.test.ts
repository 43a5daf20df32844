/** What agents had to do in a week, worked out by hand. Times are Shanghai's; 2 March 2026 is a Monday. */
import { describe, expect, test } from "vitest";
import type { AgentId, TicketId } from "../../../src/core/model.ts";
import { demandOf } from "../../../src/insight/roster/demand.ts";
import { dayAndHour, hourOfWeek, piecesByHour } from "../../../src/insight/roster/hours.ts";
import { attendanceOf } from "../../../src/insight/roster/presence.ts";
import { rateOf } from "../../../src/insight/roster/rate.ts";
import { aFact } from "../facts.ts";

const MINUTE = 60_000;
const ANN = "telegram:7" as AgentId;
const RANGE = {
  from: Date.parse("2026-03-02T00:00+08:00"),
  to: Date.parse("2026-03-16T00:00+08:00"),
  timeZone: "Asia/Shanghai",
};
const at = (text: string): number => Date.parse(`2026-03-${text}+08:00`);
const there = (from: string, to: string) => ({ agentId: ANN, fromAt: at(from), toAt: at(to) });
const about = (ticket: number) => ({ ticketId: ticket as TicketId });
const by = (ticket: number) => ({ ...about(ticket), agentId: ANN });

describe("what a week asked of agents", () => {
  test("a chat held over night takes its agent only the time they are there", async () => {
    const attendance = attendanceOf([there("02T17:00", "02T18:00"), there("03T09:00", "03T10:00")], RANGE);
    const facts = [
      aFact("escalated", at("02T17:20"), about(1)),
      aFact("claimed", at("02T17:30"), by(1)),
      aFact("solved", at("03T09:10"), by(1)),
    ];

    const { handling } = await demandOf(facts, attendance, RANGE);

    expect(handling).toEqual({ meanMs: 40 * MINUTE, n: 1 });
  });

  test("a chat put aside leaves its place to others, and two held at once are two", async () => {
    const attendance = attendanceOf([there("02T09:00", "02T18:00")], RANGE);
    const facts = [
      aFact("escalated", at("02T10:00"), about(1)),
      aFact("escalated", at("02T10:00"), about(2)),
      aFact("claimed", at("02T10:00"), by(1)),
      aFact("claimed", at("02T10:00"), by(2)),
      aFact("snoozed", at("02T10:10"), by(2)),
      aFact("solved", at("02T10:20"), by(1)),
      aFact("woken", at("02T11:00"), by(2)),
      aFact("solved", at("02T11:10"), by(2)),
    ];

    const { handling, chatsAtOnce } = await demandOf(facts, attendance, RANGE);

    expect(handling).toEqual({ meanMs: 20 * MINUTE, n: 2 });
    // 10 minutes with two, 20 minutes with one.
    expect(chatsAtOnce).toBeCloseTo(40 / 30);
  });

  test("requests are counted in the hour of the week they came in, over the weeks seen", async () => {
    const attendance = attendanceOf([], RANGE);
    const facts = ["03T20:15", "03T20:45", "10T20:30"].map((text, index) =>
      aFact("escalated", at(text), about(index + 1)),
    );

    const { byHour } = await demandOf(facts, attendance, RANGE);

    const tuesdayAtEight = hourOfWeek(at("03T20:15"), RANGE.timeZone);
    expect(dayAndHour(tuesdayAtEight)).toEqual({ weekday: 1, hour: 20 });
    expect(byHour[tuesdayAtEight]).toMatchObject({ requests: 3, weeks: 2 });
    expect(byHour.reduce((sum, { requests }) => sum + requests, 0)).toBe(3);
  });

  test("patience is how long learners waited in all, for each who gave up", async () => {
    const attendance = attendanceOf([], RANGE);
    const facts = Array.from({ length: 20 }, (_, index) => [
      aFact("escalated", at("02T10:00") + index, about(index + 1)),
      aFact(index < 10 ? "cancelled" : "claimed", at("02T10:15") + index, by(index + 1)),
    ])
      .flat()
      .toSorted((one, other) => one.at - other.at);

    const { patience } = await demandOf(facts, attendance, RANGE);
    const tooFew = await demandOf(facts.slice(0, 18), attendance, RANGE);

    expect(patience).toEqual({ meanMs: 30 * MINUTE, gaveUp: 10 });
    expect(tooFew.patience).toBeNull();
  });

  test("an episode that began before the range says nothing, and neither does a note", async () => {
    const facts = [aFact("claimed", at("02T10:00"), by(1)), aFact("solved", at("02T11:00"), by(1))];

    const { handling, chatsAtOnce } = await demandOf(facts, attendanceOf([], RANGE), RANGE);

    expect(handling).toBeNull();
    expect(chatsAtOnce).toBe(1);
  });
});

describe("how sure a rate is", () => {
  test("ten requests are between 5.4 and 17 in nine cases of ten", () => {
    const rate = rateOf({ requests: 10, weeks: 1, spread: 1 });

    expect(rate?.low).toBeCloseTo(5.4254, 3);
    expect(rate?.high).toBeCloseTo(16.9622, 3);
  });

  test("weeks that differ a lot make it less sure, and no week at all is no rate", () => {
    const calm = rateOf({ requests: 40, weeks: 4, spread: 1 });
    const wild = rateOf({ requests: 40, weeks: 4, spread: 4 });

    expect((wild?.high ?? 0) - 10).toBeCloseTo(2 * ((calm?.high ?? 0) - 10));
    expect(rateOf({ requests: 0, weeks: 0, spread: 1 })).toBeNull();
  });
});

test("the hour that comes twice in autumn is counted twice, the one left out in spring not at all", () => {
  const hours = (date: string) =>
    [...piecesByHour(Date.parse(`${date}T00:00Z`), Date.parse(`${date}T03:00Z`), "Europe/Berlin")].map(
      ({ hour, from, to }) => [dayAndHour(hour).hour, (to - from) / MINUTE],
    );

  expect(hours("2026-10-25")).toEqual([
    [2, 60],
    [2, 60],
    [3, 60],
  ]);
  expect(hours("2026-03-29")).toEqual([
    [1, 60],
    [3, 60],
    [4, 60],
  ]);
});
