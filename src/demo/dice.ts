/** Chance that comes out the same on every run, in the distributions of a simulation. */
import { diceOf } from "../core/dice.ts";

export type Dice = {
  /** 0 included, 1 excluded. */
  readonly uniform: () => number;
  /** Times between events that come at a steady rate. */
  readonly exponential: (mean: number) => number;
  /** Times people take: never negative, some of them long. `sigma` is the spread of the logarithm. */
  readonly lognormal: (mean: number, sigma: number) => number;
};

export function seededDice(seed: number): Dice {
  const uniform = diceOf(seed);
  const exponential = (mean: number): number => -Math.log(1 - uniform()) * mean;
  const normal = (): number => Math.sqrt(2 * exponential(1)) * Math.cos(2 * Math.PI * uniform());
  const lognormal = (mean: number, sigma: number): number => mean * Math.exp(sigma * normal() - sigma ** 2 / 2);
  return { uniform, exponential, lognormal };
}
