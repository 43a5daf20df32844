/**
 * Gives out tickets where the rules do not leave it to agents to claim: those that wait, the most urgent first, each to the
 * agent whose turn it is. Heard as one bell, so that one process alone gives out at a time; a second one would only be told
 * that a ticket is taken.
 */
import { decide } from "../core/decide.ts";
import type { Event } from "../core/inbound.ts";
import type { AgentId, Ticket } from "../core/model.ts";
import type { Bell } from "../core/ports.ts";
import { candidatesFor } from "../core/queue/assign.ts";
import type { AgentProfile } from "../core/staff.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

/** Among the bells of `clocks`. */
export const ASSIGN_BELL = { queue: "clocks", ref: "assign" } as const satisfies Bell;

/** What one round gives out; the next one is a second away. */
const ROUND_MAX = 500;

/** Rings when there may be something to give out. Never rejects. */
export async function ringAssign({ bells, book, log }: Parts): Promise<void> {
  if (book.facts().rules.assignment === "claim") return;
  try {
    await bells.ring(ASSIGN_BELL);
  } catch (trouble) {
    log.debug({ fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}

/** Errors: StoreError; what was not given out is looked at again in a second. */
export async function hearAssign(parts: Parts): Promise<void> {
  const { store, book, now } = parts;
  if (book.facts().rules.assignment === "claim") return;
  const tickets = await store.tickets("unassigned", ROUND_MAX);
  if (tickets.length === 0) return;
  await book.refresh();
  const held = new Map(await store.staff.held());
  const assignedAt = new Map<AgentId, number>();
  for (const ticket of tickets.filter(({ snoozedUntil }) => snoozedUntil === null)) {
    const { agents, teams, rules } = book.facts();
    const current = agents.map((agent) => ({ ...agent, assignedAt: assignedAt.get(agent.id) ?? agent.assignedAt }));
    const [agent] = candidatesFor(ticket, { agents: current, teams, rules, held, now: now() });
    if (agent === undefined || !(await give(parts, ticket, agent))) continue;
    held.set(agent.id, (held.get(agent.id) ?? 0) + 1);
    assignedAt.set(agent.id, now());
    await store.staff.changeAgent(agent.id, { assignedAt: now() });
  }
}

async function give(parts: Parts, ticket: Ticket, { id, name }: AgentProfile): Promise<boolean> {
  const event: Event = { by: "world", what: "assigned", agent: { id, name } };
  const facts = understand(parts, event);
  const { conversationId, id: ticketId } = ticket;
  const turn = { conversationId, inboundId: null, ticketId, agentId: id, now: facts.now };
  const changed = await parts.store.change(turn, (before) => decide(before, event, facts));
  if (changed === null) return false;
  await ringFor(parts, changed);
  const { outcome } = changed.outcome;
  parts.log.info({ ticketId, agentId: id, outcome }, "ticket given out");
  return outcome === "assigned";
}
