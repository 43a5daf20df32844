/**
 * Searching on PostgreSQL: a GIN index on the grams of every message. It needs no extension and no right to install one. pg_trgm
 * would: it knows nothing of words below three characters, and no Chinese at all where the database's locale is C.
 *
 * Not to break: the index compares in the collation "C". Any other one may change with the system's libraries, and messages would
 * no longer be found.
 */
import { sql } from "kysely";
import { MESSAGE_COLUMNS, type SearchDialect } from "../search/dialect.ts";

const tables: readonly string[] = [
  // Each character with the one that follows it, and the last one alone.
  `create function message_grams(words text) returns text[] language sql immutable strict parallel safe as $$
    select array_agg(letter || coalesce(follower, ''))
    from (select string_to_array(lower(words collate "C"), null) as letters) as word,
      unnest(letters, letters[2:]) as pair (letter, follower)
  $$`,
  // What came since the index was last put in order is read through with every question, so that is kept short (kB).
  `create index messages_by_gram on messages using gin (message_grams(text collate "C")) with (gin_pending_list_limit = 256)`,
];

export const search: SearchDialect = {
  tables,
  holds: (text, part) => sql`strpos(lower(${text} collate "C"), ${part}) > 0`,
  items: (json, name) => sql`jsonb_array_elements_text((${json})::jsonb) as ${sql.ref(name)} (value)`,
  // Materialized, or the server might go through all messages by id instead; in order, so that it stops at the limit.
  proposed: ({ grams, before }) => sql`
    with known as materialized (
      select messages.id, ${MESSAGE_COLUMNS} from messages
      where message_grams(text collate "C") @> array(select jsonb_array_elements_text(${JSON.stringify(grams)}::jsonb))
        and messages.id < ${before}
    )
    select * from known order by id desc`,
  firstLook: 5000,
};
