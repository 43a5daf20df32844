/** What others look up: tickets, their threads, and files. All of it comes from the connection that cannot write. */
import { type Kysely, sql } from "kysely";
import { type ChannelName, type FileId, PRIORITIES, type TicketId } from "../core/model.ts";
import type { Store, TicketView } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import { ticketOf } from "./rows.ts";
import type { Tables } from "./tables/schema.ts";

type ReadsPart = Pick<Store, "ticket" | "tickets" | "thread" | "bindThread" | "file">;

export function makeReads(engine: Engine): ReadsPart {
  const { reads } = engine;
  const ticketById = prepareTicket(reads);
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
    async thread(ticketId, { channel, chatId }) {
      const [row] = await threads.find(reads, { ticketId, channel, chatId });
      return row ? { threadId: row.thread_id, cardId: row.card_id } : null;
    },
    async bindThread(ticketId, { channel, chatId }, { threadId, cardId }) {
      await engine.write((on) => threads.bind(on, { ticketId, channel, chatId, threadId, cardId }));
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
