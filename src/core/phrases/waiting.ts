/** What a learner who waits for a person is told: the place in the line, how long it will likely take, and how it ended. */
import type { Language, Millis, TicketId } from "../model.ts";
import { spans } from "./spans.ts";

export type WaitingPhrases = {
  /** 1 is next. */
  readonly position: (position: number) => string;
  /** Half of the learners wait less than `median`, nine of ten less than `p90`; both as they are said, whole minutes. */
  readonly wait: (median: Millis, p90: Millis) => string;
  /** When both are the same there is one thing to say. */
  readonly waitUnder: (p90: Millis) => string;
  /** Nobody is there now. `opening` as calendar/opening.ts says it. */
  readonly closed: (opening: string) => string;
  /** Between two sentences. */
  readonly space: string;
  readonly detail: string;
  readonly detailHint: (ticket: TicketId) => string;
  readonly noDetail: string;
  /** A button, while nobody is there. */
  readonly callBack: string;
  readonly callBackKept: (ticket: TicketId) => string;
  readonly callBackOpen: string;
  readonly calledBack: (ticket: TicketId, line: string) => string;
  readonly taken: (ticket: TicketId, agent: string) => string;
  readonly takenBack: (ticket: TicketId) => string;
  readonly over: (ticket: TicketId) => string;
};

const zh: WaitingPhrases = {
  position: (position) => (position <= 1 ? "下一位就是你。" : `你排在第 ${position} 位。`),
  wait: (median, p90) => `大概 ${spans.zh(median)}，几乎肯定不超过 ${spans.zh(p90)}。`,
  waitUnder: (p90) => `几乎肯定不超过 ${spans.zh(p90)}。`,
  closed: (opening) => `现在是休息时间，${opening}开始会有人回复。`,
  space: "",
  detail: "✍️ 补充说明",
  detailHint: (ticket) => `直接写在这里就行，会加到请求 #${ticket} 里。`,
  noDetail: "这个请求已经不在等待了。",
  callBack: "🔔 有人了叫我",
  callBackKept: (ticket) => `好的，一有人上班，我就在这里告诉你（请求 #${ticket}）。`,
  callBackOpen: "现在有人在，轮到你时会在这里回复你。",
  calledBack: (ticket, line) => `🔔 现在有人了，你的请求 #${ticket} 还在排队。${line}`,
  taken: (ticket, agent) => `🙌 请求 #${ticket}：${agent} 接手了。`,
  takenBack: (ticket) => `✖️ 请求 #${ticket} 已撤回。`,
  over: (ticket) => `✅ 请求 #${ticket} 已关闭。`,
};

const en: WaitingPhrases = {
  position: (position) => (position <= 1 ? "You are next." : `You are number ${position} in line.`),
  wait: (median, p90) => `Likely ${spans.en(median)}, almost surely under ${spans.en(p90)}.`,
  waitUnder: (p90) => `Almost surely under ${spans.en(p90)}.`,
  closed: (opening) => `Nobody is here right now; people are back ${opening}.`,
  space: " ",
  detail: "✍️ Add detail",
  detailHint: (ticket) => `Just write it here, it goes onto request #${ticket}.`,
  noDetail: "That request is not waiting any more.",
  callBack: "🔔 Tell me when people are back",
  callBackKept: (ticket) => `I will write to you here as soon as people are back (request #${ticket}).`,
  callBackOpen: "People are here: you are answered here when it is your turn.",
  calledBack: (ticket, line) => `🔔 People are here now, and your request #${ticket} is waiting. ${line}`,
  taken: (ticket, agent) => `🙌 Request #${ticket}: ${agent} took over.`,
  takenBack: (ticket) => `✖️ Request #${ticket} was taken back.`,
  over: (ticket) => `✅ Request #${ticket} is closed.`,
};

export const waitingPhrases = { zh, en } as const satisfies Record<Language, WaitingPhrases>;
