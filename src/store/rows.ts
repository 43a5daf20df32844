/**
 * Rows ↔ the words of the trade, both ways side by side so that they cannot drift apart. What a row must not look like
 * (mode `agent` without an agent) is an assertion: nobody but this file writes those columns.
 */
import assert from "node:assert/strict";
import type { Insertable, Selectable } from "kysely";
import type {
  Agent,
  AgentId,
  Attachment,
  ChannelName,
  Conversation,
  Match,
  Stopwatch,
  Ticket,
  TicketClocks,
} from "../core/model.ts";
import type { Outbound, OutboundContent } from "../core/outbound.ts";
import type { ConversationsTable, Flag, OutboundTable, TicketsTable } from "./tables/schema.ts";

export type ConversationRow = Selectable<ConversationsTable> & { readonly learner_name: string };
export type TicketRow = Selectable<TicketsTable> & { readonly learner_name: string };
/** What of a conversation a turn can change. */
export type ConversationChange = Omit<Insertable<ConversationsTable>, "id" | "learner_id" | "created_at">;

export function flag(value: boolean): Flag {
  return value ? 1 : 0;
}

export function conversationOf(row: ConversationRow): Conversation {
  const common = {
    id: row.id,
    learnerId: row.learner_id,
    learnerName: row.learner_name,
    home: { channel: row.home_channel, chatId: row.home_chat_id },
    language: row.language,
    isLanguageChosen: row.is_language_chosen === 1,
    turn: row.turn,
    albumId: row.album_id,
    noteAlbumId: row.note_album_id,
    isReachable: row.is_reachable === 1,
    isUpset: row.is_upset === 1,
    blockedUntil: row.blocked_until,
    blockReason: row.block_reason,
    ...(row.suggest_until === null ? {} : { suggestUntil: row.suggest_until }),
  };
  switch (row.mode) {
    case "bot":
      return {
        ...common,
        mode: "bot",
        misses: known(row.misses),
        answered: row.answered,
        unanswered: row.unanswered,
        tried: matchesOf(known(row.tried)),
      };
    case "queued":
      return {
        ...common,
        mode: "queued",
        ticketId: known(row.ticket_id),
        acknowledgedAt: known(row.acknowledged_at),
      };
    case "agent":
      return { ...common, mode: "agent", ticketId: known(row.ticket_id), agentId: known(row.agent_id) };
    case "rating":
      return {
        ...common,
        mode: "rating",
        ticketId: known(row.ticket_id),
        episode: known(row.episode),
        commentUntil: row.comment_until,
      };
  }
}

export function conversationChange(conversation: Conversation): ConversationChange {
  return {
    home_channel: conversation.home.channel,
    home_chat_id: conversation.home.chatId,
    language: conversation.language,
    is_language_chosen: flag(conversation.isLanguageChosen),
    turn: conversation.turn,
    album_id: conversation.albumId,
    note_album_id: conversation.noteAlbumId,
    is_reachable: flag(conversation.isReachable),
    is_upset: flag(conversation.isUpset),
    blocked_until: conversation.blockedUntil,
    block_reason: conversation.blockReason,
    suggest_until: conversation.suggestUntil ?? null,
    ...modeColumns(conversation),
  };
}

function modeColumns(conversation: Conversation) {
  const { mode } = conversation;
  const none = {
    misses: null,
    answered: null,
    unanswered: null,
    tried: null,
    ticket_id: null,
    acknowledged_at: null,
    agent_id: null,
    episode: null,
    comment_until: null,
  };
  switch (mode) {
    case "bot": {
      const { misses, answered, unanswered, tried } = conversation;
      return { ...none, mode, misses, answered, unanswered, tried: JSON.stringify(tried) };
    }
    case "queued":
      return { ...none, mode, ticket_id: conversation.ticketId, acknowledged_at: conversation.acknowledgedAt };
    case "agent":
      return { ...none, mode, ticket_id: conversation.ticketId, agent_id: conversation.agentId };
    case "rating": {
      const { ticketId, episode, commentUntil } = conversation;
      return { ...none, mode, ticket_id: ticketId, episode, comment_until: commentUntil };
    }
  }
}

export function ticketOf(row: TicketRow): Ticket {
  const common = {
    id: row.id,
    conversationId: row.conversation_id,
    learnerId: row.learner_id,
    learnerName: row.learner_name,
    language: row.language,
    channel: row.channel,
    episode: row.episode,
    priority: row.priority,
    reason: row.reason,
    intentId: row.intent_id,
    tried: matchesOf(row.tried),
    openedAt: row.opened_at,
    waitingFor: row.waiting_for,
    snoozedUntil: row.snoozed_until,
    humanReplies: row.human_replies,
    tags: tagsOf(row.tags),
    teamId: row.team_id,
    clocks: clocksOf(row),
    dueAt: row.due_at,
    noticeId: row.notice_id,
  };
  const holder = agentOf(row.holder_id, row.holder_name);
  switch (row.status) {
    case "new":
      return { ...common, status: "new", holder: null };
    case "open":
      return { ...common, status: "open", holder: known(holder), claimedAt: known(row.claimed_at) };
    case "solved": {
      const { rating, rated_at: ratedAt } = row;
      const isRatingAsked = row.is_rating_asked === 1;
      const solved = { solvedAt: known(row.solved_at), solveReason: row.solve_reason ?? "answered" };
      return { ...common, ...solved, status: "solved", holder, rating, ratedAt, isRatingAsked };
    }
  }
}

/** `led_by_id` is known to the store alone and kept as it was when the ticket was opened. */
export function ticketColumns(ticket: Ticket): Omit<TicketsTable, "led_by_id"> {
  return {
    id: ticket.id,
    conversation_id: ticket.conversationId,
    learner_id: ticket.learnerId,
    language: ticket.language,
    channel: ticket.channel,
    episode: ticket.episode,
    priority: ticket.priority,
    reason: ticket.reason,
    intent_id: ticket.intentId,
    tried: JSON.stringify(ticket.tried),
    opened_at: ticket.openedAt,
    waiting_for: ticket.waitingFor,
    snoozed_until: ticket.snoozedUntil,
    human_replies: ticket.humanReplies,
    status: ticket.status,
    holder_id: ticket.holder?.id ?? null,
    holder_name: ticket.holder?.name ?? null,
    claimed_at: ticket.status === "open" ? ticket.claimedAt : null,
    solved_at: ticket.status === "solved" ? ticket.solvedAt : null,
    rating: ticket.status === "solved" ? ticket.rating : null,
    rated_at: ticket.status === "solved" ? ticket.ratedAt : null,
    is_rating_asked: ticket.status === "solved" ? flag(ticket.isRatingAsked) : null,
    tags: JSON.stringify(ticket.tags),
    team_id: ticket.teamId,
    clocks: JSON.stringify(ticket.clocks),
    due_at: ticket.dueAt,
    notice_id: ticket.noticeId,
    solve_reason: ticket.status === "solved" ? ticket.solveReason : null,
    waiting_since: ticket.clocks.waitingSince,
  };
}

export function outboundOf(row: Selectable<OutboundTable>): Outbound {
  const written: OutboundContent = JSON.parse(known(row.content));
  const content = written.kind === "say" ? { ...written, attachments: keptBy(row.channel, written) } : written;
  return {
    id: row.id,
    lane: row.lane,
    conversationId: row.conversation_id,
    isWordsOfPerson: row.is_words_of_person === 1,
    tries: row.tries,
    queuedAt: row.queued_at,
    to: { channel: row.channel, chatId: row.chat_id },
    audience: row.audience,
    ticketId: row.ticket_id,
    content,
  };
}

/** Rows of the first versions do not say which network keeps a file: there was only the one they came from. */
export function keptBy(
  keeper: ChannelName,
  { attachments }: { readonly attachments: readonly Attachment[] },
): readonly Attachment[] {
  return attachments.map((attachment) => ({ ...attachment, keeper: attachment.keeper ?? keeper }));
}

/** Our own JSON; its shape may only be widened, or a migration step must rewrite the column. */
function matchesOf(json: string): readonly Match[] {
  return JSON.parse(json);
}

function tagsOf(json: string): readonly string[] {
  return JSON.parse(json);
}

/** Tickets of the first versions had no clocks: theirs begin with the episode, and nothing was warned of. */
function clocksOf({ clocks, opened_at: since, human_replies, waiting_for }: TicketRow): TicketClocks {
  if (clocks !== null) return JSON.parse(clocks);
  const running: Stopwatch = { spentMs: 0, since };
  return {
    first: human_replies > 0 ? null : running,
    next: null,
    resolution: waiting_for === "agent" ? running : { spentMs: 0, since: null },
    waitingSince: since,
    quietSince: since,
    fired: [],
  };
}

export function agentOf(id: AgentId | null, name: string | null): Agent | null {
  return id === null || name === null ? null : { id, name };
}

/** A column that its row's mode or status demands. */
export function known<Value>(value: Value | null): Value {
  assert(value !== null, "a row lacks what its state demands");
  return value;
}
