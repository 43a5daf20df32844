/**
 * The tables as types, the same for every database. A column's type is what we wrote into it ourselves, so unions are
 * declared here and not checked again on the way out. Flags are 0 and 1, times are integer milliseconds since 1970, lists
 * are JSON text: the types every database keeps alike. A new text column must be listed in words.ts, or erasing a learner
 * would miss it.
 */
import type { Generated } from "kysely";
import type { FactKind } from "../../core/facts.ts";
import type {
  AgentId,
  AttachmentKind,
  ChannelName,
  ConversationId,
  EscalationReason,
  FileId,
  InboundId,
  Language,
  LearnerId,
  Millis,
  Mode,
  NoticeId,
  OutboundId,
  Priority,
  Rating,
  SolveReason,
  TeamId,
  Ticket,
  TicketId,
} from "../../core/model.ts";
import type { OutboundStatus } from "../../core/outbound.ts";
import type { AttendanceTables } from "./attendance-schema.ts";
import type { EvidenceTables } from "./evidence-schema.ts";
import type { FaqTables } from "./faq-schema.ts";
import type { HumanQueueTables } from "./human-queue-schema.ts";
import type { KeepingTables } from "./keeping-schema.ts";
import type { LearningTables } from "./learning-schema.ts";
import type { OpinionTables } from "./opinions-schema.ts";
import type { QualityTables } from "./quality-schema.ts";
import type { QueueMoreTables } from "./queue-more-schema.ts";
import type { SearchTables } from "./search-schema.ts";
import type { SendTables } from "./sends-schema.ts";

export type * from "./attendance-schema.ts";
export type * from "./evidence-schema.ts";
export type * from "./faq-schema.ts";
export type * from "./human-queue-schema.ts";
export type * from "./keeping-schema.ts";
export type * from "./learning-schema.ts";

export type Flag = 0 | 1;

export type LearnersTable = {
  id: Generated<LearnerId>;
  name: string;
  created_at: Millis;
};

/** What only one mode knows is null in all others. `ticket_id` is no foreign key: the two tables point at each other. */
export type ConversationsTable = {
  id: Generated<ConversationId>;
  learner_id: LearnerId;
  home_channel: ChannelName;
  home_chat_id: string;
  language: Language;
  is_language_chosen: Flag;
  turn: number;
  album_id: string | null;
  note_album_id: string | null;
  is_reachable: Flag;
  is_upset: Flag;
  /** When the learner was asked 0–10 last, and since when they want no such question; null: never. */
  nps_asked_at: Millis | null;
  nps_off_at: Millis | null;
  suggest_until: Millis | null;
  /** Until then nothing the learner says is taken up; null: not blocked. */
  blocked_until: Millis | null;
  block_reason: string | null;
  mode: Mode["mode"];
  misses: number | null;
  answered: string | null;
  unanswered: string | null;
  /** JSON of Match[]. */
  tried: string | null;
  ticket_id: TicketId | null;
  acknowledged_at: Millis | null;
  agent_id: AgentId | null;
  episode: number | null;
  /** Until when the next words may be the comment on a low rating. */
  comment_until: Millis | null;
  created_at: Millis;
};

/** Where a learner is reached; several chats may lead into one conversation. Unique by (channel, chat_id). */
export type ChatsTable = {
  channel: ChannelName;
  chat_id: string;
  network_id: string;
  learner_id: LearnerId;
  conversation_id: ConversationId;
};

export type TicketsTable = {
  id: TicketId;
  conversation_id: ConversationId;
  learner_id: LearnerId;
  language: Language;
  channel: ChannelName;
  episode: number;
  priority: Priority;
  reason: EscalationReason;
  intent_id: string | null;
  /** JSON of Match[]. */
  tried: string;
  opened_at: Millis;
  waiting_for: Ticket["waitingFor"];
  snoozed_until: Millis | null;
  human_replies: number;
  status: Ticket["status"];
  holder_id: AgentId | null;
  holder_name: string | null;
  claimed_at: Millis | null;
  solved_at: Millis | null;
  rating: Rating | null;
  /** Null in rows of the first versions. */
  rated_at: Millis | null;
  is_rating_asked: Flag | null;
  /** JSON of string[]. */
  tags: string;
  team_id: TeamId | null;
  /** JSON of TicketClocks; null for tickets of the first versions until they change. */
  clocks: string | null;
  due_at: Millis | null;
  notice_id: NoticeId | null;
  solve_reason: SolveReason | null;
  /** Since when `waiting_for` is what it is. Null for tickets that have not changed since step 5. */
  waiting_since: Millis | null;
  /** The conversation's newest message when the ticket was first opened: what led to it ends there. 0: none. */
  led_by_id: number;
};

/** The thread of a ticket in one staff room. Unique by (ticket_id, channel, chat_id). */
export type TicketThreadsTable = {
  ticket_id: TicketId;
  channel: ChannelName;
  chat_id: string;
  thread_id: string;
  card_id: string;
};

/** What arrived. Unique by (channel, bot, update_id). `payload` is JSON of Inbound, null once it is handled. */
export type InboundTable = {
  id: Generated<InboundId>;
  channel: ChannelName;
  bot: string;
  update_id: string;
  /** Null for words in a staff room that are about no ticket. */
  conversation_id: ConversationId | null;
  ticket_id: TicketId | null;
  payload: string | null;
  status: "received" | "handled" | "poisoned";
  tries: number;
  received_at: Millis;
  settled_at: Millis | null;
};

export type MessagesTable = {
  id: Generated<number>;
  conversation_id: ConversationId;
  ticket_id: TicketId | null;
  author: "learner" | "bot" | "agent";
  agent_id: AgentId | null;
  agent_name: string | null;
  kind: "words" | "note" | "press";
  text: string;
  language: Language;
  at: Millis;
  /** How the network calls it where a person said it: `said_chat_id` on `said_channel`, unknown in rows of the first versions. */
  network_id: string | null;
  said_channel: ChannelName | null;
  said_chat_id: string | null;
  /** The message it answers. */
  replies_to: number | null;
};

/** Attachments of messages, in order of id. `channel` is the network that keeps the file. */
export type FilesTable = {
  id: Generated<FileId>;
  message_id: number;
  channel: ChannelName;
  kind: AttachmentKind;
  ref: string | null;
  name: string | null;
  mime: string | null;
  bytes: number | null;
};

/** What leaves. `content` is JSON of OutboundContent, null once it is sent or failed. */
export type OutboundTable = {
  id: Generated<OutboundId>;
  lane: string;
  channel: ChannelName;
  chat_id: string;
  audience: "learner" | "staff";
  conversation_id: ConversationId | null;
  ticket_id: TicketId | null;
  message_id: number | null;
  content: string | null;
  is_words_of_person: Flag;
  status: OutboundStatus;
  tries: number;
  queued_at: Millis;
  /** Not tried again before this time; 0 when it may go at once. */
  not_before: Millis;
  /** When the running try began; null unless `sending`. */
  sending_since: Millis | null;
  /** The replica whose try that is. */
  sender: string | null;
  settled_at: Millis | null;
  network_id: string | null;
  why: "forbidden" | "rejected" | "worn_out" | null;
};

/** Lanes that were told to rest. A lane without a row never was. */
export type LanesTable = { lane: string; not_before: Millis };

export type FactsTable = {
  id: Generated<number>;
  kind: FactKind;
  at: Millis;
  conversation_id: ConversationId;
  learner_id: LearnerId;
  channel: ChannelName;
  language: Language;
  ticket_id: TicketId | null;
  episode: number | null;
  agent_id: AgentId | null;
  intent_id: string | null;
  value: number | null;
  /** Null in rows of the first versions. */
  schedule_version: number | null;
  /** Which wording of the answer was said, where it has several. */
  variant: string | null;
};

/** Ratings given in a channel (unique by ticket and episode) and by `POST /feedback` (those two are null). */
export type RatingsTable = {
  id: Generated<number>;
  rating: Rating;
  at: Millis;
  channel: string;
  ticket_id: TicketId | null;
  episode: number | null;
  conversation_id: ConversationId | null;
  user_id: string | null;
  comment: string | null;
  response_seconds: number | null;
  /** JSON of string[]; null: none given. */
  tags: string | null;
};

export type Tables = KeepingTables &
  EvidenceTables &
  AttendanceTables &
  HumanQueueTables &
  LearningTables &
  FaqTables &
  OpinionTables &
  QueueMoreTables &
  QualityTables &
  SearchTables &
  SendTables & {
    schema_version: { version: number };
    learners: LearnersTable;
    conversations: ConversationsTable;
    chats: ChatsTable;
    tickets: TicketsTable;
    ticket_threads: TicketThreadsTable;
    inbound: InboundTable;
    messages: MessagesTable;
    files: FilesTable;
    outbound: OutboundTable;
    lanes: LanesTable;
    facts: FactsTable;
    ratings: RatingsTable;
    /** One row, written to prove that writing works. */
    proof: { id: number; at: Millis };
  };
