/** What the bot says in Chinese. */
import { aftermathPhrases } from "./aftermath.ts";
import { clockPhrases } from "./clocks.ts";
import { evidencePhrases } from "./evidence.ts";
import { learningPhrases } from "./learning.ts";
import { noticePhrases } from "./notices.ts";
import { opinionPhrases } from "./opinions.ts";
import { qualityPhrases } from "./quality.ts";
import { roomPhrases } from "./rooms.ts";
import { settlingPhrases } from "./settling.ts";
import type { Phrases } from "./shape.ts";
import { teachingPhrases } from "./teaching.ts";
import { verbs } from "./verbs.ts";
import { waitingPhrases } from "./waiting.ts";

export const zh = {
  verbs: verbs.zh,
  clocks: clockPhrases.zh,
  aftermath: aftermathPhrases.zh,
  evidence: evidencePhrases.zh,
  waiting: waitingPhrases.zh,
  learning: learningPhrases.zh,
  notices: noticePhrases.zh,
  teaching: teachingPhrases.zh,
  opinions: opinionPhrases.zh,
  settling: settlingPhrases.zh,
  rooms: roomPhrases.zh,
  quality: qualityPhrases.zh,
  learner: {
    welcome:
      "你好！课程、订单、账号的问题，直接用自己的话问我就行。我解决不了的，会请真人来帮你。\nEnglish is fine too.",
    help: "直接写下你的问题就好。也可以用：\n/human – 转人工\n/status – 查看请求进度\n/cancel – 撤回请求\n/suggest – 给我们提建议\n/language – 中文 或 English\n/link – 在另一个平台继续对话",
    unknownCommand: "我不认识这个命令。直接写下你的问题，或看看 /help。",
    chooseLanguage: "希望我用哪种语言回答？",
    languageSet: "好的，之后我用中文回答。",
    offerPerson: "如果这样还没解决，可以请真人帮你看看。",
    didYouMean: "你是想问……？",
    rephrase: "抱歉，我没听懂。能换个说法吗？也可以转人工。",
    rephraseAnswer: "抱歉没答到点上。能换个问法吗？也可以转人工。",
    cannotRead: "我只看得懂文字。能用文字描述一下吗？也可以转人工。",
    glad: "太好了！有问题随时找我。",
    queued: (ticket, line) => `我把这个问题交给真人处理（请求 #${ticket}）。${line}回复会发到这里，你可以随时补充。`,
    queuedByMistake: (ticket, line) => `我们这边出了点问题，但你的消息没有丢：真人会来看（请求 #${ticket}）。${line}`,
    added: (ticket, line) => `已补充到请求 #${ticket}。${line}`,
    stillQueued: (ticket, line) => `你的请求 #${ticket} 正在等待真人处理。${line}`,
    withAgent: (ticket, agent) => `${agent} 正在处理你的请求 #${ticket}，直接在这里说就行。`,
    claimed: (agent) => `${agent} 来了，现在由 TA 来帮你。`,
    released: (line) => `你的请求已转回队列，会有其他同事接手。${line}`,
    cancelled: (ticket) => `请求 #${ticket} 已撤回。有问题随时再问我。`,
    nothingToCancel: "目前没有可以撤回的请求。",
    noRequest: "你目前没有进行中的请求。写下问题，我来试着回答。",
    askRating: (ticket) => `你的请求 #${ticket} 已标记为解决。这次帮助你打几分？1（差）到 5（很好）`,
    closed: (ticket) => `你的请求 #${ticket} 已关闭。有问题随时找我。`,
    rated: (rating) => `谢谢你的 ${rating} 分！`,
    ratedLow: (rating) => `谢谢你如实打了 ${rating} 分。如果还没解决，我们再帮你看。`,
    alreadyRated: "这次你已经评过分了，谢谢！",
    notYours: "这个按钮不属于你的请求。",
    tooLate: "那个请求关闭太久了。请重新提问，我在听。",
    otherOpen: (ticket) => `你的请求 #${ticket} 还在处理中，请在那里继续。`,
    stalePress: "这个按钮已经过时了。请重新写下你的问题。",
    reopened: (ticket, line) => `你的请求 #${ticket} 已重新打开。${line}`,
    link: {
      offered: (code) =>
        `想在另一个平台（Telegram、Discord 或网页）继续同一段对话？10 分钟内，在那边给我发：\n/link ${code}\n请不要把它给别人。`,
      joined: "连好了。两边现在是同一段对话，在哪边写都行，我会在你最后写的那边回复。",
      noSuchCode: "这个码不对，或者已经过期。请在另一边发 /link 取一个新的，再发到这里。",
      alreadyJoined: "这个码要发到另一个平台上，不是这里。",
      joinedOpen: (ticket) =>
        `好了，两边现在是同一个对话，你的两个请求也合成了一个：#${ticket}。在哪边写，我就在哪边回复。`,
      notNow: "这两个聊天暂时不能连在一起。",
      tooManyTries: "试错太多次了。请过 10 分钟再试。",
    },
    writePrivately: (address) =>
      address === null ? "这里人多，请私下写给我，我会帮你。" : `这里人多，请私下写给我，我会帮你：${address}`,
    fileLost: (name) => `📎 ${name}（文件没能传过来）`,
    fileTooLarge: (name, megabytes) =>
      `📎 ${name} 太大，传不过来，我们看不到。请发 ${megabytes} MB 以内的文件，或者发链接。`,
  },
  buttons: {
    solved: "✅ 解决了",
    rephrase: "🤔 换个问法",
    person: "🙋 转人工",
    none: "都不是",
    cancel: "✖️ 撤回请求",
    unsolved: "🔁 还没解决",
    claim: "🙌 认领",
    release: "↩️ 放回队列",
    solve: "✅ 解决",
    reopen: "🔁 重新打开",
    history: "📜 记录",
  },
  staff: {
    alreadyClaimed: (by) => `${by} 已经认领了。`,
    claimFirst: "没有发送：这张工单还没人认领。请先 /claim，或用 /note 写内部备注。",
    notHolder: (holder) => `没有执行：这张工单由 ${holder} 负责。你可以用 /note 写备注，或用 /takeover 接手。`,
    alreadySolved: "没有执行：这张工单已解决。/reopen 可以重新打开。",
    notSolved: "没有执行：这张工单还没有解决。",
    tooLate: "没有执行：解决已超过 7 天。",
    otherOpen: (ticket) => `没有执行：这位学员的工单 #${ticket} 还开着，请在那里继续。`,
    empty: "没有执行：没有内容。例如写：/note 在等银行回复",
    commands:
      "这里可用的命令：/claim /takeover /transfer /release /note /macro /snooze /wake /priority /tag /merge /solve /reopen /history /block /unblock /away /back",
    notATicket: "请在工单的话题里使用，或写上工单号：/claim 1042",
    noSuchTicket: "没有这张工单。",
    claimedBy: (agent) => `🙌 ${agent} 认领了这张工单。`,
    releasedBy: (agent) => `↩️ ${agent} 把这张工单放回队列。`,
    solvedBy: (agent) => `✅ ${agent} 解决了这张工单。`,
    reopenedBy: (agent) => `🔁 ${agent} 重新打开了这张工单。`,
    reopenedByLearner: "🔁 学员说还没解决，工单已重新打开。",
    cancelledByLearner: "✖️ 学员撤回了请求。",
    rated: (rating) => `⭐ 学员打了 ${rating} 分（满分 5）。`,
    edited: (text) => `✏️ 已修改：${text}`,
    unreachable: "⚠️ 联系不到学员：对方屏蔽了机器人或账号已注销。不会再发送消息。",
    notDelivered: "⚠️ 你上一条消息没有送达。请重发，可以短一些或用纯文字。",
    poisoned: "⚠️ 由于我们的故障，机器人没能处理学员的一条消息。",
    botNotDelivered: "⚠️ 机器人发给学员的一条消息没有送达。",
    fileTooLarge: (name, megabytes) =>
      `⚠️ 没有发送：📎 ${name} 太大，学员那边收不了。请发 ${megabytes} MB 以内的文件，或者发链接。`,
    reacted: (emoji, words) => `👤 ${emoji} 回应：${words}`,
    editNotSent: "⚠️ 修改后的内容不会转给学员。需要的话请重新发送。",
    noted: "📝 已记录，学员看不到。",
    card: {
      status: { new: "🔴 等待中", open: "🟡 已认领", solved: "✅ 已解决" },
      learner: "学员",
      language: { zh: "说中文", en: "说英文" },
      reason: {
        asked: "要求转人工",
        missed: "机器人没听懂",
        intent: "按 FAQ 设置需要人工",
        poisoned: "我们的故障中断了机器人",
      },
      priority: { low: "低优先级", normal: "普通优先级", high: "高优先级", urgent: "紧急" },
      holder: (agent) => `由 ${agent} 负责`,
      tried: "机器人想到的",
      triedNothing: "机器人毫无头绪",
      episode: (episode) => `重新打开，第 ${episode} 轮`,
      hint: "认领后直接写的文字会发给学员，/note 只留在内部。",
    },
    recap: "之前的对话",
    author: { learner: "👤", bot: "🤖", note: "📝 备注" },
    attachment: {
      photo: "[图片]",
      document: "[文件]",
      voice: "[语音]",
      audio: "[音频]",
      video: "[视频]",
      sticker: "[表情]",
      location: "[位置]",
      contact: "[名片]",
    },
  },
  discord: {
    ask: "提一个问题，回答会私信给你",
    question: "用你自己的话描述问题",
    choice: "中文 或 English",
    code: "在另一个平台看到的码",
    ticket: "工单号（不在工单子区里时填写）",
    noteTitle: "给客服同事的备注",
    noteLabel: "同事需要知道的内容",
    answeredPrivately: (address) => `我在私信里回答你：${address}`,
    privatelyClosed: (webChat) =>
      webChat === null
        ? "我没法给你发私信：你关闭了来自本服务器成员的私信。请在服务器的隐私设置里打开，再试一次。"
        : `我没法给你发私信：你关闭了来自本服务器成员的私信。请在服务器的隐私设置里打开再试一次，或者到这里写给我们：${webChat}`,
    agentsOnly: "只有客服可以这样做，而且要在客服频道里。",
  },
  commands: {
    learner: {
      start: "开始",
      help: "我能做什么",
      human: "转人工",
      status: "查看请求进度",
      cancel: "撤回请求",
      suggest: "给我们提建议",
      language: "中文 或 English",
      survey: "是否接受 0–10 分的提问",
      link: "在另一个平台继续",
    },
    agent: {
      claim: "认领这张工单",
      release: "放回队列",
      note: "只有客服可见的备注",
      solve: "已解决：请学员打 1–5 分",
      reopen: "重新打开已解决的工单",
      history: "完整记录（文件）",
      teach: teachingPhrases.zh.command,
      ...verbs.zh.commands,
      notice: noticePhrases.zh.command,
    },
  },
} as const satisfies Phrases;
