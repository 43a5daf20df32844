/** Which of two wordings of an answer helped more learners. */
import { expect, test } from "vitest";
import type { Fact } from "../../src/core/facts.ts";
import type { ConversationId } from "../../src/core/model.ts";
import { variantOutcomes } from "../../src/insight/variants.ts";
import { aFact } from "./facts.ts";

async function* asTold(...facts: readonly Fact[]) {
  yield* facts;
}

const by = (conversation: number) => ({ conversationId: conversation as ConversationId, intentId: "refund" });

test("every wording is told with what came next, and each answer counts once", async () => {
  const outcomes = await variantOutcomes(
    asTold(
      aFact("answered", 1, { ...by(1), variant: "plain" }),
      aFact("answered", 2, { ...by(2), variant: "warm" }),
      aFact("confirmed", 3, by(2)),
      aFact("confirmed", 4, by(2)),
      aFact("not_quite", 5, by(1)),
      aFact("escalated", 6, by(1)),
      aFact("answered", 7, { ...by(3), variant: "warm" }),
      aFact("escalated", 8, by(3)),
    ),
  );

  expect(outcomes).toMatchObject([
    { intentId: "refund", variant: "plain", n: 1, confirmed: 0, notQuite: 1, escalated: 0, confirmedShare: 0 },
    { intentId: "refund", variant: "warm", n: 2, confirmed: 1, notQuite: 0, escalated: 1, confirmedShare: 0.5 },
  ]);
});

test("what follows an answer of one wording only, or another answer, is not counted for a wording", async () => {
  const outcomes = await variantOutcomes(
    asTold(
      aFact("answered", 1, { ...by(1), variant: "warm" }),
      aFact("answered", 2, by(1)),
      aFact("confirmed", 3, by(1)),
      aFact("answered", 4, by(2)),
      aFact("confirmed", 5, by(2)),
    ),
  );

  expect(outcomes).toMatchObject([{ variant: "warm", n: 1, confirmed: 0 }]);
  expect(await variantOutcomes(asTold())).toEqual([]);
});

test("the share comes with the interval it may be trusted in", async () => {
  const facts = Array.from({ length: 50 }, (_, index) => [
    aFact("answered", 2 * index, { ...by(index), variant: "warm" }),
    ...(index < 45 ? [aFact("confirmed", 2 * index + 1, by(index))] : []),
  ]).flat();

  const [warm] = await variantOutcomes(asTold(...facts));

  expect(warm?.interval?.low).toBeCloseTo(0.786, 3);
  expect(warm?.interval?.high).toBeCloseTo(0.957, 3);
});
