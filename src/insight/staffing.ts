/**
 * Requests → how many agents are needed, and what learners would feel with fewer or more. Advice, not measurement: it assumes
 * that requests come at a steady rate within the period, so give it the busiest hour and not the month where those differ.
 */
import assert from "node:assert/strict";
import { type LineFigures, patientLine } from "./erlang.ts";
import { impatientLine } from "./erlang-a.ts";

export type Workload = {
  /** How many requests reach people in `periodMs` of staffed time: 22 days of 8 hours, not a month. */
  readonly requests: number;
  readonly periodMs: number;
  /** Mean time one request occupies an agent's slot, measured while agents hold `chatsPerAgent` at once. */
  readonly handlingMs: number;
  /** Chats an agent holds at once, a whole number from 1. */
  readonly chatsPerAgent: number;
  /** Mean time learners wait before they give up; null: nobody does (Erlang C). */
  readonly patienceMs: number | null;
};

/** "`share` of requests answered within `withinMs`": 80/20 is { share: 0.8, withinMs: 20_000 }. */
export type Target = { readonly share: number; readonly withinMs: number };

/** What `agents` (a whole number from 1) amount to; `withinShare` is for `withinMs`. */
export function lineWith(agents: number, workload: Workload, withinMs: number): LineFigures {
  const { requests, periodMs, handlingMs, chatsPerAgent, patienceMs } = workload;
  const line = { arrivalsPerMs: requests / periodMs, handlingMs, slots: agents * chatsPerAgent };
  return patienceMs === null ? patientLine(line, withinMs) : impatientLine(line, withinMs, patienceMs);
}

/**
 * The fewest agents that meet the target; at least 1.
 *
 * Shape:  0 < share < 1: no number of agents promises everybody.
 */
export function agentsNeeded(workload: Workload, { share, withinMs }: Target): number {
  assert(share > 0 && share < 1, "a target is a share between 0 and 1");
  const isEnough = (agents: number): boolean => {
    const line = lineWith(agents, workload, withinMs);
    return line.kind === "steady" && line.withinShare >= share;
  };
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  // The service level never falls with another agent, so the border is found by halving.
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/**
 * How many to put on the roster so that `agents` are there, when a share of paid time (0 ≤ shrinkage < 1) goes to breaks,
 * training and leave.
 */
export function rostered(agents: number, shrinkage: number): number {
  assert(shrinkage >= 0 && shrinkage < 1, "shrinkage is a share below 1");
  // 21 ÷ (1 − 0.3) is a hair above 30 in binary: without the margin nobody's rounding error would get a contract.
  return Math.ceil(agents / (1 - shrinkage) - 1e-9);
}

/**
 * Q ÷ (P/T + P), an older rule of thumb, kept so that its readers find their number again.
 *
 * Its units are mixed, it knows no number of agents, and it falls when handling takes longer. Show it with that caveat and
 * never as advice: `agentsNeeded` is the advice.
 *
 * Units:  handling and target in minutes: the index changes with the unit.
 */
export function responseLoadIndex(requests: number, handlingMinutes: number, targetMinutes: number): number {
  return requests / (handlingMinutes / targetMinutes + handlingMinutes);
}
