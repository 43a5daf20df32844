/** What the nightly tidying deletes, and what it must never touch. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import { openSqlite, type SqliteEngine } from "../../src/store/sqlite/open.ts";
import { storeOver } from "../../src/store/store.ts";
import { makeTidy } from "../../src/store/tidy.ts";
import {
  aLearnerSays,
  anAgent,
  answer,
  aTicketInTheQueue,
  NOW,
  received,
  STAFF_ROOM,
  say,
  turnOf,
} from "../conformance/builders.ts";

const LATER = NOW + 1000;

let dataDir: string;
let engine: SqliteEngine;
let store: Store;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-tidy-"));
  engine = await openSqlite(dataDir);
  store = await storeOver(engine);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

async function rowsOf(table: "inbound" | "outbound" | "messages" | "facts" | "presence"): Promise<number> {
  const { count } = await engine.reads
    .selectFrom(table)
    .select((column) => column.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function sendAll(lane: string): Promise<void> {
  for (let row = await store.takeOutbound(lane, LATER); row !== null; row = await store.takeOutbound(lane, LATER)) {
    await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: NOW });
  }
}

test("handled updates and sent hints go, transcripts and facts stay", async () => {
  const asked = await received(store, aLearnerSays("忘记密码", { chatId: "c1" }));
  await store.change(turnOf(asked), answer("忘记密码", "点这里"));
  const [hints = ""] = await store.queueOutbound([say(STAFF_ROOM, "which ticket?", "staff")], NOW);
  await sendAll("telegram:c1");
  await sendAll(hints);
  const before = { messages: await rowsOf("messages"), facts: await rowsOf("facts") };

  const deleted = await makeTidy(engine).tidy(LATER, null);

  expect(deleted).toBe(2);
  expect({ messages: await rowsOf("messages"), facts: await rowsOf("facts") }).toEqual(before);
  // The answer's own row tells that it was delivered.
  expect(await rowsOf("outbound")).toBe(1);
  expect(await rowsOf("inbound")).toBe(0);
});

test("what waits, what is on its way, and what is younger is left alone", async () => {
  await received(store, aLearnerSays("忘记密码", { chatId: "c1" }));
  await store.queueOutbound([say(STAFF_ROOM, "one", "staff"), say(STAFF_ROOM, "two", "staff")], NOW);
  await store.takeOutbound(`${STAFF_ROOM.channel}:${STAFF_ROOM.chatId}`, LATER);

  expect(await makeTidy(engine).tidy(LATER, null)).toBe(0);
  await sendAll(`${STAFF_ROOM.channel}:${STAFF_ROOM.chatId}`);
  expect(await makeTidy(engine).tidy(NOW, null)).toBe(0);

  expect(await rowsOf("outbound")).toBe(2);
});

test("when agents were there and what learners were told about the wait is kept as long as figures need it", async () => {
  const { ticketId } = await aTicketInTheQueue(store, { chatId: "c1" });
  const ann = anAgent("Ann");
  for (const now of [NOW - 5000, NOW - 4000, NOW, LATER]) await store.staff.seen(ann, { now, gapMs: 1000 });
  const wait = { ticketId, position: 1, medianMs: 60_000, p90Ms: 90_000, factor: 1 };
  await store.staff.promise({ ...wait, episode: 1, promisedAt: NOW - 1 });
  await store.staff.promise({ ...wait, episode: 2, promisedAt: NOW });

  const deleted = await makeTidy(engine).tidy(NOW, null);

  expect(deleted).toBe(2);
  expect(await store.staff.presence(0, LATER + 1)).toEqual([{ agentId: ann.id, fromAt: NOW, toAt: LATER }]);
  expect(await store.staff.promises(0, LATER)).toMatchObject([{ episode: 2 }]);
  expect(await store.staff.agents()).toMatchObject([{ name: "Ann" }]);
});

test("years of presence go as well, all of them and nothing else", async () => {
  const ann = anAgent("Ann");
  const old = Array.from({ length: 4500 }, (_, number) => NOW - 10 - number);
  await Promise.all(old.map((now) => store.staff.seen(ann, { now, gapMs: 0 })));
  for (const name of ["Bo", "Cy"]) await store.staff.seen(anAgent(name), { now: NOW - 10, gapMs: 0 });
  await store.staff.seen(ann, { now: NOW, gapMs: 0 });

  expect(await makeTidy(engine).tidy(NOW, null)).toBe(4502);
  expect(await rowsOf("presence")).toBe(1);
});
