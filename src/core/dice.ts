/** Our own dice, so that whatever throws them comes out the same on every machine and every run. Not for secrets. */

/** A number in [0, 1) each call. */
export type Dice = () => number;

/** From a 32-bit seed. Mulberry32: small, and good enough for training and for waiting times. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
