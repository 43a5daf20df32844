/**
 * Learners who rated 1 or 2 and whom somebody must look after, one per episode. They begin and end with a turn
 * (turn/state.ts); here they are read, ended by hand, and told about when they are overdue.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { OpenRecovery, Recovery, Staff } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { draftOf, prepareOutboundInsert } from "../outbox.ts";
import { agentOf } from "../rows.ts";
import type { RatingsTable, RecoveriesTable, Tables } from "../tables/schema.ts";

export function makeRecoveries(engine: Engine): Pick<Staff, "recoveries" | "tellOverdue" | "endRecovery"> {
  const { reads } = engine;
  const insertOutbound = prepareOutboundInsert(reads);
  return {
    async recoveries() {
      return (await openOnes(reads).execute()).map(openRecoveryOf);
    },
    async tellOverdue(now, rowsFor) {
      const overdue = reads
        .selectFrom("recoveries")
        .select("ticket_id")
        .where("due_at", "<=", now)
        .where("done_at", "is", null)
        .where("told_at", "is", null);
      // Looked at every second, and nearly always in vain: nothing is written then.
      if ((await overdue.limit(sql.lit(1)).executeTakeFirst()) === undefined) return [];
      return await engine.write(async (on) => {
        const told = await on
          .updateTable("recoveries")
          .set({ told_at: now })
          .where("due_at", "<=", now)
          .where("done_at", "is", null)
          .where("told_at", "is", null)
          .returningAll()
          .execute();
        const rows = told.map(recoveryOf).flatMap(rowsFor);
        const drafts = rows.map((row) => draftOf(row, { conversationId: null, messageId: null, now }));
        await insertOutbound(on, drafts);
        return [...new Set(drafts.map(({ lane }) => lane))];
      });
    },
    endRecovery: (ticketId, episode, now) =>
      engine.write(async (on) => {
        const ended = await on
          .updateTable("recoveries")
          .set({ done_at: now })
          .where("ticket_id", "=", ticketId)
          .where("episode", "=", episode)
          .where("done_at", "is", null)
          .returning("ticket_id")
          .executeTakeFirst();
        return ended !== undefined;
      }),
  };
}

/** With what was rated; the most urgent first. */
function openOnes(reads: Kysely<Tables>) {
  return reads
    .selectFrom("recoveries")
    .leftJoin("ratings", (join) =>
      join.onRef("ratings.ticket_id", "=", "recoveries.ticket_id").onRef("ratings.episode", "=", "recoveries.episode"),
    )
    .select(["recoveries.ticket_id", "recoveries.episode", "owner_id", "owner_name", "due_at"])
    .select(["rating", "tags", "comment"])
    .where("done_at", "is", null)
    .orderBy("due_at")
    .orderBy("recoveries.ticket_id")
    .orderBy("recoveries.episode");
}

type RecoveryRow = Pick<Selectable<RecoveriesTable>, "ticket_id" | "episode" | "owner_id" | "owner_name" | "due_at">;
type Given = { readonly [Column in "rating" | "tags" | "comment"]: Selectable<RatingsTable>[Column] | null };

function recoveryOf({ ticket_id: ticketId, episode, due_at: dueAt, ...row }: RecoveryRow): Recovery {
  return { ticketId, episode, owner: agentOf(row.owner_id, row.owner_name), dueAt };
}

function openRecoveryOf(row: RecoveryRow & Given): OpenRecovery {
  const { rating, tags, comment } = row;
  return { ...recoveryOf(row), rating, reasons: tags === null ? [] : JSON.parse(tags), comment };
}
