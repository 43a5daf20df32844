/** Changes share a commit, but not each other's fate; only when the commit itself fails do all of them fail. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/ports.ts";
import { openSqlite, type SqliteEngine } from "../../src/store/sqlite/open.ts";
import { storeOver } from "../../src/store/store.ts";
import type { Tables } from "../../src/store/tables/schema.ts";
import { aLearnerSays, FACTS, NOW, received } from "../conformance/builders.ts";

let dataDir: string;
let engine: SqliteEngine;
let store: Store;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-store-"));
  engine = await openSqlite(dataDir);
  store = await storeOver(engine);
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

async function insertLane(on: Kysely<Tables>, lane: string): Promise<string> {
  await on.insertInto("lanes").values({ lane, not_before: 0 }).execute();
  return lane;
}

async function lanes(): Promise<readonly string[]> {
  const rows = await engine.reads.selectFrom("lanes").select("lane").orderBy("lane").execute();
  return rows.map(({ lane }) => lane);
}

describe("a group of changes", () => {
  test("costs one commit, whatever its number", async () => {
    const exec = vi.spyOn(engine.writer, "exec");

    await Promise.all(Array.from({ length: 50 }, (_, number) => received(store, aLearnerSays(`${number}`))));

    expect(exec.mock.calls.filter(([statement]) => statement === "commit")).toHaveLength(1);
  });

  test("is kept but for the one that throws", async () => {
    const bug = new Error("our bug");

    const results = await Promise.allSettled([
      engine.write((on) => insertLane(on, "a")),
      engine.write(async (on) => {
        await insertLane(on, "b");
        throw bug;
      }),
      engine.write((on) => insertLane(on, "c")),
    ]);

    expect(results).toMatchObject([{ value: "a" }, { reason: bug }, { value: "c" }]);
    expect(await lanes()).toEqual(["a", "c"]);
  });

  test("tells nobody before it is on disk", async () => {
    const seen: (readonly string[])[] = [];

    await Promise.all(
      ["a", "b"].map(async (lane) => {
        await engine.write((on) => insertLane(on, lane));
        seen.push(await lanes());
      }),
    );

    expect(seen).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("fails as a whole when its commit fails, and the next group is written", async () => {
    const breakCommit = async (on: Kysely<Tables>) => {
      await sql`pragma defer_foreign_keys = on`.execute(on);
      await sql`insert into files (message_id, channel, kind) values (404, 'web', 'photo')`.execute(on);
    };

    const results = await Promise.allSettled([engine.write((on) => insertLane(on, "a")), engine.write(breakCommit)]);

    for (const result of results) expect(result).toMatchObject({ reason: { name: "StoreError", kind: "broken" } });
    expect(await lanes()).toEqual([]);
    await engine.write((on) => insertLane(on, "b"));
    expect(await lanes()).toEqual(["b"]);
  });

  test("fails as a whole when the database ends the transaction under one of them", async () => {
    const results = await Promise.allSettled([
      engine.write((on) => insertLane(on, "a")),
      engine.write(async (on) => {
        await sql`rollback`.execute(on);
        throw new StoreError("as SQLite does when the disk is full", "full");
      }),
      engine.write((on) => insertLane(on, "c")),
    ]);

    for (const result of results) expect(result).toMatchObject({ reason: { name: "StoreError", kind: "full" } });
    expect(await lanes()).toEqual([]);
    await engine.write((on) => insertLane(on, "d"));
    expect(await lanes()).toEqual(["d"]);
  });
});

describe("a full disk", () => {
  test("is told as such, loses nothing that was acknowledged, and writing goes on when there is space again", async () => {
    const [{ page_count: pages } = { page_count: 0 }] = engine.writer.prepare("pragma page_count").all();
    engine.writer.exec(`pragma max_page_count = ${Number(pages) + 40}`);
    const words = "满".repeat(4000);
    const writes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, number) => received(store, aLearnerSays(words, { chatId: `c${number % 5}` }))),
    );

    const refused = writes.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    const kept = writes.length - refused.length;

    expect(refused.length).toBeGreaterThan(0);
    for (const reason of refused) expect(reason).toMatchObject({ name: "StoreError", kind: "full" });
    expect(await store.counts()).toMatchObject({ inboundWaiting: kept });
    engine.writer.exec("pragma max_page_count = 1000000");
    await received(store, aLearnerSays(words));
    await store.proveWritable(NOW);
    expect(await store.counts()).toMatchObject({ inboundWaiting: kept + 1 });
  });
});

describe("a value that SQLite would keep as something else", () => {
  test.each([new Date(), { a: 1 }, [1], true, undefined, Number.NaN, Number.POSITIVE_INFINITY, Symbol("s")])(
    "is refused: %s",
    async (value) => {
      const insert = engine.write((on) => sql`insert into lanes values (${sql.val(value)}, 0)`.execute(on));

      await expect(insert).rejects.toBeInstanceOf(TypeError);
      expect(await lanes()).toEqual([]);
    },
  );
});

test("our own mistake is not called a trouble of the store", async () => {
  const twice = engine.write(async (on) => {
    await insertLane(on, "a");
    await insertLane(on, "a");
  });

  await expect(twice).rejects.toThrow();
  await expect(twice).rejects.not.toBeInstanceOf(StoreError);
  await expect(store.receive(aLearnerSays("hi"), FACTS)).resolves.toMatchObject({ outcome: "received" });
});
