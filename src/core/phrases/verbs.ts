/** What agents and learners read when a ticket is given, put aside, sorted, merged or a learner is blocked. */
import type { Language, SolveReason, TicketId } from "../model.ts";
import type { MacroAction } from "../staff.ts";
import type { AgentCommand } from "../verbs.ts";

/** Commands whose menu lines stand here. */
type Elsewhere = "claim" | "release" | "note" | "solve" | "reopen" | "history" | "notice" | "teach";
type Command = Exclude<AgentCommand, Elsewhere>;

export type VerbPhrases = {
  readonly learner: {
    readonly transferred: (agent: string) => string;
    /** Null: for good. */
    readonly blocked: (until: string | null) => string;
    readonly unblocked: string;
  };
  readonly staff: {
    readonly takenOverBy: (agent: string, from: string) => string;
    readonly transferredBy: (agent: string, to: string) => string;
    readonly assignedTo: (agent: string) => string;
    readonly leftToQueue: (agent: string) => string;
    readonly leftTo: (agent: string, to: string) => string;
    readonly atCap: (agent: string, held: number, cap: number) => string;
    readonly noSuchRecipient: (names: readonly string[]) => string;
    readonly whichRecipient: (names: readonly string[]) => string;
    readonly awayNow: (agent: string, there: readonly string[]) => string;
    readonly unreadableTime: string;
    readonly tooFar: string;
    /** Null: until the learner writes. */
    readonly snoozedBy: (agent: string, until: string | null) => string;
    readonly wokenBy: (agent: string) => string;
    readonly notSnoozed: string;
    readonly unreadablePriority: string;
    readonly prioritisedBy: (agent: string, priority: string) => string;
    readonly unreadableTags: string;
    readonly tags: (tags: readonly string[]) => string;
    readonly mergeWhere: string;
    readonly gone: string;
    readonly mergeItself: string;
    readonly notTheirs: (ticket: TicketId) => string;
    readonly mergedInto: (ticket: TicketId) => string;
    readonly mergedFrom: (ticket: TicketId) => string;
    readonly macros: (names: readonly string[]) => string;
    readonly noSuchMacro: (name: string, names: readonly string[]) => string;
    readonly macroShown: (text: string, actions: readonly string[]) => string;
    readonly macroAction: (action: MacroAction) => string;
    readonly blockedBy: (agent: string, until: string | null) => string;
    readonly unblockedBy: (agent: string) => string;
    readonly notBlocked: string;
    readonly awayUntil: (until: string | null, holds: readonly TicketId[]) => string;
    readonly back: (holds: readonly TicketId[]) => string;
  };
  readonly card: {
    readonly tags: (tags: readonly string[]) => string;
    readonly team: (name: string) => string;
    readonly snoozed: (until: string | null) => string;
    readonly solveReason: Readonly<Record<SolveReason, string>>;
  };
  /** Label of a button, at most 40 characters. */
  readonly snooze: string;
  /** Descriptions for a menu, at most 100 characters. */
  readonly commands: Readonly<Record<Command, string>>;
  /** Descriptions of what follows a command, at most 100 characters; the same for a form's field is 45. */
  readonly options: {
    readonly transfer: string;
    readonly macro: string;
    readonly snooze: string;
    readonly priority: string;
    readonly tag: string;
    readonly merge: string;
    readonly solve: string;
    readonly block: string;
    readonly away: string;
  };
};

const listed = (names: readonly string[], none: string): string => (names.length === 0 ? none : names.join(", "));
const numbers = (tickets: readonly TicketId[]): string => tickets.map((ticket) => `#${ticket}`).join(", ");

function spanOf(ms: number, units: { readonly day: string; readonly hour: string; readonly minute: string }): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes % 1440 === 0) return `${minutes / 1440} ${units.day}`;
  return minutes % 60 === 0 ? `${minutes / 60} ${units.hour}` : `${minutes} ${units.minute}`;
}

const zh: VerbPhrases = {
  learner: {
    transferred: (agent) => `接下来由 ${agent} 继续帮你，之前说过的都在，不用重复。`,
    blocked: (until) =>
      until === null
        ? "很抱歉，这里不再处理你的消息。"
        : `很抱歉，${until} 之前我们暂不处理你在这里发的消息。之后欢迎再来。`,
    unblocked: "我们又可以处理你的消息了，有问题请直接写在这里。",
  },
  staff: {
    takenOverBy: (agent, from) => `🤝 ${agent} 从 ${from} 那里接手了这张工单。`,
    transferredBy: (agent, to) => `➡️ ${agent} 把这张工单转给了 ${to}。`,
    assignedTo: (agent) => `📌 这张工单分配给了 ${agent}。`,
    leftToQueue: (agent) => `👋 ${agent} 已离开，这张工单回到队列。`,
    leftTo: (agent, to) => `👋 ${agent} 已离开，这张工单转给了 ${to}。`,
    atCap: (agent, held, cap) => `没有执行：${agent} 已有 ${held} 张未解决的工单（上限 ${cap}）。`,
    noSuchRecipient: (names) => `没有执行：没有这位客服或小组。现有：${listed(names, "还没有人")}。`,
    whichRecipient: (names) => `没有执行：不止一个叫这个名字。请写清楚是哪一个：${listed(names, "—")}。`,
    awayNow: (agent, there) => `没有执行：${agent} 现在不在。在的有：${listed(there, "没有别人")}。`,
    unreadableTime: "没有执行：看不懂这个时间。例如：2h、30m、3d、半小时、明天、09:30。",
    tooFar: "没有执行：最多 90 天。",
    snoozedBy: (agent, until) =>
      until === null ? `💤 ${agent} 搁置了这张工单，等学员回复。` : `💤 ${agent} 把这张工单搁置到 ${until}。`,
    wokenBy: (agent) => `⏰ ${agent} 取消了搁置。`,
    notSnoozed: "没有执行：这张工单没有搁置。",
    unreadablePriority: "没有执行：优先级是 低、普通、高 或 紧急（low、normal、high、urgent）。",
    prioritisedBy: (agent, priority) => `🏷 ${agent} 改为${priority}。`,
    unreadableTags: "没有执行：标签由字母、数字、- 和 _ 组成，每张工单最多 20 个。例如：/tag +billing -other",
    tags: (tags) => `🏷 标签：${listed(tags, "无")}`,
    mergeWhere: "没有执行：请写上要并入的工单号，例如：/merge 1042",
    gone: "没有执行：你已被标记为离职。如果回来了，请管理员把你恢复。",
    mergeItself: "没有执行：工单不能并入自己。",
    notTheirs: (ticket) =>
      `没有执行：#${ticket} 不是这位学员的工单。如果是同一个人在另一个聊天里，请对方发 /link，两边会合成一个。`,
    mergedInto: (ticket) => `🔗 已并入 #${ticket}，请在那里继续。`,
    mergedFrom: (ticket) => `🔗 #${ticket} 已并入这张工单。`,
    macros: (names) => `快捷回复：${listed(names, "还没有")}。/macro 名称 ? 可以预览。`,
    noSuchMacro: (name, names) => `没有执行：没有叫 ${name} 的快捷回复。现有：${listed(names, "还没有")}。`,
    macroShown: (text, actions) => `👁 学员会看到：\n${text}\n然后：${listed(actions, "没有别的")}`,
    macroAction: (action) => {
      switch (action.action) {
        case "tag":
          return `加标签 ${action.tag}`;
        case "priority":
          return `优先级 ${action.priority}`;
        case "snooze":
          return `搁置 ${spanOf(action.ms, { day: "天", hour: "小时", minute: "分钟" })}`;
        case "solve":
          return "解决";
      }
    },
    blockedBy: (agent, until) =>
      until === null
        ? `⛔ ${agent} 永久屏蔽了这位学员。/unblock 可以解除。`
        : `⛔ ${agent} 屏蔽这位学员到 ${until}。/unblock 可以解除。`,
    unblockedBy: (agent) => `🕊 ${agent} 解除了对这位学员的屏蔽。`,
    notBlocked: "没有执行：这位学员没有被屏蔽。",
    awayUntil: (until, holds) =>
      `🌙 ${until === null ? "你已设为离开，/back 回来。" : `你离开到 ${until}。`}${holds.length === 0 ? "" : `手上还有 ${holds.length} 张工单：${numbers(holds)}。可以 /transfer 或 /release。`}`,
    back: (holds) => `👋 欢迎回来。${holds.length === 0 ? "" : `手上有 ${holds.length} 张工单：${numbers(holds)}。`}`,
  },
  card: {
    tags: (tags) => `标签：${tags.join("、")}`,
    team: (name) => `小组：${name}`,
    snoozed: (until) => (until === null ? "💤 搁置，等学员回复" : `💤 搁置到 ${until}`),
    solveReason: {
      answered: "已答复",
      learner: "学员说已解决",
      cancelled: "学员撤回",
      silent: "学员长时间没有回复",
      merged: "已并入另一张工单",
      notice: "事件已结束",
      spam: "垃圾消息",
    },
  },
  snooze: "💤 等学员回复",
  commands: {
    takeover: "从同事那里接手",
    transfer: "转给同事或小组",
    macro: "快捷回复；名称后加 ? 预览",
    snooze: "搁置一段时间，或直到学员回复",
    wake: "取消搁置",
    priority: "低、普通、高、紧急",
    tag: "加标签或去掉标签",
    merge: "并入同一学员的另一张工单",
    block: "暂时或永久不处理这位学员的消息",
    unblock: "重新处理这位学员的消息",
    away: "暂时不接工单",
    back: "重新接工单",
  },
  options: {
    transfer: "同事的名字、编号，或小组名",
    macro: "名称；后加 ? 只预览",
    snooze: "2h、30m、3d、明天、09:30；不写：直到学员回复",
    priority: "低、普通、高、紧急",
    tag: "+billing -other",
    merge: "要并入的工单号",
    solve: "原因，只有同事看得到",
    block: "多久和原因，例如 7d 刷屏；不写时间就是永久",
    away: "2h、明天、09:30；不写：直到 /back",
  },
};

const en: VerbPhrases = {
  learner: {
    transferred: (agent) => `${agent} will go on helping you from here and has read everything so far.`,
    blocked: (until) =>
      until === null
        ? "We are sorry: your messages here are no longer taken up."
        : `We are sorry: your messages here are not taken up until ${until}. You are welcome again after that.`,
    unblocked: "We take up your messages again. Just write here when something comes up.",
  },
  staff: {
    takenOverBy: (agent, from) => `🤝 ${agent} took this ticket over from ${from}.`,
    transferredBy: (agent, to) => `➡️ ${agent} transferred this ticket to ${to}.`,
    assignedTo: (agent) => `📌 This ticket was given to ${agent}.`,
    leftToQueue: (agent) => `👋 ${agent} left; this ticket is back in the queue.`,
    leftTo: (agent, to) => `👋 ${agent} left; this ticket goes on with ${to}.`,
    atCap: (agent, held, cap) =>
      `Not done: ${agent} holds ${held} open ${held === 1 ? "ticket" : "tickets"}, the most allowed is ${cap}.`,
    noSuchRecipient: (names) => `Not done: there is no such agent or team. There are: ${listed(names, "none yet")}.`,
    whichRecipient: (names) => `Not done: more than one is called so. Say which one: ${listed(names, "—")}.`,
    awayNow: (agent, there) => `Not done: ${agent} is away. Here are: ${listed(there, "nobody else")}.`,
    unreadableTime: "Not done: that time cannot be read. Write for example: 2h, 30m, 3d, tomorrow, 09:30.",
    tooFar: "Not done: 90 days at most.",
    snoozedBy: (agent, until) =>
      until === null
        ? `💤 ${agent} snoozed this ticket until the learner writes.`
        : `💤 ${agent} snoozed this ticket until ${until}.`,
    wokenBy: (agent) => `⏰ ${agent} woke this ticket.`,
    notSnoozed: "Not done: this ticket is not snoozed.",
    unreadablePriority: "Not done: a priority is low, normal, high or urgent.",
    prioritisedBy: (agent, priority) => `🏷 ${agent} made it ${priority}.`,
    unreadableTags:
      "Not done: tags are letters, digits, - and _, at most 20 to a ticket. For example: /tag +billing -other",
    tags: (tags) => `🏷 Tags: ${listed(tags, "none")}`,
    mergeWhere: "Not done: name the ticket it goes into, for example: /merge 1042",
    gone: "Not done: you are marked as having left. If you are back, an admin can take you back.",
    mergeItself: "Not done: a ticket cannot be merged into itself.",
    notTheirs: (ticket) =>
      `Not done: #${ticket} is no ticket of this learner. If it is the same person in another chat, ask them for /link: that makes both one.`,
    mergedInto: (ticket) => `🔗 Merged into #${ticket}; it goes on there.`,
    mergedFrom: (ticket) => `🔗 #${ticket} was merged into this ticket.`,
    macros: (names) => `Macros: ${listed(names, "none yet")}. /macro name ? shows one first.`,
    noSuchMacro: (name, names) => `Not done: there is no macro ${name}. There are: ${listed(names, "none yet")}.`,
    macroShown: (text, actions) => `👁 The learner would read:\n${text}\nThen: ${listed(actions, "nothing else")}`,
    macroAction: (action) => {
      switch (action.action) {
        case "tag":
          return `tag ${action.tag}`;
        case "priority":
          return `${action.priority} priority`;
        case "snooze":
          return `snooze ${spanOf(action.ms, { day: "d", hour: "h", minute: "min" })}`;
        case "solve":
          return "solve";
      }
    },
    blockedBy: (agent, until) =>
      until === null
        ? `⛔ ${agent} blocked this learner for good. /unblock undoes it.`
        : `⛔ ${agent} blocked this learner until ${until}. /unblock undoes it.`,
    unblockedBy: (agent) => `🕊 ${agent} unblocked this learner.`,
    notBlocked: "Not done: this learner is not blocked.",
    awayUntil: (until, holds) =>
      `🌙 ${until === null ? "You are away until you say /back." : `You are away until ${until}.`}${holds.length === 0 ? "" : ` You still hold ${counted(holds)}: ${numbers(holds)}. /transfer or /release what cannot wait.`}`,
    back: (holds) => `👋 Welcome back.${holds.length === 0 ? "" : ` You hold ${counted(holds)}: ${numbers(holds)}.`}`,
  },
  card: {
    tags: (tags) => `tags: ${tags.join(", ")}`,
    team: (name) => `team ${name}`,
    snoozed: (until) => (until === null ? "💤 snoozed until the learner writes" : `💤 snoozed until ${until}`),
    solveReason: {
      answered: "answered",
      learner: "the learner says it is settled",
      cancelled: "taken back by the learner",
      silent: "nobody wrote any more",
      merged: "merged into another ticket",
      notice: "the incident is over",
      spam: "spam",
    },
  },
  snooze: "💤 Until they write",
  commands: {
    takeover: "Take it over from a colleague",
    transfer: "Give it to a colleague or a team",
    macro: "A saved reply; a ? after its name shows it first",
    snooze: "Put it aside for a while, or until the learner writes",
    wake: "Take up a snoozed ticket now",
    priority: "low, normal, high or urgent",
    tag: "Add tags or take them away",
    merge: "Go on in another ticket of the same learner",
    block: "Take up nothing of this learner, for a while or for good",
    unblock: "Take this learner's messages up again",
    away: "Take no tickets for a while",
    back: "Take tickets again",
  },
  options: {
    transfer: "A colleague's name or id, or a team",
    macro: "Its name; with ? behind it is only shown",
    snooze: "2h, 30m, 3d, tomorrow, 09:30; nothing: until the learner writes",
    priority: "low, normal, high or urgent",
    tag: "+billing -other",
    merge: "The number of the ticket it goes into",
    solve: "Why, for colleagues only",
    block: "For how long and why, as in: 7d floods; without a time for good",
    away: "2h, tomorrow, 09:30; nothing: until /back",
  },
};

function counted(tickets: readonly TicketId[]): string {
  return tickets.length === 1 ? "1 ticket" : `${tickets.length} tickets`;
}

export const verbs = { zh, en } as const satisfies Readonly<Record<Language, VerbPhrases>>;
