/** What the store keeps of what learners say of us: answers to the 0–10 question and suggestions. */
import type { ConversationId, Language, Millis, NpsId, SuggestionId } from "../model.ts";
import type { Likelihood, NpsStatus } from "../nps/survey.ts";
import type { NewOutbound } from "../outbound.ts";

export const SUGGESTION_STATUSES = ["new", "read", "done"] as const;
export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number];

export type Suggestion = {
  readonly id: SuggestionId;
  /** Null: whoever wrote it wants to stay unnamed, and `at` is only the day. */
  readonly from: { readonly conversationId: ConversationId; readonly name: string } | null;
  readonly language: Language;
  readonly text: string;
  readonly at: Millis;
  readonly status: SuggestionStatus;
  readonly reply: { readonly text: string; readonly by: string; readonly at: Millis } | null;
};

/** A survey that was asked. */
export type AskedNps = {
  readonly id: NpsId;
  readonly learnerName: string;
  readonly status: NpsStatus;
  readonly askedAt: Millis;
  readonly value: Likelihood | null;
  readonly comment: string | null;
};

export type Opinions = {
  /** Conversations whose planned 0–10 question is due, the oldest first; at most `limit`. */
  npsDue(now: Millis, limit: number): Promise<readonly ConversationId[]>;
  /** Asked surveys, the newest first, those before the one with id `before`; at most `limit`. */
  surveys(limit: number, before?: NpsId): Promise<readonly AskedNps[]>;

  /** The newest first, those before `before`; at most `limit`. */
  suggestions(
    page: { readonly status?: SuggestionStatus | undefined; readonly before?: SuggestionId | undefined },
    limit: number,
  ): Promise<readonly Suggestion[]>;
  suggestion(id: SuggestionId): Promise<Suggestion | null>;
  /** False when there is none. */
  markSuggestion(id: SuggestionId, status: SuggestionStatus): Promise<boolean>;
  /** Keeps the one reply there may be, and marks it done; false when there is a reply already. */
  keepReply(
    id: SuggestionId,
    reply: { readonly text: string; readonly by: string; readonly at: Millis },
  ): Promise<boolean>;
  /** It could not be said: as if it had never been given. */
  dropReply(id: SuggestionId): Promise<void>;
  /**
   * Queues, with one commit, what `rowsFor` makes of all suggestions nobody was told of yet, unless the last time was after
   * `notSince`; returns the lanes. However many arrive and however many processes look, it is one line for each such time.
   */
  tellSuggestions(
    times: { readonly now: Millis; readonly notSince: Millis },
    rowsFor: (fresh: readonly Suggestion[]) => readonly NewOutbound[],
  ): Promise<readonly string[]>;
};
