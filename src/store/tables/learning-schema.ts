/** Tables as types: what shops and course platforms tell of learners. As in schema.ts: a new text column is listed in words.ts. */
import type { Generated } from "kysely";
import type { LearningKind } from "../../core/learning/event.ts";
import type { LearnerId, Millis } from "../../core/model.ts";

/** Unique by (source, event_id). Whose it is, is read through the key: nothing here points at a learner. */
export type LearnerEventsTable = {
  id: Generated<number>;
  source: string;
  event_id: string;
  realm: string;
  external_id: string;
  kind: LearningKind;
  course: string | null;
  course_name: string | null;
  order_id: string | null;
  amount_minor: number | null;
  currency: string | null;
  progress: number | null;
  at: Millis;
  received_at: Millis;
};

/** Keys proven to be a learner's, beside those of their chats. Unique by all three. */
export type LearnerKeysTable = {
  realm: string;
  external_id: string;
  learner_id: LearnerId;
  joined_at: Millis;
  joined_by: string;
};

/** Codes a shop may show: whoever writes one is the owner of the key. */
export type LearnerCodesTable = {
  code_hash: string;
  realm: string;
  external_id: string;
  ends_at: Millis;
  /** The chat that wrote it, `telegram:123`; null until then. */
  used_by: string | null;
};

export type LearningTables = {
  learner_events: LearnerEventsTable;
  learner_keys: LearnerKeysTable;
  learner_codes: LearnerCodesTable;
};
