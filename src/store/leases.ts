/**
 * Leases: one row per task, taken by a conditional upsert, so of many takers the database lets one through. Rows are never
 * deleted: the token of the next holder must be higher than that of any before it.
 */
import { sql } from "kysely";
import type { Leases } from "../core/ports.ts";
import type { Engine } from "./engine.ts";

export function makeLeases(engine: Engine): Leases {
  return {
    take: (name, holder, ttlMs) =>
      engine.write(async (on) => {
        const now = await engine.now(on);
        const row = await on
          .insertInto("leases")
          .values({ name, holder, token: 1, ends_at: now + ttlMs })
          .onConflict((conflict) =>
            conflict
              .column("name")
              .doUpdateSet({
                holder,
                ends_at: now + ttlMs,
                // Whoever let a lease run out cannot know what happened meanwhile, and counts as somebody new.
                token: sql`leases.token + case when leases.holder = ${holder} and leases.ends_at > ${now} then 0 else 1 end`,
              })
              .where((row) => row.or([row("leases.holder", "=", holder), row("leases.ends_at", "<=", now)])),
          )
          .returning("token")
          .executeTakeFirst();
        return row ?? null;
      }),
    release: (name, holder) =>
      engine.write(async (on) => {
        await on
          .updateTable("leases")
          .set({ ends_at: 0 })
          .where("name", "=", name)
          .where("holder", "=", holder)
          .execute();
      }),
  };
}
