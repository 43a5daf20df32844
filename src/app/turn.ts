/**
 * The turn of one inbound row: understood outside the transaction, decided and written inside it, bells after it. Also the
 * last resort for a row whose turn keeps failing.
 */
import { agentOfTurn, mayReturn, otherTicketOf } from "../core/agent/turn.ts";
import { decide } from "../core/decide.ts";
import type { Before, Decision, Facts, LearnerOutcome } from "../core/decision.ts";
import type { FactKind } from "../core/facts.ts";
import type { Event, PendingInbound, Said } from "../core/inbound.ts";
import type { Attachment } from "../core/model.ts";
import type { Turn } from "../core/ports.ts";
import { isAboutLastRating } from "../core/rate.ts";
import { recallOf } from "../core/recall.ts";
import { eventOf } from "../core/verbs.ts";
import { faultOf } from "./fault.ts";
import { know } from "./learning/know.ts";
import { linkOf } from "./link.ts";
import { countUse, lookUp } from "./look-up.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

type Decided = {
  readonly pending: PendingInbound;
  readonly facts: Facts;
  readonly decide: (before: Before) => Decision;
  /** Whom and what the turn names; nobody and nothing when it is a last resort. */
  readonly named?: Pick<Turn, "agentId" | "otherTicketId" | "mayReturn" | "isJoining" | "isAboutLastRating" | "recall">;
  /** When the turn began, by the process's own monotonic clock. */
  readonly begun: number;
};

/** False when the row was settled by somebody else. Errors: StoreError, or whatever our own bug throws. */
export async function takeTurn(parts: Parts, pending: PendingInbound): Promise<boolean> {
  const begun = performance.now();
  const event = eventOf(pending.inbound);
  if (event?.by === "agent") parts.book.seen(event.agent);
  const link = await linkOf(parts, pending);
  const understood = understand(parts, event);
  const known = await know(parts, pending.conversationId, { event, facts: understood });
  const { receivedAt } = pending;
  const facts = { ...understood, receivedAt, link, ...known, ...(await lookUp(parts, event, pending.ticketId)) };
  return await commit(parts, {
    pending,
    facts,
    begun,
    named: {
      agentId: agentOfTurn(event, facts),
      otherTicketId: otherTicketOf(event),
      mayReturn: event !== null && mayReturn(event),
      isJoining: link?.outcome === "joined",
      isAboutLastRating: isAboutLastRating(event),
      recall: recallOf(event),
    },
    decide: (before) => (event === null ? settleOnly(before, "ignored", []) : decide(before, event, facts)),
  });
}

/**
 * Settles a row whose turn failed too often, so that the conversation goes on: a person is asked to look.
 * When deciding that fails too, the row is settled with nothing but a fact; what it said stays in it. Errors: StoreError.
 */
export async function poison(parts: Parts, pending: PendingInbound): Promise<boolean> {
  const begun = performance.now();
  const event = poisonOf(pending);
  const facts = understand(parts, event);
  try {
    return await commit(parts, { pending, facts, begun, decide: (before) => decide(before, event, facts) });
  } catch (trouble) {
    const { id: inboundId, conversationId } = pending;
    parts.log.error(
      { conversationId, inboundId, fault: faultOf(trouble) },
      "poisoned message could not be handed over",
    );
    const poisoned = (before: Before): Decision => settleOnly(before, "flagged", [{ kind: "poisoned", at: facts.now }]);
    return await commit(parts, { pending, facts, begun, decide: poisoned });
  }
}

async function commit(parts: Parts, { pending, facts, decide, begun, named }: Decided): Promise<boolean> {
  const { id: inboundId, conversationId, ticketId, inbound } = pending;
  const turn = { conversationId, inboundId, ticketId, agentId: null, ...named, now: facts.now };
  const changed = await parts.store.change(turn, decide);
  if (changed === null) return false;
  await Promise.all([ringFor(parts, changed), countUse(parts, facts, changed)]);
  parts.log.info(
    {
      conversationId,
      inboundId,
      channel: inbound.channel,
      said: inbound.what.kind,
      outcome: changed.outcome.outcome,
      ms: Math.round(performance.now() - begun),
    },
    "message handled",
  );
  return true;
}

/** An agent whose words we could not take must write them again; a learner's question goes to a person. */
function poisonOf({ inbound }: PendingInbound): Event {
  if (inbound.place.kind === "staff") return { by: "world", what: "not_delivered" };
  return { by: "world", what: "poisoned", ...keptOf(inbound.what) };
}

/** What a person has to see of it. */
function keptOf(what: Said): { readonly text: string | null; readonly attachments: readonly Attachment[] } {
  switch (what.kind) {
    case "words":
      return { text: what.text, attachments: what.attachments };
    case "command":
      return { text: `/${what.name} ${what.argument}`.trimEnd(), attachments: what.attachments };
    case "edited":
      return { text: what.text, attachments: [] };
    case "pressed":
    case "reacted":
    case "blocked":
    case "unblocked":
      return { text: null, attachments: [] };
  }
}

function settleOnly(
  { conversation }: Before,
  outcome: LearnerOutcome,
  facts: readonly { readonly kind: FactKind; readonly at: number }[],
): Decision {
  return {
    outcome: { outcome },
    conversation,
    tickets: [],
    messages: [],
    outbound: [],
    facts: facts.map((fact) => ({
      ...fact,
      ticketId: null,
      episode: null,
      agentId: null,
      intentId: null,
      value: null,
      scheduleVersion: null,
    })),
    rating: null,
  };
}
