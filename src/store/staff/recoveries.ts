/** Learners who rated 1 or 2 and whom somebody must look after. One per episode; one that ended stays ended. */
import { type Selectable, sql } from "kysely";
import type { Recovery, Staff } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { agentOf } from "../rows.ts";
import type { RecoveriesTable } from "../tables/schema.ts";

export function makeRecoveries(engine: Engine): Pick<Staff, "recoveries" | "beginRecovery" | "endRecovery"> {
  const { reads } = engine;
  return {
    async recoveries() {
      const rows = await reads
        .selectFrom("recoveries")
        .selectAll()
        .where("done_at", "is", null)
        .orderBy("due_at")
        .orderBy("ticket_id")
        .orderBy("episode")
        .execute();
      return rows.map(recoveryOf);
    },
    beginRecovery: ({ ticketId, episode, owner, dueAt }) =>
      engine.write(async (on) => {
        const owned = { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null };
        await on
          .insertInto("recoveries")
          .values({ ticket_id: ticketId, episode, ...owned, due_at: dueAt, done_at: null })
          .onConflict((conflict) =>
            conflict.columns(["ticket_id", "episode"]).doUpdateSet({
              ...(owner === null ? {} : owned),
              // Rating badly once more gives nobody more time.
              due_at: sql`case when excluded.due_at < recoveries.due_at then excluded.due_at else recoveries.due_at end`,
            }),
          )
          .execute();
      }),
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

function recoveryOf(row: Selectable<RecoveriesTable>): Recovery {
  const { ticket_id: ticketId, episode, due_at: dueAt } = row;
  return { ticketId, episode, owner: agentOf(row.owner_id, row.owner_name), dueAt };
}
