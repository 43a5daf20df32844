/**
 * The end of a ticket as the learner sees it: 1–5 by button or in words, once per episode, or "not solved yet".
 * Only the learner who was asked can rate, and only what was asked for.
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { canReopen, lastPosition, nextEpisode, queuedFor, withBot } from "./escalate.ts";
import type { Said } from "./inbound.ts";
import type { ChatRef, Conversation, Language, Rating, Ticket, TicketId } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { parseRating } from "./rating.ts";

const RATINGS: readonly Rating[] = [1, 2, 3, 4, 5];
/** Up to here the learner is asked whether it is really solved. */
const LOW_RATING_MAX = 3;

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

/** A pressed star. Good in any mode and however late, as long as that episode was asked about and is not rated yet. */
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
  if (ticket.rating !== null) return refusePress(say.alreadyRated, press);
  const heard: readonly Effect[] = [
    { effect: "toast", chat: press.chat, pressId: press.said.pressId, text: "" },
    { effect: "settle_buttons", chat: press.chat, messageId: press.said.messageId },
    heardRating(`${press.rating} ⭐`, ticket.id),
  ];
  return rated(before, { ticket, rating: press.rating, heard }, facts);
}

/** Words after "1–5?". Null when they are no rating. */
export function rateInWords(before: InRating, said: Extract<Said, { kind: "words" }>, facts: Facts): Verdict | null {
  const rating = parseRating(said.text);
  const ticket = before.current;
  if (rating === null || ticket?.status !== "solved" || ticket.rating !== null) return null;
  const heard: Effect = {
    effect: "heard",
    kind: "words",
    text: said.text,
    attachments: said.attachments,
    networkId: said.messageId,
    ticketId: ticket.id,
    isRelayed: false,
  };
  return rated(before, { ticket, rating, heard: [heard] }, facts);
}

type InRating = Before & { readonly conversation: Conversation & { readonly mode: "rating" } };

type Given = {
  readonly ticket: Ticket & { status: "solved" };
  readonly rating: Rating;
  readonly heard: readonly Effect[];
};

function rated(before: Before, given: Given, facts: Facts): Verdict {
  const { conversation } = before;
  const ticket: Ticket = { ...given.ticket, rating: given.rating };
  const isOver = conversation.mode === "rating" && conversation.ticketId === ticket.id;
  const say = phrasesIn(conversation.language).learner;
  const isLow = given.rating <= LOW_RATING_MAX;
  const text = isLow ? say.ratedLow(given.rating) : say.rated(given.rating);
  const buttons = isLow ? [[unsolvedButton(conversation.language, ticket.id)]] : [];
  return {
    outcome: { outcome: "rated" },
    conversation: isOver ? withBot(conversation) : conversation,
    ticket,
    rating: { ticketId: ticket.id, episode: ticket.episode, rating: given.rating },
    effects: [
      ...given.heard,
      { effect: "tell", text, buttons },
      { effect: "tell_rooms", ticketId: ticket.id, text: phrasesIn(facts.staffLanguage).staff.rated(given.rating) },
      {
        effect: "fact",
        kind: "rated",
        ticket,
        ...(ticket.holder ? { agent: ticket.holder } : {}),
        value: given.rating,
      },
    ],
  };
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
  return {
    outcome: { outcome: "reopened" },
    conversation: queuedFor(conversation, ticket, facts.now),
    ticket,
    effects: [
      { effect: "toast", chat: press.chat, pressId: press.said.pressId, text: "" },
      { effect: "settle_buttons", chat: press.chat, messageId: press.said.messageId },
      heardRating(phrasesIn(conversation.language).buttons.unsolved, ticket.id),
      { effect: "tell", text: say.reopened(ticket.id, lastPosition(before, ticket.priority)), buttons: [] },
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
