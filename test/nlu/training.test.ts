/** What makes training quick must not change what is learned: bundled columns, chosen rivals, texts that were read before. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diceOf } from "../../src/core/dice.ts";
import { bundle } from "../../src/nlu/learn/bundles.ts";
import { postingsOf } from "../../src/nlu/learn/columns.ts";
import { rivalsOf } from "../../src/nlu/learn/rivals.ts";
import { machinesFor } from "../../src/nlu/learn/svm.ts";
import { rowsOf, vectorOf, vocabularyOf } from "../../src/nlu/learn/vocabulary.ts";
import { featuresOf } from "../../src/nlu/text/features.ts";
import { learnModel, readWith, study } from "../../src/nlu/trained.ts";

const WORDS = "refund my order password phone video certificate please cancel account 退款 视频 证书".split(" ");

/** The rows of some texts as training sees them, and the same turned. */
function lessonOf(texts: readonly string[]) {
  const seen = texts.map((text) => ({ features: featuresOf(text), meaning: null }));
  const vocabulary = vocabularyOf(seen.map(({ features }) => features));
  const rows = rowsOf(seen.map((one) => vectorOf(vocabulary, one)));
  const columnCount = vocabulary.columnWeights.length;
  return { rows, columnCount, postings: postingsOf(rows, columnCount) };
}

type Sparse = { readonly starts: Int32Array; readonly columns: Int32Array; readonly weights: Float32Array };

function productOf({ starts, columns, weights }: Sparse, one: number, other: number): number {
  const byColumn = new Map<number, number>();
  for (let at = starts[one] ?? 0; at < (starts[one + 1] ?? 0); at += 1)
    byColumn.set(columns[at] ?? -1, weights[at] ?? 0);
  let sum = 0;
  for (let at = starts[other] ?? 0; at < (starts[other + 1] ?? 0); at += 1)
    sum += (weights[at] ?? 0) * (byColumn.get(columns[at] ?? -1) ?? 0);
  return sum;
}

describe("columns that always come together", () => {
  const sentences = fc.array(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 8,
  });

  test("are fewer as bundles, and any two texts are as like as before", () => {
    fc.assert(
      fc.property(sentences, (made) => {
        const { rows, postings, columnCount } = lessonOf(made.map((words) => words.join(" ")));

        const bundles = bundle(rows, postings);

        expect(bundles.starts.length - 1).toBeLessThanOrEqual(columnCount);
        for (let one = 0; one < made.length; one += 1)
          for (let other = 0; other <= one; other += 1)
            expect(productOf(bundles.rows, one, other)).toBeCloseTo(productOf(rows, one, other), 4);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test("know their rows, and share out what they weigh", () => {
    const { rows, postings, columnCount } = lessonOf(["refund my order", "refund refund the video", "my password"]);

    const bundles = bundle(rows, postings);

    const turned = postingsOf(bundles.rows, bundles.starts.length - 1);
    expect(bundles.postings.members).toEqual(turned.members);
    expect(bundles.postings.weights).toEqual(turned.weights);
    expect([...bundles.columns].toSorted((one, other) => one - other)).toEqual([...Array(columnCount).keys()]);
    for (let own = 0; own + 1 < bundles.starts.length; own += 1) {
      const members = bundles.columns.subarray(bundles.starts[own], bundles.starts[own + 1]);
      expect(members.reduce((sum, column) => sum + (bundles.shares[column] ?? 0) ** 2, 0)).toBeCloseTo(1, 4);
    }
  });
});

describe("the rivals of an intent", () => {
  test("are all other examples in a small pack", () => {
    const { rows, postings } = lessonOf(["refund my order", "cancel my order", "reset my password", "new password"]);

    const rivals = rivalsOf({ rows, labels: Int32Array.of(0, 0, 1, 1), intentCount: 2 }, postings);

    expect(rivals(1)).toEqual({ chosen: Int32Array.of(2, 3, 0, 1), yesCount: 2 });
  });

  test("are in a large pack those in its words and some of everything, each once", () => {
    const intentCount = 1000;
    const dice = diceOf(9);
    const texts = Array.from({ length: 3 * intentCount }, (_, row) => {
      const intent = Math.floor(row / 3);
      return `how do i ${WORDS[Math.floor(dice() * 9)]} topic${intent} like${intent % 500}`;
    });
    const { rows, postings } = lessonOf(texts);
    const labels = Int32Array.from(texts, (_, row) => Math.floor(row / 3));

    const { chosen, yesCount } = rivalsOf({ rows, labels, intentCount }, postings)(7);

    expect([...chosen.subarray(0, yesCount)]).toEqual([21, 22, 23]);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen.length).toBeLessThan(texts.length / 4);
    // The only other intent with the word "like7".
    expect([...chosen]).toEqual(expect.arrayContaining([3 * 507, 3 * 507 + 1, 3 * 507 + 2]));
  });
});

test("a machine that was taught says yes to its own examples and no to all others, and neither louder than it must", () => {
  const texts = [
    "refund my order",
    "money back please",
    "reset my password",
    "forgot password",
    "video stops",
    "no video",
  ];
  const { rows, postings, columnCount } = lessonOf(texts);
  const labels = Int32Array.of(0, 0, 1, 1, 2, 2);

  const lesson = { rows, labels, columnCount, intentCount: 4 };
  const { postings: planes, bias } = machinesFor(lesson, bundle(rows, postings), "whole");

  const margins = new Float64Array(4 * texts.length);
  for (let row = 0; row < texts.length; row += 1) {
    for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at += 1) {
      const column = rows.columns[at] ?? 0;
      for (let place = planes.starts[column] ?? 0; place < (planes.starts[column + 1] ?? 0); place += 1) {
        const cell = 4 * row + (planes.members[place] ?? 0);
        margins[cell] = (margins[cell] ?? 0) + (rows.weights[at] ?? 0) * (planes.weights[place] ?? 0);
      }
    }
  }
  for (let row = 0; row < texts.length; row += 1) {
    for (let intent = 0; intent < 3; intent += 1) {
      const sign = labels[row] === intent ? 1 : -1;
      const margin = sign * ((margins[4 * row + intent] ?? 0) + (bias[intent] ?? 0));
      expect(margin).toBeGreaterThan(0.6);
      // Beyond 1 nothing pulls; a tenth is what is let pass.
      expect(margin).toBeLessThan(1.15);
    }
  }
  expect(bias[3]).toBe(Number.NEGATIVE_INFINITY);
});

test("an edited pack is learned the same whether or not most of it was read before", () => {
  const subjects = [
    { id: "refund", examples: ["refund my order", "money back"], hints: ["Refunds"] },
    { id: "password", examples: ["reset my password", "forgot my password"], hints: [] },
  ];
  const edited = [...subjects, { id: "video", examples: ["the video stops"], hints: ["refund my order"] }];
  const material = { subjects: edited, strays: ["tell me a joke"] };

  const afresh = learnModel(study(material), null);
  const again = learnModel(study(material, study({ subjects, strays: [] })), null);

  expect(again).toEqual(afresh);
  expect(readWith(again, "my video stops")).toEqual(readWith(afresh, "my video stops"));
});
