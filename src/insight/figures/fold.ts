/**
 * Events → figures, one by one in the order they happened. What is finished is counted at once and forgotten; remembered is only
 * what is not finished: open tickets, conversations of the last days, questions without an answer. So a fold over a year needs no
 * more memory than one over a month.
 *
 * Not to break: `figures` may be asked for at any time and changes nothing that is folded later, and folds over different
 * conversations merge into the fold over all of them. What is kept up to date and what is recomputed are then the same.
 */
import { isDeed } from "../../core/facts.ts";
import type { Millis } from "../../core/model.ts";
import { type Book, type BookPlan, emptyBook, mergeBook, talliesOf } from "./book.ts";
import type { FactSeen, FeedbackGiven, FigureEvent, SendsCounted } from "./events.ts";
import { type FollowedConversations, followConversation, forgetConversations } from "./follow/conversations.ts";
import {
  type FollowedTickets,
  followTicket,
  forgetTickets,
  type OpenedBefore,
  rememberOpen,
  tellBacklog,
  tellTickets,
} from "./follow/episodes.ts";
import { type FollowedBuyers, followOrder, followSign, forgetBuyers, tellBuyers } from "./follow/loyalty.ts";
import { type FollowedSurveys, followSurvey, forgetSurveys, tellSurveys } from "./follow/surveys.ts";
import { count, type GapWatch, mergeGapWatch, openGapWatch, watchFact } from "./gaps.ts";
import { addRating, addShare } from "./tally.ts";

/** So many events between two looks for what can be forgotten: rare enough to cost nothing. */
const FORGET_EVERY = 20_000;

export type Fold = {
  readonly book: Book;
  readonly tickets: FollowedTickets;
  readonly conversations: FollowedConversations;
  readonly surveys: FollowedSurveys;
  readonly buyers: FollowedBuyers;
  readonly watch: GapWatch;
  /** Ends of ranges whose backlog was not written down yet, rising. */
  readonly ends: Millis[];
  count: number;
};

export function openFold(plan: BookPlan, openedBefore: readonly OpenedBefore[] = []): Fold {
  const ends = new Set([plan.range.to, ...(plan.previous === null ? [] : [plan.previous.to])]);
  const fold: Fold = {
    book: emptyBook(plan),
    tickets: new Map(),
    conversations: new Map(),
    surveys: { ratings: new Map(), nps: new Map() },
    buyers: { buyers: new Set(), watched: new Map() },
    watch: openGapWatch(plan),
    ends: [...ends].toSorted((one, other) => one - other),
    count: 0,
  };
  for (const opened of openedBefore) rememberOpen(fold.tickets, opened);
  return fold;
}

/** Takes the next event; `at` of facts and orders never falls, ratings from outside and sends may come at any time. */
export function addEvent(fold: Fold, event: FigureEvent): void {
  switch (event.kind) {
    case "feedback_given":
      addFeedback(fold.book, event);
      count(fold.watch, event.at, "ratings_without_episode");
      return;
    case "sends_settled":
      addSends(fold.book, event);
      return;
    case "purchased":
    case "renewed":
      comeTo(fold, event.at);
      followOrder(fold.buyers, event);
      return;
    default:
      if (isDeed(event.kind)) return;
      comeTo(fold, event.at);
      addFact(fold, event);
      watchFact(fold.watch, event);
  }
}

/** What is open when a range ends is written down before anything later is heard. */
function comeTo(fold: Fold, at: Millis): void {
  const { ends } = fold;
  while (ends[0] !== undefined && at >= ends[0]) tellBacklog(fold.tickets, ends.shift() ?? 0, fold.book);
  fold.count += 1;
  if (fold.count % FORGET_EVERY === 0) forget(fold, at);
}

function addFact({ tickets, conversations, surveys, buyers, watch, book }: Fold, fact: FactSeen): void {
  if (!followTicket(tickets, fact, book)) count(watch, fact.at, "facts_without_beginning");
  followConversation(conversations, fact, book);
  if (!followSurvey(surveys, fact, book)) count(watch, fact.at, "ratings_not_asked_for");
  followSign(buyers, fact, book);
}

const NOBODY = { language: null, intentId: null, agentId: null, learnerId: null };

function addFeedback(book: Book, { at, channel, rating }: FeedbackGiven): void {
  for (const tally of talliesOf(book, { ...NOBODY, at, channel })) addRating(tally, rating);
}

function addSends(book: Book, { at, channel, sent, failed }: SendsCounted): void {
  const share = { n: sent + failed, hits: failed, pending: 0 };
  for (const tally of talliesOf(book, { ...NOBODY, at, channel })) addShare(tally, "delivery_failures", share);
}

function forget({ tickets, conversations, surveys, buyers, book }: Fold, now: Millis): void {
  forgetTickets(tickets, now, book);
  forgetConversations(conversations, now, book);
  forgetSurveys(surveys, now, book);
  forgetBuyers(buyers, now, book);
}

/** The fold over other conversations becomes part of this one; `other` is of no use afterwards. */
export function mergeFold(fold: Fold, other: Fold): void {
  // What one of them has not come to yet, the other must not have written down either: both are brought to the same moment.
  while (fold.ends.length > other.ends.length) tellBacklog(fold.tickets, fold.ends.shift() ?? 0, fold.book);
  while (other.ends.length > fold.ends.length) tellBacklog(other.tickets, other.ends.shift() ?? 0, other.book);
  mergeBook(fold.book, other.book);
  for (const [id, ticket] of other.tickets) fold.tickets.set(id, ticket);
  for (const [id, conversation] of other.conversations) fold.conversations.set(id, conversation);
  for (const [key, survey] of other.surveys.ratings) fold.surveys.ratings.set(key, survey);
  for (const [key, survey] of other.surveys.nps) fold.surveys.nps.set(key, survey);
  for (const id of other.buyers.buyers) fold.buyers.buyers.add(id);
  for (const [id, watches] of other.buyers.watched) fold.buyers.watched.set(id, watches);
  mergeGapWatch(fold.watch, other.watch);
  fold.count += other.count;
}

/** All that was found by `now`, what is not finished included as it stands. No event before `now` may come afterwards. */
export function bookAt(fold: Fold, now: Millis): Book {
  forget(fold, now);
  const { tickets, surveys, buyers, ends } = fold;
  const book = emptyBook(fold.book.plan);
  mergeBook(book, fold.book);
  for (const end of ends) tellBacklog(tickets, end, book);
  tellTickets(tickets, now, book);
  tellSurveys(surveys, book);
  tellBuyers(buyers, book);
  return book;
}

/** How much is remembered: a number that must not grow with the history. */
export function rememberedBy({ tickets, conversations, surveys }: Fold): number {
  return tickets.size + conversations.size + surveys.ratings.size + surveys.nps.size;
}
