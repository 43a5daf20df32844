/**
 * What a turn may look at: the conversation, its tickets and the queue, read inside the transaction. The conversation's row is
 * locked before anything else is read: on a database with several writers a row read earlier may be somebody's past.
 */
import { type Kysely, sql } from "kysely";
import type { Before } from "../../core/decision.ts";
import {
  type AgentId,
  type Conversation,
  type ConversationId,
  type Millis,
  PRIORITIES,
  type Priority,
  type RatingReason,
  type Ticket,
  type TicketId,
} from "../../core/model.ts";
import type { Turn } from "../../core/ports.ts";
import { isRatedLow } from "../../core/remark.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";
import { conversationOf, ticketOf } from "../rows.ts";
import { NOTHING_SAID } from "../staff/agents.ts";
import type { Tables } from "../tables/schema.ts";
import { together } from "../together.ts";
import { newestNpsId, prepareNpsBefore } from "./opinions.ts";
import { prepareRecall } from "./recall.ts";

const NO_ROWS = Promise.resolve([]);

/** `Before`, the tickets in it, and how often handling the inbound row failed (0 for a turn without one). */
export type Loaded = {
  readonly before: Before;
  readonly tickets: ReadonlyMap<TicketId, Ticket>;
  readonly tries: number;
};

export type LoadBefore = (on: Kysely<Tables>, turn: Turn) => Promise<Loaded | null>;

/** Resolves null when there is no such conversation, or when `turn.inboundId` is not the row whose turn it is. */
export function prepareBefore(engine: Engine): LoadBefore {
  const { reads } = engine;
  const queries = {
    ...prepareLookup(engine),
    ...prepareLent(reads),
    ...prepareRatings(reads),
    ...prepareQueue(reads),
    ...prepareHeld(engine),
  };
  const recalled = prepareRecall(engine.reads);
  const npsBefore = prepareNpsBefore(engine.reads);
  return async (on, turn) => {
    const { conversationId, ticketId } = turn;
    const [[row], [oldest], namedRows, held] = await firstLook(on, queries, turn);
    if (!row) return null;
    if (turn.inboundId !== null && oldest?.id !== turn.inboundId) return null;
    const conversation = conversationOf(row);
    const [last] = turn.isAboutLastRating ? await queries.ratedLast(on, { conversationId }) : [];
    const named = ticketId ?? last?.id ?? null;
    const current = currentId(conversation);
    const [second] = turn.isJoining ? await queries.secondOpen(on, { conversationId }) : [];
    const other = turn.otherTicketId ?? second?.id ?? null;
    const isUnread = ticketId === null && (current !== null || named !== null);
    const ticketRows = isUnread ? await queries.tickets(on, { conversationId, named, other }) : namedRows;
    const tickets = new Map(ticketRows.map((ticket) => [ticket.id, ticketOf(ticket)]));
    const currentTicket = ticketIn(tickets, current);
    const waiting = waitingIn(row);
    const namedTicket = ticketIn(tickets, named);
    const reasons = await reasonsFor(on, queries, namedTicket);
    const before: Before = {
      conversation,
      current: currentTicket,
      named: namedTicket,
      other: ticketIn(tickets, other),
      nextTicketId: row.next_ticket_id,
      waiting,
      held,
      ahead: isPlaceTold(turn, currentTicket) ? await countAhead(on, queries, { current: currentTicket, waiting }) : 0,
      ...(reasons === null ? {} : { ratingReasons: reasons }),
      ...(await recalled(on, turn)),
      ...(await npsBefore(on, row)),
    };
    return { before, tickets, tries: oldest?.tries ?? 0 };
  };
}

/** The conversation's lock, and with it all that can be asked before it is known: one way there and back. */
function firstLook(on: Kysely<Tables>, queries: LookQueries, turn: Turn) {
  const { conversationId, ticketId, agentId, inboundId, otherTicketId: other = null } = turn;
  return together([
    queries.conversation(on, { conversationId }),
    inboundId === null ? NO_ROWS : queries.oldestWaiting(on, { conversationId }),
    // Most words are said to the bot and are about no ticket; agents name one.
    ticketId === null ? NO_ROWS : queries.tickets(on, { conversationId, named: ticketId, other }),
    countHeld(on, queries, agentId),
  ]);
}

type LookQueries = ReturnType<typeof prepareLookup> & ReturnType<typeof prepareLent> & HeldQueries;

/** Learners are told; an agent who claims in a storm must not wait for a number nobody reads. */
function isPlaceTold({ agentId, mayReturn }: Turn, current: Ticket | null): current is Ticket {
  if (mayReturn) return current !== null && current.status !== "solved";
  return current?.status === "new" && agentId === null;
}

/** Only who rated low can have said why. */
async function reasonsFor(
  on: Kysely<Tables>,
  queries: ReturnType<typeof prepareRatings>,
  ticket: Ticket | null,
): Promise<readonly RatingReason[] | null> {
  if (!isRatedLow(ticket)) return null;
  const [row] = await queries.reasons(on, { ticketId: ticket.id, episode: ticket.episode });
  return row?.tags ? JSON.parse(row.tags) : null;
}

/** The agent's row first: of two turns that give them a ticket, the second counts the first one's. */
async function countHeld(on: Kysely<Tables>, queries: HeldQueries, agentId: AgentId | null): Promise<number> {
  if (agentId === null) return 0;
  const [[agent], [row]] = await together([queries.lockAgent(on, { agentId }), queries.held(on, { agentId })]);
  if (agent) return row?.count ?? 0;
  // Their first deed, of which `seen` is about to tell: without a row two turns at once would not see each other.
  const [, [counted]] = await together([queries.addAgent(on, { agentId }), queries.held(on, { agentId })]);
  return counted?.count ?? 0;
}

function currentId(conversation: Conversation): TicketId | null {
  return conversation.mode === "bot" ? null : conversation.ticketId;
}

function ticketIn(tickets: ReadonlyMap<TicketId, Ticket>, id: TicketId | null): Ticket | null {
  return id === null ? null : (tickets.get(id) ?? null);
}

function prepareRatings(reads: Kysely<Tables>) {
  return {
    ratedLast: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      reads
        .selectFrom("tickets")
        .select("id")
        .where("conversation_id", "=", slot("conversationId"))
        .where("rated_at", "is not", null)
        .orderBy("rated_at", "desc")
        .orderBy("id", "desc")
        .limit(sql.lit(1)),
    ),
    reasons: prepare((slot: Slot<{ ticketId: TicketId; episode: number }>) =>
      reads
        .selectFrom("ratings")
        .select("tags")
        .where("ticket_id", "=", slot("ticketId"))
        .where("episode", "=", slot("episode")),
    ),
  };
}

function prepareLookup({ reads, dialect }: Engine) {
  // Only looked at: whether it is free is known when a turn really opens a ticket, see change.ts.
  const nextTicketId = sql<TicketId>`(${sql.raw(dialect.ticketNumbers.peek)})`.as("next_ticket_id");
  return {
    conversation: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      dialect
        .lock(reads.selectFrom("conversations").selectAll().where("id", "=", slot("conversationId")))
        // The name by a subquery: a join would lock the learner's row, too.
        .select(sql<string>`(select name from learners where id = learner_id)`.as("learner_name"))
        .select(nextTicketId)
        .select(newestNpsId)
        // Of everybody, and so not guarded by this lock: a number a moment old is as good as any.
        .select(PRIORITIES.map(countWaiting)),
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
  };
}

function prepareLent(reads: Kysely<Tables>) {
  return {
    /** Open beside the one its mode names: for a moment, after two conversations became one. */
    secondOpen: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      reads
        .selectFrom("tickets")
        .innerJoin("conversations", "conversations.id", "tickets.conversation_id")
        .select("tickets.id")
        .where("conversations.id", "=", slot("conversationId"))
        .where("tickets.status", "<>", sql.lit("solved"))
        .whereRef("tickets.id", "<>", "conversations.ticket_id")
        .orderBy("tickets.id")
        .limit(sql.lit(1)),
    ),
    tickets: prepare((slot: Slot<{ conversationId: ConversationId } & Record<"named" | "other", TicketId | null>>) =>
      reads
        .selectFrom("tickets")
        .innerJoin("learners", "learners.id", "tickets.learner_id")
        .selectAll("tickets")
        .select("learners.name as learner_name")
        .where("conversation_id", "=", slot("conversationId"))
        .where((column) =>
          column.or([
            // The one its mode names.
            column(
              "tickets.id",
              "=",
              reads.selectFrom("conversations").select("ticket_id").where("id", "=", slot("conversationId")),
            ),
            column("tickets.id", "=", slot("named")),
            column("tickets.id", "=", slot("other")),
          ]),
        )
        .orderBy("tickets.id"),
    ),
  };
}

/** How many tickets of that priority nobody has claimed, in a statement that is asked anyway. */
function countWaiting<Urgency extends Priority>(priority: Urgency) {
  const count = sql<number>`(select count(*) from tickets where status = 'new' and priority = ${sql.lit(priority)})`;
  return count.as<`waiting_${Urgency}`>(`waiting_${priority}`);
}

function waitingIn(row: Readonly<Record<`waiting_${Priority}`, number>>): WaitingCounts {
  return {
    ...{ low: row.waiting_low, normal: row.waiting_normal },
    ...{ high: row.waiting_high, urgent: row.waiting_urgent },
  };
}

function prepareQueue(reads: Kysely<Tables>) {
  return {
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

function prepareHeld({ reads, dialect }: Engine) {
  return {
    lockAgent: prepare((slot: Slot<{ agentId: AgentId }>) =>
      dialect.lock(reads.selectFrom("agents").select("id").where("id", "=", slot("agentId"))),
    ),
    /** Locks the row as well, should somebody else have added it meanwhile. */
    addAgent: prepare((slot: Slot<{ agentId: AgentId }>) =>
      reads
        .insertInto("agents")
        .values({ id: slot("agentId"), name: slot("agentId"), seen_at: 0, ...NOTHING_SAID })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ seen_at: sql.ref("agents.seen_at") })),
    ),
    held: prepare((slot: Slot<{ agentId: AgentId }>) =>
      reads
        .selectFrom("tickets")
        .select((column) => column.fn.countAll<number>().as("count"))
        .where("status", "=", sql.lit("open"))
        .where("holder_id", "=", slot("agentId")),
    ),
  };
}

type HeldQueries = ReturnType<typeof prepareHeld>;

type QueueQueries = ReturnType<typeof prepareQueue>;

export type WaitingCounts = Readonly<Record<Priority, number>>;

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
