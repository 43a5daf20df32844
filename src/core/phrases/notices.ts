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
  readonly staff: { readonly joined: string; readonly over: string };
};

const zh: NoticePhrases = {
  learner: {
    offer: "想在恢复后收到通知，就转人工：我会记下来，到时候告诉你。",
    about: (ticket) => `关于你的请求 #${ticket}：`,
    over: (ticket) => `好消息：和请求 #${ticket} 有关的故障已经恢复了。现在可以了吗？`,
  },
  staff: { joined: "📌 这张工单关联到正在进行的故障公告，已告知学员。", over: "📌 故障公告结束了，已告知学员。" },
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
  },
};

export const noticePhrases = { zh, en } as const satisfies Record<Language, NoticePhrases>;
