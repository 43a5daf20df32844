/**
 * Open edX with the plugin `openedx-webhooks`: `{ <type of the data>: {…}, event_metadata }`, unsigned, so the address holds the
 * secret. The data stands under the name of its Python type, so whatever stands beside the metadata is taken.
 *
 * Source: the plugin's code (github.com/aulasneo/openedx-webhooks) and its recorded events; read on 30 November 2026.
 */
import { at, eventIn, type ReadShop, textAt, timeAt } from "./shop.ts";

const SOURCE = "openedx";
const METADATA = "event_metadata";

export const readOpenEdx: ReadShop = (body, reading) => {
  if (typeof body !== "object" || body === null) return null;
  const [told] = Object.entries(body).flatMap(([name, value]) => (name === METADATA ? [] : [value]));
  const common = {
    source: SOURCE,
    eventId: textAt(body, METADATA, "id"),
    userId: textAt(told, "user", "id"),
    at: timeAt(body, METADATA, "time"),
    course: courseKeyIn(told),
    courseName: textAt(told, "course", "display_name"),
  };
  switch (textAt(body, METADATA, "event_type")) {
    case "org.openedx.learning.course.enrollment.created.v1":
      return eventIn({ ...common, kind: "enrolled" }, reading);
    case "org.openedx.learning.certificate.created.v1":
      return eventIn({ ...common, kind: "completed" }, reading);
    default:
      return null;
  }
};

function courseKeyIn(told: unknown): string | null {
  return textAt(told, "course", "course_key") ?? textAt(at(told, "course"), "key");
}
