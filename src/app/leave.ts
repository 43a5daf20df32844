/**
 * An agent leaves for good: from then on they are given nothing, and every ticket they hold goes on with somebody else or
 * waits for somebody. Begun again after a crash, it goes on with what is left.
 */
import { decide } from "../core/decide.ts";
import type { Event } from "../core/inbound.ts";
import type { Agent, AgentId } from "../core/model.ts";
import { isAwayAt } from "../core/staff.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

export type Left =
  | { readonly outcome: "left"; readonly tickets: number }
  /** `no_such_recipient`: whoever should get the tickets is unknown, has left, or is away. */
  | { readonly outcome: "no_such_agent" | "no_such_recipient" };

export type Leave = (agentId: AgentId, to: AgentId | null) => Promise<Left>;

/** `to` null: back into the queue. Errors: StoreError; it may simply be asked again. */
export function leaveOf(parts: Parts): Leave {
  return async (agentId, to) => {
    const { store, book, now, log } = parts;
    await book.refresh();
    const { agents } = book.facts();
    const leaver = agents.find(({ id }) => id === agentId);
    if (leaver === undefined) return { outcome: "no_such_agent" };
    const recipient = to === null ? null : agents.find(({ id }) => id === to);
    const isThere = recipient === null || (recipient && !recipient.isGone && !isAwayAt(recipient, now()));
    if (!isThere || to === agentId) return { outcome: "no_such_recipient" };
    await store.staff.changeAgent(agentId, { isGone: true });
    await book.refresh();
    const given = recipient ? { id: recipient.id, name: recipient.name } : null;
    const tickets = await handOver(parts, { id: agentId, name: leaver.name }, given);
    log.info({ agentId, to, tickets }, "an agent left");
    return { outcome: "left", tickets };
  };
}

/** How many tickets went on. */
async function handOver(parts: Parts, agent: Agent, to: Agent | null): Promise<number> {
  const { store } = parts;
  let count = 0;
  for (const { id: ticketId, conversationId } of await store.ticketsHeldBy(agent.id)) {
    const event: Event = { by: "world", what: "left", agent, to };
    const facts = understand(parts, event);
    const turn = {
      conversationId,
      inboundId: null,
      ticketId,
      agentId: to?.id ?? null,
      mayReturn: true,
      now: facts.now,
    };
    const changed = await store.change(turn, (before) => decide(before, event, facts));
    if (changed === null) continue;
    await ringFor(parts, changed);
    if (changed.outcome.outcome !== "not_assigned") count += 1;
  }
  return count;
}
