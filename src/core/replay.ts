/**
 * What the bot would do about a question with a pack, on its own: without what was asked before, and without saying it. Plain data,
 * so that a thread can work it out and post it.
 */
import { judgeAll } from "./judge.ts";
import type { Match } from "./model.ts";
import type { Pack } from "./pack.ts";

export type Would = {
  readonly would: "answer" | "clarify" | "rephrase" | "hand_over";
  /** What it would answer, or ask about; sorted, each once. */
  readonly intentIds: readonly string[];
  /** What it thinks of first, and how sure it is of that; null: it thinks of nothing. */
  readonly first: string | null;
  readonly confidence: number;
};

/** `questions` are the readings of each question in one message, as `readParts` gives them. */
export function wouldDo(questions: readonly (readonly Match[])[], pack: Pack): Would {
  const { answers, last } = judgeAll(questions, pack, 0);
  const best = questions[0]?.[0];
  const known = { first: best?.intentId ?? null, confidence: best?.confidence ?? 0 };
  const answered = answers.map(({ intent }) => intent.id);
  const ids = (more: readonly string[]) => [...new Set([...answered, ...more])].sort();
  switch (last.judgement) {
    case "answer":
      return { would: "answer", intentIds: ids([last.intent.id]), ...known };
    case "clarify":
      return { would: "clarify", intentIds: ids(last.choices.map(({ id }) => id)), ...known };
    case "rephrase":
    case "hand_over":
      // Wanting a person is understood, and no question for the FAQ.
      return { would: last.judgement, intentIds: ids([]), ...known };
  }
}
