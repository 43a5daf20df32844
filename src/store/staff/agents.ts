/**
 * Agents as rows. A row is made when an agent first acts (presence.ts) or is first given a ticket (turn/before.ts) and never
 * goes: tickets and figures name them. Whoever changes a row locks it first, for a turn counts an agent's tickets under that lock.
 */
import { type Kysely, type Selectable, sql, type Updateable } from "kysely";
import type { TeamId } from "../../core/model.ts";
import type { Staff } from "../../core/ports.ts";
import type { AgentProfile, QuietHours } from "../../core/staff.ts";
import type { Engine } from "../engine.ts";
import { prepare } from "../prepared.ts";
import { flag, known } from "../rows.ts";
import type { AgentsTable, Tables } from "../tables/schema.ts";
import { byName } from "./by-name.ts";

/** What nobody has said about an agent yet. */
export const NOTHING_SAID = {
  ...{ team_id: null, languages: "[]", tags: "[]", cap: null, quiet: null },
  ...{ is_away: 0, away_until: null, is_gone: 0, assigned_at: 0 },
} satisfies Omit<AgentsTable, "id" | "name" | "seen_at">;

export function makeAgents(engine: Engine): Pick<Staff, "agents" | "changeAgent" | "held"> {
  const { reads, dialect } = engine;
  const queries = prepareAgents(reads);
  return {
    agents: async () => byName((await queries.all(reads, {})).map(profileOf)),
    changeAgent: (id, change) =>
      engine.write(async (on) => {
        const query = on.selectFrom("agents").selectAll().where("id", "=", id);
        const row = await dialect.lock(query).executeTakeFirst();
        if (!row) return false;
        const profile = { ...profileOf(row), ...change };
        // A team that was removed meanwhile is no team.
        const team_id = sql<TeamId | null>`(select teams.id from teams where teams.id = ${profile.teamId})`;
        await on
          .updateTable("agents")
          .set({ ...columnsOf(profile), team_id })
          .where("id", "=", id)
          .execute();
        return true;
      }),
    async held() {
      const rows = await queries.held(reads, {});
      return new Map(rows.map(({ holder_id, count }) => [known(holder_id), count]));
    },
  };
}

function prepareAgents(reads: Kysely<Tables>) {
  return {
    all: prepare(() => reads.selectFrom("agents").selectAll().orderBy("id")),
    held: prepare(() =>
      reads
        .selectFrom("tickets")
        .select((column) => ["holder_id", column.fn.countAll<number>().as("count")])
        .where("status", "=", sql.lit("open"))
        .groupBy("holder_id"),
    ),
  };
}

function profileOf(row: Selectable<AgentsTable>): AgentProfile {
  return {
    id: row.id,
    name: row.name,
    teamId: row.team_id,
    languages: JSON.parse(row.languages),
    tags: JSON.parse(row.tags),
    cap: row.cap,
    isAway: row.is_away === 1,
    awayUntil: row.away_until,
    quiet: quietOf(row.quiet),
    isGone: row.is_gone === 1,
    assignedAt: row.assigned_at,
    seenAt: row.seen_at,
  };
}

function quietOf(json: string | null): QuietHours | null {
  return json === null ? null : JSON.parse(json);
}

/** All that can be changed from outside, but the team; when they were there is presence.ts's. */
function columnsOf(profile: AgentProfile): Updateable<AgentsTable> {
  return {
    name: profile.name,
    languages: JSON.stringify(profile.languages),
    tags: JSON.stringify(profile.tags),
    cap: profile.cap,
    is_away: flag(profile.isAway),
    away_until: profile.awayUntil,
    quiet: profile.quiet === null ? null : JSON.stringify(profile.quiet),
    is_gone: flag(profile.isGone),
    assigned_at: profile.assignedAt,
  };
}
