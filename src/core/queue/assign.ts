/**
 * Who gets a ticket when the queue gives them out: an agent who is there, has room, speaks the language and knows the matter.
 * Pure. What it says is a wish: the turn that gives the ticket looks again, with the agent's row locked.
 */
import type { AgentId, Millis, Ticket } from "../model.ts";
import { type AgentProfile, isAwayAt, isQuietAt, type Team } from "../staff.ts";
import type { QueueRules } from "./rules.ts";

/** Whoever did nothing for longer is not at their desk. */
export const THERE_MS: Millis = 15 * 60_000;

export type Roster = {
  readonly agents: readonly AgentProfile[];
  readonly teams: readonly Team[];
  readonly rules: Pick<QueueRules, "assignment" | "cap" | "schedule">;
  /** Open tickets of each; who holds none need not be in it. */
  readonly held: ReadonlyMap<AgentId, number>;
  readonly now: Millis;
};

/** The agents who could take the ticket, the one whose turn it is first. A ticket offered wider asks for nothing but time. */
export function candidatesFor(ticket: Ticket, roster: Roster): readonly AgentProfile[] {
  const isWide = ticket.clocks.fired.includes("offered_wider");
  return roster.agents
    .filter((agent) => hasTime(agent, roster) && (isWide || isFit(agent, ticket, roster)))
    .toSorted((one, other) => turnOf(one, other, roster));
}

function hasTime(agent: AgentProfile, { rules, held, now }: Roster): boolean {
  if (agent.isGone || isAwayAt(agent, now) || now - agent.seenAt > THERE_MS) return false;
  if (isQuietAt(agent, now, rules.schedule.timeZone)) return false;
  const cap = agent.cap ?? rules.cap;
  return cap === null || (held.get(agent.id) ?? 0) < cap;
}

function isFit(agent: AgentProfile, ticket: Ticket, { teams }: Roster): boolean {
  if (ticket.teamId !== null && agent.teamId !== ticket.teamId) return false;
  const team = teams.find(({ id }) => id === agent.teamId);
  const languages = agent.languages.length > 0 ? agent.languages : (team?.languages ?? []);
  if (languages.length > 0 && !languages.includes(ticket.language)) return false;
  const tags = [...agent.tags, ...(team?.tags ?? [])];
  // Who knows something in particular gets that, and what nobody knows in particular anybody gets.
  return tags.length === 0 || ticket.tags.length === 0 || ticket.tags.some((tag) => tags.includes(tag));
}

function turnOf(one: AgentProfile, other: AgentProfile, { rules, held }: Roster): number {
  const busier = (held.get(one.id) ?? 0) - (held.get(other.id) ?? 0);
  const longer = one.assignedAt - other.assignedAt;
  const byName = one.id < other.id ? -1 : 1;
  return rules.assignment === "least_busy" ? busier || longer || byName : longer || busier || byName;
}
