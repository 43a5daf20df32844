/** Whether a changed FAQ makes things worse, told from questions whose right answer is known. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Would } from "../../src/core/replay.ts";
import { impactOf, type Replayed } from "../../src/insight/impact.ts";
import { aPastTicket, aQuestion } from "./questions.ts";

const answers = (id: string): Would => ({ would: "answer", intentIds: [id], first: id, confidence: 0.95 });
const asks = (...ids: string[]): Would => ({
  would: "clarify",
  intentIds: ids,
  first: ids[0] ?? null,
  confidence: 0.5,
});
const NOTHING: Would = { would: "rephrase", intentIds: [], first: null, confidence: 0.1 };
const shown = ({ text }: { readonly text: string }) => text.toUpperCase();

const same: Replayed = { question: aQuestion(), live: answers("invoice"), draft: answers("invoice") };
const broken: Replayed = { ...same, draft: answers("refund") };
const many = (each: Replayed, count: number): readonly Replayed[] => Array.from({ length: count }, () => each);

test("four confirmed answers broken and none mended are worse, three are not yet more than chance", () => {
  const four = impactOf([...many(same, 60), ...many(broken, 4)], shown);
  const three = impactOf([...many(same, 60), ...many(broken, 3)], shown);

  expect(four).toMatchObject({ questions: 64, changed: 4, known: 64, effects: { broken: 4 }, verdict: "worse" });
  expect(four.brokenShare?.low).toBeCloseTo(0.5101, 4);
  expect(four.brokenAtMost).toBeCloseTo(0.15, 3);
  expect(three.verdict).toBe("not_worse");
});

test("a few right answers broken are the price of many wrong ones spared, and of fewer they are not", () => {
  const spared: Replayed = { question: aQuestion({ fate: "not_quite" }), live: answers("invoice"), draft: NOTHING };
  const past = [...many(same, 300), ...many(broken, 6)];

  const [better, worse] = [7, 5].map((count) => impactOf([...past, ...many(spared, count)], shown));

  expect(better).toMatchObject({ effects: { broken: 6, spared: 7 }, verdict: "not_worse" });
  expect(worse).toMatchObject({ effects: { broken: 6, spared: 5 }, verdict: "worse" });
});

test("as many mended as broken are not worse", () => {
  const mended: Replayed = {
    question: aQuestion({ did: "clarified" }),
    live: NOTHING,
    draft: answers("invoice"),
  };

  const impact = impactOf([...many(same, 60), ...many(broken, 5), ...many(mended, 5)], shown);

  expect(impact).toMatchObject({ effects: { broken: 5, mended: 5 }, verdict: "not_worse" });
});

test.each([
  [
    "an escalation that would have been answered",
    { did: "missed", answered: [], fate: "escalated", ticket: aPastTicket() },
    NOTHING,
    answers("invoice"),
    "gained",
  ],
  ["an answer called wrong that would not be given", { fate: "not_quite" }, answers("invoice"), NOTHING, "spared"],
  ["an answer met with silence that would be no more", { fate: "silent" }, answers("invoice"), NOTHING, "lost"],
  ["a confirmed answer that would be asked about first", {}, answers("invoice"), asks("invoice", "refund"), "slower"],
  ["another answer to silence", { fate: "silent" }, answers("invoice"), answers("refund"), "other"],
] as const)("%s", (_, question, live, draft, effect) => {
  const impact = impactOf([{ question: aQuestion(question), live, draft }], shown);

  expect(impact.effects).toEqual({
    broken: 0,
    mended: 0,
    slower: 0,
    quicker: 0,
    gained: 0,
    lost: 0,
    spared: 0,
    other: 0,
    [effect]: 1,
  });
  expect(impact.examples[effect]).toEqual([{ text: "HOW DO I?", language: "en", live, draft }]);
  expect(impact.verdict).toBe("unknown");
});

test("nothing asked is nothing known, and never 0 %", () => {
  expect(impactOf([], shown)).toMatchObject({
    questions: 0,
    brokenShare: null,
    brokenAtMost: null,
    verdict: "unknown",
  });
});

test("a draft that does the same as the live FAQ is never worse, and counts add up whatever was asked", () => {
  const would = fc.constantFrom(answers("invoice"), answers("refund"), asks("invoice", "refund"), NOTHING);
  const fate = fc.constantFrom("confirmed", "not_quite", "bounced", "silent", "escalated", "open");
  const all = fc.array(fc.record({ fate, live: would, draft: would }));
  fc.assert(
    fc.property(all, (cases) => {
      const replayed = cases.map(({ fate, live, draft }) => ({ question: aQuestion({ fate }), live, draft }));

      const impact = impactOf(replayed, shown);
      const unchanged = impactOf(
        replayed.map((each) => ({ ...each, draft: each.live })),
        shown,
      );

      expect(Object.values(impact.effects).reduce((sum, count) => sum + count, 0)).toBe(impact.changed);
      expect(unchanged).toMatchObject({ changed: 0, effects: { broken: 0 } });
      expect(unchanged.verdict).not.toBe("worse");
    }),
  );
});

test("when more than one in twenty known answers comes only after asking back, the change is worse", () => {
  const slower: Replayed = { ...same, draft: asks("invoice", "refund") };

  expect(impactOf([...many(same, 180), ...many(slower, 20)], shown)).toMatchObject({
    effects: { slower: 20 },
    verdict: "worse",
  });
  expect(impactOf([...many(same, 190), ...many(slower, 10)], shown)).toMatchObject({ verdict: "not_worse" });
});
