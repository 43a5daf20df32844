/** Whom and what an agent's turn names besides the ticket, so that the store lends it: whose cap counts, and a second ticket. */
import type { Facts } from "../decision.ts";
import type { Event } from "../inbound.ts";
import type { AgentId, TicketId } from "../model.ts";
import { findRecipient } from "./transfer.ts";

/** Who gets the ticket, or acts; null when no agent has a part in it. */
export function agentOfTurn(event: Event | null, facts: Pick<Facts, "agents" | "teams">): AgentId | null {
  if (event === null || event.by === "learner") return null;
  if (event.by === "world") {
    if (event.what === "left") return event.to?.id ?? null;
    return event.what === "assigned" ? event.agent.id : null;
  }
  if (event.does.verb !== "transfer") return event.agent.id;
  const found = findRecipient(event.does.to, facts);
  return found.kind === "agent" ? found.profile.id : event.agent.id;
}

/** Whether a ticket somebody holds may go back into the queue, where it keeps the place of its age. */
export function mayReturn(event: Event): boolean {
  if (event.by === "agent") return event.does.verb === "release" || event.does.verb === "transfer";
  return event.by === "world" && (event.what === "due" || event.what === "left");
}

export function otherTicketOf(event: Event | null): TicketId | null {
  return event?.by === "agent" && event.does.verb === "merge" ? event.does.into : null;
}
