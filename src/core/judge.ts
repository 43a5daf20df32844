/**
 * Where is decided whether the bot answers, asks back, or gives the question to a person.
 *
 *   sure enough ───────────────> answer            (and hand over when the intent says `escalate: always`)
 *     └ its answers do not help ─> clarify, though it be the only choice
 *   wants a person ────────────> hand over
 *   two or three may be meant ─> clarify
 *   none ── first in a row ────> ask to rephrase
 *         └ second in a row ───> hand over
 */
import type { EscalationReason, Match } from "./model.ts";
import { type Intent, type Pack, WANTS_PERSON_TAG } from "./pack.ts";

export type Judgement =
  | { readonly judgement: "answer"; readonly intent: Intent; readonly confidence: number }
  | { readonly judgement: "clarify"; readonly choices: readonly Intent[]; readonly confidence: number }
  | { readonly judgement: "rephrase" }
  | { readonly judgement: "hand_over"; readonly reason: EscalationReason };

/** Misses in a row after which a person gets the question. */
export const MISSES_MAX = 2;

const CHOICES_MAX = 3;
// A choice four times less likely than the best one is noise on a small screen.
const CHOICE_SHARE_MIN = 0.25;
// Policies below 50 % would otherwise let one of two equally likely intents through.
const LEAD_MIN = 0.1;

/** `misses`: how many messages in a row were not understood before this one. */
export function judge(matches: readonly Match[], pack: Pack, misses: number): Judgement {
  const known = matches.flatMap(({ intentId, confidence }) => {
    const intent = pack.intents.get(intentId);
    return intent ? [{ intent, confidence }] : [];
  });
  const [best, second] = known;
  const asksFirst = best !== undefined && (pack.askFirst?.has(best.intent.id) ?? false);
  const isSurely = best !== undefined && isSure(best, second);
  if (best && isSurely && !asksFirst) {
    if (best.intent.tags.includes(WANTS_PERSON_TAG)) return { judgement: "hand_over", reason: "asked" };
    return { judgement: "answer", ...best };
  }
  const choices = known
    .slice(0, CHOICES_MAX)
    .filter((each) => each.confidence >= CHOICE_SHARE_MIN * (best?.confidence ?? 1));
  const together = choices.reduce((sum, { confidence }) => sum + confidence, 0);
  if (best && (together >= pack.askWhenSure || isSurely)) {
    return { judgement: "clarify", choices: choices.map(({ intent }) => intent), confidence: best.confidence };
  }
  return judgeMiss(misses);
}

export type PlainAnswer = Extract<Judgement, { judgement: "answer" }>;

/** What is done about several questions in one message: `answers` one after another, then `last`, which ends the turn. */
export type Judged = { readonly answers: readonly PlainAnswer[]; readonly last: Judgement };

/**
 * Judges every question of a message, each by its matches. What can simply be answered comes first; last is what needs more
 * than an answer, if anything does. Of several such the first counts: a person reads the whole message.
 */
export function judgeAll(questions: readonly (readonly Match[])[], pack: Pack, misses: number): Judged {
  const judgements = questions.map((matches) => judge(matches, pack, misses));
  const plain = judgements.filter(isPlainAnswer);
  const other = judgements.find((judgement) => !isPlainAnswer(judgement));
  if (other !== undefined) return { answers: plain, last: other };
  return { answers: plain.slice(0, -1), last: plain.at(-1) ?? judgeMiss(misses) };
}

function isPlainAnswer(judgement: Judgement): judgement is PlainAnswer {
  return judgement.judgement === "answer" && judgement.intent.escalate !== "always";
}

/** What follows when nothing was understood, or nothing offered was meant. */
export function judgeMiss(misses: number): Judgement {
  return misses + 1 >= MISSES_MAX ? { judgement: "hand_over", reason: "missed" } : { judgement: "rephrase" };
}

type Known = { readonly intent: Intent; readonly confidence: number };

function isSure(best: Known, second: Known | undefined): boolean {
  const lead = best.confidence - (second?.confidence ?? 0);
  return best.confidence >= best.intent.answerWhenSure && lead >= LEAD_MIN;
}
