/** When the weekly digest is due: a weekday and a time on the wall of the schedule's time zone. Pure. */
import { weekdayOf } from "./calendar/days.ts";
import { DAY_MS, MINUTE_MS, stretchAt } from "./calendar/zone.ts";
import type { Millis } from "./model.ts";

export type DigestRules = {
  readonly isOn: boolean;
  /** 0 for Monday to 6 for Sunday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
};

const FIRST_DIGEST_RULES: DigestRules = { isOn: true, weekday: 0, minute: 9 * 60 };

/** The rules about it; versions of rules from before there was one say nothing of it. */
export function digestRulesOf({ digest }: { readonly digest?: DigestRules }): DigestRules {
  return digest ?? FIRST_DIGEST_RULES;
}

/** The latest moment at or before `now` at which it was due. */
export function lastDigest({ weekday, minute }: DigestRules, timeZone: string, now: Millis): Millis {
  const local = now + stretchAt(timeZone, now).offsetMs;
  const today = Math.floor(local / DAY_MS);
  const at = (day: number): Millis => {
    const shown = day * DAY_MS + minute * MINUTE_MS;
    // The offset may be another one that day: close enough to look it up, then exact.
    const nearly = shown - stretchAt(timeZone, now).offsetMs;
    return shown - stretchAt(timeZone, nearly).offsetMs;
  };
  const day = today - ((weekdayOf(today) - weekday + 7) % 7);
  return at(day) <= now ? at(day) : at(day - 7);
}
