/**
 * What every shop's format has in common: parts of a payload taken out with their types checked. Whoever signed it may still
 * send what we have never seen, so each reader takes what it knows and ignores the rest politely.
 */
import type { LearningEvent } from "../../core/learning/event.ts";
import { readKey } from "../../core/learning/key.ts";
import type { Millis } from "../../core/model.ts";
import { oneLine } from "../../core/text.ts";

/** A payload → what it tells us; null: nothing we keep. `eventId` stands in where the payload has no number of its own. */
export type ReadShop = (payload: unknown, reading: ShopReading) => LearningEvent | null;
export type ShopReading = { readonly now: Millis; readonly eventId: string };

type Told = Pick<LearningEvent, "source" | "kind"> & {
  readonly eventId: string | null;
  readonly userId: string | null;
  readonly at: Millis | null;
} & Partial<Pick<LearningEvent, "course" | "courseName" | "orderId" | "amount" | "progress">>;

/** The event, if it says whom and what it is about. A time that is missing or ahead of us is now. */
export function eventIn(told: Told, { now, eventId }: ShopReading): LearningEvent | null {
  const key = readKey(`${told.source}:${told.userId ?? ""}`, null);
  const { course = null, orderId = null, courseName = null } = told;
  if ("problem" in key || (course === null && orderId === null && courseName === null)) return null;
  if (told.kind === "progressed" && (told.progress ?? null) === null) return null;
  return {
    source: told.source,
    eventId: told.eventId ?? eventId,
    key,
    kind: told.kind,
    course,
    courseName,
    orderId,
    amount: told.amount ?? null,
    progress: told.progress ?? null,
    at: told.at === null ? now : Math.min(told.at, now),
  };
}

/** The value at a path of names; undefined where there is none. Never what an object inherits. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Object.getOwnPropertyDescriptor(found, name)?.value;
  }
  return found;
}

/** Text or a number as text on one line; null for all else. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  if (typeof found !== "string" && typeof found !== "number") return null;
  return oneLine(String(found), 128) || null;
}

/** ISO 8601 or seconds since 1970. */
export function timeAt(value: unknown, ...path: readonly string[]): Millis | null {
  const found = at(value, ...path);
  const time = typeof found === "number" ? found * 1000 : typeof found === "string" ? Date.parse(found) : Number.NaN;
  return Number.isSafeInteger(time) && time > 0 ? time : null;
}

/** Per cent; `whole` is what a finished course counts as. */
export function progressAt(whole: number, value: unknown, ...path: readonly string[]): number | null {
  const share = Number(textAt(value, ...path) ?? Number.NaN) * (100 / whole);
  return share >= 0 && share <= 100 ? share : null;
}
