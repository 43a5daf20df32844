/**
 * What one database must offer so that the rest of this folder runs on it. Everything that differs between databases is
 * behind these two types; no other file may ask which database it talks to.
 */
import type { CompiledQuery, Kysely, SelectQueryBuilder } from "kysely";
import type { Millis } from "../core/model.ts";
import type { SearchDialect } from "./search/dialect.ts";
import type { Tables } from "./tables/schema.ts";

export type Dialect = {
  /** SQL of a primary key `id` that is given out in rising order, and never twice, even after a row is gone. */
  readonly idColumn: string;
  /** SQL of the type of a column that holds bytes. */
  readonly blobType: string;
  /** Keeps the rows from everybody else until the transaction ends, where the database has more than one writer. */
  lock<From extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, From, Row>,
  ): SelectQueryBuilder<Tables, From, Row>;
  /** Statements that begin the transaction which brings the tables up to date, so that of several processes one does it. */
  readonly beforeMigrating: readonly string[];
  readonly ticketNumbers: {
    /** What must be there before the first ticket is numbered. */
    readonly create: readonly string[];
    /** SQL of the number the next ticket will have, unless somebody else opens one first. */
    readonly peek: string;
    /** SQL that gives a number out for good; null where there is one writer, so that nobody else can open one first. */
    readonly take: string | null;
  };
  readonly search: SearchDialect;
};

/** This process among those that send from one outbox. */
export type Replica = {
  /** Another one with every opening, so that who died is never taken for who came after. */
  readonly id: string;
  /** Says that we live, from now on. Called once the tables are there. Errors: StoreError "busy" when we must not. */
  join(): Promise<void>;
  /** Who may still settle what they took, this one among them. Whoever is missing will not. */
  living(): Promise<ReadonlySet<string>>;
};

export type Engine = {
  readonly dialect: Dialect;
  readonly replica: Replica;
  /** Sees what is committed and can write nothing. Queries are also built on it, whichever connection then runs them. */
  readonly reads: Kysely<Tables>;
  /**
   * Rows as arrays, their columns in the order they were selected: a third of the cost of objects, for whoever reads very many.
   * Errors: StoreError.
   */
  readArrays<Row extends readonly unknown[]>(query: CompiledQuery, columns: readonly string[]): Promise<readonly Row[]>;
  /**
   * Runs `work` in a transaction and resolves after the commit. What `work` throws leaves no trace and is thrown on.
   * `work` must wait for nothing but `on`, and may be run again: it must not change anything else.
   * Errors: StoreError "full" | "busy" | "broken".
   */
  write<Result>(work: (on: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** The time on the database's clock, the same for every process that uses it. */
  now(on: Kysely<Tables>): Promise<Millis>;
  /** Rejects with StoreError "full" when the place the database lies in is about to run out of space. */
  proveSpace(): Promise<void>;
  /** Waits for what is being written, then lets go. */
  close(): Promise<void>;
};
