/**
 * What a turn may look at: the conversation, its tickets and the queue, read inside the transaction. The conversation's row is
 * locked before anything else is read: on a database with several writers a row read earlier may be somebody's past.
 */
import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import type { Before } from "../../core/decision.ts";
import {
  type Conversation,
  type ConversationId,
  type Millis,
  PRIORITIES,
  type Priority,
  type Ticket,
  type TicketId,
} from "../../core/model.ts";
import type { Turn } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";
import { conversationOf, ticketOf } from "../rows.ts";
import type { Tables } from "../tables/schema.ts";

/** `Before`, the tickets in it, and how often handling the inbound row failed (0 for a turn without one). */
export type Loaded = {
  readonly before: Before;
  readonly tickets: ReadonlyMap<TicketId, Ticket>;
  readonly tries: number;
};

export type LoadBefore = (on: Kysely<Tables>, turn: Turn) => Promise<Loaded | null>;

/** Resolves null when there is no such conversation, or when `turn.inboundId` is not the row whose turn it is. */
export function prepareBefore(engine: Engine): LoadBefore {
  const queries = { ...prepareLookup(engine), ...prepareQueue(engine.reads) };
  return async (on, turn) => {
    const { conversationId } = turn;
    const [row] = await queries.conversation(on, { conversationId });
    if (!row) return null;
    const [oldest] = turn.inboundId === null ? [] : await queries.oldestWaiting(on, { conversationId });
    if (turn.inboundId !== null && oldest?.id !== turn.inboundId) return null;
    const conversation = conversationOf(row);
    const named = turn.ticketId;
    const ticketRows = await queries.tickets(on, { conversationId, current: currentId(conversation), named });
    const tickets = new Map(ticketRows.map((ticket) => [ticket.id, ticketOf(ticket)]));
    const current = ticketIn(tickets, currentId(conversation));
    const waiting = waitingOf(await queries.waiting(on, {}));
    const before: Before = {
      conversation,
      current,
      named: ticketIn(tickets, named),
      latest: [...tickets.values()].at(-1) ?? null,
      nextTicketId: await nextTicketId(on, queries),
      waiting,
      ahead: current?.status === "new" ? await countAhead(on, queries, { current, waiting }) : 0,
    };
    return { before, tickets, tries: oldest?.tries ?? 0 };
  };
}

function currentId(conversation: Conversation): TicketId | null {
  return conversation.mode === "bot" ? null : conversation.ticketId;
}

function ticketIn(tickets: ReadonlyMap<TicketId, Ticket>, id: TicketId | null): Ticket | null {
  return id === null ? null : (tickets.get(id) ?? null);
}

function prepareLookup({ reads, dialect }: Engine) {
  return {
    conversation: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      dialect
        .lock(reads.selectFrom("conversations").selectAll().where("id", "=", slot("conversationId")))
        // The name by a subquery: a join would lock the learner's row, too.
        .select(sql<string>`(select name from learners where id = learner_id)`.as("learner_name")),
    ),
    oldestWaiting: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      reads
        .selectFrom("inbound")
        .select(["id", "tries"])
        .where("conversation_id", "=", slot("conversationId"))
        .where("status", "=", sql.lit("received"))
        .orderBy("id")
        .limit(sql.lit(1)),
    ),
    tickets: prepare(
      (slot: Slot<{ conversationId: ConversationId; current: TicketId | null; named: TicketId | null }>) =>
        reads
          .selectFrom("tickets")
          .innerJoin("learners", "learners.id", "tickets.learner_id")
          .selectAll("tickets")
          .select("learners.name as learner_name")
          .where("conversation_id", "=", slot("conversationId"))
          .where((column) =>
            column.or([
              column("tickets.id", "=", slot("current")),
              column("tickets.id", "=", slot("named")),
              column("tickets.id", "=", latestOf(reads, slot("conversationId"))),
            ]),
          )
          .orderBy("tickets.id"),
    ),
  };
}

function latestOf(reads: Kysely<Tables>, conversationId: ReturnType<Slot<{ id: ConversationId }>>) {
  return reads
    .selectFrom("tickets")
    .where("conversation_id", "=", conversationId)
    .select((column) => column.fn.max("id").as("id"));
}

function prepareQueue(reads: Kysely<Tables>) {
  return {
    nextTicketId: prepare(() => reads.selectFrom("tickets").select(sql<TicketId>`coalesce(max(id), 0) + 1`.as("id"))),
    waiting: prepare(() =>
      reads
        .selectFrom("tickets")
        .select((column) => ["priority", column.fn.countAll<number>().as("count")])
        .where("status", "=", sql.lit("new"))
        .groupBy("priority"),
    ),
    older: prepare((slot: Slot<{ priority: Priority; openedAt: Millis; ticketId: TicketId }>) =>
      reads
        .selectFrom("tickets")
        .select((column) => column.fn.countAll<number>().as("count"))
        .where("status", "=", sql.lit("new"))
        .where("priority", "=", slot("priority"))
        .where((column) =>
          column.or([
            column("opened_at", "<", slot("openedAt")),
            column.and([column("opened_at", "=", slot("openedAt")), column("id", "<", slot("ticketId"))]),
          ]),
        ),
    ),
  };
}

type QueueQueries = ReturnType<typeof prepareQueue>;

/** One more than the highest. Two writers that both take it collide on the ticket's key, and the later turn runs again. */
async function nextTicketId(on: Kysely<Tables>, queries: QueueQueries): Promise<TicketId> {
  const [row] = await queries.nextTicketId(on, {});
  assert(row);
  return row.id;
}

export type WaitingCounts = Readonly<Record<Priority, number>>;

export function waitingOf(rows: readonly { readonly priority: Priority; readonly count: number }[]): WaitingCounts {
  const counts: Record<Priority, number> = { low: 0, normal: 0, high: 0, urgent: 0 };
  for (const { priority, count } of rows) counts[priority] = count;
  return counts;
}

async function countAhead(
  on: Kysely<Tables>,
  queries: QueueQueries,
  { current, waiting }: { readonly current: Ticket; readonly waiting: WaitingCounts },
): Promise<number> {
  const { id: ticketId, priority, openedAt } = current;
  const moreUrgent = PRIORITIES.slice(PRIORITIES.indexOf(priority) + 1);
  const [older] = await queries.older(on, { priority, openedAt, ticketId });
  return moreUrgent.reduce((sum, urgency) => sum + waiting[urgency], older?.count ?? 0);
}
