/**
 * What a learner says about a low rating: reasons by buttons, and the words that follow it. Not to break: a new question is
 * never taken for a comment while the bot knows its answer, and what is kept as one is always thanked for.
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { withBot } from "./escalate.ts";
import type { Said } from "./inbound.ts";
import { judge } from "./judge.ts";
import {
  type ChatRef,
  type Conversation,
  type Language,
  type Millis,
  RATING_REASONS,
  type Rating,
  type RatingReason,
  type Ticket,
} from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { isBlank } from "./text.ts";

/** Up to here the learner is asked what was wrong, and whether it is really solved. */
export const LOW_RATING_MAX: Rating = 3;
/** Words that come later are not about the rating any more. */
export const COMMENT_MS: Millis = 10 * 60_000;

type Solved = Ticket & { readonly status: "solved" };
type PressPlace = { readonly said: Extract<Said, { kind: "pressed" }>; readonly chat: ChatRef };

export function isRatedLow(ticket: Ticket | null): ticket is Solved & { readonly rating: Rating } {
  return ticket?.status === "solved" && ticket.rating !== null && ticket.rating <= LOW_RATING_MAX;
}

/** The buttons under a low rating, in rows. */
export function reasonButtons({ id: ticketId, episode }: Ticket, language: Language): readonly (readonly Button[])[] {
  const { reasons } = phrasesIn(language).aftermath;
  const buttons = RATING_REASONS.map(
    (reason): Button => ({ label: reasons[reason], press: { press: "why", ticketId, episode, reason } }),
  );
  return [buttons.slice(0, 2), buttons.slice(2, 4), buttons.slice(4)];
}

/** A pressed reason. The buttons stay: several may fit, each counts once. */
export function giveReason(
  before: Before,
  { said, chat, episode, reason }: PressPlace & { readonly episode: number; readonly reason: RatingReason },
  facts: Facts,
): Verdict {
  const { named: ticket, conversation } = before;
  const phrases = phrasesIn(conversation.language);
  const toast = (text: string): Effect => ({ effect: "toast", chat, pressId: said.pressId, text });
  if (ticket === null) return { outcome: { outcome: "stale_press" }, effects: [toast(phrases.learner.notYours)] };
  if (!isRatedLow(ticket) || ticket.episode !== episode) {
    return { outcome: { outcome: "stale_press" }, effects: [toast(phrases.learner.stalePress)] };
  }
  const label = phrases.aftermath.reasons[reason];
  const thanks = toast(phrases.aftermath.learner.reasonKept(label));
  const known = before.ratingReasons ?? [];
  if (known.includes(reason)) return { outcome: { outcome: "commented" }, effects: [thanks] };
  const staff = phrasesIn(facts.staffLanguage).aftermath;
  const { id: ticketId } = ticket;
  return {
    outcome: { outcome: "commented" },
    remark: { ticketId, episode, reasons: RATING_REASONS.filter((each) => each === reason || known.includes(each)) },
    effects: [
      thanks,
      { effect: "heard", kind: "press", text: label, attachments: [], networkId: null, ticketId, isRelayed: false },
      { effect: "tell_rooms", ticketId, text: staff.staff.reason(staff.reasons[reason]) },
    ],
  };
}

type InRating = Before & { readonly conversation: Conversation & { readonly mode: "rating" } };
type Words = Extract<Said, { kind: "words" }>;

/** Words after a low rating, kept as the comment on it. Null when they are none: too late, or a question. */
export function commentInWords(before: InRating, said: Words, facts: Facts): Verdict | null {
  const { conversation, current: ticket } = before;
  const { commentUntil } = conversation;
  if (commentUntil === null || facts.now >= commentUntil || !isRatedLow(ticket)) return null;
  if (isBlank(said.text) || isQuestion(facts)) return null;
  const next = withBot(conversation);
  const phrases = phrasesIn(next.language);
  const person: Button = { label: phrases.buttons.person, press: { press: "person", turn: next.turn } };
  const { id: ticketId, episode } = ticket;
  const { text, attachments, messageId: networkId } = said;
  return {
    outcome: { outcome: "commented" },
    conversation: next,
    remark: { ticketId, episode, comment: text },
    effects: [
      { effect: "heard", kind: "words", text, attachments, networkId, ticketId, isRelayed: true },
      { effect: "tell", text: phrases.aftermath.learner.commentKept, buttons: [[person]] },
      { effect: "tell_rooms", ticketId, text: phrasesIn(facts.staffLanguage).aftermath.staff.comment },
      { effect: "fact", kind: "commented", ticket, ...(ticket.holder ? { agent: ticket.holder } : {}) },
    ],
  };
}

/** The bot is sure what one of its parts means: an answer, or a wish for a person. */
export function isQuestion({ matches, otherQuestions, pack }: Facts): boolean {
  return [matches, ...otherQuestions].some((each) => {
    const { judgement } = judge(each, pack, 0);
    return judgement === "answer" || judgement === "hand_over";
  });
}
