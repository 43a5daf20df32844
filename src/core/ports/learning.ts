/** What the store knows of learners' purchases and courses, and which keys of other places are proven to be theirs. */
import type { CourseStart, LearnerKey, LearningEvent, OrderEvent } from "../learning/event.ts";
import type { AgentId, ChannelName, ChatRef, ConversationId, LearnerId, Millis } from "../model.ts";

export type LearnerEvents = {
  /** Writes all of them with one commit, each once per (source, eventId). Errors: StoreError, then nothing is written. */
  record(events: readonly LearningEvent[], now: Millis): Promise<Recorded>;
  /**
   * What was told under the keys that are proven to be the learner's, in no order: the latest 500, and of each course the
   * latest progress only. Whoever writes in a chat has proven that chat's key.
   */
  of(whose: Whose): Promise<readonly LearningEvent[]>;
  /** Orders of everybody with `from` ≤ time < `to`, in the order they happened, without loading all at once. */
  orders(range: { readonly from?: Millis | undefined; readonly to?: Millis | undefined }): AsyncIterable<OrderEvent>;
  /** Courses that learners we know began or bought, in the order it happened, without loading all at once. */
  courseStarts(): AsyncIterable<CourseStart>;

  /** Null when there is no such learner. */
  who(learnerId: LearnerId): Promise<Who | null>;
  /** The learner's keys: those joined by hand or code, and those of their chats. */
  keys(learnerId: LearnerId): Promise<readonly LearnerKey[]>;
  /** Whose key it is proven to be; more than one when a family shares an account. */
  owners(key: LearnerKey): Promise<readonly LearnerId[]>;
  /** From now on the key is theirs. `by`: who says so. False when there is no such learner. */
  join(learnerId: LearnerId, key: LearnerKey, told: { readonly by: string; readonly now: Millis }): Promise<boolean>;
  /** False when it was not joined; the key of a chat cannot be taken off. */
  part(learnerId: LearnerId, key: LearnerKey): Promise<boolean>;

  /** Whoever writes the code in a chat until `endsAt` is the owner of the key. Good once. */
  offerCode(code: { readonly codeHash: string; readonly key: LearnerKey; readonly endsAt: Millis }): Promise<void>;
  /** The same chat may write it again, after a crash. */
  useCode(use: {
    readonly conversationId: ConversationId;
    readonly chat: ChatRef;
    readonly codeHash: string;
    readonly now: Millis;
  }): Promise<"joined" | "no_such_code">;

  /**
   * Takes the learner out of what was told: joined keys and order numbers go, events stay for the figures as those of nobody
   * outside. How many events there were.
   */
  forget(learnerId: LearnerId): Promise<number>;
  /**
   * Takes the learner out of everything, the above included: no word, name, chat or key of theirs is left. Rows stay for the figures.
   * "has_open_ticket": somebody still helps them; solve it first.
   */
  erase(
    learnerId: LearnerId,
    erasing: { readonly by: AgentId; readonly at: Millis },
  ): Promise<"erased" | "no_such_learner" | "has_open_ticket">;
};

/** A learner as they are known by name; `channels` in no order. */
export type Who = { readonly name: string; readonly since: Millis; readonly channels: readonly ChannelName[] };

export type Whose = { readonly learnerId: LearnerId } | { readonly conversationId: ConversationId };

export type Recorded = { readonly recorded: number; readonly duplicates: number };
