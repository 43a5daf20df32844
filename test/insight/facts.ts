/**
 * Facts for tests of figures, with everything a test does not care about filled in.
 */
import type { Fact, FactKind } from "../../src/core/facts.ts";
import type { ConversationId, LearnerId, TicketId } from "../../src/core/model.ts";

/** A fact about ticket 1, episode 1, on Telegram, unless said otherwise. */
export function aFact(kind: FactKind, at: number | string, more: Partial<Fact> = {}): Fact {
  return {
    kind,
    at: typeof at === "string" ? Date.parse(at) : at,
    ticketId: 1 as TicketId,
    episode: 1,
    agentId: null,
    intentId: null,
    value: null,
    scheduleVersion: null,
    conversationId: 1 as ConversationId,
    learnerId: 1 as LearnerId,
    channel: "telegram",
    language: "zh",
    ...more,
  };
}
