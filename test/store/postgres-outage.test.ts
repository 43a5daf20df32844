/** PostgreSQL goes away, is killed, is full: nothing acknowledged is lost, and the store works again without a restart. */
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/ports.ts";
import type { Engine } from "../../src/store/engine.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { openStore, storeOver } from "../../src/store/store.ts";
import { aLearnerSays, FACTS, NOW, received, say } from "../conformance/builders.ts";
import { isLeftOut, type Postgres, startPostgres, statement } from "../servers/postgres.ts";

let postgres: Postgres;
let databaseUrl: string;
let engine: Engine;
let store: Store;

describe.skipIf(isLeftOut)("when PostgreSQL fails", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
    engine = openPostgres({ databaseUrl, replica: "one" });
    store = await storeOver(engine);
  });
  afterEach(() => store.close());

  test("killed under load and started again, it has all that was acknowledged, and the store just goes on", async () => {
    const acknowledged: string[] = [];
    const troubles: unknown[] = [];
    let isOver = false;
    // As a network does: an update that was not acknowledged comes again.
    const writer = async (number: number): Promise<void> => {
      for (let row = 0; !isOver; row += 1) {
        const updateId = `${number}-${row}`;
        const inbound = aLearnerSays("忘记密码怎么办？", { chatId: `c${number}`, updateId });
        while (
          !(await store.receive(inbound, FACTS).then(
            () => true,
            (error: unknown) => void troubles.push(error),
          ))
        ) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        acknowledged.push(updateId);
      }
    };
    const writing = Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)));

    for (let round = 1; round <= 3; round += 1) {
      await until(() => acknowledged.length >= round * 200);
      await postgres.kill9();
      await postgres.start();
    }
    await until(() => acknowledged.length >= 900);
    isOver = true;
    await writing;

    for (const trouble of troubles) expect(trouble).toMatchObject({ name: "StoreError", kind: "broken" });
    expect(troubles.length).toBeGreaterThan(0);
    const rows = await statement(databaseUrl, "select update_id from inbound");
    const kept = new Set(rows.map((row) => row["update_id"]));
    expect(acknowledged.filter((updateId) => !kept.has(updateId))).toEqual([]);
    expect(rows).toHaveLength(kept.size);
  }, 60_000);

  test("restarted while nothing happens, it is not even noticed", async () => {
    await received(store, aLearnerSays("一"));

    await postgres.restart();

    await expect(retried(() => store.receive(aLearnerSays("二"), FACTS))).resolves.toMatchObject({
      outcome: "received",
    });
    expect(await store.counts()).toMatchObject({ inboundWaiting: 2 });
  });

  test("a row taken by a commit whose answer got lost is due again, without a restart", async () => {
    let isCut = false;
    const cut: Engine = {
      ...engine,
      write: async (work) => {
        const result = await engine.write(work);
        if (isCut) throw new StoreError("the answer got lost", "broken");
        return result;
      },
    };
    const shaky = await storeOver(cut);
    await shaky.queueOutbound([say({ channel: "telegram", chatId: "77" }, "一")], NOW);
    isCut = true;
    await expect(shaky.takeOutbound("telegram:77", NOW)).rejects.toBeInstanceOf(StoreError);
    isCut = false;

    const early = await shaky.leftLying(NOW, NOW);
    const late = await shaky.leftLying(NOW + 1, NOW + 1);

    expect([early.lanes, late.lanes]).toEqual([[], ["telegram:77"]]);
    expect(await shaky.takeOutbound("telegram:77", NOW + 1)).toMatchObject({ content: { text: "一" } });
  });

  test("a row is not put back while the answer to the commit that took it is still on its way", async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    let isSlow = false;
    const slow: Engine = {
      ...engine,
      write: async (work) => {
        const result = await engine.write(work);
        if (isSlow) await answered;
        return result;
      },
    };
    const store = await storeOver(slow);
    await store.queueOutbound([say({ channel: "telegram", chatId: "77" }, "一")], NOW);
    isSlow = true;
    const taking = store.takeOutbound("telegram:77", NOW);
    while ((await store.counts()).outbound.sending === 0);

    const { lanes } = await store.leftLying(NOW + 60_000, NOW + 60_000);

    expect(lanes).toEqual([]);
    expect(await store.counts()).toMatchObject({ outbound: { sending: 1 } });
    resolve();
    expect(await taking).toMatchObject({ content: { text: "一" } });
  });

  test.each([
    ["53100", "full"],
    ["53300", "broken"],
    ["57P01", "broken"],
    ["58030", "broken"],
    ["25006", "broken"],
    ["40001", "broken"],
  ])("what the server calls %s is told as a StoreError that is %s", async (code, kind) => {
    const work = engine.write((on) =>
      sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`).execute(on),
    );

    await expect(work).rejects.toMatchObject({ name: "StoreError", kind });
    await store.proveWritable(NOW);
  });

  test("our own mistake is not called a trouble of the store, and leaves no trace", async () => {
    const bug = new TypeError("our bug");
    const insert = sql`insert into lanes values ('a', 0)`;

    await expect(
      engine.write(async (on) => {
        await insert.execute(on);
        throw bug;
      }),
    ).rejects.toBe(bug);
    const twice = engine.write(async (on) => {
      await insert.execute(on);
      await insert.execute(on);
    });
    await expect(twice).rejects.not.toBeInstanceOf(StoreError);

    expect(await statement(databaseUrl, "select * from lanes")).toEqual([]);
  });

  test("a deadlock costs a moment and no change", async () => {
    await engine.write((on) => sql`insert into lanes values ('a', 0), ('b', 0)`.execute(on));
    const touch = (first: string, second: string) =>
      engine.write(async (on) => {
        await sql`update lanes set not_before = not_before + 1 where lane = ${first}`.execute(on);
        await sql`select pg_sleep(0.05)`.execute(on);
        await sql`update lanes set not_before = not_before + 1 where lane = ${second}`.execute(on);
      });

    await Promise.all([touch("a", "b"), touch("b", "a")]);

    const rows = await statement(databaseUrl, "select lane, not_before::int from lanes order by lane");
    expect(rows).toEqual([
      { lane: "a", not_before: 2 },
      { lane: "b", not_before: 2 },
    ]);
  });

  test("reads can write nothing", async () => {
    await expect(sql`insert into lanes values ('a', 0)`.execute(engine.reads)).rejects.toThrow();

    expect(await statement(databaseUrl, "select * from lanes")).toEqual([]);
  });

  test("a zero byte in the name of a file does not keep a learner's message out", async () => {
    const name = "a\0b";

    const { conversationId } = await received(store, aLearnerSays("hi", { name, chatId: "\0" }));

    expect(await store.nextInbound(conversationId)).toMatchObject({ inbound: { from: { name } } });
  });

  test.each([new Date(), { a: 1 }, [1], true, undefined, Number.NaN, Number.POSITIVE_INFINITY])(
    "a value that SQLite would refuse is refused here as well: %s",
    async (value) => {
      const insert = engine.write((on) => sql`insert into lanes values ('a', ${sql.val(value)})`.execute(on));

      await expect(insert).rejects.toBeInstanceOf(TypeError);
    },
  );

  test("a server that cannot be reached is told in words that name it and not its password", async () => {
    const nobody = `postgresql://aftercare:hush@127.0.0.1:1/aftercare`;

    const opening = openStore({ databaseUrl: nobody, isOnlyReplica: true });

    await expect(opening).rejects.toMatchObject({ name: "StoreError", kind: "broken" });
    await expect(opening).rejects.toThrow(/127\.0\.0\.1:1/);
    await expect(opening).rejects.not.toThrow(/hush/);
  });

  test("a database that a newer version has written is refused, with the way out", async () => {
    await statement(databaseUrl, "update schema_version set version = 99");

    await expect(openStore({ databaseUrl })).rejects.toMatchObject({
      message: expect.stringMatching(/newer.*99.*backup/),
    });
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** As everybody who writes does: tries again after a trouble of the store. */
async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
}
