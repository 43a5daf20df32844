/**
 * Deletes rows that have done their work and hold no words: updates that were handled long ago, rows that were sent and are no
 * line of a transcript (cards, hints, toasts, buttons), when agents were there and looked at a ticket, and what learners were
 * told about the wait. How many sends went with them stays known: see sends.ts.
 * Facts, messages, tickets and ratings are never touched.
 *
 * Not to break: it goes through the tables in small steps, for the embedded database does one thing at a time.
 */
import { type Kysely, sql } from "kysely";
import type { InboundId, Millis, OutboundId } from "../core/model.ts";
import type { Fence } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { assertLeads } from "./fence.ts";
import { countTidied } from "./sends.ts";
import type { Tables } from "./tables/schema.ts";

export type Tidy = {
  /**
   * Deletes what was settled before `before` and returns how many rows that were. Errors: StoreError; then call it again,
   * unless it is "overtaken": then somebody else does it.
   */
  tidy(before: Millis, fence: Fence | null): Promise<number>;
};

/** Ids looked at in one step. */
const STEP = 2000;

/** The rows `from <= id < to`, and the time they must have been settled before. */
type Slice = Limits & { readonly from: number; readonly to: number };
type Limits = { readonly before: Millis; readonly fence: Fence | null };

export function makeTidy(engine: Engine): Tidy {
  return {
    async tidy(before, fence) {
      const limits: Limits = { before, fence };
      await engine.write((on) => assertLeads(on, engine, fence));
      const inbound = await bySteps(await lastId(engine, "inbound"), (slice) => tidyInbound(engine, slice), limits);
      const outbound = await bySteps(await lastId(engine, "outbound"), (slice) => tidyOutbound(engine, slice), limits);
      const presence = await tidyByTime(engine, { table: "presence", column: "to_at" }, limits);
      const promises = await tidyByTime(engine, { table: "promises", column: "promised_at" }, limits);
      const attendance = await tidyByTime(engine, { table: "attendance", column: "looks_until" }, limits);
      return inbound + outbound + presence + promises + attendance;
    },
  };
}

async function bySteps(last: number, step: (slice: Slice) => Promise<number>, limits: Limits): Promise<number> {
  let deleted = 0;
  for (let from = 0; from <= last; from += STEP) deleted += await step({ ...limits, from, to: from + STEP });
  return deleted;
}

async function lastId({ reads }: Engine, table: "inbound" | "outbound"): Promise<number> {
  const newest = await reads.selectFrom(table).select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
  return Number(newest?.id ?? 0);
}

/** Read first: most steps find nothing, and a reader keeps nobody waiting. What was settled stays as it is meanwhile. */
async function tidyInbound(engine: Engine, slice: Slice): Promise<number> {
  const found = await engine.reads
    .selectFrom("inbound")
    .select("id")
    .where("id", ">=", slice.from as InboundId)
    .where("id", "<", slice.to as InboundId)
    .where("status", "=", "handled")
    .where("settled_at", "<", slice.before)
    .execute();
  const ids = found.map(({ id }) => id);
  if (ids.length > 0) await fenced(engine, slice, (on) => on.deleteFrom("inbound").where("id", "in", ids).execute());
  return ids.length;
}

async function tidyOutbound(engine: Engine, slice: Slice): Promise<number> {
  const found = await engine.reads
    .selectFrom("outbound")
    .select("id")
    .where("id", ">=", slice.from as OutboundId)
    .where("id", "<", slice.to as OutboundId)
    .where("status", "=", "sent")
    .where("settled_at", "<", slice.before)
    .where("message_id", "is", null)
    .execute();
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return 0;
  return await fenced(engine, slice, async (on) => {
    const gone = on
      .deleteFrom("outbound")
      .where("id", "in", ids)
      .returning(["channel", "audience", "lane", "settled_at"]);
    const deleted = await gone.execute();
    await countTidied(on, deleted);
    return deleted.length;
  });
}

type Aged =
  | { readonly table: "attendance"; readonly column: "looks_until" }
  | { readonly table: "presence"; readonly column: "to_at" }
  | { readonly table: "promises"; readonly column: "promised_at" };

/** Rows without an id, the oldest first: all up to the time of the last one of a step, and those of that very time. */
async function tidyByTime(engine: Engine, { table, column }: Aged, limits: Limits): Promise<number> {
  const at = sql<Millis>`${sql.ref(column)}`;
  const oldest = engine.reads
    .selectFrom(table)
    .select(at.as("at"))
    .where(at, "<", limits.before)
    .orderBy(at)
    .limit(STEP);
  let deleted = 0;
  for (;;) {
    const rows = await oldest.execute();
    const last = rows.at(-1);
    if (last === undefined) return deleted;
    const gone = await fenced(engine, limits, (on) => on.deleteFrom(table).where(at, "<=", last.at).executeTakeFirst());
    deleted += Number(gone.numDeletedRows);
  }
}

async function fenced<Deleted>(
  engine: Engine,
  { fence }: Limits,
  deleteRows: (on: Kysely<Tables>) => Promise<Deleted>,
): Promise<Deleted> {
  return await engine.write(async (on) => {
    await assertLeads(on, engine, fence);
    return await deleteRows(on);
  });
}
