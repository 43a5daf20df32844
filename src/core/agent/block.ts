/**
 * A learner nobody answers for a while, or for good. Their words are still kept; the open ticket ends as spam, unrated. For a
 * few hours it is a mute. Undone by /unblock, and both are facts with the agent's id.
 */
import type { Before } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import { withBot } from "../escalate.ts";
import type { Said } from "../inbound.ts";
import type { ChatRef, Conversation, Millis } from "../model.ts";
import { isBlank } from "../text.ts";
import { acknowledged, refuse, type Scene, shownToAgents, staffPhrases, tellLearner, verbPhrases } from "./scene.ts";
import { endedBy, reasonKept } from "./solve.ts";
import { shownInstant } from "./until.ts";

/** The last millisecond a date can have. */
const FOR_GOOD: Millis = 8_640_000_000_000_000;

export function block(scene: Scene, term: Term): Verdict {
  const { before, facts, act } = scene;
  const { current } = before;
  if (current === null || current.status === "solved") return blockNow(scene, term);
  // What is open ends with it, whichever ticket the agent looks at: that is for its holder to decide.
  if (current.status === "open" && current.holder.id !== act.agent.id) {
    const { holder } = current;
    return refuse({ outcome: "not_holder", holder }, staffPhrases(facts).notHolder(holder.name), scene);
  }
  const spam = endedBy({ ...scene, ticket: current }, "spam", facts.now);
  const verdict = blockNow({ ...scene, ticket: spam }, term);
  const dropped: Effect = { effect: "fact", kind: "dropped", ticket: spam, agent: act.agent };
  return { ...verdict, ticket: spam, effects: [...verdict.effects, dropped] };
}

/** For so long, null: for good; and why, for agents only. */
type Term = { readonly ms: Millis | null; readonly reason: string };

function blockNow(scene: Scene, { ms, reason }: Term): Verdict {
  const { before, facts, act, ticket } = scene;
  const until = ms === null ? FOR_GOOD : facts.now + ms;
  const shown = ms === null ? null : shownInstant(until, facts.rules.schedule.timeZone);
  const conversation: Conversation = {
    ...withBot(before.conversation),
    blockedUntil: until,
    blockReason: isBlank(reason) ? null : reason,
  };
  return {
    outcome: { outcome: "blocked" },
    conversation,
    effects: [
      ...reasonKept(scene, reason),
      tellLearner(before, ({ verbs }) => verbs.learner.blocked(shown)),
      ...shownToAgents(scene, verbPhrases(facts).blockedBy(act.agent.name, shown)),
      { effect: "fact", kind: "blocked", ticket, agent: act.agent },
    ],
  };
}

export function unblock(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  const { conversation } = before;
  const say = verbPhrases(facts);
  if (!isBlocked(conversation, facts.now)) return refuse({ outcome: "not_blocked" }, say.notBlocked, scene);
  return {
    outcome: { outcome: "unblocked" },
    conversation: { ...conversation, blockedUntil: null, blockReason: null },
    effects: [
      tellLearner(before, ({ verbs }) => verbs.learner.unblocked),
      { effect: "tell_rooms", ticketId: ticket.id, text: say.unblockedBy(act.agent.name) },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "unblocked", ticket, agent: act.agent },
    ],
  };
}

export function isBlocked({ blockedUntil }: Conversation, now: Millis): boolean {
  return blockedUntil !== null && blockedUntil > now;
}

/** Kept and nothing more: no answer, nobody is told. A pressed button stops spinning. */
export function hearBlocked({ conversation }: Before, { said, chat, kept }: Blocked): Verdict {
  const taken: readonly Effect[] =
    said.kind === "pressed" ? [{ effect: "toast", chat, pressId: said.pressId, text: "" }] : [];
  const quietly = kept?.effect === "heard" ? { ...kept, isRelayed: false } : kept;
  const effects = [...(quietly === null ? [] : [{ ...quietly, ticketId: null }]), ...taken];
  return { outcome: { outcome: "ignored" }, conversation, effects };
}

type Blocked = {
  readonly said: Said;
  readonly chat: ChatRef;
  /** For the transcript; null for what has no words. */
  readonly kept: Extract<Effect, { effect: "heard" | "amend" }> | null;
};
