/**
 * Teams. Agents and tickets point at them, so a team goes only after all that pointed at it was let go in the same transaction; a
 * turn that gives it a ticket at that very moment is waited for, and what it gave is let go as well.
 */
import type { Kysely, Selectable } from "kysely";
import type { TeamId } from "../../core/model.ts";
import type { Staff } from "../../core/ports.ts";
import type { Team } from "../../core/staff.ts";
import type { Engine } from "../engine.ts";
import { prepare } from "../prepared.ts";
import type { Tables, TeamsTable } from "../tables/schema.ts";
import { byName } from "./by-name.ts";

type TeamsPart = Pick<Staff, "teams" | "addTeam" | "changeTeam" | "removeTeam">;

export function makeTeams(engine: Engine): TeamsPart {
  const { reads } = engine;
  const all = prepare(() => reads.selectFrom("teams").selectAll().orderBy("id"));
  return {
    teams: async () => byName((await all(reads, {})).map(teamOf)),
    addTeam: (team) =>
      engine.write(async (on) => {
        const row = await on
          .insertInto("teams")
          .values(columnsOf(team))
          .onConflict((conflict) => conflict.column("name").doNothing())
          .returning("id")
          .executeTakeFirst();
        return row?.id ?? null;
      }),
    changeTeam: (team) => engine.write((on) => changeTeam(on, engine, team)),
    removeTeam: (id) => engine.write((on) => removeTeam(on, id)),
  };
}

function teamOf(row: Selectable<TeamsTable>): Team {
  return { id: row.id, name: row.name, languages: JSON.parse(row.languages), tags: JSON.parse(row.tags) };
}

function columnsOf({ name, languages, tags }: Omit<Team, "id">): Omit<TeamsTable, "id"> {
  return { name, languages: JSON.stringify(languages), tags: JSON.stringify(tags) };
}

/** A name taken between the look and the change violates its uniqueness: then all of it runs again and sees who has it. */
async function changeTeam(
  on: Kysely<Tables>,
  { dialect }: Engine,
  team: Team,
): Promise<"changed" | "name_taken" | "no_such_team"> {
  const own = on.selectFrom("teams").select("id").where("id", "=", team.id);
  if ((await dialect.lock(own).executeTakeFirst()) === undefined) return "no_such_team";
  const other = on.selectFrom("teams").select("id").where("name", "=", team.name).where("id", "<>", team.id);
  if ((await other.executeTakeFirst()) !== undefined) return "name_taken";
  await on.updateTable("teams").set(columnsOf(team)).where("id", "=", team.id).execute();
  return "changed";
}

/** Agents before tickets: the order in which a turn takes them, too. */
async function removeTeam(on: Kysely<Tables>, id: TeamId): Promise<boolean> {
  await on.updateTable("agents").set({ team_id: null }).where("team_id", "=", id).execute();
  await on.updateTable("tickets").set({ team_id: null }).where("team_id", "=", id).execute();
  const removed = await on.deleteFrom("teams").where("id", "=", id).returning("id").executeTakeFirst();
  return removed !== undefined;
}
