/** The made-up school: what a newcomer sees must be what a real one would have left behind, and the same again with the same seed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportOn } from "../../src/app/report.ts";
import type { Fact } from "../../src/core/facts.ts";
import { FACT_KINDS } from "../../src/core/facts.ts";
import type { FactRow, Store } from "../../src/core/ports.ts";
import { type Filled, fillQuarter } from "../../src/demo/quarter.ts";
import { openStore } from "../../src/store/store.ts";
import { trainedCoursePack } from "../nlu/course-pack.ts";

/** A Wednesday evening; the quarter is two days long. */
const UNTIL = Date.parse("2026-03-04T21:00+08:00");

type School = {
  readonly dataDir: string;
  readonly store: Store;
  readonly filled: Filled;
  readonly facts: readonly Fact[];
};

async function aSchool(seed: number): Promise<School> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-demo-"));
  const store = await openStore({ dataDir });
  const { pack, trained } = await trainedCoursePack();
  const filled = await fillQuarter({ store, faq: { pack, match: trained.match }, until: UNTIL, days: 2, seed });
  const facts: Fact[] = [];
  for await (const fact of store.facts(FACT_KINDS, {})) facts.push(fact);
  return { dataDir, store, filled, facts };
}

const counted = ({ facts }: School) =>
  Object.fromEntries([...Map.groupBy(facts, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length]));

describe("two days of a made-up school", () => {
  let school: School;
  let again: School;
  beforeAll(async () => {
    school = await aSchool(1);
    again = await aSchool(1);
  }, 60_000);
  afterAll(async () => {
    for (const { store, dataDir } of [school, again]) {
      await store.close();
      await rm(dataDir, { recursive: true });
    }
  });

  test("fill the figures: answers, tickets, ratings, waits", async () => {
    const report = reportOn(school.store);

    const { responses, asked } = await report.satisfaction({});
    const { firstResponse, resolution } = await report.responseTime({});

    expect(school.filled.visits).toBeGreaterThan(40);
    expect(responses).toBeGreaterThan(2);
    expect(asked).toBeGreaterThanOrEqual(responses);
    expect(firstResponse.n).toBeGreaterThan(5);
    expect(resolution.median).toBeGreaterThan(firstResponse.median ?? Number.POSITIVE_INFINITY);
  });

  test("hold what a school has: both languages, three networks, answers that helped and ones that did not", () => {
    const kinds = counted(school);

    expect(new Set(school.facts.map(({ language }) => language))).toEqual(new Set(["zh", "en"]));
    expect(new Set(school.facts.map(({ channel }) => channel))).toEqual(new Set(["telegram", "discord", "web"]));
    for (const kind of [
      "asked",
      "answered",
      "confirmed",
      "not_quite",
      "missed",
      "escalated",
      "claimed",
      "solved",
      "rated",
    ]) {
      expect(kinds[kind], kind).toBeGreaterThan(0);
    }
  });

  test("leave nothing on its way: whoever starts the bot on them sends nobody anything old", async () => {
    const { outbound, inboundWaiting } = await school.store.counts();

    expect(outbound).toMatchObject({ queued: 0, sending: 0, uncertain: 0, failed: 0 });
    expect(inboundWaiting).toBe(0);
  });

  test("are written down in the order in which they happened, as in any log", async () => {
    const rows: FactRow[] = [];
    for await (const page of school.store.factPages({})) rows.push(...page);
    const times = rows.toSorted((one, other) => one.id - other.id).map(({ at }) => at);

    expect(times.length).toBeGreaterThan(200);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test("end before they end: nothing happens after the last moment", () => {
    expect(Math.max(...school.facts.map(({ at }) => at))).toBeLessThan(UNTIL);
  });

  test("are the same again with the same seed", () => {
    expect(counted(again)).toEqual(counted(school));
    expect(again.filled).toEqual(school.filled);
  });
});
