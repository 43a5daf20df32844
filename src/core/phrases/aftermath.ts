/** What is said after the end of a ticket: about a low rating and what was wrong, a changed one, and who looks after it. */
import type { Language, Rating, RatingReason, TicketId } from "../model.ts";

export type AftermathPhrases = {
  /** Labels of buttons, at most 40 characters; never the words of `buttons.unsolved`, which stands beside them. */
  readonly reasons: Readonly<Record<RatingReason, string>>;
  readonly learner: {
    /** Under the thanks for a low rating. */
    readonly whatWasWrong: string;
    readonly changed: (rating: Rating) => string;
    readonly reasonKept: (reason: string) => string;
    readonly commentKept: string;
  };
  readonly staff: {
    readonly changed: (was: Rating, is: Rating) => string;
    readonly reason: (reason: string) => string;
    /** Stands under the learner's words. */
    readonly comment: string;
    /** `owner` null: nobody in particular; `due` as agents read times, null: no hour of work is ahead. */
    readonly recover: (owner: string | null, rating: Rating, due: string | null) => string;
    readonly recoverNoMore: string;
    readonly recoverOverdue: (ticket: TicketId, owner: string | null) => string;
  };
};

const zh: AftermathPhrases = {
  reasons: {
    slow: "🐢 太慢了",
    not_solved: "🧩 没帮上忙",
    unclear: "🌫️ 没说清楚",
    unfriendly: "😕 态度不好",
    other: "💬 其他",
  },
  learner: {
    whatWasWrong: "是哪里没做好？点一下（可以多选），或者直接写给我。",
    changed: (rating) => `好的，已改成 ${rating} 分。`,
    reasonKept: (reason) => `记下了：${reason}。谢谢！`,
    commentKept: "谢谢你告诉我，我会转给同事。如果这是一个新问题，请再问一次，或者转人工。",
  },
  staff: {
    changed: (was, is) => `⭐ 评分从 ${was} 改成 ${is}/5。`,
    reason: (reason) => `⭐ 评分原因：${reason}`,
    comment: "⭐ 以上是学员对评分的说明。",
    recover: (owner, rating, due) =>
      `🩹 ${owner ?? "请一位同事"}：评分只有 ${rating}/5，请${due === null ? "" : `在 ${due} 前`}跟进这位学员。`,
    recoverNoMore: "🩹 不用再跟进了：学员提高了评分。",
    recoverOverdue: (ticket, owner) =>
      `🚨 工单 #${ticket} 的低分还没有人跟进，${owner === null ? "没有负责人" : `由 ${owner} 负责`}。`,
  },
};

const en: AftermathPhrases = {
  reasons: {
    slow: "🐢 Too slow",
    not_solved: "🧩 Did not help",
    unclear: "🌫️ Unclear",
    unfriendly: "😕 Unfriendly",
    other: "💬 Something else",
  },
  learner: {
    whatWasWrong: "What went wrong? Tap what fits, more than one if you like, or just write it here.",
    changed: (rating) => `All right, that is ${rating}/5 now.`,
    reasonKept: (reason) => `Noted: ${reason}. Thank you!`,
    commentKept:
      "Thank you for telling me, I pass it on to my colleagues. If it was a new question, just ask again, or get a person.",
  },
  staff: {
    changed: (was, is) => `⭐ The learner changed the rating from ${was}/5 to ${is}/5.`,
    reason: (reason) => `⭐ Reason for the rating: ${reason}`,
    comment: "⭐ That is the learner's comment on the rating.",
    recover: (owner, rating, due) =>
      `🩹 ${owner ?? "Somebody"}: only ${rating} of 5, please look after this learner${due === null ? "" : ` by ${due}`}.`,
    recoverNoMore: "🩹 No need to look after it any more: the learner raised the rating.",
    recoverOverdue: (ticket, owner) =>
      `🚨 #${ticket}: nobody has looked after the low rating yet, ${owner === null ? "it has no owner" : `${owner} owns it`}.`,
  },
};

export const aftermathPhrases = { zh, en } as const satisfies Record<Language, AftermathPhrases>;
