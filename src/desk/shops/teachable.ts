/**
 * Teachable: `{ type, created, object }`, sent without a signature, so the address it is sent to holds the secret.
 *
 * Source: the list of its webhook events in Teachable's API description, and payloads as other receivers read them; read on 30
 * November 2026. Where the two differ, both places are looked at.
 */
import { readMoney } from "../../core/learning/read.ts";
import { at, eventIn, progressAt, type ReadShop, textAt, timeAt } from "./shop.ts";

const SOURCE = "teachable";

export const readTeachable: ReadShop = (body, reading) => {
  const object = at(body, "object");
  const common = {
    source: SOURCE,
    eventId: textAt(body, "hook_event_id") ?? textAt(body, "id"),
    userId: textAt(object, "user", "id") ?? textAt(object, "user_id"),
    at: timeAt(body, "created"),
    course: textAt(object, "course", "id") ?? textAt(object, "course_id"),
    courseName: textAt(object, "course", "name"),
  };
  const order = {
    orderId: textAt(object, "sale_id") ?? textAt(object, "id"),
    amount: moneyIn(object),
  };
  switch (textAt(body, "type")?.toLowerCase()) {
    case "enrollment.created":
      return eventIn({ ...common, kind: "enrolled" }, reading);
    case "enrollment.completed":
      return eventIn({ ...common, kind: "completed" }, reading);
    case "lectureprogress.created": {
      const progress =
        progressAt(100, object, "percent_complete") ?? progressAt(100, object, "enrollment", "percent_complete");
      return eventIn({ ...common, kind: "progressed", progress }, reading);
    }
    case "sale.created":
      return eventIn({ ...common, ...order, kind: "purchased" }, reading);
    case "transaction.refunded":
      return eventIn({ ...common, ...order, kind: "refunded" }, reading);
    default:
      return null;
  }
};

/** Told in cents. */
function moneyIn(object: unknown) {
  const cents = Number(textAt(object, "final_price") ?? textAt(object, "charge") ?? Number.NaN);
  const currency = textAt(object, "currency")?.toUpperCase() ?? "";
  if (!Number.isSafeInteger(cents) || cents < 0) return null;
  // A currency without cents, or none at all, is told in no way we know.
  return readMoney((cents / 100).toFixed(2), currency);
}
