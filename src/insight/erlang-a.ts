/**
 * Erlang A: the line when learners lose patience. Those who leave make room, so it never grows without end, however few
 * agents there are; what it costs is the share that gives up.
 *
 *          λ       λ           λ         λ             states: requests here, waiting or being handled
 *      0 ────> 1 ────> … ────> N ────> N+1 ────> …     N: slots, μ = 1 ÷ handling, θ = 1 ÷ patience
 *        <──── … <────   <────   <────
 *          μ       2μ      Nμ      Nμ+θ
 */
import assert from "node:assert/strict";
import { assertLine, type Line, loadOf, type SteadyLine } from "./erlang.ts";

/** What is left out of the endless sum over states, as a part of what was summed up. */
const LEFT_OUT_MAX = 1e-20;

type Sums = { readonly waitShare: number; readonly abandonShare: number; readonly withinShare: number };

/**
 * All figures of a line whose learners wait `patienceMs` on average (exponential) before they give up; more than 0.
 *
 * `withinShare` counts only those who were answered: giving up in time is no service. `meanWaitMs` is over all, with those
 * who gave up. Never "overloaded".
 *
 * Cost:   one step per state until the rest no longer counts: about (λ − Nμ) × patience states when there is far too little staff.
 * Source: Palm 1957; Garnett, Mandelbaum and Reiman 2002.
 */
export function impatientLine(line: Line, withinMs: number, patienceMs: number): SteadyLine {
  assertLine(line, withinMs);
  assert(Number.isFinite(patienceMs) && patienceMs > 0, "patience is a length of time");
  const { waitShare, abandonShare, withinShare } = sumsOver(line, withinMs, patienceMs);
  return {
    kind: "steady",
    waitShare,
    withinShare,
    // Little's law: who waits leaves at rate θ, so the share that left is θ × the mean wait.
    meanWaitMs: abandonShare * patienceMs,
    abandonShare,
    occupancy: (loadOf(line) * (1 - abandonShare)) / line.slots,
  };
}

/**
 * Means over the states as an arriving learner finds them.
 *
 * As in Erlang's recursion for B, the line is cut off after each state in turn: `here` is the share of the last one, all
 * others shrink by 1 − here. Everything stays within 0–1, where the products of the closed form would overflow.
 */
function sumsOver({ arrivalsPerMs, handlingMs, slots }: Line, withinMs: number, patienceMs: number): Sums {
  const leaveRate = 1 / patienceMs;
  const fullRate = slots / handlingMs;
  const nextInTime = answeredInTime(fullRate, leaveRate, withinMs);
  let here = 1;
  for (let state = 1; state <= slots; state += 1) {
    here = (arrivalsPerMs * here) / (state / handlingMs + arrivalsPerMs * here);
  }
  let [waitShare, abandonShare, lateShare] = [0, 0, 0];
  for (let ahead = 0; ; ahead += 1) {
    const endRate = fullRate + (ahead + 1) * leaveRate;
    const givesUp = ((ahead + 1) * leaveRate) / endRate;
    waitShare = waitShare * (1 - here) + here;
    abandonShare = abandonShare * (1 - here) + here * givesUp;
    lateShare = lateShare * (1 - here) + here * (1 - nextInTime());
    // From here on the states shrink at least as fast as a geometric row: that bounds what is still to come.
    if (arrivalsPerMs < endRate && here * arrivalsPerMs <= LEFT_OUT_MAX * (endRate - arrivalsPerMs) * waitShare) break;
    here = (arrivalsPerMs * here) / (endRate + arrivalsPerMs * here);
  }
  return { waitShare, abandonShare, withinShare: 1 - lateShare };
}

/**
 * Call after call: the chance of being answered within `withinMs` for who finds all slots taken and 0, 1, 2 … waiting.
 *
 * The wait V behind j others is a row of exponential steps with rates Nμ, Nμ+θ … Nμ+jθ, so e^(−θV) is Beta(Nμ/θ, j+1).
 * Weighed with the chance e^(−θV) of still being there, that is a/(a+j+1) · I_y(j+1, a+1), a = Nμ/θ, y = 1 − e^(−θt), and
 * I_y(m+1, b) = I_y(m, b) − T_m with T_m/T_(m−1) = y(m−1+b)/m. T is kept as a logarithm: its first terms may be smaller
 * than any number, its later ones not.
 */
function answeredInTime(fullRate: number, leaveRate: number, withinMs: number): () => number {
  const inTime = -Math.expm1(-leaveRate * withinMs);
  const shape = fullRate / leaveRate;
  let logTerm = -withinMs * (fullRate + leaveRate);
  let inTimeIfPatient = 1;
  let ahead = 0;
  return () => {
    inTimeIfPatient = Math.max(0, inTimeIfPatient - Math.exp(logTerm));
    ahead += 1;
    logTerm += Math.log((inTime * (ahead + shape)) / ahead);
    return (shape / (shape + ahead)) * inTimeIfPatient;
  };
}
