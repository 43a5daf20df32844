/** What figures are folded from: the log of facts, ratings from outside, and orders of the shop. All have a time and nothing of what anybody said. */
import type { Fact } from "../../core/facts.ts";
import type { LearnerId, Millis, Rating } from "../../core/model.ts";
import type { SendsSettled } from "../../core/ports.ts";

/** A rating that came with `POST /feedback`: nobody asked for it and no episode belongs to it. */
export type FeedbackGiven = {
  readonly kind: "feedback_given";
  readonly at: Millis;
  readonly channel: string;
  readonly rating: Rating;
};

/** A learner bought something, or went on with what they had. */
export type Ordered = { readonly kind: "purchased" | "renewed"; readonly at: Millis; readonly learnerId: LearnerId };

/** How messages to learners came out in a stretch of time. */
export type SendsCounted = SendsSettled & { readonly kind: "sends_settled" };

/** A fact; which wording the learner read changes no figure here. */
export type FactSeen = Omit<Fact, "variant">;

export type FigureEvent = FactSeen | FeedbackGiven | Ordered | SendsCounted;
