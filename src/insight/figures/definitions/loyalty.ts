/**
 * Whether learners come back to buy. Split by what they last said or got, never as proof of it: whoever is content buys more, and
 * whoever buys more is content.
 */
import type { Definition } from "../definition.ts";

const ASKED = {
  zh: "评分、解决或回答 NPS 之后第 90 天；每位学员只算最后一次",
  en: "the 90th day after they rated, were helped or answered; each learner with the last of these",
};
const CAVEAT = {
  zh: "这是相关，不是因果：本来就想续学的人评分也高",
  en: "this goes together and is no proof of cause: who means to stay rates higher",
};

export const LOYALTY_FIGURES = {
  repurchase: {
    name: { zh: "90 天复购", en: "Bought again within 90 days" },
    formula: {
      zh: `有过订单的学员中，90 天内再次购买 ÷ 已满 90 天的学员；${CAVEAT.zh}`,
      en: `of learners with an order before: bought again within 90 days ÷ those whose 90 days are over; ${CAVEAT.en}`,
    },
    countedBy: ASKED,
    unit: "percent",
    isMoreBetter: true,
  },
  renewal: {
    name: { zh: "90 天续费", en: "Renewed within 90 days" },
    formula: {
      zh: `有过订单的学员中，90 天内续费 ÷ 已满 90 天的学员；${CAVEAT.zh}`,
      en: `of learners with an order before: renewed within 90 days ÷ those whose 90 days are over; ${CAVEAT.en}`,
    },
    countedBy: ASKED,
    unit: "percent",
    isMoreBetter: true,
  },
} as const satisfies Readonly<Record<string, Definition>>;
