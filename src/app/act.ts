/**
 * An agent's verb that did not come through a network: the console's and the API's way in. It takes the same turn as
 * everything else, so of two agents who claim at once one wins, wherever they sit.
 */
import { agentOfTurn, mayReturn, otherTicketOf } from "../core/agent/turn.ts";
import { decide } from "../core/decide.ts";
import type { Outcome } from "../core/decision.ts";
import type { AgentVerb, Event } from "../core/inbound.ts";
import type { Agent, TicketId } from "../core/model.ts";
import { recallOf } from "../core/recall.ts";
import { countUse, lookUp } from "./look-up.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

export type Act = (ticketId: TicketId, agent: Agent, does: AgentVerb) => Promise<Outcome>;

/** Errors: StoreError when nothing could be written; the agent may simply try again. */
export function actOf(parts: Parts): Act {
  return async (ticketId, agent, does) => {
    const ticket = await parts.store.ticket(ticketId);
    if (ticket === null) return { outcome: "no_such_ticket" };
    parts.book.seen(agent);
    const event: Event = { by: "agent", agent, place: null, does };
    const begun = performance.now();
    const lookedUp = await lookUp(parts, event, ticketId);
    const facts = { ...understand(parts, event), ...lookedUp };
    const { conversationId } = ticket;
    const named = {
      agentId: agentOfTurn(event, facts),
      otherTicketId: otherTicketOf(event),
      mayReturn: mayReturn(event),
      recall: recallOf(event),
    };
    const turn = { conversationId, inboundId: null, ticketId, ...named, now: facts.now };
    const changed = await parts.store.change(turn, (before) => decide(before, event, facts));
    if (changed === null) return { outcome: "no_such_ticket" };
    await Promise.all([ringFor(parts, changed), countUse(parts, lookedUp, changed)]);
    const ms = Math.round(performance.now() - begun);
    parts.log.info(
      { ticketId, agentId: agent.id, verb: does.verb, outcome: changed.outcome.outcome, ms },
      "agent acted",
    );
    return changed.outcome;
  };
}
