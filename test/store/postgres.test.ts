/** The store at scale on a real server: what every store must keep, on PostgreSQL, alone and among other replicas. */

import { sql } from "kysely";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Engine } from "../../src/store/engine.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { openStore, storeOver } from "../../src/store/store.ts";
import { type OpenedStore, storeConformance, storeRaces } from "../conformance/store.ts";
import { isLeftOut, type Postgres, startPostgres } from "../servers/postgres.ts";

describe.skipIf(isLeftOut)("on a PostgreSQL of its own", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  let databaseUrl: string | null = null;
  let broom: Client | null = null;
  afterAll(async () => {
    await broom?.end();
    await postgres?.stop();
  });

  /** A database as if it were new, but that its tables are there already: making them takes longer than most tests. */
  async function emptyDatabase(): Promise<string> {
    if (databaseUrl === null) {
      databaseUrl = await postgres.createDatabase();
      return databaseUrl;
    }
    broom ??= await broomFor(databaseUrl);
    await broom.query("select empty_all()");
    return databaseUrl;
  }

  /**
   * An empty database, and a store on it, opened again when a test asks for that. It stays open from one test to the next, because
   * opening and closing it takes longer than most of them.
   */
  function keptOpen(open: (databaseUrl: string) => Promise<Store>): () => Promise<OpenedStore> {
    let current: Store | null = null;
    afterAll(() => current?.close());
    return async () => {
      const databaseUrl = await emptyDatabase();
      current ??= await open(databaseUrl);
      return {
        store: current,
        async again() {
          await current?.close();
          current = await open(databaseUrl);
          return current;
        },
        end: async () => undefined,
      };
    };
  }

  describe("alone", () => {
    const only = keptOpen((databaseUrl) => openStore({ databaseUrl, isOnlyReplica: true }));
    storeConformance("PostgreSQL, the only replica", only);
  });

  describe("among others", () => {
    let replicas = 0;
    const late = keptOpen((databaseUrl) => {
      replicas += 1;
      return storeOver(lateIn(openPostgres({ databaseUrl, replica: `replica-${replicas}` })));
    });
    storeRaces("PostgreSQL, one replica of many, every commit 15 ms late", late);
  });
});

/**
 * A connection that knows how to empty every table but the version's, in whatever order, and to begin all numbers anew. It is
 * kept, and what it runs is planned once: connecting and planning would take longer than the emptying.
 */
async function broomFor(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("set session_replication_role = replica");
  const tables = await namesOf(client, "select tablename as name from pg_tables where schemaname = 'public'");
  const numbers = await namesOf(client, "select sequencename as name from pg_sequences where schemaname = 'public'");
  const lines = [
    ...tables.filter((name) => name !== "schema_version").map((name) => `delete from "${name}";`),
    ...numbers.map((name) => `perform setval('"${name}"', 1, false);`),
  ];
  await client.query(`create function empty_all() returns void language plpgsql as $$ begin ${lines.join(" ")} end $$`);
  return client;
}

async function namesOf(client: Client, sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(sql);
  return rows.map(({ name }) => name);
}

/** Rows stay locked a while before the commit: who looks before it has the lock decides about somebody's past. */
function lateIn(engine: Engine): Engine {
  return {
    ...engine,
    write: (work) =>
      engine.write(async (on) => {
        const result = await work(on);
        await sql`select pg_sleep(0.015)`.execute(on);
        return result;
      }),
  };
}
