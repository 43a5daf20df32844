/**
 * The Erlang distribution: the time until the k-th of events that come at a steady rate. Everything here is at rate 1; divide
 * a time by the rate. It must stay exact in both tails: a promise is a quantile, and a wrong one is a broken promise.
 */
import assert from "node:assert/strict";

/** From here Stirling's series is as exact as a number can be; below, the factorials themselves are. */
const STIRLING_MIN = 16;

/** Newton's method doubles the digits once it is near; from afar it needs a few dozen steps, never this many. */
const STEPS_MAX = 1000;

/**
 * The share of waits that are over by `time`: the regularised lower incomplete gamma function P(k, time).
 *
 * Shape:  k a whole number from 1; time ≥ 0. Good to about 12 digits, however small the share is.
 */
export function erlangShare(k: number, time: number): number {
  assert(Number.isInteger(k) && k >= 1 && time >= 0, "erlangShare needs a whole k and a time");
  return lower(k, time);
}

/**
 * The time by which `share` (0–1, both excluded) of waits are over: the inverse of `erlangShare`, to about 12 digits.
 *
 * Newton's method from the mode: the share bends one way on either side of it, so every step goes towards the time sought
 * and none beyond. Above the median it works on what is left over, which keeps its digits where 1 − share has lost them.
 */
export function erlangQuantile(k: number, share: number): number {
  assert(Number.isInteger(k) && k >= 1 && share > 0 && share < 1, "erlangQuantile needs a whole k and a share");
  if (k === 1) return -Math.log1p(-share);
  let time = k - 1;
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const density = poissonShare(k - 1, time);
    const move = (share < 0.5 ? share - lower(k, time) : upper(k, time) - (1 - share)) / density;
    // Near the end rounding decides the sign: a step that turns back or no longer shrinks has nothing to add.
    if (Math.abs(move) <= 1e-15 * time || (Math.abs(move) < 1e-9 * time && Math.abs(move) >= last)) return time;
    time += move;
    last = Math.abs(move);
  }
  assert.fail("Newton's method did not settle");
}

function lower(k: number, time: number): number {
  return time <= k ? below(k, time) : 1 - above(k, time);
}

function upper(k: number, time: number): number {
  return time <= k ? 1 - below(k, time) : above(k, time);
}

/** Poisson(time) ≥ k, summed upwards from its largest term; time ≤ k. */
function below(k: number, time: number): number {
  let term = poissonShare(k, time);
  let sum = 0;
  for (let count = k; term > sum * 1e-17; count += 1) {
    sum += term;
    term *= time / (count + 1);
  }
  return Math.min(1, sum);
}

/** Poisson(time) < k, summed downwards from its largest term; time > k. */
function above(k: number, time: number): number {
  let term = poissonShare(k - 1, time);
  let sum = 0;
  for (let count = k - 1; count >= 0 && term > sum * 1e-17; count -= 1) {
    sum += term;
    term *= count / time;
  }
  return Math.min(1, sum);
}

/**
 * The chance that exactly `count` events happen in `time`: e^(−time) · time^count ÷ count!.
 * Written around count = time, where the three factors, each huge, would cancel each other and most digits with them.
 */
function poissonShare(count: number, time: number): number {
  if (count === 0) return Math.exp(-time);
  if (time === 0) return 0;
  const off = (time - count) / count;
  const logRatio = Math.abs(off) < 0.5 ? Math.log1p(off) : Math.log(time / count);
  return Math.exp(count * (logRatio - off) - stirlingRest(count)) / Math.sqrt(2 * Math.PI * count);
}

/** ln count! − (count · ln count − count + ½ ln 2π·count). */
function stirlingRest(count: number): number {
  if (count < STIRLING_MIN) {
    let factorial = 1;
    for (let factor = 2; factor <= count; factor += 1) factorial *= factor;
    return Math.log(factorial) - (count + 0.5) * Math.log(count) + count - 0.5 * Math.log(2 * Math.PI);
  }
  const square = count * count;
  const tail = 1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square;
  return (1 / 12 - (1 / 360 - tail / square) / square) / count;
}
