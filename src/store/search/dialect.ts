/**
 * How searching differs between databases: how grams are kept and asked for, and how a text is looked into. All of them keep
 * the same promise: messages in which all grams asked for stand are proposed, A–Z as a–z, and none is ever left out.
 */
import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

type Proposal = {
  /** At least one, of two characters each, without A–Z. */
  readonly grams: readonly string[];
  /** Only messages with a lower id. */
  readonly before: number;
};

export type SearchDialect = {
  /** Statements that make the index, have it follow every change of a message by itself, and fill it with those there are. */
  readonly tables: readonly string[];
  /** Whether `text`, A–Z as a–z, holds `part`, which has no A–Z. Every text holds the empty part. */
  holds(text: Sql, part: Sql): Sql;
  /** The items of a JSON list as rows of a table `name` with a column `value`; lists among them come as JSON. */
  items(json: Sql, name: string): Sql;
  /** A query of MESSAGE_COLUMNS. What it proposes may also be no hit. */
  proposed(proposal: Proposal): Sql;
  /**
   * How many of the newest messages are looked through before the index is asked, which gathers all it knows before it gives
   * the first. Null where the index itself begins with the newest and stops when it is told to.
   */
  readonly firstLook: number | null;
};

/** What a search needs of a message. */
export const MESSAGE_COLUMNS = sql`messages.conversation_id, messages.ticket_id, messages.author, messages.text, messages.at`;
