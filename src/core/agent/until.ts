/**
 * Times as agents write them: `2h`, `30m`, `3d`, `1h30m`, `tomorrow`, `09:30`, `明天 9点`, `半小时`. A span is the same
 * everywhere; a time of day is one on the wall of the schedule's time zone. What cannot be read is told, never guessed.
 */
import { DAY_MS, INSTANT_MAX, MINUTE_MS, stretchAt } from "../calendar/zone.ts";
import type { Millis } from "../model.ts";

/** Nothing is put off for longer: by then nobody knows why. */
export const UNTIL_MS_MAX: Millis = 90 * DAY_MS;

/** A longer span is a slip of the finger. */
const SPAN_MS_MAX: Millis = 36_500 * DAY_MS;

/** "tomorrow" without a time of day means the beginning of work. */
const MORNING_MINUTE = 9 * 60;

export type Wall = { readonly now: Millis; readonly timeZone: string };

/** The instant that is meant, after `now`. */
export function readUntil(text: string, wall: Wall): Millis | "unreadable" | "too_far" {
  const plain = plainly(text);
  const span = readSpan(plain);
  const at = span === null ? (readClock(plain, wall) ?? readInstant(text)) : wall.now + span;
  if (at === null || at <= wall.now) return "unreadable";
  return at - wall.now > UNTIL_MS_MAX ? "too_far" : at;
}

const UNITS: ReadonlyMap<string, Millis> = new Map([
  ...["m", "min", "mins", "minute", "minutes", "分", "分钟"].map((unit) => [unit, MINUTE_MS] as const),
  ...["h", "hr", "hrs", "hour", "hours", "小时", "个小时", "钟头", "个钟头"].map(
    (unit) => [unit, 60 * MINUTE_MS] as const,
  ),
  ...["d", "day", "days", "天", "日"].map((unit) => [unit, DAY_MS] as const),
  ...["w", "week", "weeks", "周", "个周", "星期", "个星期", "礼拜", "个礼拜"].map(
    (unit) => [unit, 7 * DAY_MS] as const,
  ),
]);

/** "1h30m" → 5,400,000; "半小时" → 1,800,000. Null for anything else, and for nothing at all. */
export function readSpan(text: string): Millis | null {
  const plain = plainly(text)
    .replace(/^in /, "")
    .replace(/(?:之后|以后|后)$/, "");
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z个小时分钟头天日周星期礼拜]+\s*)+$/.test(plain)) return null;
  let ms = 0;
  for (const [, amount, unit = ""] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([^\d\s.]+)/g)) {
    const length = UNITS.get(unit);
    if (length === undefined) return null;
    ms += Number(amount) * length;
  }
  return ms > 0 && ms <= SPAN_MS_MAX ? Math.round(ms) : null;
}

const DAYS_ON: ReadonlyMap<string, number> = new Map([
  ["today", 0],
  ["今天", 0],
  ["tomorrow", 1],
  ["明天", 1],
  ["明日", 1],
  ["后天", 2],
]);
const DAY_AND_TIME = /^(today|tomorrow|今天|明天|明日|后天)?\s*(?:at )?(.*)$/;

/** "09:30" is the next time the wall shows it; "tomorrow 9:30" and "明天下午3点半" name the day. */
function readClock(plain: string, { now, timeZone }: Wall): Millis | null {
  const [, day = "", time = ""] = DAY_AND_TIME.exec(plain) ?? [];
  const daysOn = DAYS_ON.get(day) ?? null;
  const minute = time === "" && daysOn !== null && daysOn > 0 ? MORNING_MINUTE : readMinute(time);
  if (minute === null) return null;
  const local = now + stretchAt(timeZone, now).offsetMs;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const isPast = midnight + minute * MINUTE_MS <= local;
  const shown = midnight + (daysOn ?? (isPast ? 1 : 0)) * DAY_MS + minute * MINUTE_MS;
  // The clocks may be put forward or back until then.
  const nearly = shown - stretchAt(timeZone, now).offsetMs;
  return shown - stretchAt(timeZone, nearly).offsetMs;
}

const CLOCK = /^(am|pm|上午|早上|下午|晚上)?\s*(\d{1,2})(?::(\d{2})|点(?:(半)|(\d{1,2})分?)?)?\s*(am|pm)?$/;
const AFTERNOON: ReadonlySet<string> = new Set(["pm", "下午", "晚上"]);

function readMinute(time: string): number | null {
  const found = CLOCK.exec(time);
  if (found === null) return null;
  const [, before, hours, colon, half, point, after] = found;
  const part = before ?? after ?? null;
  // A bare number is no time of day: "3" could be hours, days or o'clock.
  if (colon === undefined && part === null && !time.includes("点")) return null;
  const minutes = half === undefined ? Number(colon ?? point ?? 0) : 30;
  const hour = Number(hours);
  if (minutes > 59 || hour > 23 || (part !== null && (hour < 1 || hour > 12))) return null;
  if (part === null) return hour * 60 + minutes;
  return ((hour % 12) + (AFTERNOON.has(part) ? 12 : 0)) * 60 + minutes;
}

/** For programs: ISO 8601 with an offset. */
function readInstant(text: string): Millis | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text.trim())) return null;
  const at = Date.parse(text.trim());
  return Number.isFinite(at) ? at : null;
}

const NUMERALS = "零一二三四五六七八九十";

function plainly(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replaceAll("半个", "半")
    .replace(/半(?=小时|钟头|天)/g, "0.5")
    .replaceAll("两", "二")
    .replace(/[零一二三四五六七八九十](?=[个小时分钟头天日周星期礼拜点])/g, (numeral) =>
      String(NUMERALS.indexOf(numeral)),
    );
}

/** An instant as the wall shows it: "2026-03-03 09:30". */
export function shownInstant(at: Millis, timeZone: string): string {
  const local = at >= INSTANT_MAX ? at : at + stretchAt(timeZone, at).offsetMs;
  return new Date(local).toISOString().slice(0, 16).replace("T", " ");
}
