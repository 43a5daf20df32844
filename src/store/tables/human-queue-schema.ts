/**
 * The tables of the human queue as types: those who help, what they reuse and announce, the rules, and what learners were told.
 * As in schema.ts: lists are JSON text, and a new text column must be listed in words.ts.
 */
import type { Generated } from "kysely";
import type { AgentId, ChannelName, Millis, NoticeId, TeamId, TicketId } from "../../core/model.ts";

export type TeamsTable = { id: Generated<TeamId>; name: string; languages: string; tags: string };

/** Everybody who ever acted as an agent. Lists are JSON; `quiet` is JSON of QuietHours; `cap` null: the rules' own. */
export type AgentsTable = {
  id: AgentId;
  name: string;
  team_id: TeamId | null;
  languages: string;
  tags: string;
  cap: number | null;
  is_away: 0 | 1;
  away_until: Millis | null;
  quiet: string | null;
  is_gone: 0 | 1;
  /** When a ticket was last given to them without their asking: round robin goes by it. */
  assigned_at: Millis;
  seen_at: Millis;
};

/** When an agent was there, in spans that do not overlap. */
export type PresenceTable = { agent_id: AgentId; from_at: Millis; to_at: Millis };

/** `words` is JSON of Record<Language, string>, `actions` JSON of MacroAction[]. */
export type MacrosTable = {
  id: Generated<number>;
  name: string;
  words: string;
  actions: string;
  uses: number;
  changed_by: AgentId;
  changed_at: Millis;
};

/** `words` is JSON of Record<Language, string>; `intent_id` null: about everything. */
export type NoticesTable = {
  id: Generated<NoticeId>;
  intent_id: string | null;
  words: string;
  begun_at: Millis;
  ends_at: Millis;
  ended_at: Millis | null;
  begun_by: AgentId;
};

/** The rules of the human queue, version by version. `body` is JSON of QueueRules. */
export type RuleVersionsTable = { version: number; from_at: Millis; body: string; changed_by: AgentId };

/** What is owed to a learner who rated badly. Unique by (ticket_id, episode). */
export type RecoveriesTable = {
  ticket_id: TicketId;
  episode: number;
  owner_id: AgentId | null;
  owner_name: string | null;
  due_at: Millis;
  done_at: Millis | null;
  /** When admins were told that it is overdue. */
  told_at: Millis | null;
};

/** The wait a learner was told, and how long it was. Unique by (ticket_id, episode). */
export type PromisesTable = {
  ticket_id: TicketId;
  episode: number;
  promised_at: Millis;
  position: number;
  median_ms: Millis;
  p90_ms: Millis;
  /** What the estimate was multiplied with before it was told. */
  factor: number;
  waited_ms: Millis | null;
};

/** The message that tells a learner their place in the line. `shown` is our own words about it, as they stand there. */
export type PlacesTable = {
  ticket_id: TicketId;
  episode: number;
  channel: ChannelName;
  chat_id: string;
  message_id: string;
  shown: string;
  /** 0: it stands as it was sent. */
  changed_at: Millis;
};

/** What a message said before it was changed, from version 1 on, each until the time given; `messages.text` is the newest. */
export type MessageVersionsTable = { message_id: number; version: number; text: string; until: Millis };

/** Signs put on messages that were passed on. */
export type MessageReactionsTable = { message_id: number; emoji: string };

export type HumanQueueTables = {
  teams: TeamsTable;
  agents: AgentsTable;
  presence: PresenceTable;
  macros: MacrosTable;
  notices: NoticesTable;
  rule_versions: RuleVersionsTable;
  recoveries: RecoveriesTable;
  promises: PromisesTable;
  places: PlacesTable;
  message_versions: MessageVersionsTable;
  message_reactions: MessageReactionsTable;
};
