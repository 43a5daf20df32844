/** What admins are told of the service itself: a rise that was noticed, and the week that was. */
import type { Language } from "../model.ts";

/** A count and the one of the week before. */
export type WeekCount = { readonly now: number; readonly before: number };

export type QualityPhrases = {
  /** `expected`: what past weeks let expect, rounded; `examples`: masked. */
  readonly rise: (what: string, n: number, expected: number, examples: readonly string[]) => string;
  /** What rose; an intent by its title. */
  readonly intent: (title: string) => string;
  readonly misses: string;
  readonly badRatings: string;
  readonly digest: {
    readonly title: (from: string, to: string) => string;
    readonly questions: (count: WeekCount) => string;
    readonly people: (count: WeekCount) => string;
    readonly misses: (count: WeekCount) => string;
    /** Percent, rounded; null: nobody rated. */
    readonly ratings: (satisfied: number | null, n: number, before: number | null, nBefore: number) => string;
    /** Minutes; null: nobody waited. */
    readonly firstReply: (median: number | null, n: number, before: number | null, nBefore: number) => string;
    /** Rounded; null: nobody was asked or answered. */
    readonly nps: (nps: number | null, n: number, before: number | null, nBefore: number) => string;
    readonly recoveries: (open: number) => string;
    /** Groups of questions nobody answered that wait for a decision. */
    readonly groups: (open: number) => string;
    /** The hour that lacks people most, as staffing advice says it. */
    readonly missing: (advice: string) => string;
    readonly more: (address: string) => string;
  };
};

const shown = (value: number | null, unit: string) => (value === null ? "—" : `${value}${unit}`);

const zh: QualityPhrases = {
  rise: (what, n, expected, examples) =>
    [`📈 ${what}突然增多：${n} 次，往常同一时段约 ${expected} 次。`, ...examples.map((each) => `• ${each}`)].join("\n"),
  intent: (title) => `「${title}」的提问`,
  misses: "机器人没听懂的提问",
  badRatings: "1–2 分的低分",
  digest: {
    title: (from, to) => `📊 一周小结（${from} – ${to}），括号里是前一周`,
    questions: ({ now, before }) => `提问 ${now}（${before}）`,
    people: ({ now, before }) => `转人工 ${now}（${before}）`,
    misses: ({ now, before }) => `没听懂 ${now}（${before}）`,
    ratings: (satisfied, n, before, nBefore) =>
      `满意（4–5 分）${shown(satisfied, "%")}，n=${n}（${shown(before, "%")}，n=${nBefore}）`,
    firstReply: (median, n, before, nBefore) =>
      `真人首次回复中位数 ${shown(median, " 分钟")}，n=${n}（${shown(before, " 分钟")}，n=${nBefore}）`,
    nps: (nps, n, before, nBefore) => `NPS ${shown(nps, "")}，n=${n}（${shown(before, "")}，n=${nBefore}）`,
    recoveries: (open) => `还有 ${open} 位打低分的学员等待跟进`,
    groups: (open) => `还有 ${open} 组没人回答的问题等待处理`,
    missing: (advice) => `人手：${advice}`,
    more: (address) => `详情：${address}`,
  },
};

const en: QualityPhrases = {
  rise: (what, n, expected, examples) =>
    [
      `📈 A sudden rise of ${what}: ${n}, at this time usually about ${expected}.`,
      ...examples.map((each) => `• ${each}`),
    ].join("\n"),
  intent: (title) => `questions about “${title}”`,
  misses: "questions the bot did not understand",
  badRatings: "ratings of 1 and 2",
  digest: {
    title: (from, to) => `📊 The week from ${from} to ${to}; in brackets the week before`,
    questions: ({ now, before }) => `Questions ${now} (${before})`,
    people: ({ now, before }) => `Handed to people ${now} (${before})`,
    misses: ({ now, before }) => `Not understood ${now} (${before})`,
    ratings: (satisfied, n, before, nBefore) =>
      `Satisfied (4–5) ${shown(satisfied, " %")}, n=${n} (${shown(before, " %")}, n=${nBefore})`,
    firstReply: (median, n, before, nBefore) =>
      `First reply of a person, median ${shown(median, " min")}, n=${n} (${shown(before, " min")}, n=${nBefore})`,
    nps: (nps, n, before, nBefore) => `NPS ${shown(nps, "")}, n=${n} (${shown(before, "")}, n=${nBefore})`,
    recoveries: (open) => `Learners who rated badly and still have to be looked after: ${open}`,
    groups: (open) => `Groups of questions nobody answered that wait for a decision: ${open}`,
    missing: (advice) => `People: ${advice}`,
    more: (address) => `More: ${address}`,
  },
};

export const qualityPhrases = { zh, en } as const satisfies Record<Language, QualityPhrases>;
