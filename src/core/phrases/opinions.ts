/** What is said about the 0–10 question and the suggestion box: to learners, and to those who read what came in. */
import type { Language } from "../model.ts";
import type { Likelihood } from "../nps/survey.ts";

export type OpinionPhrases = {
  readonly learner: {
    readonly askNps: string;
    /** Where there are no buttons: how to answer, and how to be left alone. */
    readonly npsInWords: string;
    readonly npsThanks: (value: Likelihood) => string;
    readonly npsAnswered: string;
    readonly npsCommentKept: string;
    readonly npsDeclined: string;
    readonly npsOff: string;
    readonly npsOn: string;
    /** How it is now; a button to change it stands under it. */
    readonly npsIsOff: string;
    readonly npsIsOn: string;
    readonly suggestNow: string;
    readonly suggestInOne: string;
    readonly suggested: string;
    /** A button for a person stands under it: it may have been a question. */
    readonly suggestedInWords: string;
    readonly suggestedUnnamed: string;
    readonly suggestionAnswered: (suggested: string) => string;
  };
  /** Labels of buttons, at most 40 characters. */
  readonly buttons: { readonly npsOff: string; readonly npsOn: string };
  /** What may stand behind a command, at most 100 characters (Discord). */
  readonly options: { readonly suggest: string; readonly survey: string };
  readonly staff: {
    /** `lines`: some of them, cut. */
    readonly suggestions: (count: number, lines: readonly string[]) => string;
  };
};

const zh: OpinionPhrases = {
  learner: {
    askNps: "想问你一个问题，每季度最多一次：你有多愿意把我们推荐给朋友？0（完全不愿意）到 10（非常愿意）",
    npsInWords: "回复一个 0 到 10 的数字就行。不想再被问：/survey off",
    npsThanks: (value) => {
      if (value <= 6) return `谢谢你如实打了 ${value} 分。我们最该改进什么？愿意的话直接写给我。`;
      return value <= 8
        ? `谢谢你的 ${value} 分！怎样才能更好？愿意的话直接写给我。`
        : `谢谢你的 ${value} 分！最喜欢的是什么？愿意的话直接写给我。`;
    },
    npsAnswered: "你已经回答过了，谢谢！",
    npsCommentKept: "谢谢你告诉我，我记下来了。如果这是一个新问题，请再问一次，或者转人工。",
    npsDeclined: "好的，这次就不问了。",
    npsOff: "好的，以后不再问你这个问题。改主意了就发 /survey on。",
    npsOn: "好的，我每季度最多问你一次。不想被问就发 /survey off。",
    npsIsOff: "现在我不会问你有多愿意推荐我们。",
    npsIsOn: "我每季度最多问你一次有多愿意推荐我们。不想被问的话，点下面的按钮。",
    suggestNow: "请讲！把你的建议写在下一条消息里，我会交给负责人。想匿名的话，请发：/suggest 匿名 你的建议",
    suggestInOne: "请把建议写在同一条消息里，例如：/suggest 希望课程有字幕。想匿名的话：/suggest 匿名 希望课程有字幕",
    suggested: "谢谢你的建议！我已经交给负责人了。",
    suggestedInWords: "谢谢你的建议！我已经交给负责人了。如果这是一个问题，请再问一次，或者转人工。",
    suggestedUnnamed: "谢谢你的建议！我已经匿名交给负责人：里面没有你的名字，所以也没法回复你。",
    suggestionAnswered: (suggested) => `关于你的建议「${suggested}」：`,
  },
  buttons: { npsOff: "🔕 不再问我这个", npsOn: "🔔 可以问我" },
  options: { suggest: "你的建议；想匿名就以「匿名」开头", survey: "on 或 off" },
  staff: {
    suggestions: (count, lines) => [`💡 收到 ${count} 条新建议，在控制台里查看和回复。`, ...lines].join("\n"),
  },
};

const en: OpinionPhrases = {
  learner: {
    askNps:
      "One question, at most once a quarter: how likely would you recommend us to a friend, from 0 (not at all) to 10 (very likely)?",
    npsInWords: "Just answer with a number from 0 to 10. Not to be asked again: /survey off",
    npsThanks: (value) => {
      if (value <= 6)
        return `Thank you for your honest ${value}. What should we do better first? If you like, just write it here.`;
      return value <= 8
        ? `Thank you for your ${value}! What would make it better? If you like, just write it here.`
        : `Thank you for your ${value}! What do you like most? If you like, just write it here.`;
    },
    npsAnswered: "You have already answered this. Thank you!",
    npsCommentKept:
      "Thank you for telling me, I have written it down. If it was a new question, just ask again, or get a person.",
    npsDeclined: "All right, not this time.",
    npsOff: "All right, I will not ask you that again. Should you change your mind: /survey on",
    npsOn: "All right, I will ask you once a quarter at most. Not to be asked: /survey off",
    npsIsOff: "I do not ask you how likely you would recommend us.",
    npsIsOn: "Once a quarter at most I ask you how likely you would recommend us. Tap the button not to be asked.",
    suggestNow:
      "I am all ears: write your suggestion in your next message, and I pass it on to those in charge. To leave your name out, send: /suggest anonymous your words",
    suggestInOne:
      "Please write it in one message, for example: /suggest subtitles for all videos. To leave your name out: /suggest anonymous subtitles for all videos",
    suggested: "Thank you for your suggestion! I have passed it on to those in charge.",
    suggestedInWords:
      "Thank you for your suggestion! I have passed it on to those in charge. If it was a question, just ask again, or get a person.",
    suggestedUnnamed:
      "Thank you for your suggestion! I have passed it on without your name, so nobody can answer you about it.",
    suggestionAnswered: (suggested) => `About your suggestion “${suggested}”:`,
  },
  buttons: { npsOff: "🔕 Do not ask me this again", npsOn: "🔔 You may ask me" },
  options: { suggest: "Your suggestion; begin with “anonymous” to leave out your name", survey: "on or off" },
  staff: {
    suggestions: (count, lines) =>
      [
        `💡 ${count === 1 ? "A new suggestion" : `${count} new suggestions`}: read and answer them in the console.`,
        ...lines,
      ].join("\n"),
  },
};

export const opinionPhrases = { zh, en } as const satisfies Record<Language, OpinionPhrases>;
