/**
 * What the bot settles by itself. A conversation is what one learner and we say until an hour of quiet with no ticket open; how it
 * came out is known 72 hours after its end, and all shares of conversations are of those, so that they add up and none flatters.
 */
import type { Definition } from "../definition.ts";

const CONVERSATION_BEGAN = { zh: "对话开始的时间", en: "when the conversation began" };
const ANSWERED = { zh: "机器人作答的时间", en: "when the bot answered" };

type Words = { readonly zh: string; readonly en: string };

function share(name: Words, formula: Words, isMoreBetter: boolean | null) {
  return { name, formula, countedBy: CONVERSATION_BEGAN, unit: "percent", isMoreBetter } as const satisfies Definition;
}

export const BOT_FIGURES = {
  conversations: {
    name: { zh: "对话", en: "Conversations" },
    formula: {
      zh: "学员与我方的一段来往，到没有未结工单且安静一小时为止",
      en: "what one learner and we say until an hour of quiet with no ticket open",
    },
    countedBy: CONVERSATION_BEGAN,
    unit: "count",
    isMoreBetter: null,
  },
  questions: {
    name: { zh: "提问", en: "Questions" },
    formula: { zh: "学员对机器人说的消息", en: "messages learners asked the bot" },
    countedBy: { zh: "提问的时间", en: "when it was asked" },
    unit: "count",
    isMoreBetter: null,
  },
  answers: {
    name: { zh: "机器人作答", en: "Answers" },
    formula: { zh: "机器人给出的回答", en: "answers the bot gave" },
    countedBy: ANSWERED,
    unit: "count",
    isMoreBetter: null,
  },
  bot_first_response: {
    name: { zh: "机器人首次应答", en: "Bot first response" },
    formula: {
      zh: "机器人第一次作答 − 收到对话的第一条消息；不含网络传送",
      en: "first answer of the bot − when the first message of the conversation was received; the way over the network is not in it",
    },
    countedBy: CONVERSATION_BEGAN,
    unit: "seconds",
    isMoreBetter: false,
  },
  deflection: share(
    { zh: "未转人工", en: "Deflection" },
    {
      zh: "没有人工参与的对话 ÷ 对话；必须与“确认”“沉默”“折返”一起看",
      en: "conversations without a person ÷ conversations; only to be read beside confirmed, silent and bounced",
    },
    null,
  ),
  confirmed: share(
    { zh: "学员确认解决", en: "Confirmed" },
    { zh: "学员点了“已解决”、没有转人工 ÷ 对话", en: "no person, and the learner tapped “solved” ÷ conversations" },
    true,
  ),
  silent: share(
    { zh: "沉默", en: "Silent" },
    {
      zh: "作答后 72 小时没有动静、没有转人工 ÷ 对话",
      en: "no person, and 72 h of quiet after an answer ÷ conversations",
    },
    null,
  ),
  bounced: share(
    { zh: "折返", en: "Bounced" },
    {
      zh: "没有转人工，但学员说不对，或 72 小时内又回来 ÷ 对话",
      en: "no person, but the learner said no or came back within 72 h ÷ conversations",
    },
    false,
  ),
  unanswered: share(
    { zh: "未得到回答", en: "Left without an answer" },
    {
      zh: "没有转人工，机器人也没有作答，学员没再回来 ÷ 对话",
      en: "no person, no answer, and the learner left ÷ conversations",
    },
    false,
  ),
  involvement: share(
    { zh: "机器人参与率", en: "Involvement" },
    { zh: "机器人作答过的对话 ÷ 对话", en: "conversations the bot answered in ÷ conversations" },
    null,
  ),
  bot_resolution: share(
    { zh: "机器人解决率", en: "Resolution by the bot" },
    {
      zh: "确认或沉默 ÷ 机器人作答过的对话",
      en: "confirmed or silent ÷ conversations the bot answered in",
    },
    true,
  ),
  automation: share(
    { zh: "自动化率", en: "Automation" },
    { zh: "参与率 × 机器人解决率", en: "involvement × resolution by the bot" },
    true,
  ),
  wrong_answers: {
    name: { zh: "错误回答率", en: "Wrong answers" },
    formula: {
      zh: "学员说不对、转人工或 72 小时内又回来的回答 ÷ 回答；满 72 小时的回答才计入",
      en: "answers after which the learner said no, went to a person or came back within 72 h ÷ answers that are 72 h old",
    },
    countedBy: ANSWERED,
    unit: "percent",
    isMoreBetter: false,
  },
  delivery_failures: {
    name: { zh: "发送失败率", en: "Delivery failures" },
    formula: {
      zh: "最终失败的发送 ÷ 发给学员且有结果的发送；重试的只计一次",
      en: "sends that failed for good ÷ sends to learners that were settled; one that was tried again counts once",
    },
    countedBy: { zh: "发送有结果的时间", en: "when the send was settled" },
    unit: "percent",
    isMoreBetter: false,
  },
} as const satisfies Readonly<Record<string, Definition>>;
