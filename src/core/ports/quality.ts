/** What the store keeps of the quality of the service itself: incidents that were noticed, the weekly digest, reviewed tickets. */
import type { Agent, AgentId, Millis, TicketId } from "../model.ts";
import type { NewOutbound } from "../outbound.ts";

/** How often something happened. `isLow`: a rating of 1 or 2. */
export type Tally = {
  readonly kind: "asked" | "answered" | "clarified" | "missed" | "escalated" | "confirmed" | "rated";
  readonly intentId: string | null;
  readonly isLow: boolean;
  readonly n: number;
};

/** `intent:refund`, `misses` or `bad_ratings`. */
export type SeriesName = `intent:${string}` | "misses" | "bad_ratings";

export type NewIncident = { readonly series: SeriesName; readonly n: number; readonly expected: number };
export type Incident = NewIncident & {
  readonly id: number;
  readonly begunAt: Millis;
  readonly seenAt: Millis;
  readonly endedAt: Millis | null;
};

/** Why a ticket is reviewed. */
export const REVIEW_REASONS = ["bad_rating", "long_wait", "many_turns", "random"] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];
/** What is looked at; each 0 (no), 1 (partly) or 2 (yes). */
export const RUBRIC = ["understood", "correct", "kind", "complete"] as const;
export type Marks = Readonly<Record<(typeof RUBRIC)[number], 0 | 1 | 2>>;

export type NewReview = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly why: ReviewReason;
  readonly agent: Agent;
};
export type Review = NewReview & {
  readonly id: number;
  /** When the week it is of ended. */
  readonly weekEndedAt: Millis;
  /** Null until somebody reviewed it. */
  readonly done: { readonly marks: Marks; readonly note: string; readonly by: string; readonly at: Millis } | null;
};

type Span = { readonly from: Millis; readonly to: Millis };

export type Quality = {
  /** Facts in [from, to), counted. */
  tally(from: Millis, to: Millis): Promise<readonly Tally[]>;
  /** The latest moment a task was begun for; null: never. */
  lastBegun(task: string): Promise<Millis | null>;
  /** Of all processes one alone gets true for a moment, and nobody for an earlier one. */
  begin(task: string, at: Millis): Promise<boolean>;
  /** The same, and queues the rows with that very commit: said once, whoever dies. Returns the lanes, null for whoever was late. */
  sayOnce(task: string, at: Millis, rows: readonly NewOutbound[], now: Millis): Promise<readonly string[] | null>;

  /** A new incident is told with the commit that writes it; one that is open already is only seen again. Returns the lanes. */
  raise(incident: NewIncident, rows: readonly NewOutbound[], now: Millis): Promise<readonly string[]>;
  /** Series with an open incident. */
  openIncidents(): Promise<readonly SeriesName[]>;
  /** Ends those that were not seen since. */
  endIncidents(seenBefore: Millis, now: Millis): Promise<void>;
  /** The newest first. */
  incidents(limit: number): Promise<readonly Incident[]>;
  /**
   * The learners' words behind a series in [from, to), the newest first, with whose they are, so that both can be masked. Of a bad
   * rating the comment, and without one what the learner wrote before a person was asked to help.
   */
  examples(series: SeriesName, span: Span, limit: number): Promise<readonly { text: string; name: string }[]>;

  /** A second review of an episode changes nothing. */
  addReviews(reviews: readonly NewReview[], weekEndedAt: Millis): Promise<void>;
  /** The newest first; of one agent, or of all. */
  reviews(of: { readonly agentId?: AgentId | undefined }, limit: number): Promise<readonly Review[]>;
  review(id: number): Promise<Review | null>;
  /** False when there is none. Another review takes the place of the one before. */
  fillReview(id: number, done: NonNullable<Review["done"]>): Promise<boolean>;
};
