/**
 * How each intent does: what learners made of its answers, what people spent on it, and against the period before. Every share
 * comes with its n; nothing is null, never 0.
 *
 * Wrong answers: called "not quite", come back from within 72 hours, or taken to a person by the learner, out of all answers
 * three days are over for. What the FAQ itself hands over is no answer that failed.
 */
import type { Demotion } from "../core/evidence.ts";
import type { Rating, TicketId } from "../core/model.ts";
import { SATISFIED_FROM } from "../core/rating.ts";
import { type AskedQuestion, type Fate, handlingMs } from "./asked.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

export type Share = {
  readonly hits: number;
  readonly n: number;
  readonly share: number | null;
  readonly interval: Interval | null;
};

export type Scorecard = {
  readonly intentId: string;
  /** Questions it was the answer to, the choice of, or the first guess about. */
  readonly asked: number;
  readonly answered: number;
  readonly fates: Readonly<Record<Fate, number>>;
  readonly wrong: Share;
  /** Answers that were not wrong; what a demotion rests on. */
  readonly helped: Share;
  /** Ratings that count as satisfied after its escalations. */
  readonly csat: Share;
  readonly escalations: number;
  /** What people spent on its tickets, in minutes. */
  readonly minutes: number;
  /** The share of wrong answers now less that of the period before, and the same share then; null when either is null. */
  readonly trend: { readonly before: Share; readonly change: number | null };
};

const MINUTE_MS = 60_000;

type Tally = {
  asked: number;
  fates: Record<Fate, number>;
  byFaq: number;
  tickets: Map<TicketId, { rating: number | null; ms: number }>;
};

/** Folds two periods, the one before first; by wrong answers, the most first. */
export async function scorecards(
  now: AsyncIterable<AskedQuestion>,
  before: AsyncIterable<AskedQuestion>,
  satisfiedFrom: Rating = SATISFIED_FROM,
): Promise<readonly Scorecard[]> {
  const [earlier, later] = [await tallied(before), await tallied(now)];
  return [...later]
    .map(([intentId, tally]) => scorecardOf(intentId, [tally, earlier.get(intentId)], satisfiedFrom))
    .sort((one, other) => other.wrong.hits - one.wrong.hits || one.intentId.localeCompare(other.intentId));
}

async function tallied(questions: AsyncIterable<AskedQuestion>): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>();
  const tallyOf = (intentId: string): Tally => {
    const known = tallies.get(intentId) ?? freshTally();
    tallies.set(intentId, known);
    return known;
  };
  for await (const question of questions) {
    const { answered, guessed, fate, isByFaq, ticket } = question;
    const about = answered.length > 0 ? answered : guessed === null ? [] : [guessed];
    for (const intentId of about) {
      const tally = tallyOf(intentId);
      tally.asked += 1;
      if (ticket !== null) tally.tickets.set(ticket.id, { rating: ticket.rating, ms: handlingMs(ticket) });
      if (answered.length === 0) continue;
      if (isByFaq) tally.byFaq += 1;
      else tally.fates[fate] += 1;
    }
  }
  return tallies;
}

function freshTally(): Tally {
  const fates = { confirmed: 0, not_quite: 0, bounced: 0, silent: 0, escalated: 0, open: 0 };
  return { asked: 0, fates, byFaq: 0, tickets: new Map() };
}

function scorecardOf(
  intentId: string,
  [tally, earlier]: readonly [Tally, Tally | undefined],
  satisfiedFrom: Rating,
): Scorecard {
  const tickets = [...tally.tickets.values()];
  const rated = tickets.flatMap(({ rating }) => rating ?? []);
  const wrong = wrongOf(tally);
  const before = wrongOf(earlier ?? freshTally());
  const change = wrong.share === null || before.share === null ? null : wrong.share - before.share;
  return {
    intentId,
    asked: tally.asked,
    answered: Object.values(tally.fates).reduce((sum, count) => sum + count, tally.byFaq),
    fates: tally.fates,
    wrong,
    helped: shareOf(wrong.n - wrong.hits, wrong.n),
    csat: shareOf(rated.filter((rating) => rating >= satisfiedFrom).length, rated.length),
    escalations: tickets.length,
    minutes: tickets.reduce((sum, { ms }) => sum + ms, 0) / MINUTE_MS,
    trend: { before, change },
  };
}

function wrongOf({ fates: { confirmed, not_quite, bounced, silent, escalated } }: Tally): Share {
  const hits = not_quite + bounced + escalated;
  return shareOf(hits, hits + confirmed + silent);
}

function shareOf(hits: number, n: number): Share {
  return { hits, n, share: n === 0 ? null : hits / n, interval: wilsonInterval(hits, n) };
}

/** Of the answers of an intent so many must help, by the lower end of the 95 % interval; below it the bot asks first. */
export const HELPED_LOW_MIN = 0.5;
/** Fewer answers condemn nobody. */
export const ANSWERS_MIN = 20;

/** Intents to be held back. What was lifted is judged by the answers since then only: `cards` must begin there. */
export function toDemote(cards: readonly Scorecard[], known: readonly Demotion[]): readonly Scorecard[] {
  const held = new Set(known.filter(({ liftedAt }) => liftedAt === null).map(({ intentId }) => intentId));
  return cards.filter(
    ({ intentId, helped }) =>
      !held.has(intentId) && helped.n >= ANSWERS_MIN && (helped.interval?.low ?? 1) < HELPED_LOW_MIN,
  );
}
