/**
 * All figures of one group of cases (a channel, an agent, a day) while they are being counted. Tallies of disjoint cases merge
 * into the tally of all of them, in any order.
 */
import type { Rating } from "../../core/model.ts";
import { SATISFIED_FROM } from "../../core/rating.ts";
import { wilsonInterval, Z } from "../wilson.ts";
import {
  type ByFigure,
  byFigure,
  type CountId,
  type DurationId,
  type FigureId,
  isCount,
  isDuration,
  isShare,
  type ShareId,
} from "./catalogue.ts";
import {
  addDuration,
  type DurationSpread,
  type Durations,
  mergeDurations,
  noDurations,
  spreadOfDurations,
} from "./durations.ts";
import { keptIn } from "./kept.ts";

/** `pending`: cases counted so far whose outcome may still change. */
type Share = { n: number; hits: number; pending: number };
/** How many gave 1 to 5, or 0 to 10; the index is what they gave. */
type Answers = number[];

export type Tally = {
  readonly durations: Map<DurationId, Durations>;
  readonly shares: Map<ShareId, Share>;
  readonly counts: Map<CountId, number>;
  readonly ratings: Answers;
  readonly nps: Answers;
  /** Durations beyond so many a figure are kept in buckets. */
  readonly exactMax: number;
};

export type Figure = {
  /** How many cases; with 0 the rest is null. */
  readonly n: number;
  /** What the figure is, in its unit; of durations the median. */
  readonly value: number | null;
  /** 95 % interval of `value` in the same unit, where there is one. */
  readonly interval?: readonly [low: number, high: number] | null;
  readonly pending?: number;
  readonly mean?: number | null;
  readonly median?: number | null;
  readonly p90?: number | null;
  /** The percentiles may be off by half a percent. */
  readonly isApproximate?: boolean;
  readonly distribution?: Readonly<Record<string, number>>;
};
export type Figures = ByFigure<Figure>;

export function emptyTally(exactMax: number): Tally {
  const zeros = (length: number): Answers => Array.from({ length }, () => 0);
  return { durations: new Map(), shares: new Map(), counts: new Map(), ratings: zeros(6), nps: zeros(11), exactMax };
}

export function addTime(tally: Tally, id: DurationId, ms: number): void {
  addDuration(durationsIn(tally, id), ms);
}

function durationsIn({ durations, exactMax }: Tally, id: DurationId): Durations {
  return keptIn(durations, id, () => noDurations(exactMax));
}

function noCases(): Share {
  return { n: 0, hits: 0, pending: 0 };
}

type Case = { readonly isHit: boolean; readonly isPending?: boolean };

export function addCase(tally: Tally, id: ShareId, { isHit, isPending = false }: Case): void {
  const share = keptIn(tally.shares, id, noCases);
  share.n += 1;
  if (isHit) share.hits += 1;
  if (isPending) share.pending += 1;
}

/** Cases counted elsewhere. */
export function addShare(tally: Tally, id: ShareId, { n, hits, pending }: Share): void {
  const share = keptIn(tally.shares, id, noCases);
  share.n += n;
  share.hits += hits;
  share.pending += pending;
}

export function addCount(tally: Tally, id: CountId, by = 1): void {
  tally.counts.set(id, (tally.counts.get(id) ?? 0) + by);
}

/** `given` is 1 to 5. */
export function addRating(tally: Tally, given: number): void {
  tally.ratings[given] = (tally.ratings[given] ?? 0) + 1;
}

/** `given` is 0 to 10. */
export function addNps(tally: Tally, given: number): void {
  tally.nps[given] = (tally.nps[given] ?? 0) + 1;
}

export function mergeTally(to: Tally, from: Tally): void {
  for (const [id, durations] of from.durations) {
    mergeDurations(durationsIn(to, id), durations);
  }
  for (const [id, share] of from.shares) addShare(to, id, share);
  for (const [id, count] of from.counts) addCount(to, id, count);
  for (const [given, count] of from.ratings.entries()) to.ratings[given] = (to.ratings[given] ?? 0) + count;
  for (const [given, count] of from.nps.entries()) to.nps[given] = (to.nps[given] ?? 0) + count;
}

export function figuresOf(tally: Tally, satisfiedFrom: Rating = SATISFIED_FROM): Figures {
  return byFigure((id) => figureOf(tally, id, satisfiedFrom));
}

function figureOf(tally: Tally, id: FigureId, satisfiedFrom: Rating): Figure {
  if (id === "csat") return shareFigure(satisfiedOf(tally.ratings, satisfiedFrom));
  if (id === "average_rating") return averageOf(tally.ratings);
  if (id === "net_satisfaction") return netOf(tally.ratings, { from: 1, unhappyMax: 3, happyMin: 5 });
  if (id === "nps") return netOf(tally.nps, { from: 0, unhappyMax: 6, happyMin: 9 });
  if (isDuration(id)) return timeFigure(tally.durations.get(id));
  if (isCount(id)) return countFigure(tally.counts.get(id) ?? 0);
  return shareFigure((isShare(id) ? tally.shares.get(id) : undefined) ?? noCases());
}

function timeFigure(durations: Durations = noDurations(0)): Figure {
  const { n, mean, median, p90, isApproximate }: DurationSpread = spreadOfDurations(durations);
  return { n, value: median, mean, median, p90, isApproximate };
}

function countFigure(n: number): Figure {
  return { n, value: n };
}

function shareFigure({ n, hits, pending }: Share): Figure {
  const interval = wilsonInterval(hits, n);
  return {
    n,
    value: n === 0 ? null : (hits / n) * 100,
    interval: interval === null ? null : [interval.low * 100, interval.high * 100],
    ...(pending > 0 ? { pending } : {}),
  };
}

function total(answers: readonly number[]): number {
  return answers.reduce((sum, count) => sum + count, 0);
}

function satisfiedOf(ratings: Answers, satisfiedFrom: Rating): Share {
  return { n: total(ratings), hits: total(ratings.slice(satisfiedFrom)), pending: 0 };
}

function averageOf(ratings: Answers): Figure {
  const n = total(ratings);
  const sum = ratings.reduce((all, count, given) => all + count * given, 0);
  return { n, value: n === 0 ? null : sum / n, distribution: distributionOf(ratings, 1) };
}

function distributionOf(answers: Answers, from: number): Readonly<Record<string, number>> {
  return Object.fromEntries([...answers.entries()].slice(from).map(([given, count]) => [String(given), count]));
}

type Sides = { readonly from: number; readonly unhappyMax: number; readonly happyMin: number };

/**
 * % happy − % unhappy, with an interval that does not say "100 ± 0" after three happy answers: three made-up ones are added first,
 * a quarter of them at either end. It never leaves out the figure itself.
 * Source: Rocks, B. (2016), Interval estimation for the Net Promoter Score, The American Statistician 70 (4): adjusted Wald.
 */
function netOf(answers: Answers, { from, unhappyMax, happyMin }: Sides): Figure {
  const n = total(answers);
  const distribution = distributionOf(answers, from);
  if (n === 0) return { n, value: null, interval: null, distribution };
  const happy = total(answers.slice(happyMin));
  const unhappy = total(answers.slice(0, unhappyMax + 1));
  const [value, all, side] = [(happy - unhappy) / n, n + 3, 0.75];
  const middle = (happy - unhappy) / all;
  const reach = Z * Math.sqrt(((happy + unhappy + 2 * side) / all - middle * middle) / all);
  const low = Math.max(-1, Math.min(middle - reach, value));
  const high = Math.min(1, Math.max(middle + reach, value));
  return { n, value: value * 100, interval: [low * 100, high * 100], distribution };
}
