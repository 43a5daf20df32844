/** What is said when a clock of a ticket has come: to agents who owe a word, and to learners who went silent. */
import type { Language, TicketId } from "../model.ts";

/** Which of a ticket's clocks. */
type Clock = "first" | "next" | "resolution";

export type ClockPhrases = {
  readonly learner: {
    /** `hours`: until the request closes by itself. */
    readonly stillThere: (ticket: TicketId, agent: string, hours: number) => string;
    readonly closedInSilence: (ticket: TicketId) => string;
    readonly offeredAgain: (ticket: TicketId, line: string) => string;
    readonly settled: (ticket: TicketId) => string;
  };
  /** `holder` null: nobody has claimed it. `minutes` of open time. */
  readonly staff: {
    readonly warned: (clock: Clock, holder: string | null, minutes: number) => string;
    readonly missed: (clock: Clock, holder: string | null) => string;
    readonly missedInRoom: (ticket: TicketId, clock: Clock, holder: string | null) => string;
    readonly offeredWider: (ticket: TicketId, minutes: number) => string;
    readonly holderReminded: (holder: string, minutes: number) => string;
    readonly offeredAgain: (holder: string) => string;
    readonly learnerReminded: string;
    readonly closedInSilence: string;
    readonly settledByLearner: string;
    readonly woken: (holder: string | null) => string;
  };
};

const CLOCKS_ZH: Readonly<Record<Clock, string>> = { first: "首次回复", next: "下一次回复", resolution: "解决" };
const CLOCKS_EN: Readonly<Record<Clock, string>> = {
  first: "first answer",
  next: "next answer",
  resolution: "solution",
};

function spanZh(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} 分钟`;
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分钟`;
}

function spanEn(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** From two days on in whole days, as people count so far ahead. */
const aheadZh = (hours: number) => (hours >= 48 ? `${Math.round(hours / 24)} 天` : `${hours} 小时`);
const aheadEn = (hours: number) => {
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return hours === 1 ? "1 hour" : `${hours} hours`;
};

const zh: ClockPhrases = {
  learner: {
    stillThere: (ticket, agent, hours) =>
      `你还在吗？${agent} 已经回复了你的请求 #${ticket}，正在等你的消息。解决了就点下面的按钮，没解决直接在这里写。${aheadZh(hours)}内没有消息，请求会自动关闭。`,
    closedInSilence: (ticket) =>
      `有一阵没收到你的消息，我先把请求 #${ticket} 关闭了。什么都没有丢：还需要帮助的话，点「还没解决」，或者随时写给我。`,
    offeredAgain: (ticket, line) => `抱歉让你久等了，我正在为请求 #${ticket} 另找一位同事。${line}`,
    settled: (ticket) => `太好了！请求 #${ticket} 已标记为解决。`,
  },
  staff: {
    warned: (clock, holder, minutes) =>
      `⏰ ${holder ?? "还没有人认领"}：距离${CLOCKS_ZH[clock]}的时限还剩 ${spanZh(minutes)}（营业时间）。`,
    missed: (clock, holder) => `🚨 ${holder ?? "还没有人认领"}：${CLOCKS_ZH[clock]}已超过时限。`,
    missedInRoom: (ticket, clock, holder) =>
      `🚨 工单 #${ticket} 的${CLOCKS_ZH[clock]}已超过时限，${holder === null ? "还没有人认领" : `由 ${holder} 负责`}。`,
    offeredWider: (ticket, minutes) =>
      `📣 工单 #${ticket} 等了 ${spanZh(minutes)}（营业时间）还没有人认领，现在所有人都可以认领。`,
    holderReminded: (holder, minutes) =>
      `⏰ ${holder}：学员在等你的回复，已经 ${spanZh(minutes)}（营业时间）。可以回复、稍后提醒，或放回队列。`,
    offeredAgain: (holder) => `↩️ ${holder} 一直没有回复，这张工单回到队列，请其他同事认领。`,
    learnerReminded: "🔔 学员一直没有消息，已提醒对方。",
    closedInSilence: "💤 学员一直没有消息，这张工单已自动关闭。",
    settledByLearner: "✅ 学员说已经解决了。",
    woken: (holder) => (holder === null ? "⏰ 稍后提醒的时间到了。" : `⏰ ${holder}：稍后提醒的时间到了。`),
  },
};

const en: ClockPhrases = {
  learner: {
    stillThere: (ticket, agent, hours) =>
      `Are you still there? ${agent} has answered your request #${ticket} and is waiting for your word. If it is settled, tap the button below; if not, just write here. Without a word the request closes by itself in ${aheadEn(hours)}.`,
    closedInSilence: (ticket) =>
      `I have not heard from you for a while, so I closed your request #${ticket}. Nothing is lost: if you still need help, tap “Not solved yet” or write to me at any time.`,
    offeredAgain: (ticket, line) =>
      `Sorry that it takes so long: I am asking another colleague to take your request #${ticket}. ${line}`,
    settled: (ticket) => `Great! Your request #${ticket} is marked as solved.`,
  },
  staff: {
    warned: (clock, holder, minutes) =>
      `⏰ ${holder ?? "Nobody has claimed this"}: ${spanEn(minutes)} of open time left for the ${CLOCKS_EN[clock]}.`,
    missed: (clock, holder) => `🚨 ${holder ?? "Nobody has claimed this"}: the ${CLOCKS_EN[clock]} is overdue.`,
    missedInRoom: (ticket, clock, holder) =>
      `🚨 #${ticket}: the ${CLOCKS_EN[clock]} is overdue, ${holder === null ? "nobody has claimed it" : `${holder} holds it`}.`,
    offeredWider: (ticket, minutes) =>
      `📣 #${ticket} has waited ${spanEn(minutes)} of open time and nobody has claimed it: it is everybody's now.`,
    holderReminded: (holder, minutes) =>
      `⏰ ${holder}: the learner has been waiting for your word for ${spanEn(minutes)} of open time. Answer, snooze or release it.`,
    offeredAgain: (holder) => `↩️ ${holder} has not answered: this ticket is back in the queue for somebody else.`,
    learnerReminded: "🔔 The learner is silent and was reminded.",
    closedInSilence: "💤 The learner stayed silent, so this ticket was closed.",
    settledByLearner: "✅ The learner says it is solved.",
    woken: (holder) => (holder === null ? "⏰ The snooze is over." : `⏰ ${holder}: the snooze is over.`),
  },
};

export const clockPhrases = { zh, en } as const satisfies Record<Language, ClockPhrases>;
