/** The learning parts on toy examples, where the right result can be seen. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diceOf } from "../../src/core/dice.ts";
import { calibrate, confidenceOf, type Rehearsed } from "../../src/nlu/learn/calibration.ts";
import { type Example, learn, type Reading, read } from "../../src/nlu/learn/classifier.ts";
import { postingsOf } from "../../src/nlu/learn/columns.ts";
import { highest } from "../../src/nlu/learn/highest.ts";
import { meaningOf } from "../../src/nlu/learn/meaning.ts";
import { productsOf } from "../../src/nlu/learn/products.ts";
import { rehearse } from "../../src/nlu/learn/rehearsal.ts";
import { rowsOf, type Seen, STRAY, vectorOf, vocabularyOf } from "../../src/nlu/learn/vocabulary.ts";
import { featuresOf } from "../../src/nlu/text/features.ts";
import { learnModel, readWith, rehearseModel, study, train } from "../../src/nlu/trained.ts";

const FRUIT = ["apple", "red apple", "green apple", "an apple tree"];
const TOOLS = ["hammer", "red hammer", "steel hammer", "a hammer and nails"];
const seenIn = (text: string): Seen => ({ features: featuresOf(text), meaning: meaningOf(text) });
const examples: readonly Example[] = [FRUIT, TOOLS].flatMap((texts, intent) =>
  texts.map((text) => ({ seen: seenIn(text), intent })),
);
const subjects = [
  { id: "fruit", examples: FRUIT, hints: [] },
  { id: "tools", examples: TOOLS, hints: [] },
];

test("a vector has length 1, and the features nobody has shown take their part of it", () => {
  const vocabulary = vocabularyOf(FRUIT.map(featuresOf));
  const known = vectorOf(vocabulary, seenIn("red apple"));
  const strange = vectorOf(vocabulary, seenIn("red zeppelin"));
  const square = (weights: Float32Array) => weights.reduce((sum, weight) => sum + weight * weight, 0);

  expect(known.unseenShare).toBe(0);
  expect(square(known.weights)).toBeCloseTo(1, 5);
  expect(known.plain ** 2 + square(known.meaning ?? new Float32Array())).toBeCloseTo(1, 5);
  expect(strange.unseenShare).toBeGreaterThan(0.5);
  expect(square(strange.weights) + strange.unseenShare).toBeCloseTo(1, 5);
});

test("examples are told apart by the words that differ, and a familiar text has more evidence than a strange one", () => {
  const classifier = learn(examples, 2);
  const apple = read(classifier, seenIn("one red apple"));

  expect(apple.ranking[0]?.intent).toBe(0);
  expect(read(classifier, seenIn("red hammers")).ranking[0]?.intent).toBe(1);
  expect(apple.evidence).toBeGreaterThan(read(classifier, seenIn("quantum physics")).evidence);
});

describe("words no example has shown", () => {
  const cosine = (one: string, other: string) => {
    const [a, b] = [meaningOf(one)?.direction, meaningOf(other)?.direction];
    return a?.reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0) ?? 0;
  };

  test("are understood by what they are about", () => {
    const classifier = learn(examples, 2);

    expect(cosine("money", "cash")).toBeGreaterThan(cosine("money", "guitar") + 0.3);
    expect(read(classifier, seenIn("orange")).ranking[0]?.intent).toBe(0);
    expect(read(classifier, seenIn("knife")).ranking[0]?.intent).toBe(1);
  });

  test("have no meaning in Chinese, and half of one where the languages are mixed", () => {
    expect(meaningOf("忘记密码怎么办")).toBeNull();
    expect(meaningOf("怎么 refund")?.share).toBeCloseTo(0.5, 5);
    expect(meaningOf("refund")?.share).toBe(1);
  });
});

test("an intent without any example is never named", () => {
  const classifier = learn(examples, 3);

  expect(read(classifier, seenIn("zzz qqq")).ranking.map(({ intent }) => intent)).not.toContain(2);
});

test("a text like those known to mean nothing of the pack looks strange", () => {
  const strays = ["tell me a joke", "sing me a song", "tell me a story"].map((text) => ({
    seen: seenIn(text),
    intent: STRAY,
  }));
  const joke = seenIn("tell me another joke about a tree");

  expect(read(learn([...examples, ...strays], 2), joke).evidence).toBeLessThan(
    read(learn(examples, 2), joke).evidence - 0.5,
  );
});

test("of two intents a rehearsal leaves none out, of many it leaves out each in turn", () => {
  const many = Array.from({ length: 6 }, (_, intent) =>
    FRUIT.map((text) => ({ seen: seenIn(`${text} ${intent}${intent}${intent}`), intent })),
  ).flat();
  const few = rehearse({ examples, hints: [], intentCount: 2 });
  const unknown = rehearse({ examples: many, hints: [], intentCount: 6 }).filter(({ isKnown }) => !isKnown);

  expect(few.length).toBe(examples.length);
  expect(few.every(({ isKnown }) => isKnown)).toBe(true);
  expect(new Set(unknown.map(({ intent }) => intent)).size).toBe(6);
  expect(unknown.every(({ isRight, intent, reading }) => !isRight && reading.ranking[0]?.intent !== intent)).toBe(true);
});

test("a pack of one intent with two examples can be trained", () => {
  const { match } = train([{ id: "only", examples: ["refund my order", "give my money back"], hints: [] }]);

  expect(match("refund my order").map(({ intentId }) => intentId)).toEqual(["only"]);
});

describe("a model", () => {
  const material = { subjects, strays: ["tell me a joke"] };
  const texts = ["red apple tree", "hammer", "sing a song", "苹果 apple", ""];
  const readAll = (model: ReturnType<typeof learnModel>) => texts.map((text) => readWith(model, text));

  test("reads the same after it was sent to another thread", () => {
    const { model } = train(subjects);

    expect(readAll(structuredClone(model))).toEqual(readAll(model));
  });

  test("is the same whether it is trained in one go or in two halves", () => {
    const studied = study(material);
    const inHalves = rehearseModel(studied, learnModel(studied, null));

    expect(readAll(inHalves)).toEqual(readAll(train(subjects, material.strays).model));
  });

  test("keeps the scale of the one before until it is rehearsed, with each intent's own trust", () => {
    const { model } = train(subjects);
    const before = { ...model, scale: { ...model.scale, offset: -3, trust: Float32Array.of(0.5, 0.25) } };
    const turned = { subjects: [...subjects].reverse(), strays: [] };

    const { scale } = learnModel(study(turned), before);

    expect(scale).toEqual({ ...before.scale, trust: Float32Array.of(0.25, 0.5) });
  });
});

test("the highest numbers are found falling, of equal ones the earlier", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 9 })), fc.integer({ min: 1, max: 12 }), (values, count) => {
      const places = [...values.keys()].filter((place) => (values[place] ?? 0) > 0);
      places.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || one - other);

      expect([...highest(Float32Array.from(values), count, 0)]).toEqual(places.slice(0, count));
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe("in a large model", () => {
  const texts = Array.from({ length: 3000 }, (_, place) => `how do i change my item${place} please`);
  const vocabulary = vocabularyOf(texts.map(featuresOf));
  const vectorAt = (text: string) => vectorOf(vocabulary, { features: featuresOf(text), meaning: null });
  const postings = postingsOf(rowsOf(texts.map(vectorAt)), vocabulary.columnWeights.length);
  const wanted = { start: null, scale: 1, memberCount: texts.length, visitsMax: 2000, leadersMax: 8 };

  test("the rare words choose whom to look at, and those get their whole product", () => {
    const { members, values } = productsOf(postings, vectorAt(texts[1234] ?? expect.fail()), wanted);

    expect(members).toHaveLength(8);
    expect(members?.[0]).toBe(1234);
    expect(values[0]).toBeCloseTo(1, 4);
  });

  test("what is read does not depend on what was read before", () => {
    const asked = [17, 2999, 0, 1234].map((place) => vectorAt(`change item${place} in item${place + 1}`));
    const readAll = () => asked.map((vector) => productsOf(postings, vector, wanted));
    const first = readAll();

    expect(asked.toReversed().map((vector) => productsOf(postings, vector, wanted))).toEqual(first.toReversed());
    expect(readAll()).toEqual(first);
  });

  test("nothing of a text is left over for the next one, whatever the columns' numbers", () => {
    const [first, second, own] = [0, 4096, 10_000];
    const rows = texts.map((_, member) => ({ columns: [first, second, own + member], weights: [0.5, 0.25, 1] }));
    const held = postingsOf(
      {
        starts: Int32Array.from([0, ...texts.keys()], (_, at) => 3 * at),
        columns: Int32Array.from(rows.flatMap(({ columns }) => columns)),
        weights: Float32Array.from(rows.flatMap(({ weights }) => weights)),
      },
      own + texts.length,
    );
    const say = (column: number) =>
      productsOf(held, { columns: Int32Array.of(column, own + 5), weights: Float32Array.of(1, 1) }, wanted);

    expect([first, second, first].map((column) => say(column).values[0])).toEqual([1.5, 1.25, 1.5]);
  });

  test("those that start highest lead where no word speaks for anybody", () => {
    const start = new Float32Array(texts.length).fill(-1);
    start[41] = 0.5;
    start[7] = 0.25;

    const { members, values } = productsOf(postings, vectorAt("zebra"), { ...wanted, start });

    expect(members?.subarray(0, 3)).toEqual(Int32Array.of(41, 7, 0));
    expect(values.subarray(0, 3)).toEqual(Float32Array.of(0.5, 0.25, -1));
  });
});

test("an endless text is read by its rare words in a small model, too", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const words = Array.from({ length: 400 }, (_, at) => `${letters[at % 26]}${letters[Math.floor(at / 26)]}on`);
  const texts = Array.from({ length: 300 }, (_, place) => `${words.join(" ")} item${place}`);
  const vocabulary = vocabularyOf(texts.map(featuresOf));
  const vectors = texts.map((text) => vectorOf(vocabulary, { features: featuresOf(text), meaning: null }));
  const postings = postingsOf(rowsOf(vectors), vocabulary.columnWeights.length);
  const wanted = { start: null, scale: 1, memberCount: texts.length, visitsMax: 2000, leadersMax: 8 };

  const { members, values } = productsOf(postings, vectors[123] ?? expect.fail(), wanted);

  expect(members?.[0]).toBe(123);
  expect(values[0]).toBeCloseTo(1, 3);
});

describe("the scale", () => {
  const dice = diceOf(3);
  const readingOf = (evidence: number, intent = 0): Reading => ({
    ranking: [{ intent, margin: evidence }],
    evidence,
    lead: 0,
  });

  test("learns how often readings of a strength are right", () => {
    const rehearsed = Array.from({ length: 4000 }, (): Rehearsed => {
      const evidence = dice() * 3 - 1.5;
      const isRight = dice() < 1 / (1 + Math.exp(-4 * evidence));
      return { reading: readingOf(evidence), intent: 0, isKnown: true, isRight };
    });
    const scale = calibrate(rehearsed, 1);
    const at = (evidence: number) => confidenceOf(scale, readingOf(evidence));

    expect(at(0)).toBeCloseTo(0.5, 1);
    expect(at(0.5)).toBeCloseTo(1 / (1 + Math.exp(-2)), 1);
    expect(at(-1)).toBeLessThan(0.05);
  });

  test("trusts an intent less that promised more than it kept, and nobody less for bad luck", () => {
    const rehearsed = Array.from({ length: 400 }, (_, at): Rehearsed => {
      const intent = at % 4;
      const isRight = intent === 3 ? at % 8 === 3 : at % 20 !== intent;
      return { reading: readingOf(1, intent), intent, isKnown: true, isRight };
    });
    const { trust } = calibrate(rehearsed, 5);

    expect(trust[3]).toBeLessThan(0.8);
    expect([...trust.slice(0, 3), trust[4]]).toEqual([1, 1, 1, 1]);
  });

  test("is what public lists gave when nothing was rehearsed", () => {
    const scale = calibrate([], 2);

    expect(confidenceOf(scale, readingOf(2))).toBeGreaterThan(0.9);
    expect(confidenceOf(scale, readingOf(-1.5))).toBeLessThan(0.1);
  });
});
