/**
 * Made-up packs of any size, for what no public corpus is large enough: how training and matching grow with the intents. Each
 * intent has a few words of its own among words everybody uses; words are syllables, so that they share pieces as real ones do.
 */
import { type Dice, diceOf } from "../../src/core/dice.ts";
import type { Row } from "./corpus.ts";

const SYLLABLES = "ba ko ri ten mal su per lin dor gra fi vex to na cle sho bu hi mon tra wen zi".split(" ");
const FRAMES = [
  "how can i",
  "where is the",
  "i want to",
  "please help me with",
  "what about",
  "is it possible to",
  "why does my",
  "tell me about the",
];
const ENDS = ["please", "now", "again", "for my account", "today", "on my phone", "for the course", "in the app"];
/** Words to choose from. Fewer than intents × topics: words are shared, combinations are not. */
const WORDS = 6000;
const TOPICS = 4;
const SPOKEN_TOPICS = 3;
const SEED = 7;

/** `examples` rows to learn per intent; a thousand rows to ask, whatever the size. */
export function synthesize(
  intents: number,
  examples: number,
): { readonly train: readonly Row[]; readonly test: readonly Row[] } {
  const dice = diceOf(SEED);
  const words = Array.from({ length: WORDS }, () => wordOf(dice));
  const topics = Array.from({ length: intents }, () => Array.from({ length: TOPICS }, () => pick(words, dice)));
  const train = topics.flatMap((own, intent) => Array.from({ length: examples }, () => rowOf(own, intent, dice)));
  const test = Array.from({ length: 1000 }, () => {
    const intent = Math.floor(dice() * intents);
    return rowOf(topics[intent] ?? [], intent, dice);
  });
  return { train, test };
}

function rowOf(topics: readonly string[], intent: number, dice: Dice): Row {
  const left = topics.length > SPOKEN_TOPICS ? Math.floor(dice() * topics.length) : -1;
  const spoken = topics.filter((_word, at) => at !== left);
  const text = [pick(FRAMES, dice), ...spoken, pick(ENDS, dice)].join(" ");
  return { text, intent: `intent ${intent}`, split: "", oosKind: null };
}

function wordOf(dice: Dice): string {
  return Array.from({ length: 2 + Math.floor(dice() * 2) }, () => pick(SYLLABLES, dice)).join("");
}

function pick(values: readonly string[], dice: Dice): string {
  return values[Math.floor(dice() * values.length)] ?? "";
}
