/** The rows of queue-more.ts as types. */
import type { TicketId } from "../../core/model.ts";

export type TicketMergesTable = { ticket_id: TicketId; into_id: TicketId };

export type QueueMoreTables = { ticket_merges: TicketMergesTable };
