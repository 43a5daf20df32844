/**
 * Joins two conversations of one learner, in one transaction: all of the one that gives way moves into the one that stays, and
 * what is left of it is deleted. Both are locked first, in the order of their ids, so no turn of either runs meanwhile and two
 * learners who join each other at once do not block each other. A blocked learner joins nothing: they would take the block along
 * into a chat where somebody is being helped.
 */
import { type Kysely, sql } from "kysely";
import type { ConversationId, LearnerId, Millis } from "../core/model.ts";
import type { Joined, Links } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { moveKeys } from "./learning/keys.ts";
import type { Tables } from "./tables/schema.ts";

type Joining = Parameters<Links["join"]>[0];

/** Codes have 40 bits: five tries in ten minutes guess none. */
const FAILURES_MAX = 5;
const FAILURES_COUNT_MS = 600_000;

export function makeLinks(engine: Engine): Links {
  return {
    offer: ({ conversationId, codeHash, endsAt }) =>
      engine.write(async (on) => {
        const code = { code_hash: codeHash, ends_at: endsAt, used_by: null };
        await on
          .insertInto("link_codes")
          .values({ conversation_id: conversationId, ...code })
          .onConflict((conflict) => conflict.column("conversation_id").doUpdateSet(code))
          .execute();
      }),
    join: (joining) => engine.write((on) => join(on, engine, joining)),
  };
}

async function join(on: Kysely<Tables>, engine: Engine, joining: Joining): Promise<Joined> {
  const { from, codeHash, now } = joining;
  const failures = await failuresOf(on, joining);
  if (failures >= FAILURES_MAX) return { outcome: "too_many_tries" };
  const code = await on.selectFrom("link_codes").selectAll().where("code_hash", "=", codeHash).executeTakeFirst();
  const writer = `${joining.chat.channel}:${joining.chat.chatId}`;
  const isGood = code !== undefined && (code.used_by === null ? code.ends_at > now : code.used_by === writer);
  if (!isGood) {
    await countFailure(on, joining, failures + 1);
    return { outcome: "no_such_code" };
  }
  const offered = code.conversation_id;
  // After a crash the same words are heard again, when the two are one already.
  if (offered === from)
    return code.used_by === null ? { outcome: "already_joined" } : { outcome: "joined", into: from };
  const sides = await lockBoth(on, engine, [from, offered]);
  const own = sides.find(({ id }) => id === from);
  const other = sides.find(({ id }) => id === offered);
  if (!own || !other) return { outcome: "no_such_code" };
  if (own.isBlocked(now) || other.isBlocked(now)) return { outcome: "blocked" };
  const [stays, goes] = own.isBusy ? [own, other] : [other, own];
  await on.deleteFrom("link_codes").where("conversation_id", "in", [from, offered]).execute();
  await moveAll(on, { stays, goes });
  await on
    .insertInto("link_codes")
    .values({ conversation_id: stays.id, code_hash: codeHash, ends_at: code.ends_at, used_by: writer })
    .execute();
  return { outcome: "joined", into: stays.id };
}

type Side = {
  readonly id: ConversationId;
  readonly learnerId: LearnerId;
  readonly isBusy: boolean;
  readonly isBlocked: (now: Millis) => boolean;
};

async function lockBoth(
  on: Kysely<Tables>,
  { dialect }: Engine,
  ids: readonly ConversationId[],
): Promise<readonly Side[]> {
  const rows = await dialect
    .lock(on.selectFrom("conversations").select(["id", "learner_id", "mode", "blocked_until"]).where("id", "in", ids))
    .orderBy("id")
    .execute();
  return rows.map(({ id, learner_id, mode, blocked_until }) => ({
    id,
    learnerId: learner_id,
    isBusy: mode === "queued" || mode === "agent",
    isBlocked: (now) => blocked_until !== null && blocked_until > now,
  }));
}

/** Every table that points at a conversation. A new one has to be added here; a test compares the list with the schema. */
export const WITH_CONVERSATION = ["messages", "inbound", "outbound", "ratings", "nps_surveys", "suggestions"] as const;
/** Those that point at the learner as well. */
export const WITH_LEARNER = ["chats", "tickets", "facts"] as const;

async function moveAll(
  on: Kysely<Tables>,
  { stays, goes }: { readonly stays: Side; readonly goes: Side },
): Promise<void> {
  for (const table of WITH_CONVERSATION) {
    await sql`update ${sql.table(table)} set conversation_id = ${stays.id} where conversation_id = ${goes.id}`.execute(
      on,
    );
  }
  for (const table of WITH_LEARNER) {
    await sql`update ${sql.table(table)} set conversation_id = ${stays.id}, learner_id = ${stays.learnerId}
      where conversation_id = ${goes.id}`.execute(on);
  }
  await moveKeys(on, { stays: stays.learnerId, goes: goes.learnerId });
  await keepNpsWish(on, { stays, goes });
  await on.deleteFrom("link_tries").where("conversation_id", "=", goes.id).execute();
  await on.deleteFrom("conversations").where("id", "=", goes.id).execute();
  await on.deleteFrom("learners").where("id", "=", goes.learnerId).execute();
}

/** Whoever was asked 0–10, or wants no such question, is the same learner here and there. What was planned waits for another good moment. */
async function keepNpsWish(
  on: Kysely<Tables>,
  { stays, goes }: { readonly stays: Side; readonly goes: Side },
): Promise<void> {
  const either = (column: "nps_asked_at" | "nps_off_at") =>
    sql<Millis | null>`(select max(${sql.ref(column)}) from conversations where id in (${stays.id}, ${goes.id}))`;
  await on
    .updateTable("conversations")
    .set({ nps_asked_at: either("nps_asked_at"), nps_off_at: either("nps_off_at") })
    .where("id", "=", stays.id)
    .execute();
  await on.deleteFrom("nps_surveys").where("conversation_id", "=", stays.id).where("status", "=", "planned").execute();
}

async function failuresOf(on: Kysely<Tables>, { from, now }: Joining): Promise<number> {
  const tries = await on.selectFrom("link_tries").selectAll().where("conversation_id", "=", from).executeTakeFirst();
  return tries !== undefined && tries.failed_at > now - FAILURES_COUNT_MS ? tries.failures : 0;
}

async function countFailure(on: Kysely<Tables>, { from, now }: Joining, failures: number): Promise<void> {
  await on
    .insertInto("link_tries")
    .values({ conversation_id: from, failures, failed_at: now })
    .onConflict((conflict) => conflict.column("conversation_id").doUpdateSet({ failures, failed_at: now }))
    .execute();
}
