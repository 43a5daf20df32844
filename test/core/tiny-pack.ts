/** A few intents and a matcher that takes words literally, so that a test shows rules and not guesses. */
import type { Match } from "../../src/core/model.ts";
import type { Intent, Pack } from "../../src/core/pack.ts";
import type { Matcher } from "../../src/core/ports.ts";

export function anIntent(id: string, wish: Partial<Intent> = {}): Intent {
  return {
    id,
    title: { zh: `标题 ${id}`, en: `Title ${id}` },
    examples: { zh: [], en: [] },
    answer: { zh: `答案 ${id}`, en: `Answer ${id}` },
    links: [],
    escalate: "never",
    priority: "normal",
    answerWhenSure: 0.9,
    tags: [],
    ...wish,
  };
}

export function aPack(...intents: readonly Intent[]): Pack {
  return {
    name: "test",
    languages: ["zh", "en"],
    askWhenSure: 0.5,
    intents: new Map(intents.map((intent) => [intent.id, intent])),
  };
}

export const pack = aPack(
  anIntent("reset_password"),
  anIntent("login_problem"),
  anIntent("request_refund", { escalate: "offer", priority: "high" }),
  anIntent("complaint", { escalate: "always", priority: "urgent" }),
  anIntent("talk_to_human", { tags: ["wants-person"] }),
  anIntent("greeting", { tags: ["small-talk"] }),
);

/** Understands `reset_password` literally (95 %), and `reset_password 60 login_problem 30` as those chances. */
export const literalMatcher: Matcher = (text) => {
  const words = text.split(" ");
  const matches: Match[] = [];
  for (const [index, intentId] of words.entries()) {
    const chance = Number(words[index + 1]);
    if (pack.intents.has(intentId))
      matches.push({ intentId, confidence: Number.isFinite(chance) ? chance / 100 : 0.95 });
  }
  return matches.toSorted((one, other) => other.confidence - one.confidence);
};
