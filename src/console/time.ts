/**
 * Times as people say them. One unit is enough: "3 h" says what "3 h 12 min" says.
 */
import type { Language } from "./language.ts";

const STEPS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long, in the largest unit that fits: `12 min`, `12分钟`. Less than a minute counts as one. */
export function span(ms: number, language: Language): string {
  const [unit, size] = STEPS.find(([, size]) => ms >= size) ?? ["minute", 60_000];
  const count = Math.max(1, Math.floor(ms / size));
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

/** When: the time of day, with the date unless it was today. */
export function clock(at: number, now: number, language: Language): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const date = isToday ? {} : ({ month: "short", day: "numeric" } as const);
  return new Intl.DateTimeFormat(language, { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    at,
  );
}
