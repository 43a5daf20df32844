/** What is said to agents about the FAQ itself. */
import type { Language } from "../model.ts";

export type EvidencePhrases = {
  /** An intent asks first from now on; `low` 0–1. */
  readonly demoted: (
    title: string,
    figures: { readonly answers: number; readonly helped: number; readonly low: number },
  ) => string;
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const zh: EvidencePhrases = {
  demoted: (title, { answers, helped, low }) =>
    `📉 「${title}」的回答帮上忙的太少：最近 ${answers} 次里 ${helped} 次（95 % 下限 ${percent(low)}）。从现在起机器人会先问“你是想问…？”。改好后可在后台恢复。`,
};

const en: EvidencePhrases = {
  demoted: (title, { answers, helped, low }) =>
    `📉 The answer to “${title}” helps too seldom: ${helped} of the last ${answers} times (at least ${percent(low)} with 95 % confidence). From now on the bot asks “did you mean…?” first. An admin can lift this once it is mended.`,
};

export const evidencePhrases = { zh, en } as const satisfies Record<Language, EvidencePhrases>;
