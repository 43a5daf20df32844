/**
 * What is missing in the log that figures are folded from, named one by one: a figure cannot be better than the facts under it,
 * and whoever reads it should know where they have holes.
 */
import type { Said } from "./definition.ts";

/** How often each was found. */
export type Missing = Readonly<Record<GapId, number>>;
export type Gap = { readonly id: GapId; readonly count: number; readonly what: Said; readonly means: Said };

const GAPS = {
  facts_without_beginning: {
    what: { zh: "找不到开头的工单事件", en: "Facts of episodes whose beginning is not in the log" },
    means: { zh: "这些工单没有进入等待和解决的数字", en: "these episodes count in no figure of waiting or resolution" },
  },
  facts_without_schedule: {
    what: { zh: "没有营业时间版本的事件", en: "Facts without the version of the hours in force" },
    means: {
      zh: "它们来自旧版本；营业时间按当时有效的日程推算",
      en: "they are of an older version; business time is judged by the hours known for that time",
    },
  },
  ratings_not_asked_for: {
    what: { zh: "没有对应询问的评分", en: "Ratings whose question is not in the log" },
    means: { zh: "计入满意率，不计入回收率", en: "they count as ratings, not in the share of ratings given" },
  },
  ratings_without_episode: {
    what: { zh: "不属于任何工单的评分", en: "Ratings that belong to no episode" },
    means: {
      zh: "来自接口或线下，计入满意率，没有客服和意图",
      en: "they came by the API or from offline: they count as ratings, of no agent and no intent",
    },
  },
  solved_without_a_word: {
    what: { zh: "没有人工回复就解决的工单", en: "Episodes solved without a word of a person" },
    means: { zh: "没有首次响应，也不会询问评分", en: "they have no first response and nobody was asked to rate them" },
  },
  agents_without_team: {
    what: { zh: "没有团队的客服", en: "Agents without a team" },
    means: { zh: "他们的数字在“按团队”中归入未知", en: "their figures stand under no team" },
  },
  clock_went_back: {
    what: { zh: "时钟倒退", en: "Times the clock went back" },
    means: {
      zh: "先写下的事件时间更晚；涉及的时长可能不准",
      en: "a fact written earlier has a later time; durations across it may be wrong",
    },
  },
  silent_days: {
    what: { zh: "没有任何事件的日子", en: "Days without a single fact" },
    means: {
      zh: "可能机器人没有运行，也可能真的没人提问",
      en: "the bot may not have run, or nobody asked anything",
    },
  },
  tickets_without_intent: {
    what: { zh: "没有意图的工单", en: "Episodes without an intent" },
    means: { zh: "它们在“按意图”中归入未知", en: "they stand under no intent" },
  },
} as const satisfies Readonly<Record<string, Omit<Gap, "id" | "count">>>;

export type GapId = keyof typeof GAPS;
export const GAP_IDS: readonly GapId[] = Object.keys(GAPS).filter((id): id is GapId => id in GAPS);

/** Only what was found, the most frequent first. */
export function gapsOf(missing: Missing): readonly Gap[] {
  return GAP_IDS.map((id) => ({ id, count: missing[id], ...GAPS[id] }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
}

export function nothingMissing(): Record<GapId, number> {
  return {
    facts_without_beginning: 0,
    facts_without_schedule: 0,
    ratings_not_asked_for: 0,
    ratings_without_episode: 0,
    solved_without_a_word: 0,
    agents_without_team: 0,
    clock_went_back: 0,
    silent_days: 0,
    tickets_without_intent: 0,
  };
}
