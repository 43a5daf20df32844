/**
 * `/notice` as an admin types it in a staff room: begin with a time, an intent if it is about one, and the words; end by number;
 * nothing behind it lists what holds. Words in two languages are parted by a bar: `系统维护中 | We are working on it`.
 */
import type { Millis } from "../model.ts";
import type { Wording } from "../pack.ts";
import type { Notice } from "../staff.ts";
import { readSpan, readUntil, shownInstant, type Wall } from "./until.ts";

/** An incident that lasts longer is none; the HTTP door has the same limit. */
export const NOTICE_MS_MAX: Millis = 14 * 24 * 3_600_000;
const WORDS_LENGTH_MAX = 1000;

export type Announcement =
  | { readonly order: "list" }
  | { readonly order: "end"; readonly number: number }
  | { readonly order: "begin"; readonly endsAt: Millis; readonly intentId: string | null; readonly words: Wording }
  | { readonly order: "unreadable" };

const UNREADABLE = { order: "unreadable" } as const;

export function readAnnouncement(argument: string, hasIntent: (id: string) => boolean, wall: Wall): Announcement {
  const typed = argument.trim();
  if (typed === "" || typed.toLowerCase() === "list" || typed === "列表") return { order: "list" };
  const [, number] = /^(?:end|结束)\s*#?(\d{1,15})$/i.exec(typed) ?? [];
  if (number !== undefined) return { order: "end", number: Number(number) };
  // A time is one word, "2h" or "09:30", or two, "2 hours".
  const [, first = "", rest = ""] = /^(\d+(?:\.\d+)?\s+\p{L}+|\S+)\s+([\s\S]+)$/u.exec(typed) ?? [];
  const isTime = readSpan(first) !== null || /^\d{1,2}:\d{2}$/.test(first) || /^(?:tomorrow|明天)$/i.test(first);
  const endsAt = isTime ? readUntil(first, wall) : "unreadable";
  if (typeof endsAt === "string" || endsAt - wall.now > NOTICE_MS_MAX) return UNREADABLE;
  if (hasIntent(rest.trim())) return UNREADABLE;
  const [, named = "", others = ""] = /^(\S+)\s+([\s\S]+)$/.exec(rest) ?? [];
  const isAboutIntent = hasIntent(named);
  const words = wordingOf(isAboutIntent ? others : rest);
  return words === null ? UNREADABLE : { order: "begin", endsAt, intentId: isAboutIntent ? named : null, words };
}

function wordingOf(text: string): Wording | null {
  const [zh = "", en = zh, ...more] = text.split("|").map((part) => part.trim());
  const isRight = zh !== "" && en !== "" && more.length === 0;
  return isRight && text.length <= WORDS_LENGTH_MAX ? { zh, en } : null;
}

/** One line for each that holds, for agents. */
export function shownNotice({ id, intentId, words, endsAt }: Notice, language: "zh" | "en", timeZone: string): string {
  return `#${id} → ${shownInstant(endsAt, timeZone)} ${intentId === null ? "" : `[${intentId}] `}${words[language]}`;
}
