/** Who plays in the demo school: its agents with their hours, its learners, and how many of them write in each hour of the week. */
import type { Schedule } from "../core/calendar/schedule.ts";
import type { Agent, AgentId, ChannelName, Language } from "../core/model.ts";
import type { Dice } from "./dice.ts";

const DAY_OFF: readonly Shift[] = [];

/** Hours of the wall in the school's zone, `to` not included. */
export type Shift = { readonly from: number; readonly to: number };

export const TEAMS = ["Workdays", "Evenings & weekends"] as const;

export type Worker = {
  readonly agent: Agent;
  readonly team: (typeof TEAMS)[number];
  /** Monday first. */
  readonly week: readonly (readonly Shift[])[];
  /** Chats held at once. */
  readonly chats: number;
  /** How much better or worse than others they are rated, in stars. */
  readonly touch: number;
};

function worker(
  name: string,
  week: readonly (readonly Shift[])[],
  more: Pick<Worker, "team" | "chats" | "touch">,
): Worker {
  return { agent: { id: `console:demo-${name.toLowerCase()}` as AgentId, name }, week, ...more };
}

const day = (from: number, to: number): readonly Shift[] => [{ from, to }];
const workdays = (shifts: readonly Shift[]) => [shifts, shifts, shifts, shifts, shifts, DAY_OFF, DAY_OFF];

export const WORKERS: readonly Worker[] = [
  worker("Ann", workdays(day(9, 18)), { team: "Workdays", chats: 3, touch: 0.3 }),
  worker("Bo", workdays(day(12, 20)), { team: "Workdays", chats: 2, touch: -0.3 }),
  worker("Cleo", [DAY_OFF, DAY_OFF, day(18, 21), DAY_OFF, DAY_OFF, day(10, 18), day(10, 16)], {
    team: "Evenings & weekends",
    chats: 3,
    touch: 0.1,
  }),
];

const MINUTES = 60;
const open = (from: number, to: number) => [{ from: from * MINUTES, to: to * MINUTES }];

export const SCHEDULE: Schedule = {
  timeZone: "Asia/Shanghai",
  weekly: [...Array.from({ length: 5 }, () => open(9, 20)), open(10, 18), open(10, 16)],
  holidays: [],
};

/** Learners an hour on a workday; learners of online courses write after work. */
const WORKDAY = [
  ...[0.3, 0.1, 0, 0, 0, 0.1, 0.2, 0.5, 1.2, 1.8, 2, 1.6, 1.5, 1.4, 1.6, 1.7, 1.5, 1.4, 1.6, 2.2, 3.2, 3, 1.8, 0.8],
] as const;
const WEEKEND_FACTOR = 0.7;

/** Learners expected in one hour of the week, before growth; Monday is 0. */
export function arrivalsIn(weekday: number, hour: number): number {
  return (WORKDAY[hour] ?? 0) * (weekday >= 5 ? WEEKEND_FACTOR : 1);
}

export type Learner = {
  readonly number: number;
  readonly name: string;
  readonly channel: ChannelName;
  readonly language: Language;
};

const ZH_NAMES = [
  "小雨",
  "志强",
  "思思",
  "阿明",
  "晓彤",
  "子涵",
  "佳琪",
  "文博",
  "雪儿",
  "大鹏",
  "欣怡",
  "一诺",
] as const;
const EN_NAMES = [
  "Mia",
  "Omar",
  "Priya",
  "Lucas",
  "Zoe",
  "Hana",
  "Ivan",
  "Sofia",
  "Noah",
  "Leila",
  "Tom",
  "Grace",
] as const;

export function learnerOf(number: number, dice: Dice): Learner {
  const language = dice.uniform() < 0.65 ? "zh" : "en";
  const channel = pick(["telegram", "telegram", "web", "web", "discord"] as const, dice);
  return { number, language, channel, name: pick(language === "zh" ? ZH_NAMES : EN_NAMES, dice) };
}

export function pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[], dice: Dice): Value {
  const value = values[Math.floor(dice.uniform() * values.length)];
  if (value === undefined) throw new Error("there is nothing to pick from");
  return value;
}
