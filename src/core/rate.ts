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
