/** The index of a search follows the messages, whatever becomes of them, and keeps nothing of what was erased. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Engine } from "../../src/store/engine.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { hitsQuery } from "../../src/store/search/hits.ts";
import { gramsOf, wordsOf } from "../../src/store/search/words.ts";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import { storeOver } from "../../src/store/store.ts";
import { act, aMessage, aTicketInTheQueue, nothing } from "../conformance/builders.ts";
import { isLeftOut, type Postgres, startPostgres } from "../servers/postgres.ts";

let engine: Engine;
let store: Store;

async function aTicketSaying(text: string, chatId = "77"): Promise<void> {
  const ticket = await aTicketInTheQueue(store, { chatId });
  await act(store, ticket, (before) => ({
    ...nothing(before),
    messages: [aMessage(text, { ticketId: ticket.ticketId })],
  }));
}

async function run(statement: string): Promise<void> {
  await engine.write((on) => sql.raw(statement).execute(on));
}

async function count(words: string): Promise<number> {
  return (await store.search.find({ words, limit: 9 })).found.length;
}

function follows(): void {
  test("an edited message is found by its new words only, and an erased one by none", async () => {
    await aTicketSaying("申请退款 refund");

    await run("update messages set text = '要发票 invoice' where text like '%refund%'");
    const edited = [await count("退款"), await count("refund"), await count("发票"), await count("invoice")];
    await run("delete from messages where text like '%invoice%'");
    const erased = [await count("发票"), await count("invoice"), await count("我想")];

    expect(edited).toEqual([0, 0, 1, 1]);
    expect(erased).toEqual([0, 0, 1]);
  });

  test("two characters are found wherever they stand in a text, however long it is", async () => {
    for (const [rank, length] of [1, 2, 63, 64, 65, 66, 128, 129, 130, 4096].entries()) {
      const letters = Array.from({ length }, (_, index) => String.fromCodePoint(0x20000 + rank * 4100 + index));
      await aTicketSaying(letters.join(""), `${length}`);

      const places = [0, 1, 62, 63, 64, 65, 126, 127, 128, length - 2].filter((at) => at >= 0 && at + 1 < length);
      for (const at of places) expect(await count(`${letters[at]}${letters[at + 1]}`), `${at} of ${length}`).toBe(1);
      expect(await count(letters.at(-1) ?? expect.fail()), `the last of ${length}`).toBe(1);
    }
  });
}

describe("on SQLite", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aftercare-store-"));
    engine = await openSqlite(dataDir);
    store = await storeOver(engine);
  });
  afterEach(async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  });
  follows();

  test("nothing of an erased message stays in the index", async () => {
    await aTicketSaying("申请退款 refund");
    const isKept = async () =>
      (await engine.reads.selectFrom("message_grams_data").select("block").execute()).some(({ block }) =>
        /[0-9a-f]{4}/.test(Buffer.from(block).toString("latin1")),
      );

    const before = await isKept();
    await run("delete from messages");

    expect([before, await isKept()]).toEqual([true, false]);
    await run("insert into message_grams (message_grams) values ('integrity-check')");
  });

  test("a word is looked up, from the newest message on, and not looked for in all of them", async () => {
    const words = wordsOf("退款");
    const filters = { learners: null, tag: null, status: null, from: 0, to: 1 };
    const source = { from: "index", grams: gramsOf(words) } as const;
    const query = hitsQuery({ dialect: engine.dialect.search, words, filters, source, before: 9, limit: 9 });

    const { rows } = await sql<{ detail: string }>`explain query plan ${query}`.execute(engine.reads);

    const steps = rows.map(({ detail }) => detail);
    // The lists of words and of their spellings are short.
    expect(steps.filter((step) => /^SCAN (?!word |spelling )/.test(step))).toEqual([
      expect.stringContaining("message_grams VIRTUAL TABLE"),
    ]);
    expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  });
});

describe.skipIf(isLeftOut)("on PostgreSQL", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  beforeEach(async () => {
    engine = openPostgres({ databaseUrl: await postgres.createDatabase(), isOnlyReplica: true });
    store = await storeOver(engine);
  });
  afterEach(() => store.close());
  follows();
});
