/**
 * Follows what learners were asked: 1–5 after an episode, 0–10 now and then. An answer belongs to the time, the agent and the
 * intent of when it was asked for, whatever changed since. Remembered are questions of the last thirty days without an answer, and
 * answers for the day in which they can be changed.
 *
 *   asked ──answered──> may be changed ──24 h──> counted
 *     └──30 days──> counted as not answered; what comes later counts as feedback nobody asked for
 */

import type { LearnerId, Millis } from "../../../core/model.ts";
import { type Book, talliesOf } from "../book.ts";
import type { FactSeen } from "../events.ts";
import type { Case } from "../groups.ts";
import { addCase, addNps, addRating } from "../tally.ts";

const DAY_MS: Millis = 86_400_000;
export const ANSWERABLE_MS: Millis = 30 * DAY_MS;
/** As in core/rate.ts: the first answer may be changed for a day. */
const CHANGEABLE_MS: Millis = DAY_MS;

type Survey = { readonly of: Case; answer: number | null; answeredAt: Millis | null; readonly isAsked: boolean };

export type FollowedSurveys = {
  /** By ticket and episode. */
  readonly ratings: Map<string, Survey>;
  readonly nps: Map<LearnerId, Survey>;
};

/** False when the fact is about a rating whose question was not seen. */
export function followSurvey(surveys: FollowedSurveys, fact: FactSeen, book: Book): boolean {
  switch (fact.kind) {
    case "rating_asked":
      ask(surveys.ratings, ratingKey(fact), { fact, tell: tellRating, book });
      return true;
    case "rated":
    case "rating_changed":
      return answer(surveys.ratings, ratingKey(fact), { fact, tell: tellRating, book });
    case "nps_asked":
      ask(surveys.nps, fact.learnerId, { fact, tell: tellNps, book });
      return true;
    case "nps_answered":
      return answer(surveys.nps, fact.learnerId, { fact, tell: tellNps, book });
    default:
      return true;
  }
}

function ratingKey({ ticketId, episode }: FactSeen): string {
  return `${ticketId}:${episode}`;
}

type Tell = (survey: Survey, book: Book) => void;
type Scene = { readonly fact: FactSeen; readonly tell: Tell; readonly book: Book };

function caseOf({ at, channel, language, intentId, agentId, learnerId }: FactSeen): Case {
  return { at, channel, language, intentId, agentId, learnerId };
}

function ask<Key>(surveys: Map<Key, Survey>, key: Key, { fact, tell, book }: Scene): void {
  const before = surveys.get(key);
  if (before !== undefined) tell(before, book);
  surveys.delete(key);
  surveys.set(key, { of: caseOf(fact), answer: null, answeredAt: null, isAsked: true });
}

function answer<Key>(surveys: Map<Key, Survey>, key: Key, { fact, tell, book }: Scene): boolean {
  const found = surveys.get(key);
  const isOver = found !== undefined && isSettled(found, fact.at);
  if (found !== undefined && isOver) tell(found, book);
  if (found === undefined || isOver) {
    surveys.delete(key);
    surveys.set(key, { of: caseOf(fact), answer: fact.value, answeredAt: fact.at, isAsked: false });
    return false;
  }
  found.answer = fact.value;
  found.answeredAt ??= fact.at;
  return true;
}

function isSettled({ of, answeredAt }: Survey, now: Millis): boolean {
  return answeredAt === null ? now - of.at > ANSWERABLE_MS : now - answeredAt > CHANGEABLE_MS;
}

function tellRating({ of, answer: given, isAsked }: Survey, book: Book): void {
  for (const tally of talliesOf(book, of)) {
    if (isAsked) addCase(tally, "response_rate", { isHit: given !== null });
    if (given !== null) addRating(tally, given);
  }
}

function tellNps({ of, answer: given, isAsked }: Survey, book: Book): void {
  for (const tally of talliesOf(book, of)) {
    if (isAsked) addCase(tally, "nps_response_rate", { isHit: given !== null });
    if (given !== null) addNps(tally, given);
  }
}

/** Forgets what cannot change any more. Called when and as often as one likes: it changes no figure. */
export function forgetSurveys({ ratings, nps }: FollowedSurveys, now: Millis, book: Book): void {
  forget(ratings, now, (survey) => tellRating(survey, book));
  forget(nps, now, (survey) => tellNps(survey, book));
}

function forget<Key>(surveys: Map<Key, Survey>, now: Millis, tell: (survey: Survey) => void): void {
  for (const [key, survey] of surveys) {
    if (!isSettled(survey, now)) continue;
    surveys.delete(key);
    tell(survey);
  }
}

/** Writes down, without forgetting anything, how those stand that `forgetSurveys` left. */
export function tellSurveys({ ratings, nps }: FollowedSurveys, book: Book): void {
  for (const survey of ratings.values()) tellRating(survey, book);
  for (const survey of nps.values()) tellNps(survey, book);
}
