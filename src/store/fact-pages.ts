/**
 * Facts in the order they happened, a page at a time. Between pages everybody else has their turn: with the embedded database a
 * read takes the thread of the bot, so a page is short.
 */
import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { FactKind } from "../core/facts.ts";
import type { FactRow, Range } from "../core/ports.ts";
import type { Tables } from "./tables/schema.ts";

const PAGE_ROWS = 2000;

type Wanted = { readonly kinds: readonly FactKind[] | null; readonly range: Range };
/** Where a page ended: rows are in order of time, and of id within one millisecond. */
type Mark = { readonly at: number; readonly id: number };

/** `kinds` null: all. */
export async function* factPages(reads: Kysely<Tables>, wanted: Wanted): AsyncIterable<readonly FactRow[]> {
  let mark: Mark | null = { at: wanted.range.from ?? Number.MIN_SAFE_INTEGER, id: 0 };
  while (mark !== null && wanted.kinds?.length !== 0) {
    const page: readonly FactRow[] = await pageAfter(reads, wanted, mark);
    if (page.length > 0) yield page;
    mark = page.length < PAGE_ROWS ? null : (page.at(-1) ?? null);
    await setImmediate();
  }
}

function pageAfter(reads: Kysely<Tables>, { kinds, range }: Wanted, { at, id }: Mark): Promise<readonly FactRow[]> {
  let query = reads
    .selectFrom("facts")
    .select(["id", "kind", "at", "value", "channel", "language", "episode"])
    .select(["conversation_id as conversationId", "learner_id as learnerId", "ticket_id as ticketId"])
    .select(["agent_id as agentId", "intent_id as intentId", "schedule_version as scheduleVersion", "variant"])
    .where(sql<boolean>`(at, id) > (${at}, ${id})`);
  if (kinds !== null) query = query.where("kind", "in", kinds);
  if (range.to !== undefined) query = query.where("at", "<", range.to);
  // Any text may be asked for; that no channel is called so is an answer, too.
  if (range.channel !== undefined) query = query.where(sql`channel`, "=", range.channel);
  return query.orderBy("at").orderBy("id").limit(PAGE_ROWS).execute();
}
