/** Who is at a ticket and how far agents have read, as types. As in schema.ts: a new text column must be listed in words.ts. */
import type { AgentId, Millis, TicketId } from "../../core/model.ts";
import type { Doing } from "../../core/ports.ts";

/** One row for each agent at each ticket; `who` is an agent's id, or `learner`. Rows that have ended mean nothing. */
export type AttendanceTable = {
  ticket_id: TicketId;
  who: AgentId | "learner";
  name: string;
  doing: Doing;
  looks_until: Millis;
  writes_until: Millis;
};

/** The newest line of a ticket an agent has seen. */
export type TicketReadsTable = { agent_id: AgentId; ticket_id: TicketId; line_id: number };

export type AttendanceTables = { attendance: AttendanceTable; ticket_reads: TicketReadsTable };
