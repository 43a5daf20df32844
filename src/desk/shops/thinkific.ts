/**
 * Thinkific: `{ id, resource, action, created_at, payload }`, signed in `X-Thinkific-Hmac-Sha256` with the site's API key when the
 * webhook was made through its API. Orders name a product, not a course: the two are joined by their common name. Orders tell no
 * currency, so no amount is kept.
 *
 * Source: support.thinkific.dev, "Using Webhooks" and "Webhooks Topics", and recorded payloads; read on 30 November 2026.
 */
import { eventIn, progressAt, type ReadShop, textAt, timeAt } from "./shop.ts";

const SOURCE = "thinkific";

export const readThinkific: ReadShop = (body, reading) => {
  const topic = `${textAt(body, "resource")}.${textAt(body, "action")}`;
  const common = {
    source: SOURCE,
    eventId: textAt(body, "id"),
    userId: textAt(body, "payload", "user", "id") ?? textAt(body, "payload", "user_id"),
    at: timeAt(body, "created_at"),
  };
  const course = {
    course: textAt(body, "payload", "course_id") ?? textAt(body, "payload", "course", "id"),
    courseName: textAt(body, "payload", "course", "name"),
  };
  const order = {
    orderId: textAt(body, "payload", "order_id") ?? textAt(body, "payload", "id"),
    courseName: textAt(body, "payload", "product_name"),
  };
  switch (topic) {
    case "enrollment.created":
      return eventIn({ ...common, ...course, kind: "enrolled" }, reading);
    case "enrollment.progress": {
      // Told as a share of one.
      const progress = progressAt(1, body, "payload", "percentage_completed");
      return eventIn({ ...common, ...course, kind: "progressed", progress }, reading);
    }
    case "enrollment.completed":
      return eventIn({ ...common, ...course, kind: "completed" }, reading);
    case "order.created":
      return eventIn({ ...common, ...order, kind: "purchased" }, reading);
    case "order_transaction.refunded":
      return eventIn({ ...common, ...order, kind: "refunded" }, reading);
    default:
      return null;
  }
};
