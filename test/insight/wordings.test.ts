/** Two wordings of an answer: which helped more, told only when it is clear. */
import { expect, test } from "vitest";
import type { AskedQuestion } from "../../src/insight/asked.ts";
import { wordingTrials } from "../../src/insight/wordings.ts";
import { aQuestion } from "./questions.ts";

async function* said(
  ...all: readonly (readonly [variant: string, helped: number, n: number])[]
): AsyncIterable<AskedQuestion> {
  for (const [variant, helped, n] of all) {
    for (let index = 0; index < n; index += 1) {
      const fate = index < helped ? "confirmed" : "not_quite";
      yield aQuestion({ fate, wordings: [{ intentId: "invoice", variant }] });
    }
  }
}

test("the better wording is named when the intervals do not touch", async () => {
  const [trial] = await wordingTrials(said(["plain", 30, 60], ["short", 54, 60]));

  expect(trial?.better).toBe("short");
  expect(trial?.wordings).toMatchObject([
    { variant: "short", n: 60, helped: 54, share: 0.9 },
    { variant: "plain", n: 60, helped: 30, share: 0.5 },
  ]);
});

test.each([
  ["they are close", ["plain", 40, 60], ["short", 45, 60]],
  ["one was said too seldom", ["plain", 5, 25], ["short", 60, 60]],
] as const)("no wording is named when %s", async (_, one, other) => {
  const [trial] = await wordingTrials(said(one, other));

  expect(trial?.better).toBeNull();
});

test("what is not settled yet, and answers of one wording only, try nothing", async () => {
  async function* open(): AsyncIterable<AskedQuestion> {
    yield aQuestion({ fate: "open", wordings: [{ intentId: "invoice", variant: "plain" }] });
    yield aQuestion();
  }

  expect(await wordingTrials(open())).toEqual([]);
});
