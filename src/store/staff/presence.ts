/**
 * When agents were there, in spans that neither overlap nor lie within a gap of each other. The agent's row is written first,
 * so that of two processes that saw them at once the second finds the span of the first.
 */
import { type Kysely, sql } from "kysely";
import type { Agent, AgentId, Millis } from "../../core/model.ts";
import type { PresenceSpan, Staff } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";
import type { PresenceTable, Tables } from "../tables/schema.ts";
import { NOTHING_SAID } from "./agents.ts";

type PresencePart = Pick<Staff, "seen" | "presence">;

export function makePresence(engine: Engine): PresencePart {
  const { reads } = engine;
  const writers = prepareSeen(reads);
  return {
    seen: (agent, times) => engine.write((on) => writeSeen(on, writers, { agent, ...times })),
    async presence(from, to) {
      // Somebody seen but once was there for no time: that counts, an end that merely touches the range does not.
      const rows = await reads
        .selectFrom("presence")
        .selectAll()
        .where("to_at", ">=", from)
        .where("from_at", "<", to)
        .where((column) => column.or([column("to_at", ">", from), column("from_at", ">=", from)]))
        .orderBy("from_at")
        .orderBy("agent_id")
        .execute();
      return rows.map((row) => cut(row, from, to));
    },
  };
}

function cut({ agent_id: agentId, from_at, to_at }: PresenceTable, from: Millis, to: Millis): PresenceSpan {
  return { agentId, fromAt: Math.max(from_at, from), toAt: Math.min(to_at, to) };
}

type Seen = { readonly agent: Agent; readonly now: Millis; readonly gapMs: Millis };
type Writers = ReturnType<typeof prepareSeen>;

async function writeSeen(on: Kysely<Tables>, writers: Writers, { agent, now, gapMs }: Seen): Promise<void> {
  const agentId = agent.id;
  await writers.agent(on, { agentId, name: agent.name, now });
  const [lengthened] = await writers.lengthen(on, { agentId, now, oldest: now - gapMs });
  if (lengthened) return;
  // A new span, or a word that comes late: then it may lie within a span, or join two of them.
  const near = await writers.takeNear(on, { agentId, earliest: now - gapMs, latest: now + gapMs });
  const from_at = Math.min(now, ...near.map((span) => span.from_at));
  const to_at = Math.max(now, ...near.map((span) => span.to_at));
  await writers.insert(on, { agent_id: agentId, from_at, to_at });
}

function prepareSeen(reads: Kysely<Tables>) {
  return {
    /** Also keeps the row from everybody else until the commit. */
    agent: prepare((slot: Slot<{ agentId: AgentId; name: string; now: Millis }>) =>
      reads
        .insertInto("agents")
        .values({ id: slot("agentId"), name: slot("name"), seen_at: slot("now"), ...NOTHING_SAID })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet({
            name: sql.ref("excluded.name"),
            seen_at: sql`case when excluded.seen_at > agents.seen_at then excluded.seen_at else agents.seen_at end`,
          }),
        ),
    ),
    /** The newest span, when it ended a moment ago: what nearly every call finds. */
    lengthen: prepare((slot: Slot<{ agentId: AgentId; now: Millis; oldest: Millis }>) =>
      reads
        .updateTable("presence")
        .set({ to_at: slot("now") })
        .where("agent_id", "=", slot("agentId"))
        .where(
          "from_at",
          "=",
          reads
            .selectFrom("presence as spans")
            .select((column) => column.fn.max("spans.from_at").as("from_at"))
            .where("spans.agent_id", "=", slot("agentId")),
        )
        .where("to_at", "<=", slot("now"))
        .where("to_at", ">=", slot("oldest"))
        .returning("from_at"),
    ),
    takeNear: prepare((slot: Slot<{ agentId: AgentId; earliest: Millis; latest: Millis }>) =>
      reads
        .deleteFrom("presence")
        .where("agent_id", "=", slot("agentId"))
        .where("from_at", "<=", slot("latest"))
        .where("to_at", ">=", slot("earliest"))
        .returning(["from_at", "to_at"]),
    ),
    insert: prepare((slot: Slot<PresenceTable>) =>
      reads
        .insertInto("presence")
        .values({ agent_id: slot("agent_id"), from_at: slot("from_at"), to_at: slot("to_at") }),
    ),
  };
}
