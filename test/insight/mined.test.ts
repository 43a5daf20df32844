/** Which groups of questions an admin sees, and that what was decided does not come back. */
import { expect, test } from "vitest";
import type { GroupSketch, QuestionGroup } from "../../src/core/evidence.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { NewGroup } from "../../src/core/ports.ts";
import { groupsToKeep, isUnanswered, likenessOfSketches, newGroupOf } from "../../src/insight/mined.ts";
import { aPastTicket, aQuestion, NOW } from "./questions.ts";

const sketch = (...features: number[]): GroupSketch => ({
  features,
  weights: features.map(() => 1 / Math.sqrt(features.length)),
});

test.each([
  ["missed", { did: "missed", answered: [], fate: "silent" }, true],
  ["answered and called not quite", { fate: "not_quite" }, true],
  ["answered and taken to a person", { fate: "escalated" }, true],
  ["asked back about without a choice", { did: "clarified", answered: [], fate: "silent" }, true],
  ["asked back about, chosen and confirmed", { did: "clarified" }, false],
  ["answered", { fate: "silent" }, false],
  ["handed over by the FAQ itself", { fate: "escalated", isByFaq: true }, false],
  ["wanting a person", { did: "handed_over", answered: [], fate: "escalated" }, false],
] as const)("a question %s", (_, parts, isLeft) => {
  expect(isUnanswered(aQuestion(parts))).toBe(isLeft);
});

test("a group counts each ticket once, with what people spent on it and the words of the ticket rated best", () => {
  const reply = (messageId: number, text: string) => ({ messageId, text, at: NOW, agentId: null });
  const good = aPastTicket({
    id: 1 as TicketId,
    rating: 5,
    replies: [reply(11, "hi"), reply(12, "Open Orders, then Invoice.")],
  });
  const bad = aPastTicket({
    id: 2 as TicketId,
    rating: 1,
    replies: [reply(13, "No idea, and more words about that.")],
  });
  const asked = [good, good, bad].map((ticket, index) => aQuestion({ messageId: index, fate: "escalated", ticket }));

  const group = newGroupOf({
    ...{ language: "en", sketch: sketch(1) },
    members: [
      { questions: asked.slice(0, 2), nearest: "invoice" },
      { questions: asked.slice(2), nearest: null },
    ],
  });

  expect(group).toMatchObject({ questions: 3, escalations: 2, minutesEach: 3, answerId: 12, messageIds: [0, 2] });
  expect(group?.nearest).toEqual({ intentId: "invoice", share: 0.5 });
  expect(
    newGroupOf({ language: "en", sketch: sketch(1), members: [{ questions: asked.slice(0, 2), nearest: null }] }),
  ).toBeNull();
});

function aGroup(parts: Partial<NewGroup>): NewGroup {
  return {
    ...{ language: "en", sketch: sketch(1, 2, 3, 4), messageIds: [1, 2, 3], questions: 3, escalations: 0 },
    ...{ minutesEach: null, nearest: null, answerId: null, ...parts },
  };
}
const decided = (state: QuestionGroup["state"]): QuestionGroup => ({
  ...aGroup({}),
  id: 5,
  state,
  title: null,
  minedAt: NOW,
});

test("what was accepted or rejected does not come back when others join it or its messages are gone", () => {
  const joined = aGroup({ sketch: sketch(1, 2, 3, 9), messageIds: [7, 8, 9] });
  const drifted = aGroup({ sketch: sketch(6, 7, 8, 9), messageIds: [1, 2, 9] });
  const other = aGroup({ sketch: sketch(1, 6, 7, 8), messageIds: [4, 5, 6] });
  const chinese = aGroup({ language: "zh" });

  for (const state of ["accepted", "rejected"] as const) {
    expect(groupsToKeep([joined, drifted], [decided(state)])).toEqual([]);
  }
  expect(groupsToKeep([other, chinese], [decided("rejected")]).map(({ id }) => id)).toEqual([null, null]);
});

test("an open group goes on under its number, once, and what saves the most comes first", () => {
  const cheap = aGroup({ questions: 50 });
  const costly = aGroup({ escalations: 3, minutesEach: 10 });

  const kept = groupsToKeep([cheap, costly], [decided("open")]);

  expect(kept.map(({ id, escalations }) => [id, escalations])).toEqual([
    [5, 3],
    [null, 0],
  ]);
  expect(likenessOfSketches(sketch(1, 2), sketch(1, 2))).toBeCloseTo(1);
});
