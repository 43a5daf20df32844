/** Staffing advice on a real store: two months of Tuesdays with one agent too few, told as a sentence an admin can act on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostMissing, type StaffingAdvice, sentencesOf, staffingOn } from "../../src/app/staffing.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { AgentId, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { aFact } from "../insight/facts.ts";

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const NOW = Date.parse("2026-05-04T00:00+08:00");
const SCHEDULE: Schedule = { timeZone: "Asia/Shanghai", weekly: Array.from({ length: 7 }, () => []), holidays: [] };
const ANN = { id: "telegram:7" as AgentId, name: "Ann" };
/** In each of the eight weeks, Tuesday from 20:00 to 22:00: a request every six minutes, ten minutes each. */
const EVENINGS = Array.from({ length: 8 }, (_, week) => NOW - (week + 1) * WEEK + (24 + 20) * 60 * MINUTE).toReversed();

describe("an evening that is too busy for one", () => {
  let dataDir: string;
  let store: Store;
  let advice: StaffingAdvice;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aftercare-staffing-"));
    store = await openStore({ dataDir });
    for (const evening of EVENINGS) {
      for (let minute = 0; minute < 120; minute += 10) {
        await store.staff.seen(ANN, { now: evening + minute * MINUTE, gapMs: 15 * MINUTE });
      }
    }
    const facts = { facts: () => oneByOne(factsOf(EVENINGS)), staff: store.staff };
    advice = await staffingOn({ store: facts, schedule: SCHEDULE, now: () => NOW })({ withinMs: 10 * MINUTE });
  });
  afterAll(async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  test("is told as one sentence: how many it needs, how many there are, and what one more changes", () => {
    expect(sentencesOf(advice, "en")).toEqual([
      "Tuesday 20–22 needs 2, you have 1. One more moves the wait of nine in ten learners from 1 h 1 min to no wait.",
    ]);
    expect(sentencesOf(advice, "zh")).toEqual([
      "周二 20–22 点需要 2 人，现有 1 人。多一人，九成学员的等待从 1 小时 1 分钟 变为 不用等。",
    ]);
  });

  test("is what the weekly digest says, and of hours with people enough it says nothing", () => {
    expect(mostMissing(advice, "en")).toBe(sentencesOf(advice, "en")[0]);
    expect(mostMissing({ ...advice, short: [] }, "en")).toBeNull();
  });

  test("counts the chats she held at once, for two at a time are what one of her can do", () => {
    expect(advice.demand.chatsAtOnce).toBeCloseTo(200 / 124);
    expect(advice.advice.chatsPerAgent).toBe(2);
  });

  test("rests on what was counted: requests, the time a chat takes while its agent is there", () => {
    expect(advice.demand.byHour[44]).toMatchObject({ requests: 80, weeks: 8 });
    expect(advice.advice.handlingMs).toBe(10 * MINUTE);
    expect(advice.advice.hours[0]?.present).toBeCloseTo(1, 1);
  });
});

function factsOf(evenings: readonly number[]) {
  const facts = evenings.flatMap((evening, week) =>
    Array.from({ length: 20 }, (_, place) => {
      const ticketId = (week * 20 + place + 1) as TicketId;
      const came = evening + place * 6 * MINUTE;
      const by = { ticketId, agentId: ANN.id };
      // The last chats end while she is still there.
      return [
        aFact("escalated", came, { ticketId }),
        aFact("claimed", came, by),
        aFact("solved", came + 10 * MINUTE, by),
      ];
    }).flat(),
  );
  return facts.toSorted((one, other) => one.at - other.at);
}

async function* oneByOne<Value>(values: readonly Value[]) {
  yield* values;
}
