/** Which keys of other places are proven to be a learner's, how they come to be so, and how a learner is taken out again. */
import { type Kysely, sql } from "kysely";
import type { LearnerKey } from "../../core/learning/event.ts";
import type { LearnerId } from "../../core/model.ts";
import type { LearnerEvents } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import type { Tables } from "../tables/schema.ts";
import { erase, forget } from "./erase.ts";
import { keyOf, keysOf } from "./events.ts";

export function makeLearnerKeys(engine: Engine): Omit<LearnerEvents, "record" | "of" | "orders" | "courseStarts"> {
  const { reads } = engine;
  return {
    async who(learnerId) {
      const learner = await reads.selectFrom("learners").selectAll().where("id", "=", learnerId).executeTakeFirst();
      if (learner === undefined) return null;
      const chats = await reads
        .selectFrom("chats")
        .select("channel")
        .distinct()
        .where("learner_id", "=", learnerId)
        .execute();
      return {
        name: learner.name,
        since: learner.created_at,
        channels: chats.map(({ channel }) => channel).toSorted(),
      };
    },
    async keys(learnerId) {
      const mine = sql<KeyRow>`${keysOf({ learnerId })} order by realm, external_id`;
      return (await mine.execute(reads)).rows.map(keyOf);
    },
    async owners(key) {
      const owners = sql<{ learner_id: LearnerId }>`
        select learner_id from learner_keys where realm = ${key.realm} and external_id = ${key.id}
        union select learner_id from chats where channel = ${key.realm} and network_id = ${key.id}
        order by learner_id`;
      return (await owners.execute(reads)).rows.map(({ learner_id }) => learner_id);
    },
    join: (learnerId, key, { by, now }) =>
      engine.write(async (on) => {
        const learner = await on.selectFrom("learners").select("id").where("id", "=", learnerId).executeTakeFirst();
        if (learner !== undefined) await joinKey(on, { learnerId, key, by, now });
        return learner !== undefined;
      }),
    part: (learnerId, { realm, id }) =>
      engine.write(async (on) => {
        const mine = on.deleteFrom("learner_keys").where("learner_id", "=", learnerId);
        const gone = await mine.where("realm", "=", realm).where("external_id", "=", id).returning("realm").execute();
        return gone.length > 0;
      }),
    ...makeCodes(engine),
    forget: (learnerId) => engine.write((on) => forget(on, learnerId)),
    erase: (learnerId, { by, at }) => engine.write((on) => erase(on, engine, { learnerId, by, at })),
  };
}

type KeyRow = { readonly realm: string; readonly external_id: string };
type Joining = { readonly learnerId: LearnerId; readonly key: LearnerKey; readonly by: string; readonly now: number };

async function joinKey(on: Kysely<Tables>, { learnerId, key, by, now }: Joining): Promise<void> {
  await on
    .insertInto("learner_keys")
    .values({ realm: key.realm, external_id: key.id, learner_id: learnerId, joined_at: now, joined_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function makeCodes(engine: Engine): Pick<LearnerEvents, "offerCode" | "useCode"> {
  return {
    offerCode: ({ codeHash, key, endsAt }) =>
      engine.write(async (on) => {
        const code = { realm: key.realm, external_id: key.id, ends_at: endsAt, used_by: null };
        await on
          .insertInto("learner_codes")
          .values({ code_hash: codeHash, ...code })
          .execute();
      }),
    useCode: ({ conversationId, chat, codeHash, now }) =>
      engine.write(async (on) => {
        const writer = `${chat.channel}:${chat.chatId}`;
        // The row is locked by the update itself: of two chats that write one code at once, one is its owner.
        const used = await on
          .updateTable("learner_codes")
          .set({ used_by: writer })
          .where("code_hash", "=", codeHash)
          .where("ends_at", ">", now)
          .where((code) => code.or([code("used_by", "is", null), code("used_by", "=", writer)]))
          .returning(["realm", "external_id"])
          .executeTakeFirst();
        const learner = await on
          .selectFrom("conversations")
          .select("learner_id")
          .where("id", "=", conversationId)
          .executeTakeFirst();
        if (used === undefined || learner === undefined) return "no_such_code";
        await joinKey(on, { learnerId: learner.learner_id, key: keyOf(used), by: "code", now });
        await on.deleteFrom("learner_codes").where("ends_at", "<=", now).execute();
        return "joined";
      }),
  };
}

/** Two learners turn out to be one. */
export async function moveKeys(
  on: Kysely<Tables>,
  { stays, goes }: Record<"stays" | "goes", LearnerId>,
): Promise<void> {
  await sql`insert into learner_keys (realm, external_id, learner_id, joined_at, joined_by)
    select realm, external_id, cast(${stays} as bigint), joined_at, joined_by from learner_keys where learner_id = ${goes}
    on conflict do nothing`.execute(on);
  await on.deleteFrom("learner_keys").where("learner_id", "=", goes).execute();
}
