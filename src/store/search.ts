/**
 * Search of core/ports.ts: from the words somebody typed to tickets, page by page. All of it comes from the connection that cannot
 * write. Not to break: the cursor is all that one page tells the next, so what is found must follow from the rows alone.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import type { Millis, Ticket, TicketId } from "../core/model.ts";
import { FOUND_MAX, type Found, type FoundMessage, type Search, type SearchQuery } from "../core/ports/search.ts";
import type { Engine } from "./engine.ts";
import { excerptOf } from "./search/excerpt.ts";
import {
  type Filters,
  fits,
  type HitRow,
  hitsQuery,
  holdsAll,
  type Learners,
  listed,
  type Source,
} from "./search/hits.ts";
import { gramsOf, type Word, wordOf, wordsOf } from "./search/words.ts";

type Page = Awaited<ReturnType<Search["find"]>>;

/** Up to so many learners what they said is looked through; beyond it, what was said is, for who said it. */
const LEARNERS_MAX = 50;
const NOTHING: Page = { found: [], next: null };

export function makeSearch(engine: Engine): Search {
  return {
    async find(query) {
      assert(Number.isInteger(query.limit) && query.limit >= 1 && query.limit <= FOUND_MAX, "a limit out of bounds");
      const learners = await learnersOf(engine, query.learner);
      if (learners !== null && "ids" in learners && learners.ids.length === 0) return NOTHING;
      const words = wordsOf(query.words);
      const asked = { words, limit: query.limit, filters: filtersOf(query, learners) };
      return words.length === 0
        ? await listTickets(engine, asked, query.before)
        : await findWords(engine, asked, query.before);
    },
  };
}

type Asked = { readonly words: readonly Word[]; readonly limit: number; readonly filters: Filters };

function filtersOf({ tag, status, from, to }: SearchQuery, learners: Learners | null): Filters {
  return {
    learners,
    tag: tag ?? null,
    status: status ?? null,
    from: from ?? Number.MIN_SAFE_INTEGER,
    to: to ?? Number.MAX_SAFE_INTEGER,
  };
}

async function learnersOf({ reads, dialect }: Engine, wanted: string | undefined): Promise<Learners | null> {
  const name = wanted === undefined ? null : wordOf(wanted);
  if (name === null) return null;
  const id = /^\d{1,15}$/.test(name[0] ?? "") ? Number(name[0]) : 0;
  const named = sql`(${holdsAll(dialect.search, sql.ref("learners.name"), [name])} or learners.id = ${id})`;
  const { rows } = await sql<{ id: number }>`
    select learners.id from learners where ${named} limit ${LEARNERS_MAX + 1}`.execute(reads);
  return rows.length > LEARNERS_MAX ? { named } : { ids: rows.map((row) => row.id) };
}

/** A page and, by one row more than it shows, whether there is another. */
function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (last: Row) => string) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

async function findWords(engine: Engine, asked: Asked, cursor: string | undefined): Promise<Page> {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(/^m(\d{1,15})$/.exec(cursor)?.[1]);
  if (Number.isNaN(before)) return NOTHING;
  const rows = await newestHits(engine, asked, before);
  const { shown, next } = pageOf(rows, asked.limit, ({ message_id }) => `m${message_id}`);
  return { next, found: shown.map((row) => foundOf(row, { id: row.message_id, ...row }, asked.words)) };
}

async function newestHits({ reads, dialect }: Engine, asked: Asked, before: number): Promise<readonly HitRow[]> {
  const limit = asked.limit + 1;
  const hits = async (source: Source) =>
    (await hitsQuery({ ...asked, dialect: dialect.search, source, before, limit }).execute(reads)).rows;
  const { learners } = asked.filters;
  // What few learners ever said is less than what a word was ever said in.
  if (learners !== null && "ids" in learners) return await hits({ from: "learners", ids: learners.ids });
  const { firstLook } = dialect.search;
  if (firstLook !== null) {
    const newest = await hits({ from: "newest", count: firstLook });
    if (newest.length === limit) return newest;
  }
  const grams = gramsOf(asked.words);
  return await hits(grams.length === 0 ? { from: "all" } : { from: "index", grams });
}

type TicketRow = {
  readonly ticket_id: TicketId;
  readonly status: Ticket["status"];
  readonly learner_name: string;
  readonly at: Millis;
  readonly newest_id: number | null;
};

/** Without words: tickets by when they were opened, each with its newest line. */
async function listTickets(engine: Engine, asked: Asked, cursor: string | undefined): Promise<Page> {
  const [, at, id] = cursor === undefined ? [] : (/^t(-?\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? []);
  if (cursor !== undefined && id === undefined) return NOTHING;
  const mark = { at: Number(at ?? Number.MAX_SAFE_INTEGER), id: Number(id ?? 0) };
  const rows = await ticketsBefore(engine, asked, mark);
  const { shown, next } = pageOf(rows, asked.limit, (last) => `t${last.at}.${last.ticket_id}`);
  const lines = await linesOf(engine, shown);
  return { next, found: shown.map((row) => foundOf(row, lines.get(row.newest_id ?? 0) ?? null, [])) };
}

async function ticketsBefore(
  { reads, dialect }: Engine,
  { filters, limit }: Asked,
  mark: { readonly at: Millis; readonly id: number },
): Promise<readonly TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select tickets.id as ticket_id, tickets.status, learners.name as learner_name, tickets.opened_at as at,
      (select max(id) from messages where ticket_id = tickets.id and text <> '') as newest_id
    from tickets inner join learners on learners.id = tickets.learner_id
    where tickets.opened_at >= ${filters.from} and tickets.opened_at < ${filters.to}
      and (tickets.opened_at, tickets.id) < (${mark.at}, ${mark.id})
      and ${fits(dialect.search, filters)}
    order by tickets.opened_at desc, tickets.id desc limit ${limit + 1}`.execute(reads);
  return rows;
}

type Line = { readonly id: number; readonly author: FoundMessage["author"]; readonly text: string };

async function linesOf({ reads, dialect }: Engine, rows: readonly TicketRow[]): Promise<ReadonlyMap<number, Line>> {
  const ids = rows.flatMap(({ newest_id }) => newest_id ?? []);
  const { rows: lines } = await sql<Line>`
    select id, author, text from messages where id in ${listed(dialect.search, ids)}`.execute(reads);
  return new Map(lines.map((line) => [line.id, line]));
}

type FoundRow = Pick<TicketRow, "ticket_id" | "status" | "learner_name" | "at">;

function foundOf(row: FoundRow, line: Line | null, words: readonly Word[]): Found {
  return {
    ticketId: row.ticket_id,
    learnerName: row.learner_name,
    status: row.status,
    at: row.at,
    message: line && { id: line.id, author: line.author, excerpt: excerptOf(line.text, words) },
  };
}
