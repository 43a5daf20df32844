/** What learners say about the service: 1–5 after an episode, and 0–10 asked apart. The one is never derived from the other. */
import type { Definition } from "../definition.ts";

const ASKED = {
  zh: "询问评分的时间；未经询问的反馈按收到的时间",
  en: "when the rating was asked for; feedback nobody asked for, when it came",
};
const NPS_ASKED = { zh: "询问的时间", en: "when it was asked" };

export const SATISFACTION_FIGURES = {
  csat: {
    name: { zh: "满意率 (CSAT)", en: "Satisfied (CSAT)" },
    formula: {
      zh: "满意的评分（4 分和 5 分，除非另有设置）÷ 全部评分 × 100，附 Wilson 95 % 区间；归属于询问时的客服和意图",
      en: "satisfied ratings (4 and 5, unless set otherwise) ÷ ratings × 100, with Wilson's 95 % interval; belongs to the agent and intent of when it was asked",
    },
    countedBy: ASKED,
    unit: "percent",
    isMoreBetter: true,
  },
  average_rating: {
    name: { zh: "平均评分", en: "Average rating" },
    formula: { zh: "1–5 分的平均值", en: "mean of the ratings from 1 to 5" },
    countedBy: ASKED,
    unit: "stars",
    isMoreBetter: true,
  },
  net_satisfaction: {
    name: { zh: "净满意度", en: "Net satisfaction" },
    formula: {
      zh: "5 分的百分比 − 1 至 3 分的百分比；不是 NPS",
      en: "% of 5s − % of 1s to 3s; this is not NPS",
    },
    countedBy: ASKED,
    unit: "points",
    isMoreBetter: true,
  },
  response_rate: {
    name: { zh: "评分回收率", en: "Ratings given" },
    formula: {
      zh: "给出评分 ÷ 被询问；询问 30 天后才给的评分算未经询问的反馈",
      en: "rated ÷ asked; a rating that comes more than 30 days after counts as feedback nobody asked for",
    },
    countedBy: { zh: "询问评分的时间", en: "when the rating was asked for" },
    unit: "percent",
    isMoreBetter: true,
  },
  nps: {
    name: { zh: "净推荐值 (NPS)", en: "NPS" },
    formula: {
      zh: "9–10 分的百分比 − 0–6 分的百分比；只来自单独的 0–10 分问题，附 95 % 区间",
      en: "% of 9–10 − % of 0–6, of the 0–10 question alone, with a 95 % interval",
    },
    countedBy: NPS_ASKED,
    unit: "points",
    isMoreBetter: true,
  },
  nps_response_rate: {
    name: { zh: "NPS 回收率", en: "NPS answers given" },
    formula: { zh: "回答 ÷ 被询问", en: "answered ÷ asked" },
    countedBy: NPS_ASKED,
    unit: "percent",
    isMoreBetter: true,
  },
} as const satisfies Readonly<Record<string, Definition>>;
