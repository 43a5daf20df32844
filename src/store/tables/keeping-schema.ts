/**
 * Tables as types that stand beside the conversations: what core/ports/keeping.ts keeps, and the replicas. As in schema.ts: a new
 * text column must be listed in words.ts.
 */
import type { Generated } from "kysely";
import type { AccountId, Role } from "../../core/accounts.ts";
import type { ChannelName, ConversationId, Millis } from "../../core/model.ts";

/** Who may sign in at the desk. Unique by email, which is in lower case. */
export type AccountsTable = {
  id: Generated<AccountId>;
  email: string;
  name: string;
  role: Role;
  /** PHC string of argon2id. */
  password_hash: string;
  is_disabled: 0 | 1;
  failures: number;
  failed_at: Millis | null;
  created_at: Millis;
};

/** Who is signed in. The key is the hash of the cookie. `ends_at` moves with use, never beyond `ends_at_most`. */
export type SessionsTable = {
  token_hash: string;
  account_id: AccountId;
  opened_at: Millis;
  ends_at: Millis;
  ends_at_most: Millis;
};

/** Who leads what. A row stays when it is released, so that `token` never falls. Times are the database's. */
export type LeasesTable = { name: string; holder: string; token: number; ends_at: Millis };

/** Processes that share the database, and when each last said that it lives, by the database's clock. */
export type ReplicasTable = { id: string; seen_at: Millis };

/** How far a place was heard. Unique by (channel, bot, place). */
export type MarksTable = { channel: ChannelName; bot: string; place: string; mark: string; heard_at: Millis };

/** The one code a conversation has offered, until the next one. Unique by its hash. */
export type LinkCodesTable = {
  conversation_id: ConversationId;
  code_hash: string;
  ends_at: Millis;
  /** The chat that wrote it, `telegram:123`; null until then. */
  used_by: string | null;
};

/** Wrong codes a conversation has written. */
export type LinkTriesTable = { conversation_id: ConversationId; failures: number; failed_at: Millis };

/** A browser's chat; `seq` is the number of its newest post, `typed_at` when somebody was last seen writing to it. */
export type WebChatsTable = { chat_id: string; seq: number; created_at: Millis; typed_at: Millis | null };

/** What a web chat shows. Unique by (chat_id, seq) and by (chat_id, key). `body` is JSON of the web channel. */
export type WebPostsTable = { chat_id: string; seq: number; key: string; body: string; at: Millis };

export type WebFilesTable = {
  id: string;
  chat_id: string;
  name: string;
  mime: string;
  bytes: number;
  body: Uint8Array;
  at: Millis;
};

export type KeepingTables = {
  accounts: AccountsTable;
  sessions: SessionsTable;
  leases: LeasesTable;
  replicas: ReplicasTable;
  marks: MarksTable;
  link_codes: LinkCodesTable;
  link_tries: LinkTriesTable;
  web_chats: WebChatsTable;
  web_posts: WebPostsTable;
  web_files: WebFilesTable;
};
