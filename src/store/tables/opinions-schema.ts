/** What learners say of us, as types: the 0–10 question and the suggestion box. As in schema.ts: a new text column is listed in words.ts. */
import type { Generated } from "kysely";
import type { ConversationId, Language, Millis, NpsId, SuggestionId } from "../../core/model.ts";
import type { Likelihood, NpsStatus } from "../../core/nps/survey.ts";
import type { SuggestionStatus } from "../../core/ports/opinions.ts";

/** One for each time a learner is asked, or is about to be. */
export type NpsSurveysTable = {
  id: Generated<NpsId>;
  conversation_id: ConversationId;
  status: NpsStatus;
  due_at: Millis;
  asked_at: Millis | null;
  asked_turn: number | null;
  answered_at: Millis | null;
  value: Likelihood | null;
  comment: string | null;
};

/** Without a conversation whoever wrote it wants to stay unnamed; `at` is the beginning of the day then. */
export type SuggestionsTable = {
  id: Generated<SuggestionId>;
  conversation_id: ConversationId | null;
  language: Language;
  text: string;
  at: Millis;
  status: SuggestionStatus;
  reply: string | null;
  replied_by: string | null;
  replied_at: Millis | null;
  /** When the staff rooms heard of it. */
  told_at: Millis | null;
};

export type OpinionTables = { nps_surveys: NpsSurveysTable; suggestions: SuggestionsTable };
