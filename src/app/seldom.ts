/** Saying something at most once in a while: what repeats every second buries what does not. */
import type { Millis } from "../core/model.ts";

/** True when this was not asked for that key within the last `ms` before `now`. Remembers nothing for longer than that. */
export type Seldom = (key: string, now: Millis) => boolean;

export function openSeldom(ms: number): Seldom {
  // In the order of time, so the forgotten ones are in front.
  const last = new Map<string, Millis>();
  return (key, now) => {
    for (const [other, at] of last) {
      if (now - at < ms) break;
      last.delete(other);
    }
    if (last.has(key)) return false;
    last.set(key, now);
    return true;
  };
}
