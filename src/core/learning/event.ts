/**
 * What a shop or a course platform tells of a learner: an order, a course begun, a step further, its end. Such an event holds
 * no words of anybody, and its learner only as a key of that place: who it is, is known where a key was proven (see ADR 15).
 */
import type { LearnerId, Millis } from "../model.ts";

export const LEARNING_KINDS = ["enrolled", "purchased", "renewed", "refunded", "progressed", "completed"] as const;
export type LearningKind = (typeof LEARNING_KINDS)[number];

/** Kinds that are about money: what loyalty is folded from. */
export const ORDER_KINDS = ["purchased", "renewed", "refunded"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/**
 * How somebody else calls a learner: `telegram:123`, `discord:456` and `web:…` are the networks' own ids, `email:…` holds a
 * keyed hash and never the address, any other realm is a shop's and the id what the shop calls them.
 */
export type LearnerKey = { readonly realm: string; readonly id: string };

/** `minor` counts the smallest unit of the currency: 19900 CNY is ¥199.00, 500 JPY is ¥500. */
export type Money = { readonly minor: number; readonly currency: string };

export type LearningEvent = {
  /** Who told it. With `eventId`, its own number of the event, a second delivery is recognised. */
  readonly source: string;
  readonly eventId: string;
  readonly key: LearnerKey;
  readonly kind: LearningKind;
  /** The shop's id of the course; null for an order of no single course, and for a refund that names its order only. */
  readonly course: string | null;
  /** What the shop calls the course, when it says so. */
  readonly courseName: string | null;
  readonly orderId: string | null;
  readonly amount: Money | null;
  /** Per cent of the course, 0 to 100; null for all kinds but `progressed`. */
  readonly progress: number | null;
  readonly at: Millis;
};

/** One order event of anybody, as loyalty figures read it. `learnerId` is null while nobody proved to be who bought. */
export type OrderEvent = Pick<LearningEvent, "source" | "key" | "course" | "orderId" | "amount" | "at"> & {
  readonly kind: OrderKind;
  readonly learnerId: LearnerId | null;
};

/** Kinds a learner is in a course from then on. */
export const START_KINDS = ["enrolled", "purchased", "renewed"] as const satisfies readonly LearningKind[];

/** A learner who is known is in a course from then on. */
export type CourseStart = { readonly learnerId: LearnerId; readonly course: string; readonly at: Millis };
