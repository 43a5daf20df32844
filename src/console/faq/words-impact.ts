/** Words of the Impact tab and of publishing, in both languages. */

export const en = {
  impact: {
    run: "Replay the last 30 days",
    running: "Replaying…",
    steps: {
      learning: "Learning the draft…",
      reading: "Reading what learners asked…",
      replaying: "Asking both versions what learners asked…",
      checking: "Looking for what could be better…",
    },
    none: "There is no draft. What is live is what answers.",
    questions: (count: number, changed: number, known: number) =>
      `${count} real questions replayed: ${changed} come out differently; of ${known} the right answer is known.`,
    noQuestions: "No questions in the last 30 days: nothing to compare with.",
    effects: {
      broken: "✗ broken: was right, would be no more",
      mended: "✓ mended: was wrong, would be right",
      slower: "✗ slower: was answered, would be asked back about",
      quicker: "✓ quicker: answered without asking back",
      gained: "＋ gained: went unanswered, would be answered",
      lost: "－ lost: was answered, would not be",
      spared: "✓ spared: a wrong answer not given",
      other: "○ other changes",
    },
    verdict: {
      worse: "✗ Learners would be worse off.",
      not_worse: "✓ Nothing says that learners would be worse off.",
      unknown: "? Too few right answers are known to tell a small harm.",
    },
    verdictAt: (share: string) => `At most ${share} of the known answers break (95 % sure).`,
    warnings: (count: number) => `Warnings: ${count}`,
    tickets: (count: number) => `Tickets that would not have been: ${count}`,
  },
  publish: {
    title: "Publish",
    why: "Why (in the history)",
    despite: "Publish all the same, because",
    submit: "Publish",
    done: "Published: it answers within a second.",
    blocked: "It was not published:",
  },
};

export const zh = {
  impact: {
    run: "重放最近 30 天",
    running: "正在重放…",
    steps: {
      learning: "正在学习草稿…",
      reading: "正在读取学员的问题…",
      replaying: "正在用两个版本回答这些问题…",
      checking: "正在查找可改进之处…",
    },
    none: "没有草稿，回答的就是线上版本。",
    questions: (count: number, changed: number, known: number) =>
      `重放了 ${count} 个真实问题：${changed} 个结果不同；其中 ${known} 个知道正确答案。`,
    noQuestions: "最近 30 天没有问题，无从比较。",
    effects: {
      broken: "✗ 变坏：原来对，现在不对",
      mended: "✓ 变好：原来不对，现在对",
      slower: "✗ 变慢：原来直接答，现在先反问",
      quicker: "✓ 变快：不用反问就能答",
      gained: "＋ 新答：原来没答，现在能答",
      lost: "－ 不再答：原来答，现在不答",
      spared: "✓ 避免：不再给出错误答案",
      other: "○ 其他变化",
    },
    verdict: {
      worse: "✗ 学员的体验会变差。",
      not_worse: "✓ 没有迹象表明会变差。",
      unknown: "? 已知答案太少，看不出小的损害。",
    },
    verdictAt: (share: string) => `已知答案中最多 ${share} 会变坏（95% 把握）。`,
    warnings: (count: number) => `提醒：${count} 条`,
    tickets: (count: number) => `可以避免的工单：${count}`,
  },
  publish: {
    title: "发布",
    why: "原因（记入历史）",
    despite: "仍然发布，因为",
    submit: "发布",
    done: "已发布，一秒内生效。",
    blocked: "没有发布：",
  },
} satisfies typeof en;
