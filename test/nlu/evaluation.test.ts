/** Figures decide what is built, so each is checked against values worked out by hand. */
import { expect, test } from "vitest";
import { auroc, calibrationError, evaluate, macroF1, rejectedAt, type Verdict } from "../../src/nlu/evaluation.ts";

const verdict = (gold: string | null, said: string | null, confidence = 0): Verdict => ({ gold, said, confidence });

test("accuracy counts in-scope rows only, and an empty ranking is wrong", () => {
  const report = evaluate([
    verdict("a", "a"),
    verdict("a", "b"),
    verdict("b", null),
    verdict("b", "b"),
    verdict(null, "a"),
  ]);

  expect(report.n).toBe(5);
  expect(report.accuracy).toBe(0.5);
  expect(report.oos.n).toBe(1);
});

test("macro-F1 is the mean over intents, also over one that was only ever guessed", () => {
  // a: 1 hit of 2 gold and 1 said: 2/3. b: 1 hit of 1 gold and 1 said: 1. c: said once, never gold: 0.
  const verdicts = [verdict("a", "a"), verdict("a", "c"), verdict("b", "b")];

  expect(macroF1(verdicts)).toBeCloseTo((2 / 3 + 1 + 0) / 3, 12);
});

test("AUROC is the share of pairs in the right order, ties counting half", () => {
  // Pairs: 3>1 yes, 3>2 yes, 2>1 yes, 2=2 half; 3.5 of 4.
  expect(auroc([3, 2], [1, 2])).toBe(0.875);
  expect(auroc([5, 6], [1, 2])).toBe(1);
  expect(auroc([1], [2])).toBe(0);
  expect(auroc([Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY])).toBe(0.5);
});

test("recall of out-of-scope rows is measured at the threshold that keeps the coverage", () => {
  // 20 in-scope rows 1..20: 95 % are the 19 from 2 up, 90 % the 18 from 3 up. Rejected is what lies below.
  const known = Array.from({ length: 20 }, (_, index) => index + 1);

  expect(rejectedAt(0.95, known, [1.5, 2, 2.5, 30])).toBe(0.25);
  expect(rejectedAt(0.9, known, [1.5, 2, 2.5, 30])).toBe(0.75);
  expect(rejectedAt(1, known, [0.5, 1])).toBe(0.5);
});

test("without rows of a kind its figures are null, never a division by zero", () => {
  expect(evaluate([])).toEqual({
    n: 0,
    accuracy: null,
    macroF1: null,
    oos: { n: 0, auroc: null, recallAt95: null, recallAt90: null },
  });
  expect(evaluate([verdict("a", "a", 1)]).oos.auroc).toBeNull();
  expect(evaluate([verdict(null, "a", 1)]).accuracy).toBeNull();
});

test("the calibration error is the gap between promised and kept, bin by bin", () => {
  // 0.9 twice, once right: |1.8 − 1|. 0.2 four times, once right: |0.8 − 1|. Over 6 rows.
  const promises = [
    { confidence: 0.9, isRight: true },
    { confidence: 0.9, isRight: false },
    { confidence: 0.2, isRight: true },
    ...Array.from({ length: 3 }, () => ({ confidence: 0.2, isRight: false })),
  ];

  expect(calibrationError(promises)).toBeCloseTo((0.8 + 0.2) / 6, 12);
  expect(calibrationError([{ confidence: 1, isRight: true }])).toBe(0);
  expect(calibrationError([])).toBeNull();
});
