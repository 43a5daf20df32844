/**
 * Ratings → how satisfied learners are. One pass over ratings from anywhere: channels and `POST /feedback` count the same.
 *
 * NPS is not here on purpose: it belongs to a separate 0–10 question and is never derived from 1–5.
 */
import type { Rating } from "../core/model.ts";
import { SATISFIED_FROM } from "../core/rating.ts";
import { wilsonInterval } from "./wilson.ts";

export type Satisfaction = {
  /** How many ratings there are. With 0 the figures below are null. */
  readonly responses: number;
  /** How many learners were asked in a channel; feedback from outside was not asked for. */
  readonly asked: number;
  /** Mean of the ratings, 1–5. */
  readonly average: number | null;
  /** Ratings that count as satisfied (4s and 5s, unless set otherwise) ÷ ratings × 100, not rounded. */
  readonly csat: number | null;
  /** Wilson's 95 % interval of `csat`, in percent. */
  readonly csatInterval: { readonly low: number; readonly high: number } | null;
  /** % of 5s − % of 1s to 3s: what some call NPS of a 1–5 question. */
  readonly netSatisfaction: number | null;
  readonly distribution: Readonly<Record<Rating, number>>;
};

/** Folds ratings into the figures; `asked` is counted by the caller, from facts. */
export async function satisfaction(
  ratings: AsyncIterable<Rating> | Iterable<Rating>,
  asked: number,
  satisfiedFrom: Rating = SATISFIED_FROM,
): Promise<Satisfaction> {
  const distribution: Record<Rating, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  let responses = 0;
  let sum = 0;
  let satisfied = 0;
  for await (const rating of ratings) {
    distribution[rating] += 1;
    responses += 1;
    sum += rating;
    if (rating >= satisfiedFrom) satisfied += 1;
  }
  const percent = (count: number): number | null => (responses === 0 ? null : (count / responses) * 100);
  const interval = wilsonInterval(satisfied, responses);
  const unhappy = distribution[1] + distribution[2] + distribution[3];
  return {
    responses,
    asked,
    average: responses === 0 ? null : sum / responses,
    csat: percent(satisfied),
    csatInterval: interval === null ? null : { low: interval.low * 100, high: interval.high * 100 },
    netSatisfaction: percent(distribution[5] - unhappy),
    distribution,
  };
}
