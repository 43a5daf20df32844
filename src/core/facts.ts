/**
 * The log of what happened, one flat row each, from which every figure is folded. A fact is never changed or deleted by
 * anything but erasing a learner, and holds no words of anybody.
 */
import type { AgentId, ChannelName, ConversationId, Language, LearnerId, Millis, TicketId } from "./model.ts";

export const FACT_KINDS = [
  /** The learner asked the bot something; `value` is how long their words had waited by then, in milliseconds. */
  "asked",
  "answered",
  "clarified",
  "missed",
  /** The learner chose this intent among those the bot asked about: what the words before it meant. */
  "picked",
  /** The learner tapped "solved" under an answer. */
  "confirmed",
  /** The learner tapped "not quite" under an answer. */
  "not_quite",
  /** An episode begins: the bot hands over. */
  "escalated",
  "claimed",
  "released",
  /** An agent took over what another one held. */
  "taken_over",
  /** The agent gave it to another one or to a team. */
  "transferred",
  "snoozed",
  "woken",
  "prioritised",
  "tagged",
  /** Words and deeds of a macro; its words are `agent_replied` as well. */
  "macro_used",
  "merged",
  /** An episode ends without being solved: it goes on in another ticket, or the learner was blocked. */
  "dropped",
  "blocked",
  "unblocked",
  /** Words of a person to the learner. */
  "agent_replied",
  /** Words of the learner while a person is involved. */
  "learner_wrote",
  "solved",
  /** The learner took the request back. */
  "cancelled",
  /** A solved ticket begins its next episode. */
  "reopened",
  "rating_asked",
  /** `value` is the rating, 1–5. */
  "rated",
  /** The learner gave another rating for the same episode; `value` is the new one. */
  "rating_changed",
  /** The learner wrote what was wrong, after a low rating. */
  "commented",
  /** The learner was asked how likely they would recommend us. */
  "nps_asked",
  /** `value` is 0–10. */
  "nps_answered",
  /** The learner did not want to say, or never wants to be asked. */
  "nps_declined",
  /** An announced incident was the answer, or what an open ticket joined. */
  "noticed",
  /** Words to the learner could not be delivered. */
  "not_delivered",
  "poisoned",
  /** Most of a target's time is gone. `value` is the clock: 1 first answer, 2 next answer, 3 resolution. */
  "sla_warned",
  /** A target's time is over; `value` as above. */
  "sla_missed",
] as const;

/**
 * What people do about the FAQ and accounts. Of no conversation and no learner, and in no figure: `agentId` tells who, null the bot
 * at night; `value` the number of what it was done to.
 */
export const DEED_KINDS = [
  /** `value` is the version, `variant` where it came from. */
  "faq_published",
  /** `value` is the version that equals an old one. */
  "faq_rolled_back",
  /** `variant` is the file. */
  "conflict_settled",
  /** `value` is the group of questions, `intentId` the intent whose draft they went into. */
  "group_accepted",
  "group_rejected",
  /** The bot asks first before the answer of `intentId`; `value` is the low end of the share that helped. */
  "asks_first",
  "asks_first_lifted",
  /** `value` is the account, `variant` what it may do from then on. */
  "role_given",
  /** `value` is the number the learner had. */
  "learner_erased",
] as const;
export type DeedKind = (typeof DEED_KINDS)[number];
export type FactKind = (typeof FACT_KINDS)[number] | DeedKind;

/** Whose deeds are. */
export const NO_CONVERSATION = 0 as ConversationId;
export const NO_LEARNER = 0 as LearnerId;

const DEEDS: ReadonlySet<FactKind> = new Set(DEED_KINDS);

export function isDeed(kind: FactKind): boolean {
  return DEEDS.has(kind);
}

export type NewFact = {
  readonly kind: FactKind;
  readonly at: Millis;
  readonly ticketId: TicketId | null;
  readonly episode: number | null;
  readonly agentId: AgentId | null;
  readonly intentId: string | null;
  /** A confidence (0–1) for answered, clarified and missed; the rating for rated and rating_changed; 0–10 for nps_answered; the clock for sla_…; else null. */
  readonly value: number | null;
  /** The version of the schedule in force then; null in rows of the first versions, and for what no rule decided. */
  readonly scheduleVersion: number | null;
  /** Of `answered`: which wording was said, where the answer has several. */
  readonly variant?: string;
};

export type Fact = NewFact & {
  readonly conversationId: ConversationId;
  readonly learnerId: LearnerId;
  readonly channel: ChannelName;
  readonly language: Language;
};
