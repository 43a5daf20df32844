/** What learners were told about the wait, beside how long it was. The first word of both counts: a promise is not mended later. */
import { type Selectable, sql } from "kysely";
import type { TicketId } from "../../core/model.ts";
import type { Staff, WaitPromise } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import type { PromisesTable } from "../tables/schema.ts";

export function makePromises(engine: Engine): Pick<Staff, "promise" | "keepPromise" | "dropPromise" | "promises"> {
  const { reads } = engine;
  return {
    promise: (promise) =>
      engine.write(async (on) => {
        await on
          .insertInto("promises")
          .values(columnsOf(promise))
          .onConflict((conflict) => conflict.columns(["ticket_id", "episode"]).doNothing())
          .execute();
      }),
    keepPromise: (ticketId, episode, at) =>
      engine.write(async (on) => {
        const waited_ms = sql<number>`${at} - promised_at`;
        await on.updateTable("promises").set({ waited_ms }).where(unsettled(ticketId, episode)).execute();
      }),
    dropPromise: (ticketId, episode, at) =>
      engine.write(async (on) => {
        const waited_ms = sql<number>`${at} - promised_at`;
        const isOurs = unsettled(ticketId, episode);
        await on.deleteFrom("promises").where(isOurs).where(waited_ms, "<=", sql.ref<number>("p90_ms")).execute();
        await on.updateTable("promises").set({ waited_ms }).where(isOurs).execute();
      }),
    async promises(from, to) {
      const rows = await reads
        .selectFrom("promises")
        .selectAll()
        .where("promised_at", ">=", from)
        .where("promised_at", "<", to)
        .orderBy("promised_at")
        .orderBy("ticket_id")
        .orderBy("episode")
        .execute();
      return rows.map(promiseOf);
    },
  };
}

function unsettled(ticketId: TicketId, episode: number) {
  return sql<boolean>`ticket_id = ${ticketId} and episode = ${episode} and waited_ms is null`;
}

function columnsOf(promise: WaitPromise): PromisesTable {
  return {
    ticket_id: promise.ticketId,
    episode: promise.episode,
    promised_at: promise.promisedAt,
    position: promise.position,
    median_ms: promise.medianMs,
    p90_ms: promise.p90Ms,
    factor: promise.factor,
    waited_ms: null,
  };
}

function promiseOf(row: Selectable<PromisesTable>): WaitPromise & { readonly waitedMs: number | null } {
  return {
    ticketId: row.ticket_id,
    episode: row.episode,
    promisedAt: row.promised_at,
    position: row.position,
    medianMs: row.median_ms,
    p90Ms: row.p90_ms,
    factor: row.factor,
    waitedMs: row.waited_ms,
  };
}
