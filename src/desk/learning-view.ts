/** How a learner's courses and orders look over HTTP. */
import { z } from "@hono/zod-openapi";
import { amountOf } from "../core/learning/read.ts";
import { type CourseRecord, daysSincePurchase, type LearnerRecord, type Order } from "../core/learning/record.ts";
import type { Millis } from "../core/model.ts";

const at = z.iso.datetime();

const CourseSchema = z
  .object({
    course: z.string().openapi({ description: "The shop's id." }),
    name: z.string().nullable(),
    isEnrolled: z.boolean().openapi({ description: "Enrolled or bought, and the money was not given back." }),
    since: at,
    boughtAt: at.nullable().openapi({ description: "The latest purchase or renewal that stands." }),
    daysSincePurchase: z.int().nullable(),
    refundedAt: at.nullable(),
    progress: z.number().nullable().openapi({ description: "Per cent." }),
    completedAt: at.nullable(),
  })
  .openapi("Course");

const OrderSchema = z
  .object({
    order: z.string().nullable(),
    source: z.string(),
    kind: z.enum(["purchased", "renewed"]),
    course: z.string().nullable(),
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    at,
    isRefunded: z.boolean(),
  })
  .openapi("Order");

export const LearningSchema = z
  .object({ courses: z.array(CourseSchema), orders: z.array(OrderSchema) })
  .openapi("Learning", {
    description: "What shops told of the learner, the latest first; empty: nothing, or no key is joined.",
  });

export function viewOfLearning({ courses, orders }: LearnerRecord, now: Millis): z.infer<typeof LearningSchema> {
  return { courses: courses.map((course) => viewOfCourse(course, now)), orders: orders.map(viewOfOrder) };
}

function viewOfCourse(course: CourseRecord, now: Millis): z.infer<typeof CourseSchema> {
  const { course: id, name, isEnrolled, since, boughtAt, refundedAt, progress, completedAt } = course;
  return {
    ...{ course: id, name, isEnrolled, progress, daysSincePurchase: daysSincePurchase(course, now) },
    ...{ since: iso(since), boughtAt: isoOrNull(boughtAt) },
    ...{ refundedAt: isoOrNull(refundedAt), completedAt: isoOrNull(completedAt) },
  };
}

function viewOfOrder({
  orderId,
  source,
  kind,
  course,
  amount,
  at: when,
  isRefunded,
}: Order): z.infer<typeof OrderSchema> {
  const money = { amount: amount === null ? null : amountOf(amount), currency: amount?.currency ?? null };
  return { order: orderId, source, kind, course, ...money, at: iso(when), isRefunded };
}

export function isoOrNull(time: Millis | null): string | null {
  return time === null ? null : iso(time);
}

export function iso(time: Millis): string {
  return new Date(time).toISOString();
}
