/**
 * Asks learners 0–10 when it is time: a turn of the learner's conversation, in which the rules decide. Bells may be early, late,
 * doubled or lost; the hour stands in the survey's row, and so does that it was asked.
 */
import { decide } from "../core/decide.ts";
import type { Event } from "../core/inbound.ts";
import type { ConversationId } from "../core/model.ts";
import type { Parts } from "./parts.ts";
import { ringFor } from "./ring.ts";
import { understand } from "./understand.ts";

const NPS_DUE: Event = { by: "world", what: "nps_due" };
/** Taken on by one sweep. The rest is still due at the next. */
const DUE_MAX = 100;

/** Errors: StoreError; the sweeper finds what is due. */
export async function hearNps(parts: Parts, conversationId: ConversationId): Promise<void> {
  const { store, log } = parts;
  const facts = understand(parts, NPS_DUE);
  const turn = { conversationId, inboundId: null, ticketId: null, agentId: null, now: facts.now };
  const changed = await store.change(turn, (before) => decide(before, NPS_DUE, facts));
  if (changed === null) return;
  await ringFor(parts, changed);
  log.info({ conversationId, outcome: changed.outcome.outcome }, "survey heard");
}

/** What nobody was rung for. Errors: StoreError. */
export async function sweepNps(parts: Parts): Promise<void> {
  for (const conversationId of await parts.store.opinions.npsDue(parts.now(), DUE_MAX)) {
    await hearNps(parts, conversationId);
  }
}
