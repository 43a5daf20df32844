/** Staffing advice as an admin reads it: when people are missing or could be spared, and what one more would change. */
import type { Language, Millis } from "../model.ts";
import { spans } from "./spans.ts";

export type StaffingPhrases = {
  /** Monday is 0; hours are those of the wall, the second one may be 24. */
  readonly when: (weekday: number, from: number, to: number) => string;
  readonly needs: (when: string, needed: number, present: number) => string;
  readonly spares: (when: string, needed: number, present: number) => string;
  /** Nine of ten wait at most so long; null: longer than a day, or for ever. */
  readonly oneMore: (now: Millis | null, then: Millis | null) => string;
  readonly enough: string;
  readonly tooLittle: string;
};

const MINUTE: Millis = 60_000;
/** Half a minute is said as a minute: nobody plans people by seconds. */
const rounded = (ms: Millis): Millis => Math.max(MINUTE, Math.round(ms / MINUTE) * MINUTE);

const ZH_DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"] as const;
const EN_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

function zhWait(ms: Millis | null): string {
  if (ms === null) return "一天以上";
  return ms < MINUTE / 2 ? "不用等" : spans.zh(rounded(ms));
}

function enWait(ms: Millis | null): string {
  if (ms === null) return "more than a day";
  return ms < MINUTE / 2 ? "no wait" : spans.en(rounded(ms));
}

const zh: StaffingPhrases = {
  when: (weekday, from, to) => `${ZH_DAYS[weekday]} ${from}–${to} 点`,
  needs: (when, needed, present) => `${when}需要 ${needed} 人，现有 ${present} 人。`,
  spares: (when, needed, present) => `${when} ${needed} 人就够，现有 ${present} 人。`,
  oneMore: (now, then) => `多一人，九成学员的等待从 ${zhWait(now)} 变为 ${zhWait(then)}。`,
  enough: "每个时段的人手都够。",
  tooLittle: "已处理的请求还太少，无法给出建议。",
};

const en: StaffingPhrases = {
  when: (weekday, from, to) => `${EN_DAYS[weekday]} ${from}–${to}`,
  needs: (when, needed, present) => `${when} needs ${needed}, you have ${present}.`,
  spares: (when, needed, present) => `${when} needs ${needed} at most, you have ${present}.`,
  oneMore: (now, then) => `One more moves the wait of nine in ten learners from ${enWait(now)} to ${enWait(then)}.`,
  enough: "There are enough people at every hour.",
  tooLittle: "Too few requests were handled so far to advise anything.",
};

export const staffingPhrases = { zh, en } as const satisfies Record<Language, StaffingPhrases>;
