/** What is said around an incident: to learners it concerns, and to the agents of their tickets. The notice itself is an admin's. */
import type { Language, TicketId } from "../model.ts";

export type NoticePhrases = {
  readonly learner: {
    /** Under the notice, when the bot answers with it. */
    readonly offer: string;
    /** Before the notice, to somebody who has a request open. */
    readonly about: (ticket: TicketId) => string;
    readonly over: (ticket: TicketId) => string;
  };
  readonly staff: {
    readonly joined: string;
    readonly over: string;
    readonly adminsOnly: string;
    readonly adminsUnknown: string;
    readonly how: string;
    readonly none: string;
    readonly noSuchNotice: string;
    readonly begun: (notice: string, joined: number) => string;
    readonly ended: (number: number) => string;
  };
  /** In a menu, at most 100 characters. */
  readonly command: string;
};

const zh: NoticePhrases = {
  learner: {
    offer: "想在恢复后收到通知，就转人工：我会记下来，到时候告诉你。",
    about: (ticket) => `关于你的请求 #${ticket}：`,
    over: (ticket) => `好消息：和请求 #${ticket} 有关的故障已经恢复了。现在可以了吗？`,
  },
  staff: {
    joined: "📌 这张工单关联到正在进行的故障公告，已告知学员。",
    over: "📌 故障公告结束了，已告知学员。",
    adminsOnly: "没有执行：只有管理员可以发布故障公告（Telegram 群管理员，或 Discord 的管理员角色）。请找一位管理员。",
    adminsUnknown: "没有执行：暂时查不到谁是管理员，请过一会儿再试。",
    how: "没有执行。这样写：/notice 2h 视频暂时打不开，我们正在处理 | Videos are down, we are on it\n只针对一个意图：/notice 2h 意图 内容。最长两周。查看：/notice，结束：/notice end 3",
    none: "现在没有故障公告。发布：/notice 2h 内容",
    noSuchNotice: "没有这条公告，或者已经结束了。查看：/notice",
    begun: (notice, joined) => `📌 已发布 ${notice}\n关联了 ${joined} 张工单。`,
    ended: (number) => `📌 公告 #${number} 已结束，马上通知等待的学员。`,
  },
  command: "故障公告（管理员）：时长、意图、内容",
};

const en: NoticePhrases = {
  learner: {
    offer: "Ask for a person if you want to hear from us when it is over: I note it down and tell you then.",
    about: (ticket) => `About your request #${ticket}:`,
    over: (ticket) => `Good news: the disturbance behind your request #${ticket} is over. Does it work now?`,
  },
  staff: {
    joined: "📌 This ticket waits for the incident that is announced; the learner was told.",
    over: "📌 The incident is over; the learner was told.",
    adminsOnly:
      "Not done: only admins announce incidents (administrators of the Telegram group, the admins' role on Discord). Please ask one of them.",
    adminsUnknown: "Not done: nobody could say who is an admin just now. Please try again in a moment.",
    how: "Not done. Write: /notice 2h 视频暂时打不开 | Videos are down, we are on it\nAbout one intent only: /notice 2h intent words. Two weeks at most. See them: /notice, end one: /notice end 3",
    none: "No notice holds now. Announce one: /notice 2h words",
    noSuchNotice: "There is no such notice, or it is over. See them: /notice",
    begun: (notice, joined) => `📌 Announced ${notice}\n${joined} open tickets joined.`,
    ended: (number) => `📌 Notice #${number} is over; whoever waits for it is told now.`,
  },
  command: "Announce an incident (admins): time, intent, words",
};

export const noticePhrases = { zh, en } as const satisfies Record<Language, NoticePhrases>;
