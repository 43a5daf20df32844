/**
 * Databases of earlier versions. Beside this file lies, for each step of src/store/tables/migrations.ts, what it ran
 * (`<step>.sqlite.sql`, `<step>.postgres.sql`) and what a store at that step had written (`<step>.rows.sql`, the same for both). They are
 * history: never edit them, add the files of the next step. The rows of step 1 were written by the store of step 3 without
 * the one column that came later, because step 1 got its last columns after the version that wrote it first.
 */
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import type { Store } from "../../../src/core/ports.ts";
import { openStore } from "../../../src/store/store.ts";
import type { Postgres } from "../../servers/postgres.ts";

export type Row = Readonly<Record<string, unknown>>;
export type DialectName = "sqlite" | "postgres";

export type Database = {
  readonly dialect: DialectName;
  /** Several statements at once; the rows of the last one do not count. */
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
  /** Opens it with today's store, which brings it up to date. Once only; `end` closes it. */
  upgraded(): Promise<Store>;
  /** Another one like it, which takes less time than making it again. Its store is closed for it. */
  copy(): Promise<Database>;
  end(): Promise<void>;
};

/** Steps that are written down, 1 and up. */
export function writtenSteps(): readonly number[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".rows.sql"));
  return names.map((name) => Number.parseInt(name, 10)).toSorted((one, other) => one - other);
}

/** A new database as a bot whose newest step was `step` left it; 0: an empty one. */
export async function databaseAt(step: number, open: () => Promise<Database>): Promise<Database> {
  const database = await open();
  for (let each = 1; each <= step; each += 1) await database.run(textOf(`${each}.${database.dialect}.sql`));
  for (let each = 1; each <= step; each += 1) await database.run(textOf(`${each}.rows.sql`));
  if (database.dialect === "postgres") await countOn(database);
  if (step > 0) await database.run(`create table schema_version (version integer not null); ${versionIs(step)}`);
  return database;
}

function versionIs(step: number): string {
  return `insert into schema_version values (${step})`;
}

function textOf(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}

/** Rows that came with an id of their own leave PostgreSQL's counters where they were. */
async function countOn(database: Database): Promise<void> {
  const counted = await database.rows("select table_name from information_schema.columns where is_identity = 'YES'");
  for (const { table_name: table } of counted) {
    await database.run(`select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table}`);
  }
  const [numbers] = await database.rows("select to_regclass('ticket_numbers') as name");
  if (typeof numbers?.["name"] === "string")
    await database.run("select setval('ticket_numbers', max(id)) from tickets");
}

export async function anSqlite(): Promise<Database> {
  return sqliteIn(await mkdtemp(join(tmpdir(), "aftercare-upgrade-")));
}

function sqliteIn(dataDir: string): Database {
  let store: Store | null = null;
  const withFile = <Result>(look: (file: DatabaseSync) => Result): Result => {
    const file = new DatabaseSync(join(dataDir, "aftercare.db"));
    try {
      return look(file);
    } finally {
      file.close();
    }
  };
  const close = async (): Promise<void> => {
    await store?.close();
    store = null;
  };
  return {
    dialect: "sqlite",
    run: async (sql) => withFile((file) => file.exec(sql)),
    rows: async (sql) => withFile((file) => file.prepare(sql).all()),
    async upgraded() {
      store = await openStore({ dataDir });
      return store;
    },
    async copy() {
      await close();
      const copied = await mkdtemp(join(tmpdir(), "aftercare-upgrade-"));
      await cp(dataDir, copied, { recursive: true });
      return sqliteIn(copied);
    },
    async end() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function aPostgres(postgres: Postgres): Promise<Database> {
  return postgresAt(postgres, await postgres.createDatabase());
}

async function connectedTo(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

function postgresAt(postgres: Postgres, databaseUrl: string): Database {
  let store: Store | null = null;
  // Looking at every table on a connection of its own would take longer than the update.
  let looking: Promise<Client> | null = null;
  const look = async (sql: string): Promise<readonly Row[]> => {
    looking ??= connectedTo(databaseUrl);
    return (await (await looking).query<Row>(sql)).rows;
  };
  const close = async (): Promise<void> => {
    await (await looking)?.end();
    looking = null;
    await store?.close();
    store = null;
  };
  return {
    dialect: "postgres",
    run: async (sql) => void (await look(sql)),
    rows: look,
    async upgraded() {
      store = await openStore({ databaseUrl, replica: "new" });
      return store;
    },
    async copy() {
      await close();
      return postgresAt(postgres, await postgres.createDatabase(databaseUrl));
    },
    end: close,
  };
}
