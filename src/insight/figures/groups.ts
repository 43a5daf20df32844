/**
 * By what figures can be split. A case lies in one group of each dimension: the agent, intent and channel it had when it was
 * counted, the team its agent is in now, the hour of the week and the day it belongs to by the clock of the schedule in force.
 */
import { type Calendar, versionAt } from "../../core/calendar/calendar.ts";
import { weekdayOf } from "../../core/calendar/days.ts";
import { DAY_MS, MINUTE_MS, stretchAt } from "../../core/calendar/zone.ts";
import type { AgentId, LearnerId, Millis } from "../../core/model.ts";
import type { CourseAt } from "./courses.ts";
import { keptIn } from "./kept.ts";

export const DIMENSIONS = [
  "channel",
  "intent",
  "agent",
  "team",
  "language",
  "course",
  "hour",
  "day",
  "rating",
  "helped",
  "nps_group",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Of learners who came back to buy or not: what they last said or got. Not to be chosen, always there. */
export const LOYALTY_DIMENSIONS = ["rating", "helped", "nps_group"] as const satisfies readonly Dimension[];
type LoyaltyDimension = (typeof LOYALTY_DIMENSIONS)[number];
export const SPLITS = DIMENSIONS.filter(
  (each): each is Exclude<Dimension, LoyaltyDimension> => !LOYALTY_DIMENSIONS.some((loyalty) => loyalty === each),
);
export type Split = (typeof SPLITS)[number];

/** What is known of a case. `at`: the moment it is counted by. */
export type Case = {
  readonly at: Millis;
  readonly channel: string;
  readonly language: string | null;
  readonly intentId: string | null;
  readonly agentId: AgentId | null;
  readonly learnerId: LearnerId | null;
};

/** What the log itself does not say. */
export type Around = {
  readonly calendar: Calendar;
  /** The team's name; null: none. */
  readonly teamOf: (agentId: AgentId) => string | null;
  /** The course a learner was in at that moment; null: not known. */
  readonly courseOf: CourseAt;
};

const HOUR_MS = 60 * MINUTE_MS;

/** The group a case lies in; null: what it would be grouped by is not known of it. */
export function groupOf(split: Split, of: Case, { calendar, teamOf, courseOf }: Around): string | null {
  switch (split) {
    case "channel":
      return of.channel;
    case "intent":
      return of.intentId;
    case "agent":
      return of.agentId;
    case "team":
      return of.agentId === null ? null : teamOf(of.agentId);
    case "language":
      return of.language;
    case "course":
      return of.learnerId === null ? null : courseOf(of.learnerId, of.at);
    case "hour":
      return onTheWall(calendar, of.at).hour;
    case "day":
      return onTheWall(calendar, of.at).day;
  }
}

type OnTheWall = { readonly hour: string; readonly day: string };

/** Offsets and days change at full quarters of an hour, and most cases lie near each other: so what was found is kept a while. */
const QUARTER_MS = 15 * MINUTE_MS;
const QUARTERS_MAX = 2000;
const found = new WeakMap<Calendar, Map<number, OnTheWall>>();

function onTheWall(calendar: Calendar, at: Millis): OnTheWall {
  const known = found.get(calendar) ?? new Map<number, OnTheWall>();
  if (known.size === 0) found.set(calendar, known);
  if (known.size > QUARTERS_MAX) known.clear();
  const start = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  return keptIn(known, start, () => ({ hour: String(hourOfWeek(calendar, at)), day: dayOf(calendar, at) }));
}

function localMs(calendar: Calendar, at: Millis): Millis {
  return at + stretchAt(versionAt(calendar, at).schedule.timeZone, at).offsetMs;
}

/** 0 is Monday from 00:00, 167 Sunday from 23:00. */
export function hourOfWeek(calendar: Calendar, at: Millis): number {
  const local = localMs(calendar, at);
  const day = Math.floor(local / DAY_MS);
  return weekdayOf(day) * 24 + Math.floor((local - day * DAY_MS) / HOUR_MS);
}

/** "2026-03-02" */
export function dayOf(calendar: Calendar, at: Millis): string {
  return new Date(localMs(calendar, at)).toISOString().slice(0, 10);
}
