/**
 * How the tables came to be, step by step, in SQL that every database we run on understands. A step that was released is
 * never edited: databases out there have run it. To change a table, append a step. A database that has seen more steps than
 * this list is refused, not guessed at.
 */
import { type Kysely, sql } from "kysely";
import { StoreError } from "../../core/errors.ts";
import type { Dialect, Engine } from "../engine.ts";
import { firstTables } from "./first-tables.ts";
import { humanQueue } from "./human-queue.ts";
import type { Tables } from "./schema.ts";
import { searchTables } from "./search-tables.ts";
import { stepSix } from "./step-6.ts";
import { stepSeven } from "./step-7.ts";

/** The statements of one step. */
type Step = (dialect: Dialect) => readonly string[];

const STEPS: readonly Step[] = [
  firstTables,
  (dialect) => [...accounts(dialect), ...leases()],
  (dialect) => [...replicas(), ...dialect.ticketNumbers.create],
  (dialect) => [...mood(), ...marks(), ...links(), ...webChats(dialect)],
  (dialect) => [...humanQueue(dialect), ...searchTables(dialect)],
  stepSix,
  stepSeven,
];

/**
 * Brings the database up to this version, all steps in one transaction.
 * Errors: StoreError "broken" when a newer Aftercare has written it.
 */
export async function migrate(engine: Engine): Promise<void> {
  await engine.write(async (on) => {
    await run(on, engine.dialect.beforeMigrating);
    await sql`create table if not exists schema_version (version integer not null)`.execute(on);
    const found = await on.selectFrom("schema_version").select("version").executeTakeFirst();
    const version = found?.version ?? 0;
    if (version > STEPS.length) throw new StoreError(newerThanThis(version), "broken");
    for (const step of STEPS.slice(version)) await run(on, step(engine.dialect));
    if (version === STEPS.length) return;
    await on.deleteFrom("schema_version").execute();
    await on.insertInto("schema_version").values({ version: STEPS.length }).execute();
  });
}

/** For whoever only reads. Errors: StoreError "broken" when the tables are not those of this version. */
export async function assertUpToDate({ reads }: Pick<Engine, "reads">): Promise<void> {
  const version = (await reads.selectFrom("schema_version").select("version").executeTakeFirst())?.version ?? 0;
  if (version > STEPS.length) throw new StoreError(newerThanThis(version), "broken");
  if (version < STEPS.length) {
    throw new StoreError("the database is of an older version: start the bot once, it brings it up to date", "broken");
  }
}

async function run(on: Kysely<Tables>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(on);
}

function newerThanThis(version: number): string {
  return (
    `the database was written by a newer Aftercare (its tables are version ${version}, this one knows ${STEPS.length}): ` +
    "start that newer version, or restore the backup made before the update"
  );
}

function accounts({ idColumn }: Dialect): readonly string[] {
  return [
    `create table accounts (
      ${idColumn},
      email text not null unique,
      name text not null,
      role text not null,
      password_hash text not null,
      is_disabled integer not null,
      failures integer not null,
      failed_at bigint,
      created_at bigint not null
    )`,
    `create table sessions (
      token_hash text not null primary key,
      account_id bigint not null references accounts (id),
      opened_at bigint not null,
      ends_at bigint not null,
      ends_at_most bigint not null
    )`,
    "create index sessions_by_account on sessions (account_id)",
    "create index sessions_by_end on sessions (ends_at)",
  ];
}

function leases(): readonly string[] {
  return [
    `create table leases (
      name text not null primary key,
      holder text not null,
      token integer not null,
      ends_at bigint not null
    )`,
  ];
}

function mood(): readonly string[] {
  return ["alter table conversations add column is_upset integer not null default 0"];
}

function marks(): readonly string[] {
  return [
    `create table marks (
      channel text not null,
      bot text not null,
      place text not null,
      mark text not null,
      heard_at bigint not null,
      primary key (channel, bot, place)
    )`,
    "create index marks_by_time on marks (channel, bot, heard_at)",
  ];
}

function links(): readonly string[] {
  return [
    `create table link_codes (
      conversation_id bigint not null primary key references conversations (id),
      code_hash text not null unique,
      ends_at bigint not null,
      used_by text
    )`,
    // What a code did, and who guessed: kept for a short while only.
    `create table link_tries (
      conversation_id bigint not null primary key references conversations (id),
      failures integer not null,
      failed_at bigint not null
    )`,
  ];
}

function webChats({ blobType }: Dialect): readonly string[] {
  return [
    "create table web_chats (chat_id text not null primary key, seq integer not null, created_at bigint not null)",
    `create table web_posts (
      chat_id text not null references web_chats (chat_id),
      seq integer not null,
      key text not null,
      body text not null,
      at bigint not null,
      primary key (chat_id, seq),
      unique (chat_id, key)
    )`,
    `create table web_files (
      id text not null primary key,
      chat_id text not null,
      name text not null,
      mime text not null,
      bytes integer not null,
      body ${blobType} not null,
      at bigint not null
    )`,
  ];
}

function replicas(): readonly string[] {
  return [
    "create table replicas (id text not null primary key, seen_at bigint not null)",
    "alter table outbound add column sender text",
  ];
}
