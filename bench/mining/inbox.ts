/**
 * What a bot that lacks some intents would hear: questions about the intents taken away, some of them often and some seldom, and a
 * quarter of noise that means nothing in common. The intents left are what the bot knows. By seeded dice: the same each time.
 */

import { type Dice, diceOf } from "../../src/core/dice.ts";
import type { Language } from "../../src/core/model.ts";
import type { Asked, Known } from "../../src/nlu/mine/mine.ts";

export type Labelled = { readonly text: string; readonly intent: string; readonly language: Language };

export type Inbox = {
  readonly questions: readonly Asked[];
  /** The intent each was about, as a number; noise has numbers of its own. */
  readonly truth: readonly number[];
  readonly taken: number;
  readonly noise: number;
  readonly known: readonly Known[];
};

export const OUT_OF_SCOPE = "oos";
const NOISE_SHARE = 0.25;
const KNOWN_EXAMPLES_MAX = 15;

export function inboxOf(rows: readonly Labelled[], takenCount: number): Inbox {
  const dice = diceOf(7);
  const byIntent = Map.groupBy(rows, ({ intent }) => intent);
  const intents = shuffled([...byIntent.keys()].filter((intent) => intent !== OUT_OF_SCOPE).sort(), dice);
  const taken = intents.slice(0, takenCount);
  const left = intents.slice(takenCount);
  const asked = taken.flatMap((intent) =>
    shuffled(byIntent.get(intent) ?? [], dice).slice(0, 5 + Math.floor(dice() ** 2 * 70)),
  );
  const strays = byIntent.get(OUT_OF_SCOPE) ?? left.flatMap((intent) => (byIntent.get(intent) ?? []).slice(0, 3));
  const noise = shuffled(strays, dice).slice(0, Math.round(asked.length * NOISE_SHARE));
  const used = new Set(noise.map(({ text }) => text));
  const known = left.flatMap((intent) =>
    (byIntent.get(intent) ?? [])
      .filter(({ text }) => !used.has(text))
      .slice(0, KNOWN_EXAMPLES_MAX)
      .map(({ text, language }) => ({ text, language, intentId: intent })),
  );
  const labelled = [
    ...asked.map((row) => ({ row, label: taken.indexOf(row.intent) })),
    ...noise.map((row, index) => ({ row, label: taken.length + index })),
  ];
  const mixed = shuffled(labelled, dice);
  return {
    questions: mixed.map(({ row: { text, language } }) => ({ text, language })),
    truth: mixed.map(({ label }) => label),
    taken: taken.length,
    noise: noise.length,
    known,
  };
}

function shuffled<Item>(items: readonly Item[], dice: Dice): readonly Item[] {
  return items
    .map((item) => ({ item, at: dice() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
