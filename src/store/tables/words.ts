/**
 * Which columns can hold a learner's words or identity, for whoever must find or erase all of them. Every text column stands
 * in exactly one of the two lists; a test compares them with the real tables.
 */
import type { Tables } from "./schema.ts";

type ColumnsByTable = { readonly [Table in keyof Tables]: readonly (keyof Tables[Table] & string)[] };

/**
 * Words, names, and what tells who somebody is on a network. `lane` and `chat_id` name a learner's private chat;
 * `answered`, `tried` and `intent_id` are our own words about theirs and stand below.
 */
export const LEARNER_WORDS: ColumnsByTable = {
  schema_version: [],
  learners: ["name"],
  conversations: ["home_chat_id", "album_id", "note_album_id", "block_reason"],
  chats: ["chat_id", "network_id"],
  tickets: [],
  ticket_threads: [],
  inbound: ["payload"],
  messages: ["text", "said_chat_id"],
  message_grams_data: ["block"],
  message_grams_docsize: [],
  files: ["ref", "name"],
  outbound: ["lane", "chat_id", "content"],
  lanes: ["lane"],
  facts: [],
  ratings: ["user_id", "comment"],
  proof: [],
  accounts: [],
  sessions: [],
  leases: [],
  replicas: [],
  marks: ["place"],
  link_codes: ["used_by"],
  link_tries: [],
  web_chats: ["chat_id"],
  web_posts: ["chat_id", "body"],
  web_files: ["chat_id", "name", "body"],
  teams: [],
  agents: [],
  presence: [],
  macros: [],
  notices: [],
  rule_versions: [],
  recoveries: [],
  promises: [],
  places: ["chat_id"],
  message_versions: ["text"],
  message_reactions: [],
};

/**
 * Text columns that hold neither: names of ours (agents and their accounts included), ids of intents and agents, rooms of the
 * staff, numbers of messages.
 */
export const NO_WORDS: ColumnsByTable = {
  schema_version: [],
  learners: [],
  conversations: ["home_channel", "language", "mode", "answered", "unanswered", "tried", "agent_id"],
  chats: ["channel"],
  tickets: [
    "language",
    "channel",
    "priority",
    "reason",
    "intent_id",
    "tried",
    "waiting_for",
    "status",
    "holder_id",
    "holder_name",
    "tags",
    "clocks",
    "solve_reason",
  ],
  ticket_threads: ["channel", "chat_id", "thread_id", "card_id"],
  inbound: ["channel", "bot", "update_id", "status"],
  messages: ["author", "agent_id", "agent_name", "kind", "language", "network_id", "said_channel"],
  message_grams_data: [],
  message_grams_docsize: ["sz"],
  files: ["channel", "kind", "mime"],
  outbound: ["channel", "audience", "status", "sender", "network_id", "why"],
  lanes: [],
  facts: ["kind", "channel", "language", "agent_id", "intent_id"],
  ratings: ["channel", "tags"],
  proof: [],
  accounts: ["email", "name", "role", "password_hash"],
  sessions: ["token_hash"],
  leases: ["name", "holder"],
  replicas: ["id"],
  marks: ["channel", "bot", "mark"],
  link_codes: ["code_hash"],
  link_tries: [],
  web_chats: [],
  web_posts: ["key"],
  web_files: ["id", "mime"],
  teams: ["name", "languages", "tags"],
  agents: ["id", "name", "languages", "tags", "quiet"],
  presence: ["agent_id"],
  macros: ["name", "words", "actions", "changed_by"],
  notices: ["intent_id", "words", "begun_by"],
  rule_versions: ["body", "changed_by"],
  recoveries: ["owner_id", "owner_name"],
  promises: [],
  places: ["channel", "message_id", "shown"],
  message_versions: [],
  message_reactions: ["emoji"],
};
