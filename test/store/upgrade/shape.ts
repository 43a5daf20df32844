/** What a database looks like without its rows, to compare two of them: tables, columns, indexes, constraints, counters. */
import type { Database, Row } from "./database.ts";

export async function shapeOf(database: Database): Promise<readonly string[]> {
  const rows = database.dialect === "sqlite" ? await sqliteShape(database) : await postgresShape(database);
  // Where lines break in a statement, SQLite keeps as it was written.
  return rows.map((row) => JSON.stringify(row).replaceAll(/(\s|\\n)+/g, " ")).toSorted();
}

function sqliteShape(database: Database): Promise<readonly Row[]> {
  return database.rows("select type, name, tbl_name, sql from sqlite_schema where name <> 'sqlite_sequence'");
}

async function postgresShape(database: Database): Promise<readonly Row[]> {
  const questions = [
    `select table_name, column_name, ordinal_position, data_type, is_nullable, column_default, is_identity
       from information_schema.columns where table_schema = 'public'`,
    "select indexname, indexdef from pg_indexes where schemaname = 'public'",
    `select conrelid::regclass::text as table_name, conname, pg_get_constraintdef(oid) as constraint
       from pg_constraint where connamespace = 'public'::regnamespace`,
    "select sequencename, data_type, start_value, increment_by from pg_sequences where schemaname = 'public'",
  ];
  return (await Promise.all(questions.map((sql) => database.rows(sql)))).flat();
}
