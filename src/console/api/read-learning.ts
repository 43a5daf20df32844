/** A learner's courses and orders, as the API sends them. */
import { fields, listOf, number, orNull, text, time } from "./read.ts";

export type Course = {
  readonly course: string;
  readonly name: string | null;
  readonly isEnrolled: boolean;
  readonly daysSincePurchase: number | null;
  readonly refundedAt: number | null;
  readonly progress: number | null;
};

export type Order = {
  readonly order: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly at: number;
  readonly isRefunded: boolean;
};

export type Learning = { readonly courses: readonly Course[]; readonly orders: readonly Order[] };

/** An older server tells nothing of it. */
export function learningOf(value: unknown): Learning {
  if (value === undefined) return { courses: [], orders: [] };
  const row = fields(value);
  return { courses: listOf(courseOf)(row.get("courses")), orders: listOf(orderOf)(row.get("orders")) };
}

function courseOf(value: unknown): Course {
  const row = fields(value);
  return {
    course: text(row.get("course")),
    name: orNull(text)(row.get("name")),
    isEnrolled: row.get("isEnrolled") === true,
    daysSincePurchase: orNull(number)(row.get("daysSincePurchase")),
    refundedAt: orNull(time)(row.get("refundedAt")),
    progress: orNull(number)(row.get("progress")),
  };
}

function orderOf(value: unknown): Order {
  const row = fields(value);
  return {
    order: orNull(text)(row.get("order")),
    amount: orNull(text)(row.get("amount")),
    currency: orNull(text)(row.get("currency")),
    at: time(row.get("at")),
    isRefunded: row.get("isRefunded") === true,
  };
}
