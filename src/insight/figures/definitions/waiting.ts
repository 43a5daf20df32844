/** How long learners wait for people, and what becomes of the tickets. An episode is a ticket from handing over to solved. */
import type { Definition } from "../definition.ts";

const EPISODE_BEGAN = { zh: "该轮工单开始的时间", en: "when the episode began" };
const TICKET_BEGAN = { zh: "工单首次转人工的时间", en: "when the ticket was first opened" };
const CALENDAR = { zh: "自然时间", en: "calendar time" };
const BUSINESS = { zh: "营业时间", en: "business time" };

type Words = { readonly zh: string; readonly en: string };
type Time = { readonly name: Words; readonly formula: Words; readonly countedBy?: Words };

function time({ name, formula, countedBy = EPISODE_BEGAN }: Time) {
  return { name, formula, countedBy, unit: "seconds", isMoreBetter: false } as const satisfies Definition;
}

/** The same time by the clock on the wall, and by the hours that were in force then. */
function inCalendar({ name, formula }: Time) {
  const both = (one: Words, other: Words) => ({ zh: `${one.zh}（${other.zh}）`, en: `${one.en} (${other.en})` });
  return time({ name: both(name, CALENDAR), formula });
}

function inBusiness({ name, formula }: Time) {
  const of = { zh: `${formula.zh}；只计当时有效的营业时间`, en: `${formula.en}; only the hours in force then count` };
  return time({ name: { zh: `${name.zh}（${BUSINESS.zh}）`, en: `${name.en} (${BUSINESS.en})` }, formula: of });
}

const FIRST_RESPONSE: Time = {
  name: { zh: "首次响应", en: "First response" },
  formula: {
    zh: "人工客服的第一条消息 − 转人工的时间，每轮工单一个值",
    en: "first words of a person − handing over, one for each episode",
  },
};
const NEXT_RESPONSE: Time = {
  name: { zh: "后续响应", en: "Next response" },
  formula: {
    zh: "首次响应之后：人工回复 − 学员最早一条未答复消息，每个来回一个值",
    en: "after the first response: words of a person − the learner's oldest unanswered words, one for each turn",
  },
};
const RESOLUTION: Time = {
  name: { zh: "解决用时", en: "Resolution" },
  formula: {
    zh: "解决 − 转人工的时间，每轮已解决的工单一个值",
    en: "solved − handing over, one for each solved episode",
  },
};
const WAITING: Time = {
  name: { zh: "等我方的时间", en: "Waiting for us" },
  formula: {
    zh: "已解决的一轮中，轮到我方回应的时间之和",
    en: "in a solved episode, all the time in which the next word was ours",
  },
};

function share(name: Words, formula: Words, isMoreBetter: boolean) {
  return { name, formula, countedBy: EPISODE_BEGAN, unit: "percent", isMoreBetter } as const satisfies Definition;
}

export const WAITING_FIGURES = {
  first_response: inCalendar(FIRST_RESPONSE),
  first_response_business: inBusiness(FIRST_RESPONSE),
  next_response: inCalendar(NEXT_RESPONSE),
  next_response_business: inBusiness(NEXT_RESPONSE),
  resolution: inCalendar(RESOLUTION),
  resolution_business: inBusiness(RESOLUTION),
  full_resolution: time({
    name: { zh: "最终解决用时", en: "Resolution to the last solve" },
    formula: {
      zh: "最后一次解决 − 首次转人工的时间，每张工单一个值；7 天内仍可能重开的也计入",
      en: "last solve − first handing over, one for each solved ticket; those that may still be reopened count as they stand",
    },
    countedBy: TICKET_BEGAN,
  }),
  waiting: inCalendar(WAITING),
  waiting_business: inBusiness(WAITING),
  backlog_age: time({
    name: { zh: "积压时长", en: "Age of the backlog" },
    formula: {
      zh: "统计期末仍未解决的每轮工单：期末 − 开始",
      en: "for each episode that is open at the end of the range: that end − when it began",
    },
    countedBy: { zh: "统计期末仍未解决", en: "being open at the end of the range" },
  }),
  episodes: {
    name: { zh: "转人工次数", en: "Episodes" },
    formula: { zh: "转人工或重开而开始的轮数", en: "episodes begun by handing over or reopening" },
    countedBy: EPISODE_BEGAN,
    unit: "count",
    isMoreBetter: null,
  },
  solved: {
    name: { zh: "已解决", en: "Solved" },
    formula: {
      zh: "已解决的轮数；学员撤回、合并、屏蔽不算",
      en: "episodes solved; taken back, merged or blocked is not solved",
    },
    countedBy: EPISODE_BEGAN,
    unit: "count",
    isMoreBetter: null,
  },
  reopen_rate: share(
    { zh: "重开率", en: "Reopened" },
    {
      zh: "解决后 7 天内重开 ÷ 已解决；“待定”是 7 天未满、仍可能重开的",
      en: "reopened within 7 days ÷ solved; `pending` are those whose 7 days are not over",
    },
    false,
  ),
  one_touch: share(
    { zh: "一次解决率", en: "One-touch" },
    { zh: "恰好一条人工回复就解决 ÷ 已解决", en: "solved with exactly one reply of a person ÷ solved" },
    true,
  ),
} as const satisfies Readonly<Record<string, Definition>>;
