/**
 * Queries that are built and compiled once and run often: compiling costs more than running on SQLite. A query is written
 * with slots where its values go; the values come with each run. Never put a value that differs from run to run anywhere
 * but into a slot: it would stay in the compiled query for ever.
 */
import assert from "node:assert/strict";
import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "./tables/schema.ts";

export type SqlValue = null | number | bigint | string | Uint8Array;
type Values = Readonly<Record<string, SqlValue>>;

/** Stands in a query for the value of that name. */
export type Slot<Named> = <Name extends keyof Named & string>(name: Name) => RawBuilder<Named[Name]>;

type Prepared<Named, Row> = (on: Kysely<Tables>, values: Named) => Promise<readonly Row[]>;

class Hole {
  readonly name: string;
  readonly row: number;
  constructor(name: string, row: number) {
    this.name = name;
    this.row = row;
  }
}

/** Compiles the query at once; the returned function runs it with values. */
export function prepare<Named extends Values, Row>(
  build: (slot: Slot<Named>) => Compilable<Row>,
): Prepared<Named, Row> {
  const compiled = build((name) => sql`${new Hole(name, 0)}`).compile();
  return async (on, values) => (await on.executeQuery(fill(compiled, [values]))).rows;
}

/** The same for a query over several rows of values, compiled once per number of rows. No rows: nothing is run. */
export function prepareRows<Named extends Values, Row>(
  build: (rows: readonly Slot<Named>[]) => Compilable<Row>,
): Prepared<readonly Named[], Row> {
  const byCount = new Map<number, CompiledQuery<Row>>();
  return async (on, rows) => {
    if (rows.length === 0) return [];
    let compiled = byCount.get(rows.length);
    if (!compiled) {
      const slots = rows.map(
        (_, row): Slot<Named> =>
          (name) =>
            sql`${new Hole(name, row)}`,
      );
      compiled = build(slots).compile();
      byCount.set(rows.length, compiled);
    }
    return (await on.executeQuery(fill(compiled, rows))).rows;
  };
}

function fill<Row>(compiled: CompiledQuery<Row>, rows: readonly Values[]): CompiledQuery<Row> {
  const parameters = compiled.parameters.map((parameter) => {
    if (!(parameter instanceof Hole)) return parameter;
    const value = rows[parameter.row]?.[parameter.name];
    assert(value !== undefined, `no value for ${parameter.name}`);
    return value;
  });
  return { ...compiled, parameters };
}
