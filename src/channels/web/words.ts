/** What a web chat says when it cannot take something, in both languages: kind, and with what to do next. */
import type { Language } from "../../core/model.ts";

const en = {
  foreign: "This page may not write here. Please open the chat on its own page.",
  method: "This address does not take that kind of request.",
  later: "We cannot take this right now. It will be tried again in a moment.",
  busy: "Many files are arriving right now. This one will be tried again in a moment.",
  tooFast: "That was a lot at once. Please wait a moment, then go on.",
  tooMany: "Too many windows of this chat are open. Please close one.",
  notJson: "We could not read that. Please reload the page and try again.",
  notMultipart: "We could not read that file. Please choose it again.",
  unreadable: "We could not read that message. Please reload the page and try again.",
  empty: "There is nothing in the message yet.",
  tooLong: "That is too long for one message: 4,096 characters at most. Please send it in parts.",
  noFile: "There was no file in that. Please choose it again.",
  fileEmpty: "That file is empty. Please look whether it is the right one.",
  fileTooLarge: "That file is larger than 10 MB. Please send a smaller one, or a part of it.",
  fileGone: "That file is not there any more.",
};

export type Refusals = typeof en;

const zh = {
  foreign: "这个页面不能在这里发消息，请打开聊天页面。",
  method: "这个地址不接受这类请求。",
  later: "现在暂时收不到，稍后会自动重试。",
  busy: "现在正在接收很多文件，稍后会自动重试。",
  tooFast: "发得有点快，请稍等片刻再继续。",
  tooMany: "这个聊天打开的窗口太多了，请关掉一个。",
  notJson: "没能读懂这条内容，请刷新页面再试一次。",
  notMultipart: "没能读懂这个文件，请重新选择。",
  unreadable: "没能读懂这条消息，请刷新页面再试一次。",
  empty: "消息里还没有内容。",
  tooLong: "一条消息最多 4096 个字符，请分几条发送。",
  noFile: "没有收到文件，请重新选择。",
  fileEmpty: "这个文件是空的，请确认是否选对了。",
  fileTooLarge: "文件超过 10 MB，请换一个小一点的，或只发其中一部分。",
  fileGone: "这个文件已经不在了。",
} satisfies Refusals;

export const REFUSALS: Readonly<Record<Language, Refusals>> = { zh, en };
