/** Chance that comes out the same on every run: a seeded generator and the distributions of a simulation. */

export type Dice = {
  /** 0 included, 1 excluded. */
  readonly uniform: () => number;
  /** Times between events that come at a steady rate. */
  readonly exponential: (mean: number) => number;
  /** Times people take: never negative, some of them long. `sigma` is the spread of the logarithm. */
  readonly lognormal: (mean: number, sigma: number) => number;
};

/** Mulberry32: small, and good enough for waiting times. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const exponential = (mean: number): number => -Math.log(1 - uniform()) * mean;
  const normal = (): number => Math.sqrt(2 * exponential(1)) * Math.cos(2 * Math.PI * uniform());
  const lognormal = (mean: number, sigma: number): number => mean * Math.exp(sigma * normal() - sigma ** 2 / 2);
  return { uniform, exponential, lognormal };
}
