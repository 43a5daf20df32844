/**
 * A question of the past → what became of it, in one word:
 *
 *   answered ──> confirmed | not_quite | bounced | silent | escalated     clarified ──> what came of the choice
 *   missed ────> bounced | silent | escalated                             open: three days are not over
 *
 * Bounced: the learner came back within 72 hours with something else than thanks, or asked once more. Silence for 72 hours means
 * that the answer was good enough, or that it was not worth another word: it is never counted as confirmed.
 */
import { spokenLanguage } from "../core/language.ts";
import type { Millis } from "../core/model.ts";
import { type PastFact, type PastTicket, type PastTurn, SILENCE_MS } from "../core/ports.ts";

export const FATES = ["confirmed", "not_quite", "bounced", "silent", "escalated", "open"] as const;
export type Fate = (typeof FATES)[number];

export type AskedQuestion = Pick<
  PastTurn,
  "messageId" | "conversationId" | "learnerName" | "channel" | "language" | "at" | "text"
> & {
  readonly did: "answered" | "clarified" | "missed" | "handed_over";
  /** What was answered; of a choice, what the learner picked. Usually one. */
  readonly answered: readonly string[];
  /** Which wording of an answer was said, where it has several. */
  readonly wordings: readonly { readonly intentId: string; readonly variant: string }[];
  /** What was thought of first when it asked back. */
  readonly guessed: string | null;
  readonly confidence: number;
  readonly fate: Fate;
  /** The FAQ itself hands such questions over. */
  readonly isByFaq: boolean;
  /** What the escalation came to. */
  readonly ticket: PastTicket | null;
};

export type AskedContext = {
  readonly now: Millis;
  /** Intents that are chat: coming back with thanks is no return. */
  readonly smallTalk: ReadonlySet<string>;
};

export function askedOf(turn: PastTurn, context: AskedContext): AskedQuestion {
  const { messageId, conversationId, learnerName, channel, at, text, facts } = turn;
  // The conversation may be held in another language than this question is in.
  const language = spokenLanguage(text, turn.language) ?? turn.language;
  const answers = facts.filter(({ kind }) => kind === "answered");
  const clarified = facts.find(({ kind }) => kind === "clarified");
  const deed = answers[0] ?? clarified ?? facts.find(({ kind }) => kind === "missed");
  const picked = clarified === undefined ? null : (turn.after.find(isNextStep)?.intentId ?? null);
  const fate = fateOf(turn, context);
  return {
    ...{ messageId, conversationId, learnerName, channel, language, at, text },
    did: didOf(answers.length > 0, deed?.kind),
    answered: [...new Set([...idsOf(answers), ...(picked === null ? [] : [picked])])],
    wordings: answers.flatMap(({ intentId, variant }) =>
      intentId === null || variant === undefined ? [] : [{ intentId, variant }],
    ),
    guessed: clarified?.intentId ?? null,
    confidence: deed?.value ?? 0,
    fate,
    isByFaq: answers.length > 0 && facts.some(({ kind }) => kind === "escalated"),
    ticket: fate === "escalated" ? turn.ticket : null,
  };
}

function didOf(isAnswered: boolean, kind: PastFact["kind"] | undefined): AskedQuestion["did"] {
  if (isAnswered) return "answered";
  if (kind === "clarified" || kind === "missed") return kind;
  return "handed_over";
}

function idsOf(facts: readonly PastFact[]): readonly string[] {
  return facts.flatMap(({ intentId }) => intentId ?? []);
}

/** The first thing that happens after asking back, when it is the choice itself. */
function isNextStep({ kind }: PastFact, index: number): boolean {
  return index === 0 && kind === "picked";
}

function fateOf({ facts, after, at }: PastTurn, { now, smallTalk }: AskedContext): Fate {
  if (facts.some(({ kind }) => kind === "escalated")) return "escalated";
  for (const fact of after) {
    switch (fact.kind) {
      case "confirmed":
      case "not_quite":
      case "escalated":
        return fact.kind;
      case "asked":
        if (isThanks(fact, after, smallTalk)) continue;
        // Asked again in other words until a person came is one matter.
        return isUnansweredUntilTicket(fact, after) ? "escalated" : "bounced";
      default:
        continue;
    }
  }
  return now - at < SILENCE_MS ? "open" : "silent";
}

function turnAt(asked: PastFact, after: readonly PastFact[]): readonly PastFact[] {
  return after.filter(({ at }) => at === asked.at);
}

function isThanks(asked: PastFact, after: readonly PastFact[], smallTalk: ReadonlySet<string>): boolean {
  const answers = turnAt(asked, after).filter(({ kind }) => kind === "answered");
  return answers.length > 0 && answers.every(({ intentId }) => intentId !== null && smallTalk.has(intentId));
}

function isUnansweredUntilTicket(asked: PastFact, after: readonly PastFact[]): boolean {
  for (const { kind, at } of after) {
    if (at < asked.at) continue;
    if (kind === "escalated") return true;
    if (kind === "answered" || kind === "confirmed") return false;
  }
  return false;
}

/** Longer pauses of an agent were spent on something else. */
const WORK_MS_MAX: Millis = 15 * 60_000;
/** Reading a ticket and writing the first words of it. */
const FIRST_WORDS_MS: Millis = 3 * 60_000;

/** How long people worked on a ticket, from when they wrote and solved it; 0 when nobody did. */
export function handlingMs({ replies, solvedAt }: PastTicket): Millis {
  const moments = [...replies.map(({ at }) => at), ...(solvedAt === null ? [] : [solvedAt])].sort((a, b) => a - b);
  if (replies.length === 0) return 0;
  return moments.reduce(
    (sum, at, index) => sum + (index === 0 ? FIRST_WORDS_MS : Math.min(WORK_MS_MAX, at - (moments[index - 1] ?? at))),
    0,
  );
}
