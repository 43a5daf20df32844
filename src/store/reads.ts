/** What others look up: tickets, their threads, and files. All of it comes from the connection that cannot write. */
import { type Kysely, sql } from "kysely";
import {
  type AgentId,
  type ChannelName,
  type FileId,
  type LearnerId,
  type Millis,
  PRIORITIES,
  type Ticket,
  type TicketId,
} from "../core/model.ts";
import type { Store, TicketView } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import { ticketOf } from "./rows.ts";
import type { Tables } from "./tables/schema.ts";

type ReadsPart = Pick<
  Store,
  | "ticket"
  | "tickets"
  | "ticketsHeldBy"
  | "unattended"
  | "openTickets"
  | "ticketsOfLearner"
  | "thread"
  | "bindThread"
  | "solvedThreads"
  | "file"
>;

/** Numbers of tickets begin with 1. */
const BEFORE_ALL = 0 as TicketId;

export function makeReads(engine: Engine): ReadsPart {
  const { reads } = engine;
  const ticketById = prepareTicket(reads);
  const lists = prepareLists(reads);
  const threads = prepareThreads(reads);
  const fileById = prepareFile(reads);
  return {
    async ticket(ticketId) {
      const [row] = await ticketById(reads, { ticketId });
      return row ? ticketOf(row) : null;
    },
    async tickets(view, limit) {
      const rows = await ticketsIn(reads, view).limit(limit).execute();
      return rows.map(ticketOf);
    },
    async ticketsHeldBy(agentId) {
      const rows = await lists.heldBy(reads, { agentId });
      return rows.map(ticketOf).toSorted(byWaitInOurCourt);
    },
    unattended: async (limit) => (await lists.unattended(reads, { limit })).map(ticketOf),
    openTickets: async (limit, after = BEFORE_ALL) => (await lists.unsolved(reads, { after, limit })).map(ticketOf),
    ticketsOfLearner: async (learnerId, limit) => (await lists.ofLearner(reads, { learnerId, limit })).map(ticketOf),
    async thread(ticketId, { channel, chatId }) {
      const [row] = await threads.find(reads, { ticketId, channel, chatId });
      return row ? { threadId: row.thread_id, cardId: row.card_id } : null;
    },
    async bindThread(ticketId, { channel, chatId }, { threadId, cardId }) {
      await engine.write((on) => threads.bind(on, { ticketId, channel, chatId, threadId, cardId }));
    },
    async solvedThreads({ channel, chatId }, { since, after, limit }) {
      const rows = await threads.solved(reads, { channel, chatId, since, after: after ?? BEFORE_ALL, limit });
      return rows.map(({ ticket_id: ticketId, thread_id: threadId, card_id: cardId }) => ({
        ticketId,
        thread: { threadId, cardId },
      }));
    },
    async file(fileId) {
      const [row] = await fileById(reads, { fileId });
      return row ?? null;
    },
  };
}

function allTickets(reads: Kysely<Tables>) {
  return reads
    .selectFrom("tickets")
    .innerJoin("learners", "learners.id", "tickets.learner_id")
    .selectAll("tickets")
    .select("learners.name as learner_name");
}

function prepareTicket(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ ticketId: TicketId }>) => allTickets(reads).where("tickets.id", "=", slot("ticketId")));
}

function prepareLists(reads: Kysely<Tables>) {
  return {
    heldBy: prepare((slot: Slot<{ agentId: AgentId }>) =>
      allTickets(reads).where("status", "=", sql.lit("open")).where("holder_id", "=", slot("agentId")),
    ),
    unattended: prepare((slot: Slot<{ limit: number }>) =>
      allTickets(reads)
        .where("status", "<>", sql.lit("solved"))
        .where("waiting_for", "=", sql.lit("agent"))
        .where("snoozed_until", "is", null)
        .orderBy(sql`coalesce(waiting_since, opened_at)`)
        .orderBy("tickets.id")
        .limit(slot("limit")),
    ),
    unsolved: prepare((slot: Slot<{ after: TicketId; limit: number }>) =>
      allTickets(reads)
        .where("status", "<>", sql.lit("solved"))
        .where("tickets.id", ">", slot("after"))
        .orderBy("tickets.id")
        .limit(slot("limit")),
    ),
    ofLearner: prepare((slot: Slot<{ learnerId: LearnerId; limit: number }>) =>
      allTickets(reads)
        .where("tickets.learner_id", "=", slot("learnerId"))
        .orderBy("tickets.id", "desc")
        .limit(slot("limit")),
    ),
  };
}

/** What we owe a word first, the longest wait first; what the learner owes one, or is put aside, after it. */
function byWaitInOurCourt(one: Ticket, other: Ticket): number {
  const isOurs = ({ waitingFor, snoozedUntil }: Ticket) => waitingFor === "agent" && snoozedUntil === null;
  const waits = one.clocks.waitingSince - other.clocks.waitingSince;
  return Number(isOurs(other)) - Number(isOurs(one)) || waits || one.id - other.id;
}

function ticketsIn(reads: Kysely<Tables>, view: TicketView) {
  const newestFirst = allTickets(reads).orderBy("opened_at", "desc").orderBy("tickets.id", "desc");
  switch (view) {
    case "unassigned":
      return allTickets(reads)
        .where("status", "=", sql.lit("new"))
        .orderBy(urgency, "desc")
        .orderBy("opened_at")
        .orderBy("tickets.id");
    case "open":
    case "solved":
      return newestFirst.where("status", "=", view);
    case "all":
      return newestFirst;
  }
}

const urgency = sql`case priority ${sql.join(
  PRIORITIES.map((priority, rank) => sql`when ${sql.lit(priority)} then ${sql.lit(rank)}`),
  sql` `,
)} end`;

type RoomOf = { ticketId: TicketId; channel: ChannelName; chatId: string };

function prepareThreads(reads: Kysely<Tables>) {
  return {
    find: prepare((slot: Slot<RoomOf>) =>
      reads
        .selectFrom("ticket_threads")
        .select(["thread_id", "card_id"])
        .where("ticket_id", "=", slot("ticketId"))
        .where("channel", "=", slot("channel"))
        .where("chat_id", "=", slot("chatId")),
    ),
    solved: prepare((slot: Slot<Omit<RoomOf, "ticketId"> & { since: Millis; after: TicketId; limit: number }>) =>
      reads
        .selectFrom("ticket_threads")
        .innerJoin("tickets", "tickets.id", "ticket_threads.ticket_id")
        .select(["ticket_id", "thread_id", "card_id"])
        .where("ticket_threads.channel", "=", slot("channel"))
        .where("ticket_threads.chat_id", "=", slot("chatId"))
        .where("ticket_id", ">", slot("after"))
        .where("tickets.status", "=", sql.lit("solved"))
        .where("tickets.solved_at", ">=", slot("since"))
        .orderBy("ticket_id")
        .limit(slot("limit")),
    ),
    bind: prepare((slot: Slot<RoomOf & { threadId: string; cardId: string }>) => {
      const thread = { thread_id: slot("threadId"), card_id: slot("cardId") };
      return reads
        .insertInto("ticket_threads")
        .values({ ticket_id: slot("ticketId"), channel: slot("channel"), chat_id: slot("chatId"), ...thread })
        .onConflict((conflict) => conflict.columns(["ticket_id", "channel", "chat_id"]).doUpdateSet(thread));
    }),
  };
}

/** A location or a contact is a line of the transcript, but no file. */
function prepareFile(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ fileId: FileId }>) =>
    reads
      .selectFrom("files")
      .select(["channel as keeper", "kind", "ref", "name", "mime", "bytes"])
      .where("id", "=", slot("fileId"))
      .where("ref", "is not", null),
  );
}
