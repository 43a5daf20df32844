/** Another order, the same for the same dice, so that training gives the same model bit for bit. */
import type { Dice } from "../../core/dice.ts";

/** Shuffles the first `count` entries in place. */
export function shuffle(entries: Int32Array, count: number, dice: Dice): void {
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(dice() * (last + 1));
    const kept = entries[last] ?? 0;
    entries[last] = entries[other] ?? 0;
    entries[other] = kept;
  }
}
