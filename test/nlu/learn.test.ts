/** The learning parts on toy examples, where the right result can be seen. */
import { expect, test } from "vitest";
import { calibrate, confidenceOf, type Rehearsed } from "../../src/nlu/learn/calibration.ts";
import { learn, type Reading, read } from "../../src/nlu/learn/classifier.ts";
import { diceOf } from "../../src/nlu/learn/random.ts";
import { vectorOf, vocabularyOf } from "../../src/nlu/learn/vocabulary.ts";
import { featuresOf } from "../../src/nlu/text/features.ts";
import { train } from "../../src/nlu/trained.ts";

const FRUIT = ["apple", "red apple", "green apple", "an apple tree"];
const TOOLS = ["hammer", "red hammer", "steel hammer", "a hammer and nails"];
const examples = [FRUIT, TOOLS].flatMap((texts, intent) =>
  texts.map((text) => ({ features: featuresOf(text), intent })),
);

test("a vector has length 1, and the features nobody has shown take their part of it", () => {
  const vocabulary = vocabularyOf(FRUIT.map(featuresOf));
  const known = vectorOf(vocabulary, featuresOf("red apple"));
  const strange = vectorOf(vocabulary, featuresOf("red zeppelin"));
  const square = (weights: Float32Array) => weights.reduce((sum, weight) => sum + weight * weight, 0);

  expect(known.unseenShare).toBe(0);
  expect(square(known.weights)).toBeCloseTo(1, 5);
  expect(strange.unseenShare).toBeGreaterThan(0.5);
  expect(square(strange.weights) + strange.unseenShare).toBeCloseTo(1, 5);
});

test("examples are told apart by the words that differ, and a familiar text has more evidence than a strange one", () => {
  const classifier = learn(examples, 2);
  const apple = read(classifier, featuresOf("one red apple"));
  const strange = read(classifier, featuresOf("quantum physics"));

  expect(apple.ranking[0]?.intent).toBe(0);
  expect(read(classifier, featuresOf("red hammers")).ranking[0]?.intent).toBe(1);
  expect(apple.evidence).toBeGreaterThan(strange.evidence);
});

test("an intent left out of a reading is not named, and its words count as unseen", () => {
  const classifier = learn(examples, 2);
  const features = featuresOf("apple tree");

  expect(read(classifier, features, 0).ranking.map(({ intent }) => intent)).toEqual([1]);
  expect(read(classifier, features, 0).evidence).toBeLessThan(read(classifier, features).evidence);
});

test("a pack of one intent with two examples can be trained", () => {
  const { match } = train([{ id: "only", examples: ["refund my order", "give my money back"], hints: [] }]);

  expect(match("refund my order").map(({ intentId }) => intentId)).toEqual(["only"]);
});

test("the scale learns how often readings of a strength are right", () => {
  const dice = diceOf(3);
  const rehearsed = Array.from({ length: 4000 }, (): Rehearsed => {
    const evidence = dice() * 3 - 1.5;
    const reading: Reading = { ranking: [{ intent: 0, margin: evidence }], evidence, lead: 0 };
    return { reading, intent: 0, isKnown: true, isRight: dice() < 1 / (1 + Math.exp(-4 * evidence)) };
  });
  const scale = calibrate(rehearsed);
  const at = (evidence: number) => confidenceOf(scale, { ranking: [], evidence, lead: 0 });

  expect(at(0)).toBeCloseTo(0.5, 1);
  expect(at(0.5)).toBeCloseTo(1 / (1 + Math.exp(-2)), 1);
  expect(at(-1)).toBeLessThan(0.05);
});
