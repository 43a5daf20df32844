/**
 * Updating Aftercare on a database full of work: from every step of the past to the newest one nothing is lost, what waited is
 * sent, and learners and agents go on where they were. A test here that fails says what an update would do to people out there.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AccountId } from "../../src/core/accounts.ts";
import type { ConversationId, FileId, TicketId } from "../../src/core/model.ts";
import type { Outbound } from "../../src/core/outbound.ts";
import type { Store } from "../../src/core/ports.ts";
import {
  act,
  aLearnerSays,
  all,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  FACTS,
  NOW,
  nothing,
  received,
  STAFF_ROOM,
  solve,
  turnOf,
} from "../conformance/builders.ts";
import { isLeftOut, type Postgres, startPostgres } from "../servers/postgres.ts";
import { anSqlite, aPostgres, type Database, databaseAt, type Row, writtenSteps } from "./upgrade/database.ts";
import { shapeOf } from "./upgrade/shape.ts";

const A_DAY_LATER = NOW + 86_400_000;
const MIAS = { conversationId: 1 as ConversationId, ticketId: 1 as TicketId };
const MINGS = { conversationId: 2 as ConversationId, ticketId: 2 as TicketId };
const HONGS = { conversationId: 3 as ConversationId, ticketId: 3 as TicketId };
const ZOES = 6 as ConversationId;

let postgres: Postgres;
beforeAll(async () => {
  if (!isLeftOut) postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

const open: Database[] = [];
afterEach(async () => {
  for (const database of open.splice(0)) await database.end();
});

describe("on SQLite", () => updates(anSqlite));
describe.skipIf(isLeftOut)("on PostgreSQL", () => updates(() => aPostgres(postgres)));

function updates(openNew: () => Promise<Database>): void {
  const at = async (step: number): Promise<Database> => {
    const database = await databaseAt(step, openNew);
    open.push(database);
    return database;
  };
  const made = new Map<number, Promise<Database>>();
  /** One that was updated from that step, made once. */
  const updatedFrom = (step: number): Promise<Database> => {
    const known = made.get(step);
    if (known !== undefined) return known;
    const updated = databaseAt(step, openNew).then(async (database) => {
      await database.upgraded();
      return database;
    });
    made.set(step, updated);
    return updated;
  };
  afterAll(async () => {
    for (const updated of made.values()) await (await updated).end();
  });
  const copyFrom = async (step: number): Promise<Database> => {
    const copy = await (await updatedFrom(step)).copy();
    open.push(copy);
    return copy;
  };
  describe.each(writtenSteps())("a database of step %i", (step) =>
    fromStep(step, { at: () => at(step), updated: () => copyFrom(step) }),
  );

  test("every step before the newest is written down in test/store/upgrade, so that it is tested", async () => {
    const database = await at(0);
    await database.upgraded();

    const [newest] = await database.rows("select version from schema_version");

    expect(writtenSteps().length).toBeGreaterThanOrEqual(Number(newest?.["version"]) - 1);
  });

  test("the tables of an updated database are those of a new one, whichever step it came from", async () => {
    const fresh = await at(0);
    await fresh.upgraded();
    const shape = await shapeOf(fresh);

    for (const step of writtenSteps()) {
      expect(await shapeOf(await updatedFrom(step)), `from step ${step}`).toEqual(shape);
    }
  });
}

/** A database as it was at a step, and a copy of one that was updated from it. */
type Past = { readonly at: () => Promise<Database>; readonly updated: () => Promise<Database> };

function fromStep(step: number, { at, updated }: Past): void {
  test("keeps every row as it was", async () => {
    const database = await at();
    const before = await everything(database);

    await database.upgraded();

    const after = await everything(database);
    for (const [table, rows] of before) {
      const columns = Object.keys(rows[0] ?? {});
      const kept = (after.get(table) ?? []).map((row) => only(row, columns));
      expect(inOrder(kept), table).toEqual(inOrder(rows));
    }
    expect([...before.values()].flat().length).toBeGreaterThan(80);
  });

  test("has all that waited sent, each chat in its order", async () => {
    const database = await updated();
    const waiting = await database.rows("select id, lane, content from outbound where settled_at is null order by id");
    const store = await database.upgraded();

    const sent = await sendAll(store);

    const byLane = Map.groupBy(waiting, ({ lane }) => String(lane));
    expect([...sent.keys()].toSorted()).toEqual([...byLane.keys()].toSorted());
    for (const [lane, rows] of byLane) {
      expect(sent.get(lane)?.map(({ id }) => id)).toEqual(rows.map(({ id }) => Number(id)));
      expect(sent.get(lane)?.map(({ content }) => content)).toEqual(
        rows.map(({ content }) => JSON.parse(String(content))),
      );
    }
    expect((await store.counts()).outbound).toMatchObject({ queued: 0, sending: 0, uncertain: 0, sent: 17, failed: 1 });
  });

  test("lets learners and agents go on where they were", async () => {
    const store = await (await updated()).upgraded();

    const invoice = (await store.nextInbound(ZOES)) ?? expect.fail();
    const answered = await store.change(
      turnOf({ conversationId: ZOES, inboundId: invoice.id }),
      answer("Where is my invoice?", "Here"),
    );
    const claimed = await act(store, HONGS, claim(anAgent("Bo")));
    const taken = await act(store, MINGS, claim(anAgent("Bo")));
    const solved = await act(store, MINGS, solve(anAgent("Ann")));
    const again = await store.receive(aLearnerSays("I forgot my password", { chatId: "71", updateId: "u1" }), FACTS);
    const mia = await received(store, aLearnerSays("thanks", { chatId: "71", updateId: "new-1" }));
    const lent: number[] = [];
    await act(store, MIAS, (before) => {
      lent.push(before.nextTicketId);
      return nothing(before);
    });
    const next = await aTicketInTheQueue(store, { chatId: "99", updateId: "new-2" });

    expect(invoice.inbound.what).toMatchObject({ kind: "words", text: "Where is my invoice? It's urgent" });
    expect(answered?.lanes).toEqual(["telegram:76"]);
    expect((await store.nextInbound(ZOES))?.inbound.what).toMatchObject({ text: "第二个问题" });
    expect([claimed?.outcome.outcome, solved?.outcome.outcome]).toEqual(["claimed", "solved"]);
    expect(taken?.outcome).toMatchObject({ outcome: "already_claimed", by: { name: "Ann" } });
    expect(again.outcome).toBe("duplicate");
    expect(mia.conversationId).toBe(MIAS.conversationId);
    // Lent as well, for a number that is taken already is only found by failing once for each ticket there is.
    expect([...lent, next.ticketId]).toEqual([4, 4]);
  });

  test("shows its past: transcript, thread, picture, ratings, sends", async () => {
    const store = await (await updated()).upgraded();

    const transcript = await store.transcript(MIAS.ticketId);
    const ratings = await all(store.ratings({}));
    const sends = await all(store.sendsSettled({ from: NOW - 900_000, to: NOW + 900_000 }));

    // The one failure is older than the oldest hint that is still there: who knows what was deleted before that.
    expect(sends).toEqual([{ at: NOW - (NOW % 900_000), channel: "telegram", sent: 3, failed: 0 }]);
    expect(transcript.map(({ text }) => text)).toEqual([
      ...["I forgot my password", "Press 'Forgot password'.", "我想找人", "稍等", "Look at this picture"],
    ]);
    expect(await store.thread(MIAS.ticketId, STAFF_ROOM)).toEqual({ threadId: "9", cardId: "10" });
    expect(await store.file(1 as FileId)).toMatchObject({ ref: "file-id-1", mime: "image/jpeg", bytes: 4096 });
    expect(ratings.map(({ rating, channel }) => [rating, channel])).toEqual([
      [5, "telegram"],
      [4, "offline"],
    ]);
    expect(await store.ticket(MIAS.ticketId)).toMatchObject({ status: "solved", rating: 5, learnerName: "Mia" });
  });

  test("measures its tickets from the beginning of their episode, and wakes nobody for them at once", async () => {
    const store = await (await updated()).upgraded();

    const waiting = await store.openTickets(9);
    const { due } = await store.leftLying(A_DAY_LATER, A_DAY_LATER);

    expect(waiting.map(({ id, clocks }) => [id, clocks.first])).toEqual([
      [MINGS.ticketId, { spentMs: 0, since: NOW }],
      [HONGS.ticketId, { spentMs: 0, since: NOW }],
    ]);
    expect(waiting).toMatchObject(waiting.map(() => ({ tags: [], teamId: null, dueAt: null, noticeId: null })));
    expect(due).toEqual([]);
    expect(await store.ticketsHeldBy(anAgent("Ann").id)).toMatchObject([{ id: MINGS.ticketId }]);
  });

  // There was nobody to sign in before step 2.
  if (step >= 2) signsIn(updated);
  // Nor a second chat of one learner before step 4.
  if (step >= 4) joins(updated);
}

function signsIn(updated: Past["updated"]): void {
  test("lets the same people sign in, keeps them signed in, and leads on with a higher token", async () => {
    const store = await (await updated()).upgraded();

    const ada = await store.accounts.byEmail("ada@example.org");
    const signedIn = await store.accounts.session("hash-of-a-cookie", { now: NOW + 1, until: NOW + 2 });
    const lease = await store.leases.take("telegram", "new", 60_000);

    expect(ada).toMatchObject({ id: 1 as AccountId, name: "Ada", role: "admin", isDisabled: false });
    expect(signedIn?.id).toBe(ada?.id);
    expect(lease?.token).toBe(4);
  });
}

function joins(updated: Past["updated"]): void {
  test("joins two chats by a code shown before the update, and shows the web chat as it was", async () => {
    const store = await (await updated()).upgraded();
    const chat = { channel: "telegram", chatId: "76" } as const;

    const joined = await store.links.join({ from: ZOES, chat, codeHash: "hash-of-a-code", now: NOW });
    const posts = await store.webChats.since("w1", 0, 9);

    expect(joined).toEqual({ outcome: "joined", into: 4 });
    expect(posts.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await store.marks("discord", "4711", 9)).toEqual([{ place: "900", at: "1234567890123456789" }]);
  });
}

/** Sends as the sweeper has it done, until nothing is left lying. */
async function sendAll(store: Store): Promise<ReadonlyMap<string, readonly Outbound[]>> {
  const sent: [string, Outbound][] = [];
  const now = A_DAY_LATER;
  await store.freeSending(now);
  for (;;) {
    const { lanes } = await store.leftLying(now, now);
    if (lanes.length === 0) break;
    for (const lane of lanes) {
      for (let row = await store.takeOutbound(lane, now); row !== null; row = await store.takeOutbound(lane, now)) {
        await store.settleOutbound(row.id, { status: "sent", messageId: null, at: now });
        sent.push([lane, row]);
      }
    }
  }
  const byLane = Map.groupBy(sent, ([lane]) => lane);
  return new Map([...byLane].map(([lane, pairs]) => [lane, pairs.map(([, row]) => row)]));
}

/** Every table that holds rows, but for what the version and the replicas themselves keep up to date. */
async function everything(database: Database): Promise<ReadonlyMap<string, readonly Row[]>> {
  const names =
    database.dialect === "sqlite"
      ? await database.rows("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      : await database.rows("select tablename as name from pg_tables where schemaname = 'public'");
  const tables = names.map(({ name }) => String(name)).filter((name) => !["schema_version", "replicas"].includes(name));
  const rows = await Promise.all(tables.map((table) => database.rows(`select * from ${table}`)));
  return new Map(tables.map((table, index) => [table, rows[index] ?? []]));
}

function only(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}

function inOrder(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
