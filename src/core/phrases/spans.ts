/** How a length of time is said: to the minute, and from two days on to half a day. */
import type { Language, Millis } from "../model.ts";

const MINUTE: Millis = 60_000;
/** Up to two days people count in hours. */
const HOURS_MAX = 48;

type Span = { readonly days: number; readonly hours: number; readonly minutes: number };

/** `days` may be a half; only one of days and the rest is not 0. */
function spanOf(ms: Millis): Span {
  const all = Math.round(ms / MINUTE);
  if (all >= HOURS_MAX * 60) return { days: Math.round(all / 720) / 2, hours: 0, minutes: 0 };
  return { days: 0, hours: Math.floor(all / 60), minutes: all % 60 };
}

function zh(ms: Millis): string {
  const { days, hours, minutes } = spanOf(ms);
  if (days > 0) return `${days} 天`;
  if (hours === 0) return `${minutes} 分钟`;
  return minutes === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes} 分钟`;
}

function en(ms: Millis): string {
  const { days, hours, minutes } = spanOf(ms);
  if (days > 0) return `${days} days`;
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

export const spans = { zh, en } as const satisfies Record<Language, (ms: Millis) => string>;
