/**
 * One event as somebody wrote it, in JSON or a line of CSV, → an event, or everything that is wrong with it. Nothing is
 * guessed: an event read wrongly would give a learner a wrong answer months later.
 */
import type { Millis } from "../model.ts";
import { oneLine } from "../text.ts";
import { LEARNING_KINDS, type LearningEvent, type Money } from "./event.ts";
import { type HashEmail, readKey } from "./key.ts";

export type Reading = {
  readonly now: Millis;
  /** Who tells it, where the event does not say. */
  readonly source: string;
  readonly hashEmail: HashEmail;
};

export type ReadEvent = { readonly event: LearningEvent } | { readonly problems: readonly string[] };

export const EVENT_FIELDS = [
  "id",
  "source",
  "learner",
  "kind",
  "course",
  "courseName",
  "order",
  "amount",
  "currency",
  "progress",
  "at",
] as const;
type Field = (typeof EVENT_FIELDS)[number];

const SOURCE = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const ID_LENGTH_MAX = 128;
const NAME_LENGTH_MAX = 200;
/** Clocks differ a little; what is further ahead is a wrong date. */
const AHEAD_MS_MAX: Millis = 86_400_000;
/** Before anybody sold courses on the web, and after which a number of seconds was meant as milliseconds. */
const AT_MIN: Millis = Date.UTC(1995, 0, 1);

export function readEvent(value: unknown, reading: Reading): ReadEvent {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problems: ["write an object"] };
  const problems: string[] = [];
  const given = new Map<Field, string>();
  for (const [name, each] of Object.entries(value)) {
    const field = EVENT_FIELDS.find((known) => known.toLowerCase() === name.replaceAll("_", "").toLowerCase());
    if (field === undefined) problems.push(`${oneLine(name, 40)} is not known; write ${EVENT_FIELDS.join(", ")}`);
    else if (typeof each === "string" || typeof each === "number") given.set(field, String(each).trim());
    else if (each !== null) problems.push(`${field}: write text or a number`);
  }
  const event = eventOf(given, reading, problems);
  return problems.length > 0 || event === null ? { problems } : { event };
}

type Given = ReadonlyMap<Field, string>;

function eventOf(given: Given, reading: Reading, problems: string[]): LearningEvent | null {
  const kind = LEARNING_KINDS.find((known) => known === given.get("kind"));
  if (kind === undefined) problems.push(`kind: write one of ${LEARNING_KINDS.join(", ")}`);
  const source = given.get("source") || reading.source;
  if (!SOURCE.test(source)) problems.push("source: write 1 to 40 of a–z, 0–9, _ and -");
  const eventId = textOf(given, "id", ID_LENGTH_MAX, problems);
  if (eventId === null)
    problems.push("id: write your own number of the event, so that a second delivery is recognised");
  const key = readKey(given.get("learner") ?? "", reading.hashEmail);
  if ("problem" in key) problems.push(`learner: ${key.problem}`);
  const at = timeOf(given.get("at") ?? "", reading.now);
  if (at === null)
    problems.push("at: write when it was with its time zone, such as 2026-05-05T10:00:00Z, and not in the future");
  const course = textOf(given, "course", ID_LENGTH_MAX, problems);
  const orderId = textOf(given, "order", ID_LENGTH_MAX, problems);
  if (course === null && (orderId === null || kind === "enrolled" || kind === "progressed" || kind === "completed"))
    problems.push("course: write the course's id (an order may do without when it has an id)");
  const progress = progressOf(given.get("progress") ?? "", kind, problems);
  const amount = moneyOf(given, problems);
  if (kind === undefined || eventId === null || "problem" in key || at === null) return null;
  const courseName = textOf(given, "courseName", NAME_LENGTH_MAX, problems);
  return { source, eventId, key, kind, course, courseName, orderId, amount, progress, at };
}

function textOf(given: Given, field: Field, lengthMax: number, problems: string[]): string | null {
  const text = oneLine(given.get(field) ?? "", lengthMax + 1);
  if (text.length > lengthMax) problems.push(`${field}: is longer than ${lengthMax} characters`);
  return text === "" ? null : text;
}

function progressOf(text: string, kind: LearningEvent["kind"] | undefined, problems: string[]): number | null {
  if (kind !== "progressed") {
    if (text !== "") problems.push('progress: is for the kind "progressed" only');
    return null;
  }
  const progress = /^\d{1,3}(\.\d{1,6})?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (progress >= 0 && progress <= 100) return progress;
  problems.push("progress: write per cent, 0 to 100");
  return null;
}

/** With a time zone, or a day alone, which begins in UTC. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/i;

function timeOf(text: string, now: Millis): Millis | null {
  const at = TIME.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  return at >= AT_MIN && at <= now + AHEAD_MS_MAX ? at : null;
}

function moneyOf(given: Given, problems: string[]): Money | null {
  const [amount, currency] = [given.get("amount") ?? "", (given.get("currency") ?? "").toUpperCase()];
  if (amount === "" && currency === "") return null;
  const money = readMoney(amount, currency);
  if (money === null) problems.push("amount and currency: write both, such as 199.00 and CNY");
  return money;
}

/** `199.00`, `CNY` → 19900 fen. Null for what is none, and for more digits than the currency has. */
export function readMoney(amount: string, currency: string): Money | null {
  const [, whole, part = ""] = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(amount) ?? [];
  if (whole === undefined || !/^[A-Z]{3}$/.test(currency)) return null;
  const digits = digitsOf(currency);
  if (part.replace(/0+$/, "").length > digits) return null;
  return { minor: Number(whole + part.slice(0, digits).padEnd(digits, "0")), currency };
}

/** 19900 fen → `199.00`. */
export function amountOf({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
