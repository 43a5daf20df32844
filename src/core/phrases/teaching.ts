/** What an agent reads after `/teach`. */
import type { Language } from "../model.ts";

export type TeachingPhrases = {
  readonly taught: (title: string, hasAnswer: boolean) => string;
  readonly noSuchIntent: (names: readonly string[]) => string;
  readonly nothingToTeach: string;
  /** In menus; at most 100 characters. */
  readonly command: string;
  readonly option: string;
};

const zh: TeachingPhrases = {
  taught: (title, hasAnswer) =>
    `📖 已放进“${title}”的草稿${hasAnswer ? "，连同你的回答" : ""}；个人信息已隐去，管理员发布后生效。`,
  noSuchIntent: (names) =>
    `没有执行：没有这个意图。/teach 后写意图的 id，相近的有：${names.length === 0 ? "没有" : names.join("、")}。`,
  nothingToTeach: "没有执行：这张工单里学员还没有用文字提过问题。",
  command: "把学员的问题放进意图的草稿",
  option: "意图的 id，如 request_refund",
};

const en: TeachingPhrases = {
  taught: (title, hasAnswer) =>
    `📖 Put into the draft of “${title}”${hasAnswer ? ", with your answer beside it" : ""}. Personal things are hidden; it counts once an admin publishes it.`,
  noSuchIntent: (names) =>
    `Not done: there is no such intent. Write an id after /teach; near it are: ${names.length === 0 ? "none" : names.join(", ")}.`,
  nothingToTeach: "Not done: the learner has not asked anything in words in this ticket.",
  command: "Puts the learner's question into an intent's draft",
  option: "The intent's id, such as request_refund",
};

export const teachingPhrases = { zh, en } as const satisfies Record<Language, TeachingPhrases>;
