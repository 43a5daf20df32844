/** The suggestion box as rows. They are put in by turns (turn/opinions.ts); here they are read, marked, answered and told of. */
import { type Kysely, sql } from "kysely";
import type { Opinions, Suggestion } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { draftOf, prepareOutboundInsert } from "../outbox.ts";
import type { Tables } from "../tables/schema.ts";

type Box = Omit<Opinions, "npsDue" | "surveys">;

export function makeSuggestions(engine: Engine): Box {
  const { reads } = engine;
  return {
    async suggestions({ status, before }, limit) {
      let query = withNames(reads);
      if (status !== undefined) query = query.where("status", "=", status);
      if (before !== undefined) query = query.where("suggestions.id", "<", before);
      const rows = await query.orderBy("suggestions.id", "desc").limit(limit).execute();
      return rows.map(suggestionOf);
    },
    async suggestion(id) {
      const row = await withNames(reads).where("suggestions.id", "=", id).executeTakeFirst();
      return row === undefined ? null : suggestionOf(row);
    },
    markSuggestion: (id, status) =>
      engine.write(async (on) => {
        const query = on.updateTable("suggestions").set({ status }).where("id", "=", id).returning("id");
        return (await query.executeTakeFirst()) !== undefined;
      }),
    keepReply: (id, { text, by, at }) =>
      engine.write(async (on) => {
        const kept = await on
          .updateTable("suggestions")
          .set({ reply: text, replied_by: by, replied_at: at, status: "done" })
          .where("id", "=", id)
          .where("reply", "is", null)
          .returning("id")
          .executeTakeFirst();
        return kept !== undefined;
      }),
    dropReply: (id) =>
      engine.write(async (on) => {
        const none = { reply: null, replied_by: null, replied_at: null, status: "read" } as const;
        await on.updateTable("suggestions").set(none).where("id", "=", id).execute();
      }),
    tellSuggestions: makeTelling(engine),
  };
}

function makeTelling(engine: Engine): Box["tellSuggestions"] {
  const { reads } = engine;
  const insertOutbound = prepareOutboundInsert(reads);
  const isThereAny = async (on: Kysely<Tables>, notSince: number): Promise<boolean> => {
    const untold = on.selectFrom("suggestions").select("id").where("told_at", "is", null).limit(sql.lit(1));
    if ((await untold.executeTakeFirst()) === undefined) return false;
    const recent = on.selectFrom("suggestions").select("id").where("told_at", ">", notSince).limit(sql.lit(1));
    return (await recent.executeTakeFirst()) === undefined;
  };
  return async ({ now, notSince }, rowsFor) => {
    // Looked at every few seconds, and nearly always in vain: nothing is written then.
    if (!(await isThereAny(reads, notSince))) return [];
    return await engine.write(async (on) => {
      if (!(await isThereAny(on, notSince))) return [];
      const told = await on
        .updateTable("suggestions")
        .set({ told_at: now })
        .where("told_at", "is", null)
        .returning("id")
        .execute();
      if (told.length === 0) return [];
      const ids = told.map(({ id }) => id);
      const fresh = await withNames(on).where("suggestions.id", "in", ids).orderBy("suggestions.id").execute();
      const about = { conversationId: null, messageId: null, now };
      const drafts = rowsFor(fresh.map(suggestionOf)).map((row) => draftOf(row, about));
      await insertOutbound(on, drafts);
      return [...new Set(drafts.map(({ lane }) => lane))];
    });
  };
}

function withNames(on: Kysely<Tables>) {
  return on
    .selectFrom("suggestions")
    .leftJoin("conversations", "conversations.id", "suggestions.conversation_id")
    .leftJoin("learners", "learners.id", "conversations.learner_id")
    .select(["suggestions.id", "conversation_id", "suggestions.language", "text", "at", "status"])
    .select(["reply", "replied_by", "replied_at", "name"]);
}

type Row = Awaited<ReturnType<ReturnType<typeof withNames>["execute"]>>[number];

function suggestionOf(row: Row): Suggestion {
  const { id, conversation_id: conversationId, language, text, at, status, name, reply, replied_at: repliedAt } = row;
  return {
    ...{ id, language, text, at, status },
    from: conversationId === null ? null : { conversationId, name: name ?? "" },
    reply: reply === null || repliedAt === null ? null : { text: reply, by: row.replied_by ?? "", at: repliedAt },
  };
}
