/**
 * A month of questions with what became of them, made from the shipped pack: the bot knows one half of the examples, learners ask
 * the other half, some often and some once, with small talk of their own around it. What the bot does is what it really does; what
 * learners do then is by seeded dice: most are silent, some press a button, some ask for a person.
 */

import { type Dice, diceOf } from "../../src/core/dice.ts";
import type { ConversationId, Language } from "../../src/core/model.ts";
import { LANGUAGES, type LearnerId, type TicketId } from "../../src/core/model.ts";
import type { Intent, Pack } from "../../src/core/pack.ts";
import type { PastFact, PastTicket, PastTurn } from "../../src/core/ports.ts";
import type { Would } from "../../src/core/replay.ts";

export type Wanted = { readonly text: string; readonly language: Language; readonly intentId: string };

const MONTH_MS = 30 * 86_400_000;
const BEGIN = Date.UTC(2026, 2, 1);

/** One half of every intent's examples. */
export function halfOf(pack: Pack, isMine: (place: number) => boolean): Pack {
  const halved = (intent: Intent): Intent => ({
    ...intent,
    examples: {
      zh: intent.examples.zh.filter((_, place) => isMine(place)),
      en: intent.examples.en.filter((_, place) => isMine(place)),
    },
  });
  return { ...pack, intents: new Map([...pack.intents].map(([id, intent]) => [id, halved(intent)])) };
}

/** What learners want and how they say it; the first intents far more often than the last. */
export function wantedIn(asked: Pack, count: number): readonly Wanted[] {
  const dice = diceOf(11);
  const intents = [...asked.intents.values()].toSorted((one, other) => one.id.localeCompare(other.id));
  const openings = {
    zh: ["", "", "你好，", "请问", "老师，", "在吗？"],
    en: ["", "", "hi, ", "hello! ", "excuse me, ", "quick question: "],
  };
  return Array.from({ length: count }, () => {
    const intent = intents[Math.floor(dice() ** 1.5 * intents.length)];
    const language = LANGUAGES[Math.floor(dice() * LANGUAGES.length)] ?? "zh";
    const examples = intent?.examples[language] ?? [];
    const text = examples[Math.floor(dice() * examples.length)] ?? "?";
    const opening = openings[language][Math.floor(dice() * openings[language].length)] ?? "";
    return { text: opening + text, language, intentId: intent?.id ?? "" };
  });
}

/** What happened to each, given what the bot did. */
export function lived(wanted: readonly Wanted[], did: readonly Would[]): readonly PastTurn[] {
  const dice = diceOf(12);
  return wanted.map(({ text, language, intentId }, index) => {
    const at = BEGIN + Math.floor((index / wanted.length) * MONTH_MS);
    const would = did[index];
    const fact = (kind: PastFact["kind"], after = 0, parts: Partial<PastFact> = {}): PastFact => {
      return { kind, at: at + after, intentId: null, value: null, ticketId: null, ...parts };
    };
    const ticketId = (index + 1) as TicketId;
    const escalated = fact("escalated", 60_000, { ticketId });
    const { facts, after } = happened(would, intentId, { dice, fact, escalated });
    const isWithPerson = after.some(({ kind }) => kind === "escalated");
    return {
      ...{
        messageId: index,
        conversationId: index as ConversationId,
        learnerId: index as LearnerId,
        learnerName: "Learner",
      },
      ...{ channel: "web", language, at, text, facts: [fact("asked"), ...facts], after },
      ticket: isWithPerson ? ticketOf(ticketId, at, dice) : null,
    };
  });
}

type Scene = {
  readonly dice: Dice;
  readonly fact: (kind: PastFact["kind"], after?: number, parts?: Partial<PastFact>) => PastFact;
  readonly escalated: PastFact;
};

function happened(would: Would | undefined, meant: string, { dice, fact, escalated }: Scene) {
  const chance = dice();
  if (would?.would === "answer") {
    const [intentId = null] = would.intentIds;
    const facts = [fact("answered", 0, { intentId, value: would.confidence })];
    if (would.intentIds.includes(meant)) return { facts, after: chance < 0.3 ? [fact("confirmed", 5000)] : [] };
    if (chance < 0.4) return { facts, after: [fact("not_quite", 5000)] };
    return { facts, after: chance < 0.7 ? [escalated] : [] };
  }
  if (would?.would === "clarify") {
    const facts = [fact("clarified", 0, { intentId: would.first, value: would.confidence })];
    if (!would.intentIds.includes(meant)) return { facts, after: chance < 0.5 ? [escalated] : [] };
    const picked = [fact("picked", 4000, { intentId: meant }), fact("answered", 4000, { intentId: meant, value: 1 })];
    return { facts, after: chance < 0.7 ? picked : [] };
  }
  return { facts: [fact("missed", 0, { value: would?.confidence ?? 0 })], after: chance < 0.6 ? [escalated] : [] };
}

function ticketOf(id: TicketId, at: number, dice: Dice): PastTicket {
  const replies = [{ messageId: 0, text: "…", at: at + 600_000, agentId: null }];
  return {
    id,
    intentId: null,
    reason: "missed",
    status: "solved",
    solvedAt: at + 900_000,
    rating: 3 + Math.floor(dice() * 3),
    replies,
  };
}
