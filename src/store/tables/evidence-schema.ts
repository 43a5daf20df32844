/** The tables of evidence.ts as types. `sketch` and `message_ids` are JSON: numbers only, and no words. */
import type { Generated } from "kysely";
import type { AgentId, Language, Millis } from "../../core/model.ts";

export type QuestionGroupsTable = {
  id: Generated<number>;
  state: "open" | "accepted" | "rejected";
  language: Language;
  sketch: string;
  message_ids: string;
  questions: number;
  escalations: number;
  minutes_each: number | null;
  nearest_id: string | null;
  nearest_share: number | null;
  answer_id: number | null;
  title: string | null;
  mined_at: Millis;
  settled_by: AgentId | null;
  settled_at: Millis | null;
};

export type DemotionsTable = {
  intent_id: string;
  at: Millis;
  answers: number;
  helped: number;
  low: number;
  lifted_at: Millis | null;
  lifted_by: AgentId | null;
};

export type EvidenceTables = { question_groups: QuestionGroupsTable; demotions: DemotionsTable };
