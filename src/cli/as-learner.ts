/** `--as course=python,days=3,progress=12`: a learner to try answers on that depend on what they bought. */
import { DAY_MS, type LearnerRecord } from "../core/learning/record.ts";
import type { Millis } from "../core/model.ts";

const FIELDS = ["course", "days", "progress"] as const;
export const AS_HOW = "write what is known of the learner, such as course=python,days=3,progress=12";

/** One course they are enrolled in; null when it cannot be read. */
export function readAs(text: string, now: Millis): LearnerRecord | null {
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...more] = part.split("=").map((each) => each.trim());
    if (!FIELDS.some((known) => known === name) || value === "" || more.length > 0) return null;
    given.set(name, value);
  }
  const [days, progress] = [numberIn(given.get("days"), 36_500), numberIn(given.get("progress"), 100)];
  if (days === "unreadable" || progress === "unreadable") return null;
  const boughtAt = days === null ? null : now - days * DAY_MS;
  const course = { course: given.get("course") ?? "course", name: given.get("course") ?? null, isEnrolled: true };
  const times = { since: boughtAt ?? now, boughtAt, refundedAt: null, completedAt: null, latestAt: now };
  return { courses: [{ ...course, ...times, progress }], orders: [] };
}

function numberIn(text: string | undefined, most: number): number | null | "unreadable" {
  if (text === undefined) return null;
  const value = /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  return value >= 0 && value <= most ? value : "unreadable";
}
