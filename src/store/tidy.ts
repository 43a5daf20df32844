/**
 * Deletes rows that have done their work and hold no words: updates that were handled long ago, and rows that were sent and
 * are no line of a transcript (cards, hints, toasts, buttons). Facts, messages, tickets and ratings are never touched.
 *
 * Not to break: it goes through the tables in small steps, for the embedded database does one thing at a time.
 */
import type { Kysely } from "kysely";
import type { InboundId, Millis, OutboundId } from "../core/model.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./tables/schema.ts";

export type Tidy = {
  /** Deletes what was settled before `before` and returns how many rows that were. Errors: StoreError; then call it again. */
  tidy(before: Millis): Promise<number>;
};

/** Ids looked at in one step. */
const STEP = 2000;

/** The rows `from <= id < to`, and the time they must have been settled before. */
type Slice = { readonly from: number; readonly to: number; readonly before: Millis };

export function makeTidy(engine: Engine): Tidy {
  return {
    async tidy(before) {
      const inbound = await bySteps(await lastId(engine, "inbound"), (slice) => tidyInbound(engine, slice), before);
      const outbound = await bySteps(await lastId(engine, "outbound"), (slice) => tidyOutbound(engine, slice), before);
      return inbound + outbound;
    },
  };
}

async function bySteps(last: number, step: (slice: Slice) => Promise<number>, before: Millis): Promise<number> {
  let deleted = 0;
  for (let from = 0; from <= last; from += STEP) deleted += await step({ from, to: from + STEP, before });
  return deleted;
}

async function lastId({ reads }: Engine, table: "inbound" | "outbound"): Promise<number> {
  const newest = await reads.selectFrom(table).select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
  return Number(newest?.id ?? 0);
}

/** Read first: most steps find nothing, and a reader keeps nobody waiting. What was settled stays as it is meanwhile. */
async function tidyInbound({ reads, write }: Engine, slice: Slice): Promise<number> {
  const found = await reads
    .selectFrom("inbound")
    .select("id")
    .where("id", ">=", slice.from as InboundId)
    .where("id", "<", slice.to as InboundId)
    .where("status", "=", "handled")
    .where("settled_at", "<", slice.before)
    .execute();
  const ids = found.map(({ id }) => id);
  if (ids.length > 0) await write((on) => on.deleteFrom("inbound").where("id", "in", ids).execute());
  return ids.length;
}

async function tidyOutbound({ reads, write }: Engine, slice: Slice): Promise<number> {
  const found = await reads
    .selectFrom("outbound")
    .select("id")
    .where("id", ">=", slice.from as OutboundId)
    .where("id", "<", slice.to as OutboundId)
    .where("status", "=", "sent")
    .where("settled_at", "<", slice.before)
    .where("message_id", "is", null)
    .execute();
  const ids = found.map(({ id }) => id);
  if (ids.length > 0) await write((on: Kysely<Tables>) => on.deleteFrom("outbound").where("id", "in", ids).execute());
  return ids.length;
}
