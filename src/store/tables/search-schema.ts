/**
 * What FTS5 keeps of the index `message_grams`, as types. On SQLite only; PostgreSQL keeps its own in an index. Never written to but
 * by FTS5. `block` holds words of learners, in small pieces; `sz` tells how long each message was.
 */
export type SearchTables = {
  message_grams_data: { id: number; block: Uint8Array };
  message_grams_docsize: { id: number; sz: Uint8Array };
};
