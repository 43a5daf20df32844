/**
 * node-postgres as Kysely wants a database. Every statement is named by its text, so a connection parses and plans it once.
 * A connection on which anything but a statement failed is thrown away: nobody knows what it would answer next.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { StoreError } from "../../core/errors.ts";
import type { Engine } from "../engine.ts";
import type { Tables } from "../tables/schema.ts";
import { together } from "../together.ts";
import { translate } from "./trouble.ts";

// Far above the number of queries in this folder; what is beyond it is run without a name, so no server fills up with plans.
const NAMES_MAX = 500;

/** Queries run on connections of the pool; `destroy` ends the pool. Errors of the world arrive as StoreError. */
export function kyselyOver(pool: Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: dialectOver(new PoolDriver(pool)) });
}

export type Transaction = <Result>(work: (on: Kysely<Tables>) => Promise<Result>) => Promise<Result>;

/**
 * Transactions on connections of the pool. Unlike Kysely's own, statements that `work` does not wait for one by one are on
 * their way together (see together.ts), and the first of them takes the BEGIN along.
 */
export function transactionsOver(pool: Pool): Transaction {
  const driver = new PoolDriver(pool);
  return async (work) => {
    const connection = await driver.acquireConnection();
    try {
      const [, result] = await together([connection.run("begin"), work(kyselyOn(connection, driver))]);
      await driver.commitTransaction(connection);
      return result;
    } catch (error) {
      await driver.rollbackTransaction(connection);
      throw error;
    } finally {
      connection.release();
    }
  };
}

function kyselyOn(connection: PooledConnection, driver: PoolDriver): Kysely<Tables> {
  const dialect = dialectOver(driver);
  const provider = { provideConnection: <Result>(use: (it: DatabaseConnection) => Promise<Result>) => use(connection) };
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), provider);
  return new Kysely<Tables>({ config: { dialect }, dialect, driver, executor });
}

function dialectOver(driver: PoolDriver): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/**
 * Reads rows as arrays on connections of the pool. They come as one text of JSON, which is read five times sooner than as many values
 * of the protocol: it only holds columns of whole numbers within 2^53, floats and texts.
 */
export function arraysOver(pool: Pool): Engine["readArrays"] {
  const names = new StatementNames();
  return async <Row extends readonly unknown[]>(
    { sql: wanted, parameters }: CompiledQuery,
    columns: readonly string[],
  ) => {
    if (pool.ending) throw new StoreError("the store is closed", "broken");
    try {
      const values = parameters.map(parameterOf);
      const text = `select json_agg(json_build_array(${columns.join(", ")}))::text from (${wanted}) as page`;
      const name = names.of(text);
      const query = { text, values, ...(name === undefined ? {} : { name }) };
      const { rows } = await pool.query<{ readonly json_agg: string | null }>(query);
      // Like Kysely's own rows: what the columns hold is what the tables' types say.
      return JSON.parse(rows[0]?.json_agg ?? "[]") as readonly Row[];
    } catch (error) {
      throw translate(error);
    }
  };
}

class PoolDriver implements Driver {
  readonly #pool: Pool;
  readonly #names = new StatementNames();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    if (this.#pool.ending) throw new StoreError("the store is closed", "broken");
    try {
      return new PooledConnection(await this.#pool.connect(), this.#names);
    } catch (error) {
      throw translate(error);
    }
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin"));
  }

  async commitTransaction(connection: PooledConnection): Promise<void> {
    const tag = await connection.run("commit");
    // Somebody caught the error of a statement and went on: PostgreSQL keeps nothing then, and says so only here.
    assert(tag === "COMMIT", "a transaction that had failed was committed");
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    // What went wrong before is what the caller must hear; a connection that cannot even roll back is thrown away.
    await connection.run("rollback").catch(() => connection.discard());
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

/** `query_timeout` is read by pg for each query; its types know it for a connection only. Milliseconds. */
type Query = { text: string; values: unknown[]; name: string | undefined; query_timeout?: number };

class PooledConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #names: StatementNames;
  #isBroken = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters.map(parameterOf);
    const { rows, rowCount } = await this.#query({ text, values, name: this.#names.of(text) });
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /** Runs a statement without parameters and says what the server did. */
  async run(text: string): Promise<string> {
    return (await this.#query({ text, values: [], name: this.#names.of(text) })).command;
  }

  async #query(query: Query) {
    if (this.#isBroken) throw new StoreError("the database went away", "broken");
    const patient: Query = isOfMigration(query.text) ? { ...query, query_timeout: MIGRATION_MS_MAX } : query;
    try {
      return await this.#client.query(patient);
    } catch (error) {
      if (!(error instanceof DatabaseError)) this.#isBroken = true;
      throw translate(error);
    }
  }

  // biome-ignore lint/correctness/useYield: nothing here streams; facts and ratings are read page by page.
  async *streamQuery(): AsyncGenerator<never> {
    assert.fail("this driver does not stream");
  }

  discard(): void {
    this.#isBroken = true;
  }

  release(): void {
    this.#client.release(this.#isBroken);
  }
}

/** The same name for the same text in every process, as a pooler in between may hand one connection to several of them. */
class StatementNames {
  readonly #names = new Map<string, string>();

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= NAMES_MAX) return known;
    const name = `aftercare_${createHash("sha1").update(text).digest("hex").slice(0, 16)}`;
    this.#names.set(text, name);
    return name;
  }
}

/** What changes tables, or waits for another process that does: how long depends on how much there is, not on the network. */
const MIGRATION_MS_MAX = 6 * 3_600_000;

function isOfMigration(text: string): boolean {
  return /^\s*(?:create|alter|drop) |pg_advisory_xact_lock/i.test(text);
}

/** A value both databases keep alike, so that what works on one never breaks on the other. */
function parameterOf(value: unknown): unknown {
  // PostgreSQL keeps every character but this one, and a network may send it (in the name of a file).
  if (typeof value === "string") return value.includes("\0") ? value.replaceAll("\0", "\u{fffd}") : value;
  if (value === null || typeof value === "bigint" || value instanceof Uint8Array) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`a ${typeof value} that PostgreSQL would keep as something else was given to a query`);
}
