/** Words about the lines of a conversation, the rows of the list, and who else is there. Both languages side by side. */
const en = {
  line: {
    menu: "What to do with this line",
    quote: "Answer this line",
    edit: "Change the words…",
    react: (sign: string) => `React with ${sign}`,
    editWords: "Change what the learner reads",
    editHint:
      "What it said before is kept, and agents can read it. Where a network cannot change a message, the learner gets the new words below.",
    editNote: "Change this note",
    editNoteHint: "What it said before is kept.",
    text: "Words",
    save: "Save",
    edited: (count: number) => (count === 1 ? "changed once" : `changed ${count} times`),
    until: (time: string) => `until ${time}`,
    answers: (words: string) => `Answers: ${words}`,
  },
  answering: (who: string) => `In answer to ${who}:`,
  here: {
    looking: (name: string) => `◉ ${name} is looking`,
    replying: (name: string) => `✎ ${name} is typing a reply`,
    noting: (name: string) => `✎ ${name} is typing a note`,
    learner: (name: string) => `✎ ${name} is typing…`,
  },
  row: {
    unread: (count: number) => `${count} unread`,
    you: "You",
    note: "note",
    pressed: "pressed",
    file: "📎 file",
  },
};

const zh = {
  line: {
    menu: "对这条消息的操作",
    quote: "引用回复",
    edit: "修改内容…",
    react: (sign: string) => `用 ${sign} 回应`,
    editWords: "修改学员看到的内容",
    editHint: "原来的内容会保留，客服可以查看。若渠道不能修改消息，学员会在下方收到新的内容。",
    editNote: "修改这条备注",
    editNoteHint: "原来的内容会保留。",
    text: "内容",
    save: "保存",
    edited: (count: number) => `改过 ${count} 次`,
    until: (time: string) => `${time} 之前`,
    answers: (words: string) => `回复：${words}`,
  },
  answering: (who: string) => `回复${who}：`,
  here: {
    looking: (name: string) => `◉ ${name}正在查看`,
    replying: (name: string) => `✎ ${name}正在写回复`,
    noting: (name: string) => `✎ ${name}正在写备注`,
    learner: (name: string) => `✎ ${name}正在输入…`,
  },
  row: {
    unread: (count: number) => `${count} 条未读`,
    you: "你",
    note: "备注",
    pressed: "点击了",
    file: "📎 文件",
  },
} satisfies typeof en;

export const line = { zh, en };
