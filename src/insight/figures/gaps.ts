/** Counts, while facts go by, what is missing in them: see quality.ts. Only facts of the range count. */

import { DAY_MS, MINUTE_MS } from "../../core/calendar/zone.ts";
import type { AgentId, Millis, TicketId } from "../../core/model.ts";
import type { BookPlan, Span } from "./book.ts";
import type { FactSeen } from "./events.ts";
import { dayOf } from "./groups.ts";
import { GAP_IDS, type GapId, type Missing, nothingMissing } from "./quality.ts";

export type GapWatch = {
  readonly plan: Pick<BookPlan, "calendar" | "range" | "teamOf">;
  readonly missing: Record<GapId, number>;
  /** Days with a fact; as many as the range has at most. */
  readonly days: Set<string>;
  /** The day looked up last holds until then: most facts are of the day of the fact before. */
  dayUntil: Millis;
  /** Tickets whose open episode has no word of a person yet. */
  readonly wordless: Set<TicketId>;
  /** Who did anything in the range. */
  readonly agents: Set<AgentId>;
};

export function openGapWatch(plan: BookPlan): GapWatch {
  return { plan, missing: nothingMissing(), days: new Set(), dayUntil: 0, wordless: new Set(), agents: new Set() };
}

function isIn({ from, to }: Span, at: Millis): boolean {
  return at >= from && at < to;
}

export function count({ plan, missing }: GapWatch, at: Millis, id: GapId): void {
  if (isIn(plan.range, at)) missing[id] += 1;
}

export function watchFact(watch: GapWatch, fact: FactSeen): void {
  const { kind, at, ticketId, agentId, intentId, scheduleVersion } = fact;
  if (ticketId !== null) watchTicket(watch, { kind, ticketId, at });
  if (!isIn(watch.plan.range, at)) return;
  if (agentId !== null) watch.agents.add(agentId);
  if (scheduleVersion === null) watch.missing.facts_without_schedule += 1;
  if (kind === "escalated" && intentId === null) watch.missing.tickets_without_intent += 1;
  if (at < watch.dayUntil) return;
  watch.days.add(dayOf(watch.plan.calendar, at));
  // Days begin at a full quarter of an hour in every zone of today.
  watch.dayUntil = (Math.floor(at / (15 * MINUTE_MS)) + 1) * 15 * MINUTE_MS;
}

function watchTicket(
  watch: GapWatch,
  { kind, ticketId, at }: { kind: FactSeen["kind"]; ticketId: TicketId; at: Millis },
): void {
  const { wordless } = watch;
  if (kind === "escalated" || kind === "reopened") wordless.add(ticketId);
  else if (kind === "solved" && wordless.delete(ticketId)) count(watch, at, "solved_without_a_word");
  else if (kind === "agent_replied" || kind === "cancelled" || kind === "dropped") wordless.delete(ticketId);
}

export function mergeGapWatch(to: GapWatch, from: GapWatch): void {
  for (const id of GAP_IDS) to.missing[id] += from.missing[id];
  for (const agentId of from.agents) to.agents.add(agentId);
  for (const day of from.days) to.days.add(day);
  for (const ticketId of from.wordless) to.wordless.add(ticketId);
}

/** `firstAt`: of the oldest fact there is; days before it are no gap. */
export function missingBy({ plan, missing: counted, days, agents }: GapWatch, firstAt: Millis | null): Missing {
  const teamless = [...agents].filter((id) => plan.teamOf(id) === null).length;
  const missing = { ...counted, agents_without_team: teamless };
  if (firstAt === null) return missing;
  const { calendar, range } = plan;
  let silent = 0;
  for (let at = Math.max(range.from, firstAt); at < range.to; at += DAY_MS) {
    if (!days.has(dayOf(calendar, at))) silent += 1;
  }
  return { ...missing, silent_days: silent };
}

/** Turns that are taken at the same time are written down in any order; what is written down a minute late is no such thing. */
const AT_ONCE_MS: Millis = MINUTE_MS;

/** Told fact after fact in the order of time: whether one was written down before another that happened over a minute earlier. */
export function openClockWatch(): (fact: { readonly id: number; readonly at: Millis }) => boolean {
  // The newest so far, and those of the last minute that were the newest when they came.
  let newestId = 0;
  const recent: { readonly id: number; readonly at: Millis }[] = [];
  return (fact) => {
    while ((recent[0]?.at ?? Number.POSITIVE_INFINITY) <= fact.at - AT_ONCE_MS)
      newestId = recent.shift()?.id ?? newestId;
    if (fact.id > (recent.at(-1)?.id ?? newestId)) recent.push({ id: fact.id, at: fact.at });
    return fact.id < newestId;
  };
}
