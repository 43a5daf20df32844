/** Several replicas on one PostgreSQL: whatever they do at once, learners and agents see one bot. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ChatRef } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import {
  act,
  aLearnerSays,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  FACTS,
  NOW,
  received,
  say,
  turnOf,
} from "../conformance/builders.ts";
import { isLeftOut, type Postgres, startPostgres, statement } from "../servers/postgres.ts";

const SCRIPT = fileURLToPath(new URL("postgres-process.ts", import.meta.url));
const MING: ChatRef = { channel: "telegram", chatId: "77" };
const LANE = "telegram:77";
/** Work of a dead replica is resumed within this. */
const RESUMED_MS_MAX = 5000;

let postgres: Postgres;
let databaseUrl: string;
let one: Store;
let two: Store;
const children = new Set<ChildProcessByStdio<null, Readable, null>>();

function startProcess(replica: string, ...wish: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [SCRIPT, databaseUrl, replica, ...wish], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}

async function linesOf(child: ChildProcessByStdio<null, Readable, null>): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}

/** Lets both stores do the same work, as two replicas do that were rung for it both. */
async function bothAtOnce<Result>(times: number, work: (store: Store, number: number) => Promise<Result>) {
  return await Promise.all(Array.from({ length: times }, (_, number) => work(number % 2 === 0 ? one : two, number)));
}

describe.skipIf(isLeftOut)("two replicas on one database", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
    one = await openStore({ databaseUrl, replica: "one" });
    two = await openStore({ databaseUrl, replica: "two" });
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    children.clear();
    await Promise.all([one.close(), two.close()]);
    vi.useRealTimers();
  });

  test("of sixty agents who claim at once on both, one gets the ticket, and the others learn who did", async () => {
    const ticket = await aTicketInTheQueue(one);

    const changes = await bothAtOnce(60, (store, number) => act(store, ticket, claim(anAgent(`Agent${number}`))));

    const winners = changes.filter((changed) => changed?.outcome.outcome === "claimed");
    const holder = (await two.ticket(ticket.ticketId))?.holder;
    expect(winners).toHaveLength(1);
    expect(changes.filter((changed) => changed?.outcome.outcome === "already_claimed")).toHaveLength(59);
    for (const changed of changes) {
      if (changed?.outcome.outcome === "already_claimed") expect(changed.outcome.by).toEqual(holder);
    }
  });

  test("one message of a new learner delivered forty times over both is one row and is answered once", async () => {
    const inbound = aLearnerSays("忘记密码怎么办？");

    const outcomes = await bothAtOnce(40, (store) => store.receive(inbound, FACTS));
    const [arrived] = outcomes.filter((outcome) => outcome.outcome === "received");
    const turn = turnOf(arrived ?? expect.fail("nobody wrote it down"));
    const changes = await bothAtOnce(40, (store) => store.change(turn, answer("忘记密码怎么办？", "点这里")));

    expect(outcomes.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(39);
    expect(changes.filter((changed) => changed !== null)).toHaveLength(1);
    expect(await one.counts()).toMatchObject({ outbound: { queued: 1 }, facts: { answered: 1 } });
    expect(await statement(databaseUrl, "select count(*)::int as count from learners")).toEqual([{ count: 1 }]);
  });

  test("sixty learners who want a person at once get sixty numbers without gaps", async () => {
    const tickets = await bothAtOnce(60, (store, number) => aTicketInTheQueue(store, { chatId: `c${number}` }));

    const numbers = tickets.map(({ ticketId }) => Number(ticketId)).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, number) => number + 1));
  });

  test("two processes that take turns in the same conversations answer each message once and in order", async () => {
    const texts = Array.from({ length: 25 }, (_, number) => `q${number}`);
    const ids: number[] = [];
    for (const chatId of ["a", "b", "c"]) {
      const arrivals = [];
      for (const text of texts) arrivals.push(await received(one, aLearnerSays(text, { chatId })));
      ids.push(Number(arrivals[0]?.conversationId));
    }

    const said = await Promise.all(
      ["p1", "p2"].map((name) => linesOf(startProcess(name, "answer", ...ids.map(String)))),
    );

    const answered = said.flat().filter((line) => line !== "open");
    expect(answered.toSorted()).toEqual(ids.flatMap((id) => texts.map((text) => `${id} ${text}`)).toSorted());
    for (const id of ids) {
      const rows = await statement(
        databaseUrl,
        `select text from messages where author = 'learner' and conversation_id = ${id} order by id`,
      );
      expect(rows.map(({ text }) => text)).toEqual(texts);
    }
  });

  test("two replicas that empty one lane send its rows one at a time and in order", async () => {
    const texts = Array.from({ length: 30 }, (_, number) => `t${number}`);
    await one.queueOutbound(
      texts.map((text) => say(MING, text)),
      NOW,
    );
    const sent: string[] = [];
    let sending = 0;
    const empty = async (store: Store): Promise<void> => {
      while (sent.length < texts.length) {
        const row = await store.takeOutbound(LANE, NOW);
        if (row === null) continue;
        sending += 1;
        expect(sending).toBe(1);
        sent.push(row.content.kind === "say" ? row.content.text : "?");
        await new Promise(setImmediate);
        sending -= 1;
        await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: NOW });
      }
    };

    await Promise.all([one, two].map(empty));

    expect(sent).toEqual(texts);
  });

  test("what a killed replica was sending is sent by another within five seconds, and what a living one sends is not", async () => {
    await one.queueOutbound([say(MING, "held"), say({ channel: "web", chatId: "w" }, "alive")], NOW);
    await two.takeOutbound("web:w", NOW);
    const child = startProcess("dead", "hold", LANE);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    expect((await lines.next()).value).toBe("taken");
    // Not from the first second: a replica must have heard the database for a while before it calls another one silent.
    await vi.waitFor(async () => expect((await one.leftLying(NOW, NOW)).lanes).toEqual([]));

    child.kill("SIGKILL");
    await once(child, "exit");
    const died = performance.now();
    await vi.waitFor(async () => expect((await one.leftLying(NOW, NOW)).lanes).toEqual([LANE]), 10_000);

    expect(performance.now() - died).toBeLessThan(RESUMED_MS_MAX);
    expect(await one.takeOutbound(LANE, NOW)).toMatchObject({ content: { text: "held" }, tries: 1 });
    expect(await one.counts()).toMatchObject({ outbound: { sending: 2, uncertain: 0 } });
  });

  test("what a replica was sending that left in good order is free at once", async () => {
    const three = await openStore({ databaseUrl, replica: "three" });
    await three.queueOutbound([say(MING, "一")], NOW);
    await three.takeOutbound(LANE, NOW);
    await three.close();

    expect((await one.leftLying(NOW, NOW)).lanes).toEqual([LANE]);
  });

  test("a replica that starts does not touch what the others are sending", async () => {
    await one.queueOutbound([say(MING, "一")], NOW);
    await one.takeOutbound(LANE, NOW);

    await two.freeSending(NOW);

    expect(await two.counts()).toMatchObject({ outbound: { sending: 1 } });
  });

  test("a late word of a replica that was taken for gone does not put back what another one sends now", async () => {
    await one.queueOutbound([say(MING, "一")], NOW);
    const row = (await one.takeOutbound(LANE, NOW)) ?? expect.fail("nothing was due");
    await statement(databaseUrl, "delete from replicas where id = 'one'");
    await two.leftLying(NOW, NOW);
    await two.takeOutbound(LANE, NOW);

    await one.settleOutbound(row.id, { status: "queued", notBefore: NOW, rests: "lane" });

    expect(await one.takeOutbound(LANE, NOW)).toBeNull();
    expect(await one.counts()).toMatchObject({ outbound: { sending: 1 } });
  });

  test("a replica whose clock is ten minutes ahead knows it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000 });

    const offset = await one.clockOffset();

    expect(offset).toBeGreaterThan(-601_000);
    expect(offset).toBeLessThan(-599_000);
  });
});

describe.skipIf(isLeftOut)("the place of a replica", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
  });

  test("four processes that start at once on an empty database make its tables together", async () => {
    const said = await Promise.all(["a", "b", "c", "d"].map((name) => linesOf(startProcess(name, "open"))));

    expect(said).toEqual([["open"], ["open"], ["open"], ["open"]]);
    expect(await statement(databaseUrl, "select count(*)::int as count from schema_version")).toEqual([{ count: 1 }]);
  });

  test("without Redis there is one, and a second one is refused in words that say what to do", async () => {
    const only = await openStore({ databaseUrl, isOnlyReplica: true });

    const [refused] = await linesOf(startProcess("second", "alone"));

    expect(refused).toMatch(/^StoreError busy .*already runs.*DATABASE_URL.*REDIS_URL/);
    await only.close();
    expect(await linesOf(startProcess("second", "alone"))).toEqual(["open"]);
  });

  test("one without Redis and one with it do not share a database, whoever comes first", async () => {
    const only = await openStore({ databaseUrl, isOnlyReplica: true });
    await expect(openStore({ databaseUrl, replica: "many" })).rejects.toMatchObject({
      kind: "busy",
      message: expect.stringMatching(/REDIS_URL.*DATABASE_URL/),
    });
    await only.close();

    const many = await openStore({ databaseUrl, replica: "many" });
    await expect(openStore({ databaseUrl, isOnlyReplica: true })).rejects.toMatchObject({ kind: "busy" });
    await many.close();
  });

  test("a command beside the running bot needs none", async () => {
    const only = await openStore({ databaseUrl, isOnlyReplica: true });

    const visitor = await openStore({ databaseUrl });

    expect(await visitor.accounts.count()).toBe(0);
    await Promise.all([visitor.close(), only.close()]);
  });

  test("is lost to who took it while the database was away, and then nothing is written any more", async () => {
    const first = await openStore({ databaseUrl, isOnlyReplica: true });
    await endConnections(databaseUrl);

    const second = await openStore({ databaseUrl, isOnlyReplica: true });

    await vi.waitFor(async () => await expect(first.proveWritable(NOW)).rejects.toMatchObject({ kind: "busy" }), {
      timeout: 5000,
    });
    await second.close();
    await vi.waitFor(async () => await first.proveWritable(NOW), { timeout: 5000 });
    await first.close();
  });
});

/** As a restart of the server does; connections in use notice at their next word. */
async function endConnections(url: string): Promise<void> {
  await statement(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
