/**
 * How fast tickets leave the line: the rate behind every wait that is shown. null means that too little is known: then the
 * learner is told the position and promised nothing.
 */
import assert from "node:assert/strict";

/** Hours that are alike, as a name: "weekday 08-12". Names stay the same for ever, because counts are kept under them. */
export type HourClass = string;

const HOURS_PER_BLOCK = 4;
const SATURDAY = 6;

/**
 * The class of a local time: weekday or weekend, and the block of four hours. Fourteen days hold 40 hours of each weekday
 * class and 16 of each weekend class; in finer ones a small team would never reach the claims it takes to promise anything.
 *
 * Shape:  weekday 1 (Monday) – 7 (Sunday), hour 0–23, both where the agents work.
 */
export function classOfHour({ weekday, hour }: { readonly weekday: number; readonly hour: number }): HourClass {
  assert(Number.isInteger(weekday) && weekday >= 1 && weekday <= 7, "weekdays are 1 (Monday) to 7");
  assert(Number.isInteger(hour) && hour >= 0 && hour <= 23, "hours are 0 to 23");
  const from = hour - (hour % HOURS_PER_BLOCK);
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  return `${weekday >= SATURDAY ? "weekend" : "weekday"} ${twoDigits(from)}-${twoDigits(from + HOURS_PER_BLOCK)}`;
}

/** Fewer claims say too little: with 30 the rate is already uncertain by a third either way. */
const CLAIMS_MIN = 30;
const MINUTE_MS = 60_000;

/** The last 14 days, by class of hour. A class that is not in it had none. */
export type ClaimHistory = {
  readonly claims: Readonly<Record<HourClass, number>>;
  /** Agent-minutes: two agents present for an hour are 120. */
  readonly staffedMinutes: Readonly<Record<HourClass, number>>;
};

/** Tickets claimed per millisecond, more than 0. */
export type WaitRate = { readonly perMs: number };

/**
 * The rate when agents claim freely: claims per agent-minute in this class of hour × agents present.
 *
 * A class with too few claims does not borrow from the others: what all hours share is mostly noon, and it would promise the
 * learner at 3 a.m. the speed of noon, in the very hours about which least is known.
 *
 * Minutes in which nobody waited count as staffed too, so in quiet hours the rate is what came in rather than what agents
 * could have claimed. It errs towards promising too long, and `calibrate` takes that out again.
 */
export function claimRate(
  { claims, staffedMinutes }: ClaimHistory,
  { hourClass, agentsPresent }: { readonly hourClass: HourClass; readonly agentsPresent: number },
): WaitRate | null {
  const count = claims[hourClass] ?? 0;
  const minutes = staffedMinutes[hourClass] ?? 0;
  // Claims without anybody present were made outside the schedule: they say nothing about those who are present now.
  if (agentsPresent <= 0 || count < CLAIMS_MIN || minutes <= 0) return null;
  return { perMs: (count / (minutes * MINUTE_MS)) * agentsPresent };
}

/**
 * The rate when agents may hold so many chats and no more, and all of them do: the next claim comes when a chat ends, N·μ.
 *
 * Shape:  `slots` are agents present × chats each may hold; null with none. `handlingMs` > 0 is measured at that many chats.
 */
export function cappedRate(slots: number, handlingMs: number): WaitRate | null {
  assert(handlingMs > 0, "handling takes some time");
  return slots <= 0 ? null : { perMs: slots / handlingMs };
}
