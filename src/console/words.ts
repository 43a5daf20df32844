/**
 * Every word of the console, in both languages side by side. `satisfies` makes a missing translation a type error. Words of
 * learners and agents are never in here and never translated.
 */
export type Language = "zh" | "en";

const en = {
  /** Put where the skeleton says data-word or data-label. */
  fixed: {
    views: "Views",
    keys: "Keyboard shortcuts",
    tokenTitle: "Enter the API token",
    tokenHint: "The token the bot was started with (API_TOKEN). It is kept until you close this tab.",
    withAccount: "Sign in with an account instead",
    signOut: "Sign out",
    token: "API token",
    enter: "Enter",
    tickets: "Tickets",
    thread: "Conversation",
    pickOne: "Pick a ticket to read it.",
    back: "← Tickets",
    claim: "Claim",
    release: "Release",
    solve: "Solve",
    reopen: "Reopen",
    write: "Write",
    replyTab: "Reply",
    noteTab: "Private note",
    replyLabel: "To the learner",
    noteLabel: "For agents only",
    noteHint: "The learner never sees this.",
    sendReply: "Send to learner",
    saveNote: "Save note",
    close: "Close",
  },
  views: { unassigned: "Unassigned", open: "Open", solved: "Solved", all: "All" },
  status: { new: "○ Unassigned", open: "◐ Open", solved: "● Solved" },
  priority: { urgent: "‼ Urgent", high: "! High", normal: "Normal", low: "↓ Low" },
  reason: {
    asked: "asked for a person",
    missed: "the bot did not understand",
    intent: "this question goes to people",
    poisoned: "the bot failed on a message",
  },
  channel: { telegram: "Telegram", discord: "Discord", web: "Web chat", terminal: "Terminal" },
  spoken: { zh: "Chinese", en: "English" },
  author: { bot: "Bot", agent: "Agent" },
  delivery: {
    queued: "waiting to be sent",
    sending: "sending",
    sent: "✓ sent",
    failed: "✗ not delivered",
    uncertain: "? unsure",
  },
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
  note: "Private note – agents only",
  press: "pressed",
  you: "you",
  nobody: "nobody",
  heldBy: (name: string) => `held by ${name}`,
  waits: (time: string) => `waiting ${time}`,
  opened: (time: string) => `opened ${time} ago`,
  solvedAgo: (time: string) => `solved ${time} ago`,
  rated: (rating: number) => `rated ${rating} of 5`,
  awaitsUs: "awaits an answer",
  awaitsLearner: "awaits the learner",
  canReply: "Ctrl + Enter sends.",
  claimToReply: "Claim the ticket to write to the learner.",
  otherReplies: (name: string) => `${name} holds this ticket; only they write to the learner.`,
  solvedReply: "Solved. Reopen it to write to the learner.",
  nothingWaiting: "Nobody is waiting. Well done.",
  nothingHere: "No tickets in this view.",
  firstRun: {
    title: "No tickets yet. This is how the first one comes in:",
    steps: [
      "Give the bot a channel: set TELEGRAM_BOT_TOKEN and start it again.",
      "Write to the bot as a learner would, and ask for a person: /human.",
      "The ticket appears here within two seconds. Claim it, answer, solve it.",
    ],
  },
  unreachable: "The bot cannot be reached. Trying again…",
  wrongToken: "That is not the token.",
  notAllowed: "The bot does not serve this page here: open it on the machine the bot runs on, or set API_TOKEN.",
  problem: {
    already_claimed: (name: string) => `${name} was faster and holds this ticket now.`,
    not_holder: (name: string) => `Only the holder may do that. It is ${name}.`,
    already_solved: "This ticket is solved already.",
    not_solved: "This ticket is not solved.",
    too_late: "It is too late to reopen this ticket. The learner can ask again.",
    other_ticket_open: "The learner has another ticket open. Go on there.",
    empty: "There is nothing to send yet.",
    no_such_ticket: "This ticket does not exist any more.",
    other: "That did not work. Nothing was changed; try again.",
    file: "This file cannot be fetched any more.",
  },
  sheet: {
    "J / K": "next, previous ticket",
    A: "claim",
    R: "write a reply",
    N: "write a note",
    C: "solve",
    Z: "reopen",
    "Ctrl + Enter": "send",
    "?": "this list",
  },
  otherLanguage: "中文",
};

export type Words = typeof en;

const zh = {
  fixed: {
    views: "视图",
    keys: "键盘快捷键",
    tokenTitle: "输入 API 令牌",
    tokenHint: "机器人启动时设置的令牌（API_TOKEN），关闭此标签页后即失效。",
    withAccount: "改用账号登录",
    signOut: "退出登录",
    token: "API 令牌",
    enter: "进入",
    tickets: "工单",
    thread: "对话",
    pickOne: "选择一个工单查看对话。",
    back: "← 工单列表",
    claim: "认领",
    release: "放回队列",
    solve: "解决",
    reopen: "重新打开",
    write: "撰写",
    replyTab: "回复",
    noteTab: "内部备注",
    replyLabel: "发给学员",
    noteLabel: "内部备注，仅客服可见",
    noteHint: "学员看不到备注。",
    sendReply: "发送给学员",
    saveNote: "保存备注",
    close: "关闭",
  },
  views: { unassigned: "待认领", open: "处理中", solved: "已解决", all: "全部" },
  status: { new: "○ 待认领", open: "◐ 处理中", solved: "● 已解决" },
  priority: { urgent: "‼ 紧急", high: "! 高", normal: "普通", low: "↓ 低" },
  reason: { asked: "要求转人工", missed: "机器人没听懂", intent: "此类问题由人工处理", poisoned: "机器人处理出错" },
  channel: { telegram: "Telegram", discord: "Discord", web: "网页聊天", terminal: "终端" },
  spoken: { zh: "中文", en: "英文" },
  author: { bot: "机器人", agent: "客服" },
  delivery: { queued: "等待发送", sending: "发送中", sent: "✓ 已发送", failed: "✗ 未送达", uncertain: "? 不确定" },
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
  note: "内部备注 · 仅客服可见",
  press: "点击了",
  you: "你",
  nobody: "无人",
  heldBy: (name: string) => `由${name}处理`,
  waits: (time: string) => `已等待 ${time}`,
  opened: (time: string) => `${time}前转来`,
  solvedAgo: (time: string) => `${time}前解决`,
  rated: (rating: number) => `评分 ${rating} / 5`,
  awaitsUs: "等待我们回复",
  awaitsLearner: "等待学员回复",
  canReply: "Ctrl + Enter 发送。",
  claimToReply: "认领后才能回复学员。",
  otherReplies: (name: string) => `此工单由${name}处理，只有其本人可以回复学员。`,
  solvedReply: "已解决。重新打开后才能回复学员。",
  nothingWaiting: "没有人在等待，干得漂亮。",
  nothingHere: "此视图中没有工单。",
  firstRun: {
    title: "还没有工单。第一个工单这样进来：",
    steps: [
      "给机器人接上渠道：设置 TELEGRAM_BOT_TOKEN 后重新启动。",
      "像学员一样给机器人发消息，并要求转人工：/human。",
      "工单会在两秒内出现在这里。认领、回复、解决。",
    ],
  },
  unreachable: "连接不上机器人，正在重试…",
  wrongToken: "令牌不正确。",
  notAllowed: "机器人不在此处提供服务：请在运行机器人的电脑上打开本页，或设置 API_TOKEN。",
  problem: {
    already_claimed: (name: string) => `${name}抢先一步，工单现由其处理。`,
    not_holder: (name: string) => `只有处理人可以这样做，现在的处理人：${name}。`,
    already_solved: "此工单已经解决。",
    not_solved: "此工单尚未解决。",
    too_late: "已超过可重新打开的时间，学员可以再次提问。",
    other_ticket_open: "该学员另有未解决的工单，请在那里继续。",
    empty: "还没有内容可发送。",
    no_such_ticket: "此工单已不存在。",
    other: "操作没有成功，什么都没有改变，请再试一次。",
    file: "这个文件已经无法获取。",
  },
  sheet: {
    "J / K": "下一个、上一个工单",
    A: "认领",
    R: "写回复",
    N: "写备注",
    C: "解决",
    Z: "重新打开",
    "Ctrl + Enter": "发送",
    "?": "本列表",
  },
  otherLanguage: "English",
} satisfies Words;

export const WORDS: Readonly<Record<Language, Words>> = { zh, en };

const KEPT = "aftercare.language";

/** What was chosen here before, else what the browser prefers. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

/** Puts the fixed words into the skeleton. */
export function speak(language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const [key, word] of Object.entries(WORDS[language].fixed)) {
    for (const element of document.querySelectorAll(`[data-word="${key}"]`)) element.textContent = word;
    for (const element of document.querySelectorAll(`[data-label="${key}"]`)) element.setAttribute("aria-label", word);
  }
}
