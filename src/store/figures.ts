/**
 * What figures are folded from: facts and ratings, page by page in the order they happened, so that a year of them needs no
 * more memory than a day; and the counts of this moment.
 */
import { type Kysely, sql } from "kysely";
import type { Fact, FactKind } from "../core/facts.ts";
import type { Priority } from "../core/model.ts";
import type { OutboundStatus } from "../core/outbound.ts";
import type { Feedback, Range, Store, StoredRating } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { factPages } from "./fact-pages.ts";
import { ratingsGiven } from "./ratings-given.ts";
import type { Tables } from "./tables/schema.ts";
import type { WaitingCounts } from "./turn/before.ts";

const PAGE_ROWS = 500;

type FiguresPart = Pick<
  Store,
  "facts" | "factPages" | "ratings" | "ratingsGiven" | "addFeedback" | "counts" | "proveWritable"
>;

export function makeFigures(engine: Engine): FiguresPart {
  const { reads } = engine;
  return {
    factPages: (range) => factPages(engine, { kinds: null, range }),
    facts: (kinds, range) => iterateFacts(engine, kinds, range),
    ratings: (range) => iterateRatings(reads, range),
    ratingsGiven: (range, page) => ratingsGiven(reads, range, page),
    addFeedback: async (feedback) => {
      await engine.write((on) => insertFeedback(on, feedback));
    },
    counts: () => counts(reads),
    proveWritable: async (now) => {
      await engine.proveSpace();
      await engine.write((on) =>
        on
          .insertInto("proof")
          .values({ id: 1, at: now })
          .onConflict((conflict) => conflict.column("id").doUpdateSet({ at: now }))
          .execute(),
      );
    },
  };
}

/** Where a page ended: rows are in order of time, and of id within one millisecond. */
type Mark = { readonly at: number; readonly id: number };

function beforeAll(range: Range): Mark {
  return { at: range.from ?? Number.MIN_SAFE_INTEGER, id: 0 };
}

async function* iterateFacts(engine: Engine, kinds: readonly FactKind[], range: Range): AsyncIterable<Fact> {
  for await (const page of factPages(engine, { kinds, range })) {
    for (const { id: _, variant, ...fact } of page) yield variant === null ? fact : { ...fact, variant };
  }
}

function isAfter({ at, id }: Mark) {
  return sql<boolean>`(at, id) > (${at}, ${id})`;
}

async function* iterateRatings(reads: Kysely<Tables>, range: Range): AsyncIterable<StoredRating> {
  let mark: Mark | null = beforeAll(range);
  while (mark !== null) {
    const page = await ratingsAfter(reads, range, mark);
    for (const { id: _, ...rating } of page) yield rating;
    mark = page.length < PAGE_ROWS ? null : (page.at(-1) ?? null);
  }
}

function ratingsAfter(reads: Kysely<Tables>, range: Range, mark: Mark) {
  let query = reads
    .selectFrom("ratings")
    .select(["id", "rating", "response_seconds as responseSeconds", "channel", "at", "ticket_id as ticketId"])
    .where(isAfter(mark));
  if (range.to !== undefined) query = query.where("at", "<", range.to);
  if (range.channel !== undefined) query = query.where("channel", "=", range.channel);
  return query.orderBy("at").orderBy("id").limit(PAGE_ROWS).execute();
}

async function insertFeedback(on: Kysely<Tables>, feedback: Feedback): Promise<void> {
  const { userId, rating, comment, responseSeconds, channel, at } = feedback;
  await on
    .insertInto("ratings")
    .values({ rating, at, channel, user_id: userId, comment, response_seconds: responseSeconds })
    .execute();
}

const countOf = sql<number>`count(*)`.as("count");

async function counts(reads: Kysely<Tables>): ReturnType<Store["counts"]> {
  const inbound = await countInbound(reads);
  const facts = await reads.selectFrom("facts").select(["kind", countOf]).groupBy("kind").execute();
  return {
    ...(await countTickets(reads)),
    inboundWaiting: inbound.waiting,
    inboundPoisoned: inbound.poisoned,
    outbound: await countOutbound(reads),
    facts: Object.fromEntries(facts.map(({ kind, count }) => [kind, count])),
  };
}

async function countTickets(reads: Kysely<Tables>) {
  const byStatus = await reads.selectFrom("tickets").select(["status", countOf]).groupBy("status").execute();
  const byPriority = await reads
    .selectFrom("tickets")
    .select(["priority", countOf])
    .where("status", "=", sql.lit("new"))
    .groupBy("priority")
    .execute();
  const tickets = { new: 0, open: 0, solved: 0 };
  for (const { status, count } of byStatus) tickets[status] = count;
  return { tickets, waiting: waitingOf(byPriority) };
}

/** One index each: what waits and what is poisoned are few, what is handled is not looked at. */
async function countInbound(reads: Kysely<Tables>) {
  const rows = reads.selectFrom("inbound").select(countOf);
  const waiting = await rows.where("status", "=", sql.lit("received")).executeTakeFirst();
  const poisoned = await rows.where("status", "=", sql.lit("poisoned")).executeTakeFirst();
  return { waiting: waiting?.count ?? 0, poisoned: poisoned?.count ?? 0 };
}

async function countOutbound(reads: Kysely<Tables>): Promise<Record<OutboundStatus, number>> {
  const rows = reads.selectFrom("outbound").select(["status", countOf]).groupBy("status");
  const open = await rows.where("settled_at", "is", null).execute();
  const settled = await rows.where("settled_at", "is not", null).execute();
  const byStatus = { queued: 0, sending: 0, sent: 0, failed: 0, uncertain: 0 };
  for (const { status, count } of [...open, ...settled]) byStatus[status] = count;
  return byStatus;
}

function waitingOf(rows: readonly { readonly priority: Priority; readonly count: number }[]): WaitingCounts {
  const counts: Record<Priority, number> = { low: 0, normal: 0, high: 0, urgent: 0 };
  for (const { priority, count } of rows) counts[priority] = count;
  return counts;
}
