/**
 * Every word of the chat page, in both languages side by side. `satisfies` makes a missing translation a type error.
 * What the bot and people say comes from the server and is never in here.
 */
import type { Language } from "../language.ts";

const en = {
  /** Put where the skeleton says data-word or data-label. */
  fixed: {
    title: "Support",
    greeting: "Hello! Ask us anything about your courses, orders and account. If the bot cannot help, a person will.",
    elsewhere: "To go on in Telegram or Discord, write /link here.",
    name: "What may we call you? (optional)",
    log: "What was said",
    newest: "New messages ↓",
    typing: "Somebody is writing…",
    attach: "Attach a file (10 MB at most)",
    words: "Write your message",
    send: "Send",
    keys: "Enter sends, Shift + Enter begins a new line.",
  },
  placeholder: "Write your message…",
  you: "You",
  us: "Support",
  choices: "Choices",
  state: {
    sending: "Sending…",
    waiting: "Not sent yet. It is tried again by itself.",
    refused: "Not sent.",
  },
  tryNow: "Try now",
  drop: "Remove",
  uploading: (percent: number) => `Sending the file… ${percent} %`,
  fileLost: "This file was not sent: the page was closed too early. Please choose it again.",
  fileTooLarge: "That file is larger than 10 MB. Please send a smaller one, or a part of it.",
  fileEmpty: "That file is empty. Please look whether it is the right one.",
  otherTrouble: "That did not work. Please try again.",
  connecting: "The connection is lost. Trying again…",
  tooMany: "This chat goes on in another window. Click here to go on in this one.",
  unread: (count: number, title: string) => `(${count}) ${title}`,
  attachment: {
    photo: "Photo",
    document: "File",
    voice: "Voice message",
    audio: "Audio",
    video: "Video",
    sticker: "Sticker",
    location: "Location",
    contact: "Contact",
  },
  otherLanguage: "中文",
};

export type Words = typeof en;

const zh = {
  fixed: {
    title: "在线咨询",
    greeting: "你好！课程、订单、账号的问题都可以在这里问。机器人答不上来的，会有人工来帮你。",
    elsewhere: "想在 Telegram 或 Discord 继续聊，请在这里发送 /link。",
    name: "怎么称呼你？（选填）",
    log: "聊天记录",
    newest: "有新消息 ↓",
    typing: "对方正在输入……",
    attach: "添加文件（最大 10 MB）",
    words: "输入消息",
    send: "发送",
    keys: "按 Enter 发送，Shift + Enter 换行。",
  },
  placeholder: "输入消息…",
  you: "你",
  us: "客服",
  choices: "可选操作",
  state: { sending: "发送中…", waiting: "还没发出去，会自动重试。", refused: "没有发送。" },
  tryNow: "立即重试",
  drop: "移除",
  uploading: (percent: number) => `正在发送文件… ${percent}%`,
  fileLost: "这个文件没有发出去：页面关得太早了，请重新选择。",
  fileTooLarge: "文件超过 10 MB，请换一个小一点的，或只发其中一部分。",
  fileEmpty: "这个文件是空的，请确认是否选对了。",
  otherTrouble: "没有成功，请再试一次。",
  connecting: "连接断开了，正在重新连接…",
  tooMany: "这个聊天已在另一个窗口打开。点这里可在本窗口继续。",
  unread: (count: number, title: string) => `(${count}) ${title}`,
  attachment: {
    photo: "图片",
    document: "文件",
    voice: "语音",
    audio: "音频",
    video: "视频",
    sticker: "贴纸",
    location: "位置",
    contact: "名片",
  },
  otherLanguage: "English",
} satisfies Words;

export const WORDS: Readonly<Record<Language, Words>> = { zh, en };

/** Where a browser keeps the language somebody chose on this page. */
export const LANGUAGE_KEPT = "aftercare.chat.language";
