/**
 * Our matcher, through the same door as `aftercare intents eval`: what is measured is what answers learners.
 */
import { straysOf, subjectsOf } from "../../../src/nlu/dataset.ts";
import { train } from "../../../src/nlu/trained.ts";
import type { Learn } from "./system.ts";

export const learn: Learn = async ({ rows }) => {
  const trained = train(subjectsOf(rows), straysOf(rows));
  return (text) => {
    const { matches, evidence } = trained.readOut(text);
    const best = matches[0];
    return { intent: best?.intentId ?? null, familiarity: evidence, probability: best?.confidence ?? 0 };
  };
};
