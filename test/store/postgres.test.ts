/** The store at scale on a real server: what every store must keep, on PostgreSQL, alone and among other replicas. */

import { sql } from "kysely";
import { afterAll, beforeAll, describe } from "vitest";
import type { Engine } from "../../src/store/engine.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { openStore, storeOver } from "../../src/store/store.ts";
import { type OpenedStore, storeConformance, storeRaces } from "../conformance/store.ts";
import { isLeftOut, type Postgres, startPostgres, statement } from "../servers/postgres.ts";

describe.skipIf(isLeftOut)("on a PostgreSQL of its own", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  let databaseUrl: string | null = null;
  /** A database as if it were new, but that its tables are there already: making them takes longer than most tests. */
  async function emptyDatabase(): Promise<string> {
    if (databaseUrl === null) databaseUrl = await postgres.createDatabase();
    else await statement(databaseUrl, EMPTY_ALL);
    return databaseUrl;
  }

  /** A fresh database, and a store on it that `open` opens, again and again. */
  async function opened(open: (databaseUrl: string) => ReturnType<typeof openStore>): Promise<OpenedStore> {
    const databaseUrl = await emptyDatabase();
    let current = await open(databaseUrl);
    return {
      store: current,
      async again() {
        await current.close();
        current = await open(databaseUrl);
        return current;
      },
      end: () => current.close(),
    };
  }

  storeConformance("PostgreSQL, the only replica", () =>
    opened((databaseUrl) => openStore({ databaseUrl, isOnlyReplica: true })),
  );

  let replicas = 0;
  storeRaces("PostgreSQL, one replica of many, every commit 15 ms late", () =>
    opened((databaseUrl) => {
      replicas += 1;
      return storeOver(late(openPostgres({ databaseUrl, replica: `replica-${replicas}` })));
    }),
  );
});

/** Every row but the version of the tables, in whatever order, and all numbers begin anew. */
const EMPTY_ALL = `do $$
declare
  each text;
begin
  set local session_replication_role = replica;
  for each in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_version' loop
    execute format('delete from %I', each);
  end loop;
  for each in select sequencename from pg_sequences where schemaname = 'public' loop
    execute format('alter sequence %I restart', each);
  end loop;
end $$`;

/** Rows stay locked a while before the commit: who looks before it has the lock decides about somebody's past. */
function late(engine: Engine): Engine {
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
