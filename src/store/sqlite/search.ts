/**
 * Searching on SQLite: an FTS5 table in which a message's words are its grams in hexadecimal, so that two Chinese characters
 * are found as fast as ten, and nothing anybody types can be read as a query. FTS5's own trigram tokenizer knows nothing of
 * words below three characters.
 *
 * Not to break: a row is taken out with exactly the grams it was put in with, so the expression below belongs to its step of
 * the tables for ever. secure-delete has what an erased message held leave the index at once, not at some later merge.
 */
import { sql } from "kysely";
import { MESSAGE_COLUMNS, type SearchDialect } from "../search/dialect.ts";

/** Finding the nth character means counting from the first one, so a long text is cut up before it is counted through. */
const PART_LENGTH = 64;

/** SQL of all grams of a text, the last character alone among them; each part but the last one overlaps with the next. */
function gramsOf(text: string): string {
  const zeros = Array.from({ length: PART_LENGTH }, () => "0").join(",");
  return `(
    with recursive parts (part, rest) as (
      select substr(lower(${text}), 1, ${PART_LENGTH + 1}), substr(lower(${text}), ${PART_LENGTH + 1})
      union all
      select substr(rest, 1, ${PART_LENGTH + 1}), substr(rest, ${PART_LENGTH + 1}) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('${zeros}', 1, 2 * length(part) - 1) || ']') as place
  )`;
}

const tables: readonly string[] = [
  `create virtual table message_grams using fts5 (
    grams, content = '', tokenize = 'ascii', detail = none
  )`,
  "insert into message_grams (message_grams, rank) values ('secure-delete', 1)",
  `insert into message_grams (rowid, grams) select id, ${gramsOf("messages.text")} from messages`,
  `create trigger message_grams_in after insert on messages begin
    insert into message_grams (rowid, grams) values (new.id, ${gramsOf("new.text")});
  end`,
  `create trigger message_grams_out after delete on messages begin
    insert into message_grams (message_grams, rowid, grams) values ('delete', old.id, ${gramsOf("old.text")});
  end`,
  `create trigger message_grams_anew after update of text on messages begin
    insert into message_grams (message_grams, rowid, grams) values ('delete', old.id, ${gramsOf("old.text")});
    insert into message_grams (rowid, grams) values (new.id, ${gramsOf("new.text")});
  end`,
];

export const search: SearchDialect = {
  tables,
  holds: (text, part) => sql`instr(lower(${text}), ${part}) > 0`,
  items: (json, name) => sql`json_each(${json}) as ${sql.ref(name)}`,
  // FTS5 obeys a bound on its row ids only when it is an integer, and numbers are bound as reals.
  proposed: ({ grams, before }) => sql`
    select message_grams.rowid as id, ${MESSAGE_COLUMNS}
    from message_grams cross join messages on messages.id = message_grams.rowid
    where message_grams match ${grams.map(hexOf).join(" ")} and message_grams.rowid < cast(${before} as integer)`,
  firstLook: null,
};

function hexOf(gram: string): string {
  return Buffer.from(gram, "utf8").toString("hex").toUpperCase();
}
