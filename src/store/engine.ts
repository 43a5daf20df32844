/**
 * What one database must offer so that the rest of this folder runs on it. Everything that differs between databases is
 * behind these two types; no other file may ask which database it talks to.
 */
import type { Kysely, SelectQueryBuilder } from "kysely";
import type { Tables } from "./tables/schema.ts";

export type Dialect = {
  /** SQL of a primary key `id` that is given out in rising order, and never twice, even after a row is gone. */
  readonly idColumn: string;
  /** Keeps the rows from everybody else until the transaction ends, where the database has more than one writer. */
  lock<From extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, From, Row>,
  ): SelectQueryBuilder<Tables, From, Row>;
};

export type Engine = {
  readonly dialect: Dialect;
  /** Sees what is committed and can write nothing. Queries are also built on it, whichever connection then runs them. */
  readonly reads: Kysely<Tables>;
  /**
   * Runs `work` in a transaction and resolves after the commit. What `work` throws leaves no trace and is thrown on.
   * `work` must wait for nothing but `on`, and may be run again: it must not change anything else.
   * Errors: StoreError "full" | "busy" | "broken".
   */
  write<Result>(work: (on: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Rejects with StoreError "full" when the place the database lies in is about to run out of space. */
  proveSpace(): Promise<void>;
  /** Waits for what is being written, then lets go. */
  close(): Promise<void>;
};
