/** The tables themselves: where words may lie, how they came to be, and that no turn reads a whole one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { INBOUND_TRIES_MAX } from "../../src/core/inbound.ts";
import type { ConversationId, NoticeId, OutboundId, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { WITH_CONVERSATION, WITH_LEARNER } from "../../src/store/links.ts";
import { openSqlite, type SqliteEngine } from "../../src/store/sqlite/open.ts";
import { openStore, storeOver } from "../../src/store/store.ts";
import { LEARNER_WORDS, NO_WORDS } from "../../src/store/tables/words.ts";
import {
  act,
  aLearnerSays,
  all,
  anAgent,
  anAgentSays,
  answer,
  aTicketInTheQueue,
  claim,
  NOW,
  nothing,
  rate,
  received,
  reply,
  STAFF_ROOM,
  say,
  solve,
  turnOf,
} from "../conformance/builders.ts";

let dataDir: string;
let engine: SqliteEngine;
let store: Store;
const prepared = new Set<string>();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-store-"));
  engine = await openSqlite(dataDir);
  prepared.clear();
  for (const connection of [engine.writer, engine.reader]) {
    const prepare = connection.prepare.bind(connection);
    vi.spyOn(connection, "prepare").mockImplementation((sql) => {
      prepared.add(sql);
      return prepare(sql);
    });
  }
  store = await storeOver(engine);
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

/** Everything that can happen to one learner, up to the rating. */
async function aWholeStory(): Promise<void> {
  const question = await received(store, aLearnerSays("hush 密码"));
  await store.change(turnOf(question), answer("hush 密码", "hush 点这里"));
  const ticket = await aTicketInTheQueue(store);
  await act(store, ticket, claim(anAgent("Ann")));
  await store.bindThread(ticket.ticketId, STAFF_ROOM, { threadId: "9", cardId: "10" });
  const said = await received(store, anAgentSays("hush 您好", "9"));
  await store.change(turnOf(said), reply(anAgent("Ann"), "hush 您好"));
  await act(store, ticket, solve(anAgent("Ann")));
  await act(store, ticket, rate(5));
  const lanes = ["telegram:77", `telegram:${STAFF_ROOM.chatId}`, `telegram:${STAFF_ROOM.chatId}:${ticket.ticketId}`];
  for (const lane of lanes) {
    for (let row = await store.takeOutbound(lane, NOW); row !== null; row = await store.takeOutbound(lane, NOW)) {
      await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: NOW });
    }
  }
}

/** All that turns, the sweeper and the clocks ask of those who help. Lists of agents, teams, notices and rules are short. */
async function whatAgentsAndAdminsDo(): Promise<void> {
  const ann = anAgent("Ann");
  const ticket = await aTicketInTheQueue(store, { chatId: "99" });
  for (const now of [NOW, NOW + 1, NOW + 99]) await store.staff.seen(ann, { now, gapMs: 10 });
  await act(store, { ...ticket, agentId: ann.id }, claim(ann));
  await store.ticketsHeldBy(ann.id);
  await store.openTickets(9);
  await store.ticketsOfLearner((await store.ticket(ticket.ticketId))?.learnerId ?? expect.fail(), 3);
  await store.staff.held();
  await store.staff.presence(NOW, NOW + 5);
  const teamId = (await store.staff.addTeam({ name: "Billing", languages: [], tags: [] })) ?? expect.fail();
  await store.staff.changeAgent(ann.id, { teamId });
  await store.staff.notices(NOW);
  await store.staff.noticesOver(NOW);
  await store.staff.ticketsOfNotice(1 as NoticeId);
  const wait = { position: 1, medianMs: 1, p90Ms: 2, factor: 1 };
  await store.staff.promise({ ticketId: ticket.ticketId, episode: 1, promisedAt: NOW, ...wait });
  await store.staff.keepPromise(ticket.ticketId, 1, NOW + 5);
  await store.staff.dropPromise(ticket.ticketId, 1, NOW + 6);
  await store.staff.promises(NOW, NOW + 1);
  await store.staff.recoveries();
  await editsAndReplies(ticket);
}

async function editsAndReplies({ conversationId, ticketId }: { conversationId: ConversationId; ticketId: TicketId }) {
  const line = (await store.transcript(ticketId)).at(-1) ?? expect.fail();
  const about = { ...turnOf({ conversationId }), ticketId };
  for (const as of ["edited", "answered"] as const) {
    const recall = { as, chat: STAFF_ROOM, networkId: "1" };
    await store.change({ ...about, recall }, (before) => ({
      ...nothing(before),
      amendments: [{ lineId: line.id, text: `hush ${as}`, deliveries: [] }],
    }));
  }
  await store.lineThere(line.id, { chat: STAFF_ROOM, ticketId, before: 99 as OutboundId });
}

function tableNames(): readonly string[] {
  const rows = engine.writer.prepare("select name from sqlite_schema where type = 'table'").all();
  return rows.map(({ name }) => String(name)).filter((name) => !name.startsWith("sqlite_"));
}

/** Columns that hold it anywhere. */
function placesOf(word: string): readonly string[] {
  const places = tableNames().flatMap((table) => {
    const rows = engine.writer.prepare(`select * from ${table}`).all();
    return rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => (String(value).includes(word) ? [`${table}.${column}`] : [])),
    );
  });
  return [...new Set(places)];
}

describe("words of learners", () => {
  test("can lie in the listed columns only: every column of text or bytes is in exactly one of the two lists", () => {
    const listed = Object.entries(LEARNER_WORDS).flatMap(([table, columns]) =>
      columns.map((name) => `${table}.${name}`),
    );
    const others = Object.entries(NO_WORDS).flatMap(([table, columns]) => columns.map((name) => `${table}.${name}`));

    const found = tableNames().flatMap((table) => {
      const columns = engine.writer.prepare(`pragma table_info(${table})`).all();
      return columns.filter(({ type }) => type === "TEXT" || type === "BLOB").map(({ name }) => `${table}.${name}`);
    });

    expect([...listed, ...others].toSorted()).toEqual(found.toSorted());
  });

  test("stay as they came when our code failed on them, for nobody may ever have seen them", async () => {
    const arrived = await received(store, aLearnerSays("hush 💥"));
    for (let tries = 0; tries < INBOUND_TRIES_MAX; tries += 1) await store.countTry(arrived.inboundId);

    await store.change(turnOf(arrived), nothing);

    const [row] = engine.writer.prepare("select payload from inbound").all();
    expect(String(row?.["payload"])).toContain("hush 💥");
  });

  test("lie in the transcript and nowhere else, once they are answered and sent", async () => {
    await aWholeStory();

    expect(placesOf("hush")).toEqual(["messages.text"]);
  });

  test("are nowhere once the learner was erased, nor is a name or a chat of theirs", async () => {
    await aWholeStory();
    const ticket = (await store.tickets("all", 1))[0] ?? expect.fail();
    const evidence = {
      question: "hush",
      language: "zh",
      answer: "hush",
      ticketId: ticket.id,
      by: anAgent("Ann"),
      at: 1,
    } as const;
    await store.faq.openDraft({
      ...{ path: "a/b.yaml", base: null, text: "id: b", why: "", source: "chat", by: anAgent("Ann"), at: NOW },
      evidence: [evidence],
    });
    const waiting = await received(store, aLearnerSays("hush too late"));
    await store.queueOutbound([say({ channel: "telegram", chatId: "77" }, "hush waits")], NOW);

    await store.learning.erase(ticket.learnerId, { by: anAgent("Ann").id, at: NOW });

    expect(placesOf("hush")).toEqual([]);
    expect(placesOf("小明")).toEqual([]);
    const rows = Object.entries(LEARNER_WORDS).flatMap(([table, columns]) =>
      columns.flatMap((column) => engine.writer.prepare(`select ${column} as it from ${table}`).all()),
    );
    expect(rows.filter(({ it }) => String(it) === "77" || String(it) === "telegram:77")).toEqual([]);
    expect(await store.nextInbound(waiting.conversationId)).toBeNull();
  });
});

describe("a conversation that gives way to another one", () => {
  test("takes along the rows of every table that names a conversation", () => {
    const naming = tableNames().filter((table) => {
      const columns = engine.writer.prepare(`pragma table_info(${table})`).all();
      return columns.some(({ name }) => name === "conversation_id");
    });

    // Codes and wrong tries of both end with the joining.
    expect(naming.toSorted()).toEqual([...WITH_CONVERSATION, ...WITH_LEARNER, "link_codes", "link_tries"].toSorted());
  });
});

describe("a database", () => {
  test("that a newer version has written is refused, with the way out", async () => {
    engine.writer.exec("update schema_version set version = 99");
    await store.close();

    await expect(openStore({ dataDir })).rejects.toMatchObject({
      name: "StoreError",
      kind: "broken",
      message: expect.stringMatching(/newer.*99.*backup/),
    });
    // Refusing must free the directory again, or the newer version could not start.
    await expect(openStore({ dataDir })).rejects.toMatchObject({ kind: "broken" });
  });

  test("that is no database is refused", async () => {
    await store.close();
    await writeFile(join(dataDir, "aftercare.db"), "not a database, ".repeat(1000));

    await expect(openStore({ dataDir })).rejects.toMatchObject({ name: "StoreError", kind: "broken" });
  });

  test("keeps its rows when it is opened again by the same version", async () => {
    await aTicketInTheQueue(store);
    await store.close();

    const later = await openStore({ dataDir });

    expect(await later.tickets("all", 5)).toHaveLength(1);
    await later.close();
  });
});

describe("no turn, no send and no sweep", () => {
  test("reads a whole table, however full it is", async () => {
    await aWholeStory();
    await store.leftLying(NOW + 1, NOW);
    await store.freeSending(NOW);
    await store.tickets("unassigned", 5);
    await store.tickets("all", 5);
    await store.transcript((await store.tickets("all", 1))[0]?.id ?? expect.fail());
    await all(store.facts(["asked"], { from: NOW, to: NOW + 1 }));
    await all(store.ratings({ from: NOW }));
    await whatAgentsAndAdminsDo();

    const scans = [...prepared].filter(isPlannable).flatMap((sql) =>
      planOf(sql)
        .filter((step) => step.startsWith("SCAN") && !isAllowed(step))
        .map((step) => `${step}: ${sql}`),
    );

    expect(scans).toEqual([]);
    expect(prepared.size).toBeGreaterThan(20);
  });
});

/** Scans of what is short by its nature: boxes hold only what waits, a list by age ends at its limit. */
const ALLOWED = ["outbound_open", "recoveries_open", "inbound_received", "tickets_by_age", "schema_version"];

function isAllowed(step: string): boolean {
  return ALLOWED.some((name) => step.includes(name));
}

/** The plan of an insert also lists checks of foreign keys that are only made when a row goes. */
function isPlannable(sql: string): boolean {
  return /^\s*(select|update|delete)/i.test(sql);
}

function planOf(sql: string): readonly string[] {
  const rows = engine.writer.prepare(`explain query plan ${sql}`).all();
  return rows.map(({ detail }) => String(detail));
}
