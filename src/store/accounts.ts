/**
 * Accounts and their sessions. Whatever ends an account's sessions (a new password, disabling) ends them in the same commit
 * that changes the account, so no moment is left in which an old cookie still opens the door.
 */
import { type Kysely, type Selectable, sql, type Updateable } from "kysely";
import type { Account, AccountId, NewAccount, NewSession, Role } from "../core/accounts.ts";
import type { AgentId, Millis } from "../core/model.ts";
import type { Accounts } from "../core/ports.ts";
import { noteDeed } from "./deeds.ts";
import type { Dialect, Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import { flag } from "./rows.ts";
import type { AccountsTable, Tables } from "./tables/schema.ts";

/** A session is used every two seconds by an open console; its end is not written each time. */
const MOVE_MS_MIN = 60_000;

export function makeAccounts(engine: Engine): Accounts {
  const { reads } = engine;
  const bySession = prepareBySession(reads);
  return {
    create: (account) => engine.write((on) => insertAccount(on, account)),
    async byEmail(email) {
      const address = email.toLowerCase();
      const row = await reads.selectFrom("accounts").selectAll().where("email", "=", address).executeTakeFirst();
      return row ? { ...accountOf(row), passwordHash: row.password_hash } : null;
    },
    async all() {
      const rows = await reads.selectFrom("accounts").selectAll().orderBy("id").execute();
      return rows.map(accountOf);
    },
    async count() {
      const row = await reads.selectFrom("accounts").select(sql<number>`count(*)`.as("count")).executeTakeFirst();
      return row?.count ?? 0;
    },
    countFailure: (id, now) =>
      engine.write(async (on) => {
        const failures = sql<number>`failures + 1`;
        await on.updateTable("accounts").set({ failures, failed_at: now }).where("id", "=", id).execute();
      }),
    forgetFailures: (id) => engine.write((on) => change(on, id, NO_FAILURES)),
    setPassword: (id, passwordHash) =>
      engine.write(async (on) => {
        await change(on, id, { ...NO_FAILURES, password_hash: passwordHash });
        await endSessions(on, id);
      }),
    setRole: (id, role, given) => engine.write((on) => setRole(on, { id, role, ...given })),
    setDisabled: (id, isDisabled) =>
      engine.write(async (on) => {
        await change(on, id, { is_disabled: flag(isDisabled) });
        await endSessions(on, id);
      }),
    openSession: (session) => engine.write((on) => insertSession(on, engine.dialect, session)),
    async session(tokenHash, { now, until }) {
      const [row] = await bySession(reads, { tokenHash, now });
      if (!row) return null;
      const endsAt = Math.min(until, row.ends_at_most);
      if (endsAt - row.ends_at >= MOVE_MS_MIN) await engine.write((on) => moveEnd(on, tokenHash, endsAt));
      return accountOf(row);
    },
    closeSession: (tokenHash) =>
      engine.write(async (on) => {
        await on.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute();
      }),
  };
}

function accountOf(row: Selectable<AccountsTable>): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    isDisabled: row.is_disabled === 1,
    failures: row.failures,
    failedAt: row.failed_at,
  };
}

async function insertAccount(on: Kysely<Tables>, account: NewAccount): Promise<AccountId | null> {
  const { email, name, role, passwordHash, now, by } = account;
  const row = await on
    .insertInto("accounts")
    .values({
      ...{ email: email.toLowerCase(), name, role, password_hash: passwordHash },
      ...{ is_disabled: 0, failures: 0, failed_at: null, created_at: now },
    })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row === undefined) return null;
  if (by !== undefined) await noteDeed(on, { kind: "role_given", at: now, by, value: row.id, variant: role });
  return row.id;
}

type RoleGiven = { readonly id: AccountId; readonly role: Role; readonly by: AgentId; readonly at: Millis };

async function setRole(on: Kysely<Tables>, { id, role, by, at }: RoleGiven): Promise<boolean> {
  const other = on.updateTable("accounts").set({ role }).where("id", "=", id).where("role", "!=", role);
  if ((await other.returning("id").executeTakeFirst()) === undefined) return false;
  await noteDeed(on, { kind: "role_given", at, by, value: id, variant: role });
  return true;
}

const NO_FAILURES = { failures: 0, failed_at: null };

async function change(on: Kysely<Tables>, id: AccountId, columns: Updateable<AccountsTable>): Promise<void> {
  await on.updateTable("accounts").set(columns).where("id", "=", id).execute();
}

async function endSessions(on: Kysely<Tables>, id: AccountId): Promise<void> {
  await on.deleteFrom("sessions").where("account_id", "=", id).execute();
}

/** The account is kept from everybody else, so that it cannot be disabled between the look at it and the new row. */
async function insertSession(on: Kysely<Tables>, dialect: Dialect, session: NewSession): Promise<boolean> {
  const { accountId, passwordHash, tokenHash, now, until, untilAtMost } = session;
  const account = on
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", accountId)
    .where("password_hash", "=", passwordHash)
    .where("is_disabled", "=", 0);
  if ((await dialect.lock(account).executeTakeFirst()) === undefined) return false;
  await on.deleteFrom("sessions").where("ends_at", "<=", now).execute();
  const ends = { ends_at: Math.min(until, untilAtMost), ends_at_most: untilAtMost };
  await on
    .insertInto("sessions")
    .values({ token_hash: tokenHash, account_id: accountId, opened_at: now, ...ends })
    .execute();
  return true;
}

function prepareBySession(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ tokenHash: string; now: Millis }>) =>
    reads
      .selectFrom("sessions")
      .innerJoin("accounts", "accounts.id", "sessions.account_id")
      .selectAll("accounts")
      .select(["sessions.ends_at", "sessions.ends_at_most"])
      .where("token_hash", "=", slot("tokenHash"))
      .where("ends_at", ">", slot("now"))
      .where("is_disabled", "=", sql.lit(0 as const)),
  );
}

/** A session that was closed meanwhile stays closed: there is no row to move. */
async function moveEnd(on: Kysely<Tables>, tokenHash: string, endsAt: Millis): Promise<void> {
  await on.updateTable("sessions").set({ ends_at: endsAt }).where("token_hash", "=", tokenHash).execute();
}
