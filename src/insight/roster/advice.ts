/**
 * Demand and presence → how many agents each hour of the week needs beside how many there are, and what one more would change.
 *
 * Each hour is taken as if it went on for ever at its own rate: good where a chat is short beside an hour, too kind to the hour after
 * a rush. What came in while nobody was there waits until somebody is, and is counted in the hour it came.
 */
import { agentsNeeded, lineWith, type Target, type Workload } from "../staffing.ts";
import type { Demand } from "./demand.ts";
import type { HourOfWeek } from "./hours.ts";
import { waitWithin } from "./quantile.ts";
import { type Rate, rateOf } from "./rate.ts";

/** "Nine of ten": the share of learners the waits below are for. */
export const WAIT_SHARE = 0.9;
const HOUR_MS = 3_600_000;
/** Fewer requests than these in all, and an hour is not spoken of: one learner who came at three is no night shift. */
const REQUESTS_MIN = 4;
/** With fewer weeks an hour that was a holiday once decides. */
const WEEKS_SURE = 4;

export type HourAdvice = {
  readonly hour: HourOfWeek;
  /** Requests in all and weeks seen: what the rest rests on. */
  readonly requests: number;
  readonly weeks: number;
  readonly rate: Rate;
  /** Agents for the target: at the mean rate, and at the bounds of what the rate may be. */
  readonly needed: { readonly agents: number; readonly low: number; readonly high: number };
  /** Mean number of agents who were there. */
  readonly present: number;
  /** Nine of ten are answered within, with the agents there (rounded) and with one more; null: longer than a day or never. */
  readonly waitMs: number | null;
  readonly waitMsWithOneMore: number | null;
  /** The share within the target's time with the agents there; null with none, or when the line only grows. */
  readonly withinShare: number | null;
  /** False while there are too few weeks or requests for more than a hint. */
  readonly isSure: boolean;
};

export type Advice = {
  readonly hours: readonly HourAdvice[];
  /** Whole: what the advice reckons with. Null: no request was ever handled, so nothing can be said. */
  readonly chatsPerAgent: number;
  readonly handlingMs: number | null;
  readonly patienceMs: number | null;
};

/** `chatsPerAgent`: what agents may hold at once by the rules; null: as many as they held. */
export function adviceOn(
  demand: Demand,
  present: readonly number[],
  { target, chatsPerAgent }: { readonly target: Target; readonly chatsPerAgent: number | null },
): Advice {
  const chats = chatsPerAgent ?? Math.max(1, Math.round(demand.chatsAtOnce));
  const common = {
    chatsPerAgent: chats,
    handlingMs: demand.handling?.meanMs ?? null,
    patienceMs: demand.patience?.meanMs ?? null,
  };
  const { handlingMs, patienceMs } = common;
  if (handlingMs === null) return { ...common, hours: [] };
  const at = (perHour: number): Workload => ({
    ...{ requests: perHour, periodMs: HOUR_MS, handlingMs, patienceMs },
    chatsPerAgent: chats,
  });
  const hours = demand.byHour.flatMap((hourly, hour): readonly HourAdvice[] => {
    const rate = rateOf(hourly);
    if (rate === null || hourly.requests < REQUESTS_MIN) return [];
    const isSure = hourly.weeks >= WEEKS_SURE;
    const { requests, weeks } = hourly;
    return [{ hour, requests, weeks, rate, isSure, ...feltIn(rate, present[hour] ?? 0, { at, target }) }];
  });
  return { ...common, hours };
}

type Scale = { readonly at: (perHour: number) => Workload; readonly target: Target };

function feltIn(rate: Rate, present: number, { at, target }: Scale) {
  const there = Math.round(present);
  const workload = at(rate.perHour);
  const line = there < 1 ? null : lineWith(there, workload, target.withinMs);
  return {
    needed: {
      agents: agentsNeeded(workload, target),
      low: agentsNeeded(at(rate.low), target),
      high: agentsNeeded(at(rate.high), target),
    },
    present,
    waitMs: waitWithin(there, workload, WAIT_SHARE),
    waitMsWithOneMore: waitWithin(there + 1, workload, WAIT_SHARE),
    withinShare: line?.kind === "steady" ? line.withinShare : null,
  };
}

/** Hours in a row, of one day, that need the same and have the same: what is said as one sentence. */
export type Shift = {
  readonly from: HourOfWeek;
  /** The hour after the last one. */
  readonly to: HourOfWeek;
  /** The hour of them in which learners wait longest now. */
  readonly worst: HourAdvice;
};

/** Where people are missing (`short`) or could be spared (`spare`), in the order of the week. */
export function shiftsIn(hours: readonly HourAdvice[], which: "short" | "spare"): readonly Shift[] {
  const isMeant = ({ needed, present, isSure }: HourAdvice): boolean => {
    const there = Math.round(present);
    return isSure && (which === "short" ? needed.agents > there : needed.high < there);
  };
  const shifts: Shift[] = [];
  for (const advice of hours.filter(isMeant)) {
    const last = shifts.at(-1);
    const goesOn =
      last !== undefined && last.to === advice.hour && advice.hour % 24 !== 0 && isAlike(last.worst, advice);
    if (!goesOn) shifts.push({ from: advice.hour, to: advice.hour + 1, worst: advice });
    else shifts[shifts.length - 1] = { ...last, to: advice.hour + 1, worst: worseOf(last.worst, advice) };
  }
  return shifts;
}

function isAlike(one: HourAdvice, other: HourAdvice): boolean {
  return one.needed.agents === other.needed.agents && Math.round(one.present) === Math.round(other.present);
}

function worseOf(one: HourAdvice, other: HourAdvice): HourAdvice {
  const ofOne = one.waitMs ?? Number.POSITIVE_INFINITY;
  const ofOther = other.waitMs ?? Number.POSITIVE_INFINITY;
  if (ofOne === ofOther) return other.rate.perHour > one.rate.perHour ? other : one;
  return ofOther > ofOne ? other : one;
}
