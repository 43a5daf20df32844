/** The rules of the human queue, version by version. A version is never changed: clocks are judged by the one they ran under. */
import type { Staff } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { prepare } from "../prepared.ts";

export function makeRuleVersions(engine: Engine): Pick<Staff, "rules" | "addRules"> {
  const { reads } = engine;
  const all = prepare(() => reads.selectFrom("rule_versions").selectAll().orderBy("version"));
  return {
    async rules() {
      const rows = await all(reads, {});
      return rows.map(({ version, from_at, body }) => ({ version, from: from_at, rules: JSON.parse(body) }));
    },
    addRules: ({ version, from, rules }, by) =>
      engine.write(async (on) => {
        const added = await on
          .insertInto("rule_versions")
          .values({ version, from_at: from, body: JSON.stringify(rules), changed_by: by })
          .onConflict((conflict) => conflict.column("version").doNothing())
          .returning("version")
          .executeTakeFirst();
        return added?.version ?? null;
      }),
  };
}
