/**
 * The SQL of a search: which messages hold the words, which ticket each belongs to, and which one of a ticket is its newest. Texts
 * go in as values only, and lists as one JSON value, so that a query of two thousand words is the same statement as one of two.
 *
 * Not to break: which ticketless lines belong to a ticket is defined by the transcript (see ../transcript.ts) and said here again
 * from the message's side. A hit in a ticket where it does not show would be a riddle.
 */
import { type RawBuilder, sql } from "kysely";
import type { Millis, Ticket, TicketId } from "../../core/model.ts";
import { MESSAGE_COLUMNS, type SearchDialect } from "./dialect.ts";
import type { Word } from "./words.ts";

type Sql = RawBuilder<unknown>;

/** Who may be meant by `learner`: some, known by their ids, or everybody whose name fits, when they are many. */
export type Learners = { readonly ids: readonly number[] } | { readonly named: Sql };

export type Filters = {
  readonly learners: Learners | null;
  readonly tag: string | null;
  readonly status: Ticket["status"] | null;
  readonly from: Millis;
  readonly to: Millis;
};

/** Where messages to look into come from, the ones with an id below `before`. */
export type Source =
  | { readonly from: "index"; readonly grams: readonly string[] }
  | { readonly from: "learners"; readonly ids: readonly number[] }
  | { readonly from: "newest"; readonly count: number }
  | { readonly from: "all" };

type Hits = {
  readonly dialect: SearchDialect;
  readonly words: readonly Word[];
  readonly filters: Filters;
  readonly source: Source;
  readonly before: number;
  readonly limit: number;
};

export type HitRow = {
  readonly message_id: number;
  readonly author: "learner" | "bot" | "agent";
  readonly text: string;
  readonly at: Millis;
  readonly ticket_id: TicketId;
  readonly status: Ticket["status"];
  readonly learner_name: string;
};

/** The newest hit of each ticket, the newest first. What must not be pulled into a join is a subquery with a limit. */
export function hitsQuery(hits: Hits): RawBuilder<HitRow> {
  const { dialect, words, filters, limit } = hits;
  const isHit = (message: string): Sql => {
    const at = sql.ref(`${message}.at`);
    const holds = holdsAll(dialect, sql.ref(`${message}.text`), words);
    return sql`${at} >= ${filters.from} and ${at} < ${filters.to} and ${holds}`;
  };
  return sql<HitRow>`
    select hit.id as message_id, hit.author, hit.text, hit.at,
      tickets.id as ticket_id, tickets.status, learners.name as learner_name
    from (${sourceQuery(hits)}) as hit
    inner join tickets on tickets.id = coalesce(hit.ticket_id, ${ticketLedTo})
    inner join learners on learners.id = tickets.learner_id
    where ${isHit("hit")} and (hit.ticket_id is not null or ${leadsToTicket("hit")})
      and ${fits(dialect, filters)}
      and (
        select newer.id from messages as newer
        where newer.ticket_id = tickets.id and newer.id > hit.id and ${isHit("newer")} limit 1
      ) is null
      and (
        select newer.id from messages as newer
        where newer.conversation_id = tickets.conversation_id and newer.ticket_id is null
          and newer.id > hit.id and newer.id <= tickets.led_by_id and ${isHit("newer")} and ${leadsToTicket("newer")} limit 1
      ) is null
    order by hit.id desc limit ${limit}`;
}

function sourceQuery({ dialect, source, before }: Hits): Sql {
  const older = sql`select messages.id, ${MESSAGE_COLUMNS} from messages where messages.id < ${before}`;
  switch (source.from) {
    case "index":
      return dialect.proposed({ grams: source.grams, before });
    case "learners":
      return sql`${older} and messages.conversation_id in (
        select conversation_id from tickets where learner_id in ${listed(dialect, source.ids)}
      )`;
    case "newest":
      return sql`${older} order by messages.id desc limit ${source.count}`;
    case "all":
      return older;
  }
}

/** The first ticket opened after a ticketless line. */
const ticketLedTo = sql`(
  select led.id from tickets as led
  where led.conversation_id = hit.conversation_id and led.led_by_id >= hit.id
  order by led.id limit 1
)`;

/** That no line about another ticket stands between a ticketless line and the opening of `tickets`. */
function leadsToTicket(message: string): Sql {
  return sql`(
    select other.id from messages as other
    where other.conversation_id = tickets.conversation_id and other.ticket_id <> tickets.id
      and other.id > ${sql.ref(`${message}.id`)} and other.id <= tickets.led_by_id limit 1
  ) is null`;
}

/** That a ticket and its learner pass the filters, but for the time. */
export function fits(dialect: SearchDialect, { learners, tag, status }: Filters): Sql {
  const conditions: Sql[] = [sql`1 = 1`];
  if (status !== null) conditions.push(sql`tickets.status = ${status}`);
  if (tag !== null)
    conditions.push(sql`(
      select 1 from ${dialect.items(sql`tickets.tags`, "tag")} where tag.value = ${tag} limit 1
    ) is not null`);
  if (learners !== null) {
    const isMeant = "ids" in learners ? sql`learners.id in ${listed(dialect, learners.ids)}` : learners.named;
    conditions.push(sql`(${isMeant})`);
  }
  return sql.join(conditions, sql` and `);
}

/** A list of ids as one value. */
export function listed(dialect: SearchDialect, ids: readonly number[]): Sql {
  return sql`(select cast(item.value as bigint) from ${dialect.items(sql`${JSON.stringify(ids)}`, "item")})`;
}

/** That the text holds every word, in any of its spellings. The longest simple word goes first: most texts fail on it. */
export function holdsAll(dialect: SearchDialect, text: Sql, words: readonly Word[]): Sql {
  const [longest = ""] = words
    .flatMap((word) => (word.length === 1 ? word : []))
    .toSorted((one, other) => other.length - one.length);
  const others = words.filter((word) => word.length > 1 || word[0] !== longest);
  return sql`${dialect.holds(text, sql`${longest}`)} and (
    select 1 from ${dialect.items(sql`${JSON.stringify(others)}`, "word")}
    where (
      select 1 from ${dialect.items(sql`word.value`, "spelling")}
      where ${dialect.holds(text, sql`spelling.value`)} limit 1
    ) is null limit 1
  ) is null`;
}
