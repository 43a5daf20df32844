/**
 * node:sqlite as Kysely wants a database. Statements are prepared once per SQL text. Parameters are checked one by one:
 * node:sqlite takes an object in first place for named parameters and would store nulls without a word.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  type CompiledQuery,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import type { Engine } from "../engine.ts";
import type { Tables } from "../tables/schema.ts";
import { translate } from "./trouble.ts";

// Far above the number of queries in this folder; rows in changing numbers make a few more.
const STATEMENTS_MAX = 500;
// Somebody else (a backup) may hold the file for a moment. The wait blocks our thread, so it is short.
const BUSY_WAIT_MS_MAX = 2000;

/** Opens the file for the only writer and makes every commit reach the disk before it returns, or lets the system write when it likes. */
export function openWriter(file: string, { mayForget = false } = {}): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_WAIT_MS_MAX, enableForeignKeyConstraints: true });
  // secure_delete: what a learner said is overwritten when its row goes, where that costs no extra write.
  const synchronous = mayForget ? "off" : "full";
  database.exec(
    `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma secure_delete = fast; pragma temp_store = memory`,
  );
  return database;
}

export function openReader(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: BUSY_WAIT_MS_MAX, readOnly: true });
}

export function kyselyOver(database: DatabaseSync): Kysely<Tables> {
  const adapter = new StatementCache(database);
  const dialect: Dialect = {
    createAdapter: () => new FreeAdapter(),
    createDriver: () => new SqliteDriver({ database: adapter }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

/** Reads rows as arrays; each text is prepared once. */
export function arraysOver(database: DatabaseSync): Engine["readArrays"] {
  const statements = new Map<string, StatementSync>();
  return async <Row extends readonly unknown[]>({ sql, parameters }: CompiledQuery) =>
    guarded(() => {
      let statement = statements.get(sql);
      if (statement === undefined) {
        if (statements.size >= STATEMENTS_MAX) statements.clear();
        statement = database.prepare(sql);
        statement.setReturnArrays(true);
        statements.set(sql, statement);
      }
      const rows: unknown = statement.all(...parameters.map(checked));
      // Like Kysely's own rows: what the columns hold is what the tables' types say.
      return rows as readonly Row[];
    });
}

/** A statement runs from start to end in one call, so nothing has to keep two of them apart. */
class FreeAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class StatementCache implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    const statement = guarded(() => adapt(this.#database.prepare(sql)));
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
  }
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(() => statement.all(...parameters.map(checked))),
    run: (parameters) => guarded(() => statement.run(...parameters.map(checked))),
    iterate: (parameters) => guarded(() => statement.iterate(...parameters.map(checked))),
  };
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw translate(error);
  }
}

function checked(parameter: unknown): SQLInputValue {
  if (parameter === null || typeof parameter === "string" || typeof parameter === "bigint") return parameter;
  if (typeof parameter === "number" && Number.isFinite(parameter)) return parameter;
  if (parameter instanceof Uint8Array) return parameter;
  throw new TypeError(`a ${typeof parameter} that SQLite cannot keep was given to a query`);
}
