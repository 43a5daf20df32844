/** Macros: saved replies, found by name. One is changed in place, so that its uses count on. */
import { type Selectable, sql } from "kysely";
import type { Staff } from "../../core/ports.ts";
import type { Macro } from "../../core/staff.ts";
import type { Engine } from "../engine.ts";
import type { MacrosTable } from "../tables/schema.ts";
import { byName } from "./by-name.ts";

type MacrosPart = Pick<Staff, "macros" | "macro" | "keepMacro" | "countUse" | "removeMacro">;

export function makeMacros(engine: Engine): MacrosPart {
  const { reads } = engine;
  return {
    async macros() {
      const rows = await reads.selectFrom("macros").selectAll().orderBy("id").execute();
      return byName(rows.map(macroOf));
    },
    async macro(name) {
      const row = await reads.selectFrom("macros").selectAll().where("name", "=", name).executeTakeFirst();
      return row ? macroOf(row) : null;
    },
    keepMacro: ({ name, words, actions }, by, now) =>
      engine.write(async (on) => {
        const said = { words: JSON.stringify(words), actions: JSON.stringify(actions) };
        const changed = { ...said, changed_by: by, changed_at: now };
        const row = await on
          .insertInto("macros")
          .values({ name, uses: 0, ...changed })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(changed))
          .returningAll()
          .executeTakeFirstOrThrow();
        return macroOf(row);
      }),
    countUse: (macroId) =>
      engine.write(async (on) => {
        const uses = sql<number>`uses + 1`;
        await on.updateTable("macros").set({ uses }).where("id", "=", macroId).execute();
      }),
    removeMacro: (name) =>
      engine.write(async (on) => {
        const removed = await on.deleteFrom("macros").where("name", "=", name).returning("id").executeTakeFirst();
        return removed !== undefined;
      }),
  };
}

function macroOf({ id, name, words, actions, uses }: Selectable<MacrosTable>): Macro {
  return { id, name, words: JSON.parse(words), actions: JSON.parse(actions), uses };
}
