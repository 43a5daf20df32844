/** The quality of the service as types: incidents, reviews, and what was done when. As in schema.ts: a new text column is listed in words.ts. */
import type { Generated } from "kysely";
import type { AgentId, Millis, TicketId } from "../../core/model.ts";
import type { ReviewReason, SeriesName } from "../../core/ports/quality.ts";

/** One at most of a series is open (`ended_at` null). */
export type IncidentsTable = {
  id: Generated<number>;
  series: SeriesName;
  n: number;
  expected: number;
  begun_at: Millis;
  seen_at: Millis;
  ended_at: Millis | null;
};

/** Unique by (ticket_id, episode). `marks` is JSON of Marks. */
export type ReviewsTable = {
  id: Generated<number>;
  ticket_id: TicketId;
  episode: number;
  week_ended_at: Millis;
  why: ReviewReason;
  agent_id: AgentId;
  agent_name: string;
  marks: string | null;
  note: string | null;
  reviewed_by: string | null;
  reviewed_at: Millis | null;
};

/** The latest moment for which a task was begun. */
export type RoundsTable = { task: string; at: Millis };

export type QualityTables = { incidents: IncidentsTable; reviews: ReviewsTable; rounds: RoundsTable };
