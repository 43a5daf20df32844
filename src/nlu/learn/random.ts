/**
 * Our own dice, so that training gives the same model bit for bit on every machine and every run. Not for secrets.
 */

/** A number in [0, 1) each call, from a 32-bit seed (mulberry32). */
export type Dice = () => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles the first `count` entries in place. */
export function shuffle(entries: Int32Array, count: number, dice: Dice): void {
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(dice() * (last + 1));
    const kept = entries[last] ?? 0;
    entries[last] = entries[other] ?? 0;
    entries[other] = kept;
  }
}
