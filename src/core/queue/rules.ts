/**
 * The rules of the human queue that admins set: when people are there, how soon a learner is owed what, who gets a ticket.
 * Kept in versions, because a clock is judged by the rules that held while it ran. Times are milliseconds.
 */

import type { Schedule } from "../calendar/schedule.ts";
import type { DigestRules } from "../digest.ts";
import type { Millis, Priority } from "../model.ts";
import type { NpsRules } from "../nps/survey.ts";

/** How soon a learner is owed a person's first words, the next ones, and the end. Open (business) time. */
export type Targets = { readonly firstMs: Millis; readonly nextMs: Millis; readonly resolutionMs: Millis };

/** `claim`: agents pick; the other two give each ticket to an agent who is there and has room. */
export const ASSIGNMENTS = ["claim", "round_robin", "least_busy"] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

export type QueueRules = {
  readonly schedule: Schedule;
  readonly targets: Readonly<Record<Priority, Targets>>;
  /** The share of a target after which its holder is warned, 0–1. */
  readonly warnShare: number;
  readonly assignment: Assignment;
  /** Open tickets one agent may hold, unless theirs says otherwise; null: any number. */
  readonly cap: number | null;
  /** Open time until a ticket nobody took is offered beyond its team and language, and admins hear of it. */
  readonly offerWiderMs: Millis;
  /** Open time a holder may owe the word until reminded, and after that until the ticket is offered again. */
  readonly remindHolderMs: Millis;
  readonly offerAgainMs: Millis;
  /** Calendar time the learner may owe the word until reminded, and after that until the ticket closes by itself. */
  readonly remindLearnerMs: Millis;
  readonly closeMs: Millis;
  /** Open time until somebody must have looked after a rating of 1 or 2. */
  readonly recoverMs: Millis;
  /** When learners are asked 0–10; left out in versions from before, see nps/survey.ts. */
  readonly nps?: NpsRules;
  /** When admins get the weekly digest; left out likewise, see digest.ts. */
  readonly digest?: DigestRules;
};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/** What holds until an admin says otherwise. The hours come from the settings BUSINESS_HOURS and TIMEZONE. */
export function firstRules(schedule: Schedule): QueueRules {
  const targets = (firstMs: Millis, nextMs: Millis, resolutionMs: Millis) => ({ firstMs, nextMs, resolutionMs });
  return {
    schedule,
    targets: {
      urgent: targets(10 * MINUTE, 15 * MINUTE, 4 * HOUR),
      high: targets(20 * MINUTE, 30 * MINUTE, 9 * HOUR),
      normal: targets(HOUR, HOUR, 18 * HOUR),
      low: targets(4 * HOUR, 4 * HOUR, 45 * HOUR),
    },
    warnShare: 0.8,
    assignment: "claim",
    cap: null,
    offerWiderMs: 10 * MINUTE,
    remindHolderMs: 20 * MINUTE,
    offerAgainMs: 20 * MINUTE,
    remindLearnerMs: DAY,
    closeMs: 2 * DAY,
    recoverMs: 9 * HOUR,
  };
}
