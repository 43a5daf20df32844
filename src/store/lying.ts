/**
 * The sweeper's question: what was left lying by a process that ended, or by a bell that was never rung? Rows a dead process
 * was sending may have arrived, so they go back as `uncertain`, never as if nothing had happened.
 */
import { type Kysely, sql } from "kysely";
import type { ConversationId, Millis } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepareFree } from "./outbox.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { Tables } from "./tables/schema.ts";

export function makeLying(engine: Engine): Pick<Store, "leftLying"> {
  const { reads } = engine;
  const queries = { ...prepareLying(reads), free: prepareFree(reads) };
  return {
    async leftLying(before, now) {
      const [stuck] = await queries.stuck(reads, { before });
      if (stuck) await engine.write((on) => queries.free(on, { before, now }));
      const conversations = await queries.conversations(reads, { before });
      const lanes = await queries.lanes(reads, { now });
      return {
        conversations: conversations.map(({ conversation_id }) => conversation_id),
        lanes: lanes.map(({ lane }) => lane),
      };
    },
  };
}

function prepareLying(reads: Kysely<Tables>) {
  return {
    stuck: prepare((slot: Slot<{ before: Millis }>) =>
      reads
        .selectFrom("outbound")
        .select("id")
        .where("settled_at", "is", null)
        .where("sending_since", "<", slot("before"))
        .limit(sql.lit(1)),
    ),
    /** The longest wait first. */
    conversations: prepare((slot: Slot<{ before: Millis }>) =>
      reads
        .selectFrom("inbound")
        .select("conversation_id")
        .$narrowType<{ conversation_id: ConversationId }>()
        .where("status", "=", sql.lit("received"))
        .where("received_at", "<", slot("before"))
        .groupBy("conversation_id")
        .orderBy((column) => column.fn.min("id")),
    ),
    lanes: prepare((slot: Slot<{ now: Millis }>) =>
      reads
        .selectFrom("outbound")
        .leftJoin("lanes", "lanes.lane", "outbound.lane")
        .select("outbound.lane")
        .where("outbound.id", "in", oldestOfEachLane(reads))
        .where("status", "<>", sql.lit("sending"))
        .where("outbound.not_before", "<=", slot("now"))
        .where((column) =>
          column.or([column("lanes.not_before", "is", null), column("lanes.not_before", "<=", slot("now"))]),
        )
        .orderBy("outbound.id"),
    ),
  };
}

function oldestOfEachLane(reads: Kysely<Tables>) {
  return reads
    .selectFrom("outbound")
    .select((column) => column.fn.min("id").as("id"))
    .where("settled_at", "is", null)
    .groupBy("lane");
}
