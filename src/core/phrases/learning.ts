/** What agents read of a learner's courses and orders, and what the learner reads once a shop's code proved who they are. */
import type { Language } from "../model.ts";

export type LearningPhrases = {
  readonly learner: {
    /** The code was right. */
    readonly proven: string;
  };
  readonly card: {
    readonly courses: (list: string) => string;
    readonly orders: (list: string) => string;
    readonly progress: (percent: number) => string;
    readonly completed: string;
    readonly boughtDaysAgo: (days: number) => string;
    readonly refunded: string;
    readonly renewed: string;
    readonly more: (count: number) => string;
  };
};

const zh: LearningPhrases = {
  learner: { proven: "确认好了：现在我知道你在课程网站上是谁，回答会结合你的课程和订单。" },
  card: {
    courses: (list) => `课程：${list}`,
    orders: (list) => `订单：${list}`,
    progress: (percent) => `进度 ${percent}%`,
    completed: "已学完",
    boughtDaysAgo: (days) => (days === 0 ? "今天购买" : `${days} 天前购买`),
    refunded: "已退款",
    renewed: "续费",
    more: (count) => `还有 ${count} 个`,
  },
};

const en: LearningPhrases = {
  learner: {
    proven:
      "Thank you, now I know who you are on the course site: my answers take your courses and orders into account.",
  },
  card: {
    courses: (list) => `courses: ${list}`,
    orders: (list) => `orders: ${list}`,
    progress: (percent) => `${percent} % done`,
    completed: "finished",
    boughtDaysAgo: (days) => (days === 0 ? "bought today" : `bought ${days} ${days === 1 ? "day" : "days"} ago`),
    refunded: "refunded",
    renewed: "renewal",
    more: (count) => `and ${count} more`,
  },
};

export const learningPhrases = { zh, en } as const satisfies Record<Language, LearningPhrases>;
