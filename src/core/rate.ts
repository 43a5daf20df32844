/**
 * The end of a ticket as the learner sees it: 1–5 by button or in words, once per episode and open to change for a day, or
 * "not solved yet". Only the learner who was asked can rate, and only what was asked for.
 *
 *   asked ──1–5──> rated ──another 1–5 within a day──> changed
 *                    └ 3 or less: what was wrong? (remark.ts), 2 or less: somebody looks after it (queue/recovery.ts)
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { canReopen, commonOf, lastPosition, nextEpisode, queuedFor, REOPEN_WITHIN_MS, withBot } from "./escalate.ts";
import type { Event, Said } from "./inbound.ts";
import type { ChatRef, Conversation, Language, Millis, Rating, Ticket, TicketId } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { recoverAfter } from "./queue/recovery.ts";
import { tellPlace } from "./queue/waiting.ts";
import { parseRating, parseRatingChange } from "./rating.ts";
import { COMMENT_MS, LOW_RATING_MAX, reasonButtons } from "./remark.ts";

const RATINGS: readonly Rating[] = [1, 2, 3, 4, 5];
/** How long after it was first given a rating may be changed. */
const RATING_CHANGEABLE_MS: Millis = 24 * 60 * 60 * 1000;

/** A press and where it was made. */
export type PressPlace = { readonly said: Extract<Said, { kind: "pressed" }>; readonly chat: ChatRef };

/** The question for 1–5, as the last words of an episode. */
export function askRating(conversation: Conversation, ticket: Ticket): Effect {
  const phrases = phrasesIn(conversation.language);
  const stars: readonly Button[] = RATINGS.map((rating) => ({
    label: `${rating} ⭐`,
    press: { press: "rate", ticketId: ticket.id, episode: ticket.episode, rating },
  }));
  return {
    effect: "tell",
    text: phrases.learner.askRating(ticket.id),
    buttons: [stars, [unsolvedButton(conversation.language, ticket.id)]],
  };
}

/** A pressed star, good in any mode as long as that episode was asked about. The buttons stay, so that it can be changed. */
export function rate(
  before: Before,
  press: PressPlace & { readonly episode: number; readonly rating: Rating },
  facts: Facts,
): Verdict {
  const { named: ticket, conversation } = before;
  const say = phrasesIn(conversation.language).learner;
  if (ticket === null) return refusePress(say.notYours, press);
  if (ticket.status !== "solved" || ticket.episode !== press.episode || !ticket.isRatingAsked) {
    return refusePress(say.stalePress, press);
  }
  if (!isTaken(ticket, press.rating, facts.now)) return refusePress(say.alreadyRated, press);
  const heard: readonly Effect[] = [
    { effect: "toast", chat: press.chat, pressId: press.said.pressId, text: "" },
    heardRating(`${press.rating} ⭐`, ticket.id),
  ];
  return rated(before, { ticket, rating: press.rating, heard }, facts);
}

/** Words after "1–5?", or after a rating that can still be changed. Null when they are no rating. */
export function rateInWords(before: Before, said: Extract<Said, { kind: "words" }>, facts: Facts): Verdict | null {
  const { conversation, current, named } = before;
  const change = parseRatingChange(said.text);
  // With the bot a bare figure may mean anything; only "make it 4" is about the rating there.
  const rating = conversation.mode === "rating" ? (change ?? parseRating(said.text)) : change;
  const ticket = conversation.mode === "rating" ? current : named;
  if (rating === null || ticket?.status !== "solved" || !ticket.isRatingAsked) return null;
  const heard: Effect = {
    effect: "heard",
    kind: "words",
    text: said.text,
    attachments: said.attachments,
    networkId: said.messageId,
    ticketId: ticket.id,
    isRelayed: false,
  };
  if (isTaken(ticket, rating, facts.now)) return rated(before, { ticket, rating, heard: [heard] }, facts);
  const text = phrasesIn(conversation.language).learner.alreadyRated;
  return { outcome: { outcome: "told" }, conversation, effects: [heard, { effect: "tell", text, buttons: [] }] };
}

/** Whether what arrived may be about the ticket the learner rated last, though nothing in it says which that is. */
export function isAboutLastRating(event: Event | null): boolean {
  return event?.by === "learner" && event.said.kind === "words" && parseRatingChange(event.said.text) !== null;
}

type Solved = Ticket & { readonly status: "solved" };

/** The first rating, or another one than before while it can be changed. */
function isTaken({ rating: was, ratedAt }: Solved, is: Rating, now: Millis): boolean {
  if (was === null) return true;
  return was !== is && ratedAt !== null && now - ratedAt < RATING_CHANGEABLE_MS;
}

type Given = { readonly ticket: Solved; readonly rating: Rating; readonly heard: readonly Effect[] };

function rated(before: Before, { ticket: was, rating, heard }: Given, facts: Facts): Verdict {
  const { conversation } = before;
  const ticket: Solved = { ...was, rating, ratedAt: was.ratedAt ?? facts.now };
  const { id: ticketId, episode } = ticket;
  const recovering = recoverAfter(ticket, { was: was.rating, is: rating }, facts);
  return {
    outcome: { outcome: "rated" },
    conversation: conversationAfter(conversation, ticket, rating, facts.now),
    ticket,
    rating: { ticketId, episode, rating },
    ...(recovering.recovery ? { recovery: recovering.recovery } : {}),
    effects: [
      ...heard,
      thanks(conversation.language, ticket, { was: was.rating, is: rating }),
      { effect: "tell_rooms", ticketId, text: toldToAgents(facts.staffLanguage, was.rating, rating) },
      ...recovering.effects,
      {
        effect: "fact",
        kind: was.rating === null ? "rated" : "rating_changed",
        ticket,
        ...(ticket.holder ? { agent: ticket.holder } : {}),
        value: rating,
      },
    ],
  };
}

function toldToAgents(language: Language, was: Rating | null, is: Rating): string {
  const { staff, aftermath } = phrasesIn(language);
  return was === null ? staff.rated(is) : aftermath.staff.changed(was, is);
}

function thanks(language: Language, ticket: Ticket, { was, is }: { was: Rating | null; is: Rating }): Effect {
  const { learner, aftermath } = phrasesIn(language);
  const isLow = is <= LOW_RATING_MAX;
  const first = isLow ? learner.ratedLow(is) : learner.rated(is);
  const text = was === null ? first : aftermath.learner.changed(is);
  if (!isLow) return { effect: "tell", text, buttons: [] };
  const buttons = [...reasonButtons(ticket, language), [unsolvedButton(language, ticket.id)]];
  return { effect: "tell", text: `${text}\n\n${aftermath.learner.whatWasWrong}`, buttons };
}

/** After a low rating the next words may be about it. Whoever has a person meanwhile keeps that person. */
function conversationAfter(conversation: Conversation, ticket: Ticket, rating: Rating, now: Millis): Conversation {
  const isAboutIt = conversation.mode === "rating" && conversation.ticketId === ticket.id;
  const { id: ticketId, episode } = ticket;
  if (rating <= LOW_RATING_MAX && (isAboutIt || conversation.mode === "bot")) {
    return { ...commonOf(conversation), mode: "rating", ticketId, episode, commentUntil: now + COMMENT_MS };
  }
  return isAboutIt ? withBot(conversation) : conversation;
}

/**
 * The survey once more, under whatever answers the learner's next words, when it could not be delivered. `before` is the
 * conversation as it was before they wrote: the mode is still `rating`, and nobody could be reached.
 */
export function askRatingAgain(before: Before, verdict: Verdict, now: Millis): Verdict {
  const { conversation: was, current: ticket } = before;
  const conversation = verdict.conversation ?? was;
  if (was.mode !== "rating" || was.isReachable || conversation.mode === "queued" || conversation.mode === "agent") {
    return verdict;
  }
  const isUnrated = ticket?.status === "solved" && ticket.isRatingAsked && ticket.rating === null;
  if (!isUnrated || verdict.rating || now - ticket.solvedAt >= REOPEN_WITHIN_MS) return verdict;
  return { ...verdict, effects: [...verdict.effects, askRating(conversation, ticket)] };
}

/** Whoever blocks us saw the survey and wants none: only one that could not be delivered is asked again. */
export function outOfSurvey(before: Before): Before {
  if (before.conversation.mode !== "rating") return before;
  return { ...before, conversation: withBot(before.conversation), current: null };
}

/** "Not solved yet" under the survey or a low rating: the same ticket, its next episode. */
export function reopenByLearner(before: Before, press: PressPlace, facts: Facts): Verdict {
  const { named, conversation } = before;
  const say = phrasesIn(conversation.language).learner;
  if (named === null) return refusePress(say.notYours, press);
  const answer = canReopen(named, before, facts.now);
  if (answer === "too_late") return refusePress(say.tooLate, press);
  if (answer === "other_ticket_open") return refusePress(say.otherOpen(before.current?.id ?? named.id), press);
  if (answer === "not_solved") return refusePress(say.stalePress, press);
  const ticket = nextEpisode(named, facts.now);
  const joining = { ticket, position: lastPosition(before, ticket.priority), conversation };
  return {
    outcome: { outcome: "reopened" },
    conversation: queuedFor(conversation, ticket, facts.now),
    ticket,
    effects: [
      { effect: "toast", chat: press.chat, pressId: press.said.pressId, text: "" },
      { effect: "settle_buttons", chat: press.chat, messageId: press.said.messageId },
      heardRating(phrasesIn(conversation.language).buttons.unsolved, ticket.id),
      tellPlace(joining, facts, ({ learner }, line) => learner.reopened(ticket.id, line)),
      { effect: "card", ticketId: ticket.id },
      { effect: "tell_rooms", ticketId: ticket.id, text: phrasesIn(facts.staffLanguage).staff.reopenedByLearner },
      { effect: "fact", kind: "reopened", ticket },
    ],
  };
}

function heardRating(text: string, ticketId: TicketId): Effect {
  return { effect: "heard", kind: "press", text, attachments: [], networkId: null, ticketId, isRelayed: false };
}

function refusePress(text: string, { said, chat }: PressPlace): Verdict {
  return { outcome: { outcome: "stale_press" }, effects: [{ effect: "toast", chat, pressId: said.pressId, text }] };
}

function unsolvedButton(language: Language, ticketId: TicketId): Button {
  return { label: phrasesIn(language).buttons.unsolved, press: { press: "unsolved", ticketId } };
}
