/**
 * The chaos test: three replicas by webhook, one of them killed with kill -9 every second, 3,000 messages of 100 learners with 2 %
 * of the updates delivered twice, Redis flushed, and both servers restarted in the middle. Afterwards the rows and the network's
 * own record are compared: every message one turn, every conversation in order, nothing left undone, few extra sends.
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { User } from "../emulators/telegram/user.ts";
import { type Fleet, openFleet } from "./fleet.ts";

const LEARNERS = 100;
const MESSAGES_EACH = 30;
const KILL_EVERY_MS = 1000;
const REDELIVERED = 0.02;
/** Rows one process may have on their way when it dies; what was measured stays below. */
const EXTRA_PER_KILL_MAX = 4;

let fleet: Fleet;
let learners: readonly User[];
let kills = 0;
let redelivered = 0;

beforeAll(async () => {
  fleet = await openFleet({ replicas: 3, env: { INTENTS_DIR: "test/chaos/pack", LOG_LEVEL: "warn" } });
  learners = Array.from({ length: LEARNERS }, (_, index) => fleet.tg.user({ first_name: `Learner ${index}` }));
}, 60_000);
afterAll(() => fleet?.close(), 60_000);

const seconds = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everybody talks, evenly spread; now and then the network delivers an update once more. */
async function talk(): Promise<void> {
  for (let round = 0; round < MESSAGES_EACH; round += 1) {
    for (const learner of learners) {
      const { update } = learner.says(`hello ${round}`);
      if (Math.random() < REDELIVERED) {
        redelivered += 1;
        fleet.tg.redeliver(update);
      }
      await seconds(10);
    }
  }
}

/** Kills one replica after the other until told to stop, and waits for each to come back in its own time. */
async function killing(isOver: () => boolean): Promise<void> {
  const returning: Promise<void>[] = [];
  for (let replica = 0; !isOver(); replica = (replica + 1) % 3) {
    await seconds(KILL_EVERY_MS);
    kills += 1;
    // One at a time is dead at most twice over: a replica that has not come back yet is not killed again.
    await returning[replica];
    returning[replica] = fleet.killAndRestart(replica);
  }
  await Promise.all(returning);
}

async function rows<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: fleet.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const countOf = async (sql: string): Promise<number> =>
  Number((await rows<{ n: string }>(`select count(*) as n from ${sql}`))[0]?.n);

describe("three replicas, one killed every second", () => {
  test("while both servers are restarted and Redis is flushed, everything said is settled in the end", async () => {
    let isOver = false;
    const kill = killing(() => isOver);
    const talking = talk();
    await seconds(8000);
    await fleet.redis.flush();
    await seconds(4000);
    await fleet.redis.restart();
    await seconds(4000);
    await fleet.postgres.restart();
    await talking;
    isOver = true;
    await kill;

    await expect.poll(() => countOf("inbound where status = 'received'"), { timeout: 90_000 }).toBe(0);
    await expect
      .poll(() => countOf("outbound where status in ('queued', 'sending', 'uncertain')"), { timeout: 120_000 })
      .toBe(0);
    console.log(`chaos: ${kills} kills, ${redelivered} updates delivered twice`);
  }, 300_000);

  test("every message had one turn and one answer", async () => {
    const said = LEARNERS * MESSAGES_EACH;

    expect(await countOf("messages where author = 'learner'")).toBe(said);
    expect(await countOf("facts where kind = 'answered'")).toBe(said);
    expect(await countOf("inbound where status = 'poisoned'")).toBe(0);
    expect(await countOf("outbound where status = 'failed'")).toBe(0);
  });

  test("every conversation kept its order, in what was understood and in what was sent", async () => {
    const heard = await rows<{ conversation_id: number; text: string }>(
      "select conversation_id, text from messages where author = 'learner' order by id",
    );
    const sent = await rows<{ lane: string; network_id: string }>(
      "select lane, network_id from outbound where status = 'sent' order by id",
    );

    for (const texts of Map.groupBy(heard, (row) => row.conversation_id).values()) {
      expect(texts.map(({ text }) => text)).toEqual(
        Array.from({ length: MESSAGES_EACH }, (_, round) => `hello ${round}`),
      );
    }
    for (const ids of Map.groupBy(sent, (row) => row.lane).values()) {
      const numbers = ids.map((row) => Number(row.network_id));
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
  });

  test("what was sent twice is at most what was on its way when a replica died", async () => {
    const extra = fleet.tg.sent().length - (await countOf("outbound where status = 'sent'"));
    console.log(`chaos: ${extra} extra sends in ${kills} kills`);

    expect(extra).toBeGreaterThanOrEqual(0);
    expect(extra).toBeLessThanOrEqual(EXTRA_PER_KILL_MAX * kills);
    expect(fleet.tg.errors()).toEqual([]);
  });
});
