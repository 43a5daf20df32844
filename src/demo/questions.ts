/** What the learners of the demo ask: questions of the pack in words of its own, and some no intent covers, as every school has them. */
import type { Language } from "../core/model.ts";
import type { Pack } from "../core/pack.ts";
import { type Learner, pick } from "./cast.ts";
import type { Dice } from "./dice.ts";

/** `intentId` null: no intent covers it. `again` says the same in other words. */
export type Question = {
  readonly intentId: string | null;
  readonly text: string;
  readonly again: string;
  /** What an agent answers. */
  readonly answer: string;
};

type Topic = {
  readonly texts: Readonly<Record<Language, readonly string[]>>;
  readonly answer: Readonly<Record<Language, string>>;
};

/** Questions nobody wrote an answer for yet: the mine of the next intents. */
const UNCOVERED: readonly Topic[] = [
  {
    texts: {
      zh: ["平板手写笔能在笔记里用吗", "ipad 手写笔记怎么同步", "课程笔记支持手写吗", "手写笔写的笔记存在哪"],
      en: [
        "can I use a stylus for notes",
        "does the note pad support handwriting",
        "where are my handwritten notes kept",
      ],
    },
    answer: {
      zh: "笔记页右上角选“手写”即可，写完会自动同步到云端。",
      en: "Choose Handwriting at the top of the note pad; notes sync by themselves.",
    },
  },
  {
    texts: {
      zh: ["公司想给员工统一开通账号", "企业团队怎么批量开课", "能不能给我们部门开团队版", "批量导入员工名单怎么操作"],
      en: [
        "can my company enrol a whole team",
        "how do we add twenty employees at once",
        "is there a team plan for our department",
      ],
    },
    answer: {
      zh: "企业开通请把人数和公司名发给我们，当天由企业顾问联系您。",
      en: "Send us the company name and head count; our team adviser writes the same day.",
    },
  },
  {
    texts: {
      zh: ["课件里的字体太小看不清", "夜间模式在哪里打开", "能不能调大页面字体", "黑色背景怎么设置"],
      en: ["is there a dark mode", "how do I make the text larger", "the font on the lesson page is too small"],
    },
    answer: { zh: "“我的 → 显示”里可以调字号和打开夜间模式。", en: "Text size and dark mode are under Me, Display." },
  },
  {
    texts: {
      zh: ["学校要求盖章的学时证明", "能开学时证明给单位吗", "需要纸质的培训时长证明"],
      en: ["I need a stamped proof of study hours", "can you issue a letter of attendance for my employer"],
    },
    answer: {
      zh: "学时证明可以开：请告诉我们课程、姓名和单位全称，3 天内寄出。",
      en: "We can: tell us the course, your full name and your employer; it is sent within three days.",
    },
  },
];

/** Intents learners ask about most; the rest shares what is left. */
const FREQUENT: readonly (readonly [string, number])[] = [
  ["video_playback", 9],
  ["login_problem", 6],
  ["reset_password", 6],
  ["request_refund", 7],
  ["certificate", 5],
  ["course_access", 6],
  ["invoice", 5],
  ["payment_failed", 4],
  ["homework_submit", 4],
  ["live_class_schedule", 4],
  ["coupon", 3],
];
const UNCOVERED_SHARE = 0.1;
const FREQUENT_SHARE = 0.6;

const OPENINGS = {
  zh: ["", "", "", "你好，", "请问", "老师好，", "急！"],
  en: ["", "", "", "Hi, ", "Hello! ", "quick question: ", "please help, "],
} as const satisfies Record<Language, readonly string[]>;
const ENDINGS = { zh: ["", "", "？", "谢谢", "……"], en: ["", "", "?", " thanks", "!!"] } as const;

export function questionOf({ language }: Learner, pack: Pack, dice: Dice): Question {
  if (dice.uniform() < UNCOVERED_SHARE) {
    const topic = pick(UNCOVERED, dice);
    const [text, again] = [pick(topic.texts[language], dice), pick(topic.texts[language], dice)];
    return { intentId: null, text: dressed(text, language, dice), again, answer: topic.answer[language] };
  }
  return questionAbout(intentIdOf(pack, dice), language, { pack, dice });
}

export function questionAbout(
  intentId: string,
  language: Language,
  { pack, dice }: { readonly pack: Pack; readonly dice: Dice },
): Question {
  const examples = pack.intents.get(intentId)?.examples[language] ?? [];
  const answer = {
    zh: "我看了您的账号，已经帮您处理好，请刷新再试。",
    en: "I looked into your account and set it right; please reload and try again.",
  };
  return {
    ...{ intentId, again: pick(examples, dice), answer: answer[language] },
    text: dressed(pick(examples, dice), language, dice),
  };
}

function dressed(text: string, language: Language, dice: Dice): string {
  return `${pick(OPENINGS[language], dice)}${text}${pick(ENDINGS[language], dice)}`;
}

function intentIdOf(pack: Pack, dice: Dice): string {
  const known = FREQUENT.filter(([id]) => pack.intents.has(id));
  const total = known.reduce((sum, [, weight]) => sum + weight, 0);
  if (total > 0 && dice.uniform() < FREQUENT_SHARE) {
    let left = dice.uniform() * total;
    for (const [id, weight] of known) {
      left -= weight;
      if (left < 0) return id;
    }
  }
  return pick([...pack.intents.keys()], dice);
}
