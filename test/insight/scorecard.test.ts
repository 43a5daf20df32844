/** Figures of each intent worked out by hand, and whose answers are held back. */
import { expect, test } from "vitest";
import type { Demotion } from "../../src/core/evidence.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { AskedQuestion } from "../../src/insight/asked.ts";
import { scorecards, toDemote } from "../../src/insight/scorecard.ts";
import { aPastTicket, aQuestion, NOW } from "./questions.ts";

async function* stream(questions: readonly AskedQuestion[]): AsyncIterable<AskedQuestion> {
  yield* questions;
}
const times = (count: number, parts: Partial<AskedQuestion>) => Array.from({ length: count }, () => aQuestion(parts));

test("wrong are not quite, back again and taken to a person, of all answers three days are over for", async () => {
  const ticket = aPastTicket({
    id: 9 as TicketId,
    rating: 5,
    replies: [{ messageId: 1, text: "…", at: NOW, agentId: null }],
  });
  const now = [
    ...times(5, {}),
    ...times(2, { fate: "silent" }),
    ...times(1, { fate: "not_quite" }),
    ...times(1, { fate: "bounced" }),
    ...times(1, { fate: "escalated", ticket }),
    ...times(4, { fate: "open" }),
    ...times(2, { fate: "escalated", isByFaq: true }),
    ...times(1, { did: "clarified", answered: [], guessed: "invoice", fate: "silent" }),
  ];

  const [card, ...more] = await scorecards(stream(now), stream(times(4, { fate: "bounced" })));

  expect(more).toEqual([]);
  expect(card).toMatchObject({ intentId: "invoice", asked: 17, answered: 16, escalations: 1, minutes: 3 });
  expect(card?.wrong).toMatchObject({ hits: 3, n: 10, share: 0.3 });
  expect(card?.wrong.interval?.low).toBeCloseTo(0.1078, 4);
  expect(card?.csat).toMatchObject({ hits: 1, n: 1 });
  const [good] = await scorecards(stream([aQuestion({ ticket: { ...ticket, rating: 3 } })]), stream([]), 3);
  expect(good?.csat).toMatchObject({ hits: 1, n: 1 });
  expect(card?.trend).toMatchObject({ before: { hits: 4, n: 4 }, change: 0.3 - 1 });
});

test("without answers there are no shares", async () => {
  const [card] = await scorecards(stream(times(1, { fate: "open" })), stream([]));

  expect(card?.wrong).toEqual({ hits: 0, n: 0, share: null, interval: null });
  expect(card?.trend.change).toBeNull();
});

test("an intent is held back when the lower end of what helped lies below one half, from twenty answers on, and once", async () => {
  const bad = (count: number) => [...times(count * 0.4, { fate: "bounced" }), ...times(count * 0.6, {})];
  const held: Demotion = {
    intentId: "invoice",
    at: NOW,
    answers: 20,
    helped: 9,
    low: 0.2,
    liftedAt: null,
    liftedBy: null,
  };
  const few = await scorecards(stream(bad(10)), stream([]));
  const enough = await scorecards(stream(bad(20)), stream([]));
  const sure = await scorecards(stream(bad(200)), stream([]));

  expect(toDemote(few, [])).toEqual([]);
  expect(toDemote(enough, []).map(({ intentId }) => intentId)).toEqual(["invoice"]);
  expect(toDemote(enough, [held])).toEqual([]);
  expect(toDemote(enough, [{ ...held, liftedAt: NOW }])).toHaveLength(1);
  // 120 of 200 help: more than half, surely.
  expect(toDemote(sure, [])).toEqual([]);
});
