/** Mining on the shipped pack: intents taken away come back as groups, the same each time, and are known again. */
import { expect, test } from "vitest";
import { likenessOfSketches } from "../../src/insight/mined.ts";
import { adjustedMutualInformation, purity } from "../../src/nlu/mine/agreement.ts";
import { averageLink, cutAt } from "../../src/nlu/mine/average-link.ts";
import { knownIn } from "../../src/nlu/mine/known.ts";
import { type Asked, mine } from "../../src/nlu/mine/mine.ts";
import { coursePack } from "./course-pack.ts";

test("agreement is what scikit-learn gives for the same groups", () => {
  expect(adjustedMutualInformation([0, 0, 1, 1], [1, 1, 0, 0])).toBeCloseTo(1, 12);
  // Every group splits evenly over the other's: less than chance.
  expect(adjustedMutualInformation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  expect(adjustedMutualInformation([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])).toBeCloseTo(0.2987924581708901, 9);
  expect(adjustedMutualInformation([1], [1])).toBeNull();
  expect(purity([0, 0, 0, 1], [5, 5, 6, 6])).toBe(0.75);
  expect(purity([], [])).toBeNull();
});

test("groups join by the mean over their pairs", () => {
  // 0 and 1 are nearest; 2 is 0.6 like 0 but 0.2 like 1, so 0.4 like both together; 3 is like nobody.
  const values = Float32Array.of(1, 0.9, 0.6, 0, 0.9, 1, 0.2, 0, 0.6, 0.2, 1, 0, 0, 0, 0, 1);

  const tree = averageLink({ count: 4, values });

  expect(tree.merges.map(({ likeness }) => Number(likeness.toFixed(3)))).toEqual([0.9, 0.4, 0]);
  expect([...cutAt(tree, 0.41)]).toEqual([0, 0, 2, 3]);
  expect([...cutAt(tree, 0.39)]).toEqual([0, 0, 0, 3]);
});

const pack = await coursePack();
const taken = [...pack.intents.keys()].filter((_, index) => index % 5 === 0);
const left = { ...pack, intents: new Map([...pack.intents].filter(([id]) => !taken.includes(id))) };

function questionsAbout(isOdd: (index: number) => boolean): readonly (Asked & { readonly intentId: string })[] {
  return taken.flatMap((intentId) =>
    pack.languages.flatMap((language) =>
      (pack.intents.get(intentId)?.examples[language] ?? [])
        .filter((_, index) => isOdd(index))
        .map((text) => ({ text, language, intentId })),
    ),
  );
}

test("intents the bot lacks are found again in what it was asked, in both languages", () => {
  const questions = questionsAbout(() => true);
  const groups = mine(questions, knownIn(left));

  const found = [...questions.keys()].map((place) => groups.findIndex(({ members }) => members.includes(place)));
  const truth = questions.map(({ intentId }) => taken.indexOf(intentId));
  expect(groups.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual([...questions.keys()]);
  expect(purity(found, truth)).toBeGreaterThan(0.75);
  expect(adjustedMutualInformation(found, truth)).toBeGreaterThan(0.35);
  expect(mine(questions, knownIn(left))).toEqual(groups);
});

test("who calls for help in the same words is in a group by what they ask, whatever stands around it", () => {
  const asked = questionsAbout((index) => index % 2 === 1).filter(({ language }) => language === "en");
  const around = ["please help, ", "quick question: ", "Hi! ", "can someone help? "];
  const polite = asked.map((each, index) => ({ ...each, text: `${around[index % 4]}${each.text}` }));
  const truth = asked.map(({ intentId }) => taken.indexOf(intentId));
  const agreement = (questions: readonly Asked[]): number => {
    const found = asked.map(() => -1);
    mine(questions, knownIn(left)).forEach(({ members }, group) => {
      for (const member of members) found[member] = group;
    });
    return adjustedMutualInformation(found, truth) ?? 0;
  };

  expect(agreement(polite)).toBeGreaterThan(agreement(asked) - 0.02);
});

test("a group is known again by its sketch when half of its questions are others", () => {
  const topics = [
    "request an invoice for my company",
    "certificate shows the wrong name",
    "captions are missing in this lesson",
  ];
  const sketchFrom = (topic: string, from: number) => {
    const texts = Array.from({ length: 8 }, (_, index) => `${WAYS[(from + index) % WAYS.length]} ${topic}`);
    const [largest] = mine(
      texts.map((text) => ({ text, language: "en" })),
      [],
    );
    return largest?.sketch ?? expect.fail();
  };

  for (const topic of topics) {
    const likeness = topics.map((other) => likenessOfSketches(sketchFrom(topic, 0), sketchFrom(other, 4)));

    expect(likeness.map((each) => each >= 0.5)).toEqual(topics.map((other) => other === topic));
  }
});

const WAYS = [
  ...[
    "how do I",
    "please",
    "could you help,",
    "I need to know:",
    "hi,",
    "where can I",
    "it seems",
    "for weeks",
    "today",
    "what if",
  ],
  ...["tell me why", "still"],
];

test("hostile and empty questions are groups of their own and nothing breaks", () => {
  const texts = ["", "😀", "a".repeat(4096), "字".repeat(4096), "\u200b", "123"];

  const groups = mine(
    texts.map((text) => ({ text, language: "zh" })),
    [],
  );

  expect(groups.flatMap(({ members }) => members)).toHaveLength(texts.length);
  expect(mine([], [])).toEqual([]);
});
