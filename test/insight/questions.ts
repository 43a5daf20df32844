/** Questions of the past for tests, as small as they can be. */
import type { ConversationId, LearnerId, TicketId } from "../../src/core/model.ts";
import type { PastFact, PastTicket, PastTurn } from "../../src/core/ports.ts";
import type { AskedQuestion } from "../../src/insight/asked.ts";

export const NOW = Date.UTC(2026, 4, 5, 2);
export const HOUR_MS = 3_600_000;

export function aPastFact(kind: PastFact["kind"], after = 0, parts: Partial<PastFact> = {}): PastFact {
  return { kind, at: NOW + after, intentId: null, value: null, ticketId: null, ...parts };
}

export function aTurn(
  facts: readonly PastFact[],
  after: readonly PastFact[] = [],
  parts: Partial<PastTurn> = {},
): PastTurn {
  return {
    ...{ messageId: 1, conversationId: 1 as ConversationId, learnerId: 1 as LearnerId, learnerName: "Ann" },
    ...{ channel: "web", language: "en", at: NOW, text: "how do I?", ticket: null },
    ...{ facts: [aPastFact("asked"), ...facts], after, ...parts },
  };
}

export function aPastTicket(parts: Partial<PastTicket> = {}): PastTicket {
  return {
    ...{
      id: 7 as TicketId,
      intentId: null,
      reason: "missed",
      status: "solved",
      solvedAt: null,
      rating: null,
      replies: [],
    },
    ...parts,
  };
}

export function aQuestion(parts: Partial<AskedQuestion> = {}): AskedQuestion {
  return {
    ...{ messageId: 1, conversationId: 1 as ConversationId, learnerName: "Ann", channel: "web", language: "en" },
    ...{
      at: NOW,
      text: "how do I?",
      did: "answered",
      answered: ["invoice"],
      wordings: [],
      guessed: null,
      confidence: 0.95,
    },
    ...{ fate: "confirmed", isByFaq: false, ticket: null },
    ...parts,
  };
}
