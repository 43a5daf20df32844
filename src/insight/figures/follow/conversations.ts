/**
 * Follows conversations with the bot and says how they came out. How is known 72 hours after the end, and only then it counts,
 * whatever it was: outcomes that are known early must not outnumber those that take time.
 *
 *   asked | escalated | reopened ──an hour of quiet, no ticket open──> ended ──72 h──> counted
 *                                                                       └──asked again──> it bounced
 */

import type { ConversationId, Millis } from "../../../core/model.ts";
import { type Book, talliesOf } from "../book.ts";
import type { FactSeen } from "../events.ts";
import type { Case } from "../groups.ts";
import { keptIn } from "../kept.ts";
import { addCase, addCount, addTime } from "../tally.ts";

/** A conversation ends with so much quiet while no ticket is open. */
export const QUIET_MS: Millis = 3_600_000;
/** So long a learner may come back, or stay silent, until an answer counts as one way or the other. */
export const RETURN_MS: Millis = 72 * QUIET_MS;

type Talk = {
  of: Case;
  /** How long the first message had waited before the bot looked at it. */
  readonly waitedMs: Millis;
  lastAt: Millis;
  /** Null: no person took part. What came of it is known then, however long the ticket stays open. */
  handedOverAt: Millis | null;
  isTold: boolean;
  /** Null: the bot did not answer. */
  answeredAt: Millis | null;
  verdict: "confirmed" | "refused" | null;
  hasReturned: boolean;
};

type Answer = { readonly of: Case; verdict: "right" | "wrong" | null };

type FollowedConversation = {
  talk: Talk | null;
  /** The ticket that is open; none: null. */
  ticketId: number | null;
  /** Ended less than 72 h ago, the oldest first. */
  ended: Talk[];
  /** Answers less than 72 h old, the oldest first. */
  readonly answers: Answer[];
};

export type FollowedConversations = Map<ConversationId, FollowedConversation>;

export function followConversation(conversations: FollowedConversations, fact: FactSeen, book: Book): void {
  if (!KINDS.has(fact.kind)) return;
  const followed = keptIn(conversations, fact.conversationId, () => ({
    ...{ talk: null, ticketId: null, ended: [], answers: [] },
  }));
  endTalk(followed, fact.at);
  settle(followed, fact.at, book);
  hear(followed, fact, book);
}

const KINDS: ReadonlySet<string> = new Set([
  ...["asked", "answered", "clarified", "missed", "picked", "confirmed", "not_quite", "noticed"],
  ...["escalated", "reopened", "agent_replied", "learner_wrote", "solved", "cancelled", "dropped"],
]);

function endTalk(followed: FollowedConversation, now: Millis): void {
  const { talk, ticketId } = followed;
  if (talk === null || ticketId !== null || now - talk.lastAt <= QUIET_MS) return;
  followed.ended.push(talk);
  followed.talk = null;
}

function hear(followed: FollowedConversation, fact: FactSeen, book: Book): void {
  const { kind, at, ticketId } = fact;
  if (kind === "asked" || kind === "escalated" || kind === "reopened") beginOrGoOn(followed, fact, book);
  const { talk } = followed;
  if (talk !== null) talk.lastAt = at;
  switch (kind) {
    case "asked":
      for (const tally of talliesOf(book, caseOf(fact))) addCount(tally, "questions");
      return;
    case "answered":
      answer(followed, fact, book);
      return;
    case "confirmed":
    case "not_quite":
      judge(followed, kind === "confirmed");
      return;
    case "escalated":
    case "reopened":
      if (talk !== null) talk.handedOverAt ??= at;
      followed.ticketId = ticketId;
      handedOver(followed, at);
      return;
    case "solved":
    case "cancelled":
    case "dropped":
      if (followed.ticketId === ticketId) followed.ticketId = null;
      return;
    default:
      return;
  }
}

function caseOf({ at, channel, language, intentId, learnerId }: FactSeen): Case {
  return { at, channel, language, intentId, agentId: null, learnerId };
}

function beginOrGoOn(followed: FollowedConversation, fact: FactSeen, book: Book): void {
  if (followed.talk !== null) return;
  const of = caseOf(fact);
  followed.talk = {
    of,
    waitedMs: fact.kind === "asked" ? (fact.value ?? 0) : 0,
    lastAt: fact.at,
    handedOverAt: null,
    isTold: false,
    answeredAt: null,
    verdict: null,
    hasReturned: false,
  };
  for (const tally of talliesOf(book, of)) addCount(tally, "conversations");
  // Whoever said that it is solved comes back with something else.
  const last = followed.ended.at(-1);
  if (last !== undefined && last.verdict !== "confirmed") last.hasReturned = true;
  const lastAnswer = followed.answers.at(-1);
  if (lastAnswer !== undefined) lastAnswer.verdict ??= "wrong";
}

function answer({ talk, answers }: FollowedConversation, fact: FactSeen, book: Book): void {
  const of = caseOf(fact);
  answers.push({ of, verdict: null });
  for (const tally of talliesOf(book, of)) addCount(tally, "answers");
  if (talk === null) return;
  talk.verdict = null;
  if (talk.answeredAt !== null) return;
  talk.answeredAt = fact.at;
  const ms = talk.waitedMs + Math.max(0, fact.at - talk.of.at);
  talk.of = { ...talk.of, intentId: fact.intentId };
  for (const tally of talliesOf(book, talk.of)) addTime(tally, "bot_first_response", ms);
}

/** A button may be pressed after the conversation went quiet: then it is about the one that ended last. */
function judge({ talk, ended, answers }: FollowedConversation, isSolved: boolean): void {
  const about = talk ?? ended.at(-1);
  if (about !== undefined) about.verdict = isSolved ? "confirmed" : "refused";
  const last = answers.at(-1);
  if (last !== undefined) last.verdict = isSolved ? "right" : "wrong";
}

/** An answer that sends everybody to a person is right; one after which somebody wants a person is not. */
function handedOver({ answers }: FollowedConversation, at: Millis): void {
  const last = answers.at(-1);
  if (last !== undefined && last.of.at < at) last.verdict ??= "wrong";
}

function settle(followed: FollowedConversation, now: Millis, book: Book): void {
  const { talk, ended, answers } = followed;
  if (talk !== null && talk.handedOverAt !== null) tellWhenDue(talk, now, book);
  if (ended.length > 0) {
    for (const each of ended) tellWhenDue(each, now, book);
    const isOver = ({ isTold, lastAt }: Talk): boolean => isTold && now - lastAt > RETURN_MS;
    if (ended.some(isOver)) followed.ended = ended.filter((each) => !isOver(each));
  }
  while (answers[0] !== undefined && now - answers[0].of.at > RETURN_MS) {
    const [old] = answers.splice(0, 1);
    if (old !== undefined) tellAnswer(old, book);
  }
}

function tellWhenDue(talk: Talk, now: Millis, book: Book): void {
  if (talk.isTold || now - (talk.handedOverAt ?? talk.lastAt) <= RETURN_MS) return;
  talk.isTold = true;
  tellTalk(talk, book);
}

function tellAnswer({ of, verdict }: Answer, book: Book): void {
  for (const tally of talliesOf(book, of)) addCase(tally, "wrong_answers", { isHit: verdict === "wrong" });
}

function tellTalk(talk: Talk, book: Book): void {
  const outcome = outcomeOf(talk);
  const hasAnswer = talk.answeredAt !== null;
  const isByBot = outcome === "confirmed" || outcome === "silent";
  for (const tally of talliesOf(book, talk.of)) {
    addCase(tally, "deflection", { isHit: outcome !== "handed_over" });
    for (const each of ["confirmed", "silent", "bounced", "unanswered"] as const) {
      addCase(tally, each, { isHit: outcome === each });
    }
    addCase(tally, "involvement", { isHit: hasAnswer });
    if (hasAnswer) addCase(tally, "bot_resolution", { isHit: isByBot });
    addCase(tally, "automation", { isHit: hasAnswer && isByBot });
  }
}

function outcomeOf({ handedOverAt, verdict, hasReturned, answeredAt }: Talk) {
  if (handedOverAt !== null) return "handed_over";
  if (verdict === "confirmed") return "confirmed";
  if (verdict === "refused" || hasReturned) return "bounced";
  return answeredAt === null ? "unanswered" : "silent";
}

/** Forgets what is settled. Called when and as often as one likes: it changes no figure. */
export function forgetConversations(conversations: FollowedConversations, now: Millis, book: Book): void {
  for (const [id, followed] of conversations) {
    endTalk(followed, now);
    settle(followed, now, book);
    const { talk, ticketId, ended, answers } = followed;
    if (talk === null && ticketId === null && ended.length === 0 && answers.length === 0) conversations.delete(id);
  }
}
