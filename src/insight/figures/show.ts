/** Figures in words people read: units, "—" for nothing, names of groups and of the parts of a report, in every language. */
import type { Language, Millis } from "../../core/model.ts";
import type { Definition, Said } from "./definition.ts";
import type { FigureReport, Group } from "./report.ts";

/** Stands for nothing: never 0. */
export const NOTHING = "—";

export function showFigure(value: number | null, unit: Definition["unit"], language: Language): string {
  if (value === null) return NOTHING;
  switch (unit) {
    case "seconds":
      return showSeconds(value, language);
    case "percent":
      return `${round(value, 1)} %`;
    case "points":
      return `${value > 0 ? "+" : ""}${round(value, 1)}`.replace("-", "−");
    case "stars":
      return round(value, 2);
    case "count":
      return showCount(value);
  }
}

function round(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, "");
}

export function showCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

const STEPS = [
  { seconds: 86_400, zh: "天", en: "d", next: 3600 },
  { seconds: 3600, zh: "小时", en: "h", next: 60 },
  { seconds: 60, zh: "分", en: "min", next: 1 },
] as const;
const LAST = { zh: "秒", en: "s" } as const;

/** Two parts at most: "2 d 3 h", "41 min", "9.5 s". */
export function showSeconds(seconds: number, language: Language): string {
  if (seconds < 60) return `${round(seconds, seconds < 10 ? 1 : 0)} ${LAST[language]}`;
  const index = STEPS.findIndex((step) => seconds >= step.seconds);
  const step = STEPS[index];
  if (step === undefined) return NOTHING;
  const rounded = Math.round(seconds / step.next) * step.next;
  const whole = Math.floor(rounded / step.seconds);
  const rest = Math.round((rounded - whole * step.seconds) / step.next);
  const small = STEPS[index + 1] ?? LAST;
  const first = `${whole} ${step[language]}`;
  return rest === 0 || whole >= 10 ? first : `${first} ${rest} ${small[language]}`;
}

/** The day by the clock of a zone, "2026-03-02". */
export function showDay(at: Millis, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}

/** The range from its first to its last day. */
export function showSpan({ range, timeZone, channel }: FigureReport, language: Language): string {
  const span = `${showDay(range.from, timeZone)} – ${showDay(Math.max(range.from, range.to - 1), timeZone)}`;
  const zone = `${timeZone}${channel === null ? "" : ` · ${channel}`}`;
  return language === "zh" ? `${span}（${zone}）` : `${span} (${zone})`;
}

type Words = Readonly<
  Record<"title" | "figure" | "value" | "interval" | "mean" | "before" | "pending" | "gaps", string>
>;

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    ...{ title: "服务质量报告", figure: "指标", value: "数值", interval: "95 % 区间", mean: "平均" },
    ...{ before: "上一周期", pending: "待定", gaps: "数据缺口" },
  },
  en: {
    ...{ title: "Service quality", figure: "figure", value: "value", interval: "95 % interval", mean: "mean" },
    ...{ before: "period before", pending: "pending", gaps: "missing in the log" },
  },
};

const DIMENSION_NAMES: Readonly<Record<string, Said>> = {
  channel: { zh: "渠道", en: "channel" },
  intent: { zh: "意图", en: "intent" },
  agent: { zh: "客服", en: "agent" },
  team: { zh: "团队", en: "team" },
  language: { zh: "语言", en: "language" },
  course: { zh: "课程", en: "course" },
  hour: { zh: "一周中的小时", en: "hour of the week" },
  day: { zh: "日期", en: "day" },
  rating: { zh: "最近评分", en: "last rating" },
  helped: { zh: "是否得到帮助", en: "helped by a person" },
  nps_group: { zh: "NPS 分组", en: "NPS group" },
};

export function nameOfDimension(dimension: string, language: Language): string {
  return DIMENSION_NAMES[dimension]?.[language] ?? dimension;
}

const GROUP_NAMES: Readonly<Record<string, Said>> = {
  "helped:yes": { zh: "是", en: "yes" },
  "helped:no": { zh: "否", en: "no" },
  "nps_group:promoter": { zh: "推荐者 (9–10)", en: "promoters (9–10)" },
  "nps_group:passive": { zh: "中立者 (7–8)", en: "passives (7–8)" },
  "nps_group:detractor": { zh: "贬损者 (0–6)", en: "detractors (0–6)" },
  "language:zh": { zh: "中文", en: "Chinese" },
  "language:en": { zh: "英文", en: "English" },
};

export const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  zh: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

export function nameOfGroup(dimension: string, { group, label }: Group, language: Language): string {
  if (group === null) return NOTHING;
  if (dimension === "hour") {
    const hour = Number(group);
    return `${WEEKDAYS[language][Math.floor(hour / 24)] ?? ""} ${String(hour % 24).padStart(2, "0")}:00`;
  }
  return GROUP_NAMES[`${dimension}:${group}`]?.[language] ?? label ?? group;
}
