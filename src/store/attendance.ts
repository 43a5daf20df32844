/**
 * Who is at a ticket, and how far each agent has read. Nothing here is part of a conversation: it is written beside the turns,
 * so that looking at a ticket never waits for one, and no turn for a look.
 */
import { type Kysely, sql } from "kysely";
import type { AgentId, Millis, TicketId } from "../core/model.ts";
import type { Attendance, Attending, Doing, Glance } from "../core/ports.ts";
import { oneLine } from "../core/text.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { AttendanceTable, Tables } from "./tables/schema.ts";
import { authorOf } from "./transcript.ts";

/** As much of the last words as a row of a list can show. */
const LAST_LENGTH_MAX = 160;

export function makeAttendance(engine: Engine): Attendance {
  const { reads } = engine;
  const queries = { ...prepareMarks(reads), ...prepareReads(reads) };
  return {
    mark: async ({ ticketId, agent, doing, looksUntil, writesUntil }) =>
      void (await engine.write((on) =>
        queries.mark(on, { ticketId, who: agent.id, name: agent.name, doing, looksUntil, writesUntil }),
      )),
    leave: async (ticketId, agentId) =>
      void (await engine.write((on) => queries.leave(on, { ticketId, who: agentId }))),
    async at(ticketId, now) {
      const rows = await queries.at(reads, { ticketId, now });
      return rows.flatMap((row) => attendingOf(row, now)).toSorted((one, other) => rank(one) - rank(other));
    },
    async chatOf(ticketId) {
      const [row] = await queries.chat(reads, { ticketId });
      return row ? { channel: row.home_channel, chatId: row.home_chat_id } : null;
    },
    glances: (ticketIds, agentId) => glances(reads, ticketIds, agentId),
    seen: async (ticketId, agentId, lineId) =>
      void (await engine.write((on) => queries.seen(on, { ticketId, agentId, lineId }))),
  };
}

function attendingOf({ who, name, doing, writes_until }: AttendanceTable, now: Millis): readonly Attending[] {
  const isWriting = writes_until > now;
  if (who === "learner") return isWriting ? [{ agent: null, doing }] : [];
  return [{ agent: { id: who, name }, doing: isWriting ? doing : "looking" }];
}

function rank({ agent }: Attending): number {
  return agent === null ? 0 : 1;
}

type Mark = { ticketId: TicketId; who: AgentId; name: string; doing: Doing; looksUntil: Millis; writesUntil: Millis };

function prepareMarks(reads: Kysely<Tables>) {
  return {
    mark: prepare((slot: Slot<Mark>) => {
      const says = { name: slot("name"), doing: slot("doing") };
      const ends = { looks_until: slot("looksUntil"), writes_until: slot("writesUntil") };
      return reads
        .insertInto("attendance")
        .values({ ticket_id: slot("ticketId"), who: slot("who"), ...says, ...ends })
        .onConflict((conflict) => conflict.columns(["ticket_id", "who"]).doUpdateSet({ ...says, ...ends }));
    }),
    leave: prepare((slot: Slot<{ ticketId: TicketId; who: AgentId }>) =>
      reads.deleteFrom("attendance").where("ticket_id", "=", slot("ticketId")).where("who", "=", slot("who")),
    ),
    at: prepare((slot: Slot<{ ticketId: TicketId; now: Millis }>) =>
      reads
        .selectFrom("attendance")
        .selectAll()
        .where("ticket_id", "=", slot("ticketId"))
        .where("looks_until", ">", slot("now"))
        .orderBy("name"),
    ),
    chat: prepare((slot: Slot<{ ticketId: TicketId }>) =>
      reads
        .selectFrom("tickets")
        .innerJoin("conversations", "conversations.id", "tickets.conversation_id")
        .select(["home_channel", "home_chat_id"])
        .where("tickets.id", "=", slot("ticketId"))
        .where("is_reachable", "=", sql.lit(1)),
    ),
  };
}

function prepareReads(reads: Kysely<Tables>) {
  return {
    seen: prepare((slot: Slot<{ ticketId: TicketId; agentId: AgentId; lineId: number }>) =>
      reads
        .insertInto("ticket_reads")
        .values({ agent_id: slot("agentId"), ticket_id: slot("ticketId"), line_id: slot("lineId") })
        .onConflict((conflict) =>
          conflict
            .columns(["agent_id", "ticket_id"])
            .doUpdateSet({ line_id: sql.ref("excluded.line_id") })
            .whereRef("excluded.line_id", ">", "ticket_reads.line_id"),
        ),
    ),
  };
}

/** Of the ticket's own lines, or of those that led to it, the newest a person said. A command says nothing to an agent. */
const lastLine = sql<number | null>`coalesce(
  (select max(id) from messages where messages.ticket_id = tickets.id
    and (author = 'agent' or (author = 'learner' and text not like '/%'))),
  (select id from messages where messages.conversation_id = tickets.conversation_id
    and messages.id <= tickets.led_by_id and author = 'learner' and text not like '/%' order by id desc limit 1)
)`.as("last_line");

function unreadBy(agentId: AgentId) {
  return sql<number>`(select count(*) from messages where messages.ticket_id = tickets.id
    and messages.id > coalesce(ticket_reads.line_id, 0)
    and (author = 'learner' or (author = 'agent' and messages.agent_id <> ${agentId})))`.as("unread");
}

async function glances(
  reads: Kysely<Tables>,
  ticketIds: readonly TicketId[],
  agentId: AgentId,
): Promise<ReadonlyMap<TicketId, Glance>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await reads
    .selectFrom("tickets")
    .leftJoin("ticket_reads", (join) =>
      join.onRef("ticket_reads.ticket_id", "=", "tickets.id").on("ticket_reads.agent_id", "=", agentId),
    )
    .select(["tickets.id", "tickets.status", "ticket_reads.line_id as read_to"])
    .select([lastLine, unreadBy(agentId)])
    .where("tickets.id", "in", ticketIds)
    .execute();
  const lines = await linesOf(
    reads,
    rows.flatMap(({ last_line }) => last_line ?? []),
  );
  return new Map(
    rows.map(({ id, status, read_to, last_line, unread }) => {
      const isNew = read_to === null && status !== "solved";
      const isOver = read_to === null && status === "solved";
      const count = isOver ? 0 : Math.max(unread, isNew ? 1 : 0);
      return [id, { last: lines.get(last_line ?? 0) ?? null, unread: count }];
    }),
  );
}

async function linesOf(reads: Kysely<Tables>, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, NonNullable<Glance["last"]>>();
  const rows = await reads
    .selectFrom("messages")
    .select(["id", "author", "agent_id", "agent_name", "kind", "text", "at"])
    .where("id", "in", ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { author: authorOf(row), kind: row.kind, text: oneLine(row.text, LAST_LENGTH_MAX), at: row.at },
    ]),
  );
}
