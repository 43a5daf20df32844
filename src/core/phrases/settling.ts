/** What is said when a learner calls a request solved that a person holds or held, and when two of their requests become one. */
import type { Language, TicketId } from "../model.ts";

export type SettlingPhrases = {
  /** Labels of buttons. */
  readonly settle: string;
  readonly yes: string;
  readonly no: string;
  readonly ask: (ticket: TicketId) => string;
  readonly stays: (ticket: TicketId) => string;
};

const zh: SettlingPhrases = {
  settle: "✅ 已经解决了",
  yes: "✅ 是的，解决了",
  no: "↩️ 还没有",
  ask: (ticket) => `请求 #${ticket} 已经解决了吗？确认后会关闭，之后还可以重新打开。`,
  stays: (ticket) => `好的，请求 #${ticket} 继续处理，直接在这里写就行。`,
};

const en: SettlingPhrases = {
  settle: "✅ It is solved",
  yes: "✅ Yes, solved",
  no: "↩️ Not yet",
  ask: (ticket) => `Is your request #${ticket} solved? It is closed then; you can open it again later.`,
  stays: (ticket) => `All right, your request #${ticket} goes on. Just write here.`,
};

export const settlingPhrases = { zh, en } as const satisfies Record<Language, SettlingPhrases>;
