/**
 * Erlang C: how long learners wait when everybody waits until a person comes. Pure formulas over slots; `staffing.ts` turns
 * agents and requests into them.
 *
 * With as much work as slots, or more, the line grows without end: there is no mean wait to report, and the type says so
 * instead of handing out an Infinity that somebody prints.
 */
import assert from "node:assert/strict";

/** What comes in and what it meets. `slots` are chats that can be held at once, a whole number from 1. */
export type Line = {
  readonly arrivalsPerMs: number;
  /** Mean time a request occupies a slot, more than 0. */
  readonly handlingMs: number;
  readonly slots: number;
};

/** Shares are 0–1 of all requests. */
export type SteadyLine = {
  readonly kind: "steady";
  /** Share that has to wait at all. */
  readonly waitShare: number;
  /** Share that is answered within the time asked about: the service level. */
  readonly withinShare: number;
  /** Mean over all requests, those that did not wait included: ASA. */
  readonly meanWaitMs: number;
  /** Share that gives up before it is answered. */
  readonly abandonShare: number;
  /** How much of the slots is taken, 0–1. */
  readonly occupancy: number;
};

/** "overloaded": the line only grows, and no mean or share of it holds for long. */
export type LineFigures = SteadyLine | { readonly kind: "overloaded" };

/** Offered load in erlangs: how many slots would be taken on average if there were enough. */
export function loadOf({ arrivalsPerMs, handlingMs }: Line): number {
  return arrivalsPerMs * handlingMs;
}

/**
 * The share of requests that has to wait when nobody gives up; 1 when the load is as large as the slots or larger.
 *
 * Shape:  load ≥ 0 erlangs; slots a whole number ≥ 0.
 * Source: A. K. Erlang 1917, by the recursion for B. Every step stays within 0–1, so no factorial overflows; with 12,421
 *         slots it keeps 12 digits.
 */
export function erlangC(load: number, slots: number): number {
  assert(load >= 0 && Number.isInteger(slots) && slots >= 0, "erlangC needs a load and whole slots");
  if (slots <= load) return 1;
  let blocked = 1;
  for (let slot = 1; slot <= slots; slot += 1) blocked = (load * blocked) / (slot + load * blocked);
  return (slots * blocked) / (slots - load + load * blocked);
}

/** All figures of a line in which nobody gives up; the service level is for `withinMs`. */
export function patientLine(line: Line, withinMs: number): LineFigures {
  assertLine(line, withinMs);
  const load = loadOf(line);
  const spare = line.slots - load;
  if (spare <= 0) return { kind: "overloaded" };
  const waitShare = erlangC(load, line.slots);
  return {
    kind: "steady",
    waitShare,
    withinShare: 1 - waitShare * Math.exp((-spare * withinMs) / line.handlingMs),
    meanWaitMs: (waitShare * line.handlingMs) / spare,
    abandonShare: 0,
    occupancy: load / line.slots,
  };
}

/** A line that cannot exist is our bug: what people type is checked where it is read. */
export function assertLine({ arrivalsPerMs, handlingMs, slots }: Line, withinMs: number): void {
  assert(Number.isFinite(arrivalsPerMs) && arrivalsPerMs >= 0, "arrivals cannot be negative");
  assert(Number.isFinite(handlingMs) && handlingMs > 0, "handling takes some time");
  assert(Number.isInteger(slots) && slots >= 1, "a line needs a whole number of slots, at least one");
  assert(withinMs >= 0, "nobody is answered before asking");
}
