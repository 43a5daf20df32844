/**
 * What learners asked, and what became of it: the evidence for changing the FAQ. Words are read where they stand, so that what
 * was erased is gone from here as well; facts hold none.
 */
import type { Fact } from "../facts.ts";
import type { AgentId, ChannelName, ConversationId, Language, LearnerId, Millis, Ticket, TicketId } from "../model.ts";
import type { Range } from "./range.ts";

/** How long after an answer silence means that it was good enough. */
export const SILENCE_MS: Millis = 72 * 3_600_000;

/** A fact of the turn in which something was asked, or after it in the same conversation. */
export type PastFact = Pick<Fact, "kind" | "at" | "intentId" | "value" | "ticketId" | "variant">;

/** The human side of a question. */
export type PastTicket = Pick<Ticket, "id" | "intentId" | "reason" | "status"> & {
  readonly solvedAt: Millis | null;
  /** Of its last episode. */
  readonly rating: number | null;
  /** What agents wrote to the learner, in order; the first PAST_REPLIES_MAX. */
  readonly replies: readonly {
    readonly messageId: number;
    readonly text: string;
    readonly at: Millis;
    readonly agentId: AgentId | null;
  }[];
};

export const PAST_REPLIES_MAX = 20;
/** Facts after a question that can still be about it; more were another matter. */
export const PAST_FACTS_MAX = 60;

export type PastTurn = {
  readonly messageId: number;
  readonly conversationId: ConversationId;
  readonly learnerId: LearnerId;
  /** To be masked by. */
  readonly learnerName: string;
  readonly channel: ChannelName;
  readonly language: Language;
  readonly at: Millis;
  readonly text: string;
  /** What the bot did about it. */
  readonly facts: readonly PastFact[];
  /** What happened after it, until SILENCE_MS later; at most PAST_FACTS_MAX. */
  readonly after: readonly PastFact[];
  /** The first ticket in either. */
  readonly ticket: PastTicket | null;
};

export type Past = {
  /** Every question to the bot in the order they came, without loading all of them at once. Errors: StoreError. */
  turns(range: Range): AsyncIterable<PastTurn>;
  /** Those of these messages that still hold words, with whom to mask them by; in any order. */
  words(messageIds: readonly number[]): Promise<readonly PastWords[]>;
};

export type PastWords = Pick<PastTurn, "messageId" | "learnerName" | "language" | "at" | "text"> & {
  readonly ticketId: TicketId | null;
};
