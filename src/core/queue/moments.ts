/**
 * When a ticket must be looked at next, and what for: from the ticket, the rules and the calendar alone. The answer depends on
 * no "now", so a bell that is early, late or doubled finds the same moments; what was done already is in `clocks.fired`.
 *
 * SLA targets and reminders to agents count open time. Whoever owes us a word has calendar time, but hears of us only while
 * people are there to answer.
 */
import { addBusiness, type Calendar, nextOpening } from "../calendar/calendar.ts";
import { type ClockStep, type Millis, type Stopwatch, type Ticket, UNTIL_LEARNER_WRITES } from "../model.ts";
import type { QueueRules, Targets } from "./rules.ts";

/** What is done when its time has come. Those that are no ClockStep change the ticket so that they cannot come again. */
export type DueStep = ClockStep | "called_back" | "woken" | "offered_again" | "closed";
export type Due = { readonly step: DueStep; readonly at: Millis };
export type Times = { readonly rules: QueueRules; readonly calendar: Calendar };

/** The clocks with a target, as the facts count them (`value` of sla_warned and sla_missed). */
export const CLOCKS = [
  { clock: "first", target: "firstMs", warned: "first_warned", missed: "first_missed", value: 1 },
  { clock: "next", target: "nextMs", warned: "next_warned", missed: "next_missed", value: 2 },
  { clock: "resolution", target: "resolutionMs", warned: "resolution_warned", missed: "resolution_missed", value: 3 },
] as const satisfies readonly Clock[];

type Clock = {
  readonly clock: "first" | "next" | "resolution";
  readonly target: keyof Targets;
  readonly warned: ClockStep;
  readonly missed: ClockStep;
  readonly value: number;
};

/** The earliest thing to do, were nothing to happen before; null: nothing ever. A moment may lie in the past. */
export function dueOf(ticket: Ticket, times: Times): Due | null {
  if (ticket.status === "solved") return null;
  const { snoozedUntil } = ticket;
  if (snoozedUntil === UNTIL_LEARNER_WRITES) return null;
  if (snoozedUntil !== null) return { step: "woken", at: snoozedUntil };
  const moments = [...CLOCKS.flatMap((clock) => momentsOf(clock, ticket, times)), ...afterSilence(ticket, times)];
  return moments.reduce<Due | null>((first, each) => (first === null || each.at < first.at ? each : first), null);
}

/** The open time after which a clock's holder is warned, and after which its target is missed. */
export function targetOf({ target }: Pick<Clock, "target">, { priority }: Ticket, rules: QueueRules) {
  const missedMs = rules.targets[priority][target];
  return { warnedMs: Math.round(missedMs * rules.warnShare), missedMs };
}

function momentsOf(clock: Clock, ticket: Ticket, { rules, calendar }: Times): readonly Due[] {
  const watch = ticket.clocks[clock.clock];
  const { warnedMs, missedMs } = targetOf(clock, ticket, rules);
  return [
    ...whenNotFired(clock.warned, ticket, () => reaches(watch, warnedMs, calendar)),
    ...whenNotFired(clock.missed, ticket, () => reaches(watch, missedMs, calendar)),
  ];
}

/** When a running stopwatch shows so much; null when it stands still, or never. */
function reaches(watch: Stopwatch | null, ms: Millis, calendar: Calendar): Millis | null {
  if (watch === null || watch.since === null) return null;
  return addBusiness(calendar, watch.since, Math.max(0, ms - watch.spentMs));
}

/** What follows when whoever is to act stays silent. */
function afterSilence(ticket: Ticket & { status: "new" | "open" }, { rules, calendar }: Times): readonly Due[] {
  const { status, waitingFor } = ticket;
  const { waitingSince, quietSince, fired } = ticket.clocks;
  const silentSince = Math.max(waitingSince, quietSince);
  if (status === "new") {
    const wider = whenNotFired("offered_wider", ticket, () => addBusiness(calendar, quietSince, rules.offerWiderMs));
    return [...when("called_back", ticket.clocks.callBackAt ?? null), ...wider];
  }
  // A reminder is a word of ours: what follows it counts from when it was really said.
  if (waitingFor === "agent") {
    return fired.includes("holder_reminded")
      ? when("offered_again", addBusiness(calendar, quietSince, rules.offerAgainMs))
      : when("holder_reminded", addBusiness(calendar, silentSince, rules.remindHolderMs));
  }
  return fired.includes("learner_reminded")
    ? when("closed", nextOpening(calendar, quietSince + rules.closeMs))
    : when("learner_reminded", nextOpening(calendar, silentSince + rules.remindLearnerMs));
}

function whenNotFired(step: ClockStep, { clocks }: Ticket, at: () => Millis | null): readonly Due[] {
  return clocks.fired.includes(step) ? [] : when(step, at());
}

function when(step: DueStep, at: Millis | null): readonly Due[] {
  return at === null ? [] : [{ step, at }];
}
