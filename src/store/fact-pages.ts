/**
 * Facts in the order they happened, a page at a time, the next one asked for while the last is looked at. Between pages everybody
 * else has their turn: with the embedded database a read takes the thread of the bot, so a page is short.
 */
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { FactKind } from "../core/facts.ts";
import type { FactRow, Range } from "../core/ports.ts";
import type { Engine } from "./engine.ts";

const PAGE_ROWS = 1000;

type Reading = Pick<Engine, "reads" | "readArrays">;
/** `kinds` null: all. */
type Wanted = { readonly kinds: readonly FactKind[] | null; readonly range: Range };
/** Where a page ended: rows are in order of time, and of id within one millisecond. */
type Mark = { readonly at: number; readonly id: number };
type Page = readonly FactRow[];

export async function* factPages(reading: Reading, wanted: Wanted): AsyncIterable<Page> {
  if (wanted.kinds?.length === 0) return;
  let next: Promise<Page> | null = pageAfter(reading, wanted, {
    at: wanted.range.from ?? Number.MIN_SAFE_INTEGER,
    id: 0,
  });
  while (next !== null) {
    const page: Page = await next;
    const last = page.length < PAGE_ROWS ? undefined : page.at(-1);
    next = last === undefined ? null : pageAfter(reading, wanted, last);
    // Whoever stops reading early is not told that the page they never asked for failed.
    next?.catch(() => undefined);
    // A query only leaves with the next turn of the loop: without it the server would rest while the page is looked at.
    await setImmediate();
    if (page.length > 0) yield page;
  }
}

const COLUMNS = [
  ...(["id", "kind", "at", "value", "channel", "language", "episode"] as const),
  ...(["conversation_id", "learner_id", "ticket_id", "agent_id", "intent_id", "schedule_version", "variant"] as const),
] as const;

type Columns = readonly [
  ...[FactRow["id"], FactRow["kind"], FactRow["at"], FactRow["value"], FactRow["channel"], FactRow["language"]],
  ...[FactRow["episode"], FactRow["conversationId"], FactRow["learnerId"], FactRow["ticketId"], FactRow["agentId"]],
  ...[FactRow["intentId"], FactRow["scheduleVersion"], FactRow["variant"]],
];

async function pageAfter({ reads, readArrays }: Reading, { kinds, range }: Wanted, { at, id }: Mark): Promise<Page> {
  let query = reads.selectFrom("facts").select(COLUMNS).where(sql<boolean>`(at, id) > (${at}, ${id})`);
  if (kinds !== null) query = query.where("kind", "in", kinds);
  if (range.to !== undefined) query = query.where("at", "<", range.to);
  // Any text may be asked for; that no channel is called so is an answer, too.
  if (range.channel !== undefined) query = query.where(sql`channel`, "=", range.channel);
  const rows = await readArrays<Columns>(query.orderBy("at").orderBy("id").limit(PAGE_ROWS).compile(), COLUMNS);
  return rows.map(factOf);
}

/** Written out, for it runs a million times. */
function factOf(row: Columns): FactRow {
  return {
    id: row[0],
    kind: row[1],
    at: row[2],
    value: row[3],
    channel: row[4],
    language: row[5],
    episode: row[6],
    conversationId: row[7],
    learnerId: row[8],
    ticketId: row[9],
    agentId: row[10],
    intentId: row[11],
    scheduleVersion: row[12],
    variant: row[13],
  };
}
