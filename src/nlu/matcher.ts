/**
 * A pack → the function that understands learners. One model for all languages, because learners mix them in one
 * sentence.
 */
import { LANGUAGES } from "../core/model.ts";
import type { Intent, Pack } from "../core/pack.ts";
import type { Matcher } from "../core/ports.ts";
import { type Material, type Subject, type Trained, train } from "./trained.ts";

const ADDRESS = /https?:\/\/\S+|\S+@\S+/g;

/**
 * Trains on a pack. Blocks for about a second for three thousand examples; the same pack gives the same matcher, bit for bit.
 */
export function trainMatcher(pack: Pack): Matcher {
  return trainPack(pack).match;
}

/** The same, with what the rehearsal on the pack's own examples showed: thresholds are set by it. */
export function trainPack(pack: Pack): Trained {
  const { subjects, strays } = materialOf(pack);
  return train(subjects, strays);
}

/** What a pack has to learn from: for whoever trains in two halves, or elsewhere. Plain data. */
export function materialOf(pack: Pack): Material {
  return { subjects: [...pack.intents.values()].map(subjectOf), strays: pack.strays ?? [] };
}

/** Title and answer are hints: an answer names the things its question is about (+3 to 4 points on the course pack). */
function subjectOf(intent: Intent): Subject {
  const hints = LANGUAGES.flatMap((language) => [
    intent.title[language],
    intent.answer[language].replace(ADDRESS, " "),
  ]);
  return { id: intent.id, examples: LANGUAGES.flatMap((language) => intent.examples[language]), hints };
}
