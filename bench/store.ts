/**
 * What the store costs beside the floor of its own disk. The floor is a bare loop (node:sqlite in the same folder with WAL and
 * synchronous=FULL, node-postgres on the same server with fsync) that inserts one short row per commit: what anybody gets who
 * does not share commits. A change of ours reads a conversation and writes about nine rows, so a ratio above 1 is many changes
 * sharing a commit.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Pool } from "pg";
import { postgresFolder } from "../scripts/left-out.ts";
import type { Store } from "../src/core/ports.ts";
import { openStore } from "../src/store/store.ts";
import { type Arrived, aLearnerSays, answer, received, turnOf } from "../test/conformance/builders.ts";
import { startPostgres } from "../test/servers/postgres.ts";

const CHATS = 256;
const ROUNDS = 12;
const FLOOR_MS = 2000;
// As many as the lanes take on at once.
const AT_ONCE = 64;
// As many as the store writes with.
const CONNECTIONS = 20;

type Rate = { readonly perSecond: number; readonly usEach: number };

function rateOf(count: number, ms: number): Rate {
  return { perSecond: Math.round((count / ms) * 1000), usEach: Math.round((ms / count) * 1000) };
}

/** One insert, one commit, as fast as the disk allows. */
function measureFloor(dataDir: string, rowsPerCommit: number): Rate {
  const database = new DatabaseSync(join(dataDir, `floor-${rowsPerCommit}.db`));
  database.exec(
    "pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, text text)",
  );
  const insert = database.prepare("insert into t (text) values (?)");
  const begun = performance.now();
  let rows = 0;
  while (performance.now() - begun < FLOOR_MS) {
    database.exec("begin immediate");
    for (let row = 0; row < rowsPerCommit; row += 1) insert.run("忘记密码怎么办？");
    database.exec("commit");
    rows += rowsPerCommit;
  }
  const rate = rateOf(rows, performance.now() - begun);
  database.close();
  return rate;
}

/** Runs `work` over the items, so many at once, and says how fast that went. */
async function measure<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<Rate> {
  const rest = items.values();
  const begun = performance.now();
  const runner = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  return rateOf(items.length, performance.now() - begun);
}

async function measureStore(store: Store) {
  const inbounds = Array.from({ length: ROUNDS * CHATS }, (_, number) =>
    aLearnerSays("忘记密码怎么办？", { chatId: `c${number % CHATS}` }),
  );
  const arrived: Arrived[] = [];
  const receive = await measure(inbounds, async (inbound) => arrived.push(await received(store, inbound)));
  arrived.sort((one, other) => one.inboundId - other.inboundId);
  const change = await measure(arrived, (row) => store.change(turnOf(row), answer("忘记密码怎么办？", "点这里")));
  const lanes = Array.from({ length: CHATS }, (_, number) => `telegram:c${number}`);
  const rows = Array.from({ length: ROUNDS }, () => lanes).flat();
  const deliver = await measure(rows, async (lane) => {
    const row = await store.takeOutbound(lane, Date.now());
    if (row === null) throw new Error("a lane was empty too early");
    await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: Date.now() });
  });
  const counts = await measure([...Array(200).keys()], () => store.counts());
  return { receive, change, deliver, counts };
}

type Line = readonly [name: string, rate: Rate];

function linesOf(measured: Awaited<ReturnType<typeof measureStore>>): readonly Line[] {
  return [
    ["store.receive", measured.receive],
    ["store.change (answered)", measured.change],
    ["take + settle of an outbound row", measured.deliver],
    ["store.counts", measured.counts],
  ];
}

/** The first line is the floor. */
function print(title: string, lines: readonly Line[]): void {
  const floor = lines[0]?.[1].perSecond ?? 1;
  console.log(title);
  for (const [name, { perSecond, usEach }] of lines) {
    const ratio = (perSecond / floor).toFixed(2);
    console.log(
      `  ${name.padEnd(38)} ${String(perSecond).padStart(8)}/s  ${String(usEach).padStart(6)} µs  ${ratio} × floor`,
    );
  }
}

async function benchSqlite(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-bench-"));
  try {
    const floor = measureFloor(dataDir, 1);
    const floorOf64 = measureFloor(dataDir, AT_ONCE);
    const store = await openStore({ dataDir: join(dataDir, "store") });
    const measured = await measureStore(store);
    await store.close();
    print("SQLite", [
      ["bare insert, one per commit (floor)", floor],
      [`bare insert, ${AT_ONCE} per commit`, floorOf64],
      ...linesOf(measured),
    ]);
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

/** Bare inserts with node-postgres, each its own transaction, on so many connections at once. */
async function measurePostgresFloor(databaseUrl: string, connections: number): Promise<Rate> {
  const pool = new Pool({ connectionString: databaseUrl, max: connections });
  await pool.query("create table if not exists floor (id bigint generated always as identity primary key, text text)");
  const begun = performance.now();
  let rows = 0;
  const inserter = async () => {
    while (performance.now() - begun < FLOOR_MS) {
      await pool.query({ name: "floor", text: "insert into floor (text) values ($1)", values: ["忘记密码怎么办？"] });
      rows += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, inserter));
  const rate = rateOf(rows, performance.now() - begun);
  await pool.end();
  return rate;
}

async function benchPostgres(): Promise<void> {
  // As it runs for real: a commit is on the disk before it is told.
  const postgres = await startPostgres({ fsync: "on", full_page_writes: "on" });
  try {
    const floor = await measurePostgresFloor(await postgres.createDatabase(), 1);
    const floorOf20 = await measurePostgresFloor(await postgres.createDatabase(), CONNECTIONS);
    const store = await openStore({ databaseUrl: await postgres.createDatabase(), replica: "bench" });
    const measured = await measureStore(store);
    await store.close();
    print("PostgreSQL", [
      ["bare insert, one connection (floor)", floor],
      [`bare insert, ${CONNECTIONS} connections`, floorOf20],
      ...linesOf(measured),
    ]);
  } finally {
    await postgres.stop();
  }
}

export async function bench(): Promise<void> {
  await benchSqlite();
  if (postgresFolder() === null) console.log("PostgreSQL: left out, there is none on this machine");
  else await benchPostgres();
}
