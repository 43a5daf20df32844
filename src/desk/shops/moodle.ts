/**
 * Moodle with the plugin `local_webhooks`: the event as Moodle logs it, with the plugin's token in the body. Courses are known
 * by their number, and whoever is concerned is the related user.
 *
 * Source: the plugin's code (github.com/valentineus/moodle-webhooks) and Moodle's events API; read on 30 November 2026.
 */
import { eventIn, type ReadShop, textAt, timeAt } from "./shop.ts";

const SOURCE = "moodle";

export const readMoodle: ReadShop = (body, reading) => {
  const common = {
    source: SOURCE,
    // Moodle numbers no event; the same body is the same event.
    eventId: null,
    userId: textAt(body, "relateduserid") ?? textAt(body, "userid"),
    at: timeAt(body, "timecreated"),
    course: textAt(body, "courseid"),
    courseName: null,
  };
  switch (textAt(body, "eventname")) {
    case "\\core\\event\\user_enrolment_created":
      return eventIn({ ...common, kind: "enrolled" }, reading);
    case "\\core\\event\\course_completed":
      return eventIn({ ...common, kind: "completed" }, reading);
    default:
      return null;
  }
};
