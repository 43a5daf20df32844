/** Questions of the past with what became of them, however many there are. */
import { expect, test } from "vitest";
import type { NewFact } from "../../src/core/facts.ts";
import { SILENCE_MS } from "../../src/core/ports/past.ts";
import type { Store } from "../../src/core/ports.ts";
import {
  act,
  aFact,
  aLearnerSays,
  all,
  aMessage,
  anAgent,
  claim,
  escalate,
  NOW,
  nothing,
  rate,
  received,
  reply,
  solve,
  ticketIn,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ann = anAgent("Ann");
const ANSWERED: readonly NewFact[] = [aFact("asked"), aFact("answered", { intentId: "reset_password", value: 0.94 })];

export function conformPast(opened: () => OpenedStore): void {
  test("a question comes with what the bot did about it and with what followed within three days", async () => {
    const { store } = opened();
    const { conversationId } = await aQuestion(store, { text: "忘记密码", at: NOW, facts: ANSWERED });
    await happens(store, conversationId, [aFact("confirmed", { at: NOW + 5, intentId: "reset_password" })]);
    await happens(store, conversationId, [aFact("confirmed", { at: NOW + SILENCE_MS + 1 })]);

    const [turn, ...more] = await all(store.past.turns({}));

    expect(more).toEqual([]);
    expect(turn).toMatchObject({ text: "忘记密码", learnerName: "小明", language: "zh", at: NOW, ticket: null });
    expect(turn?.facts.map(({ kind, intentId, value }) => [kind, intentId, value])).toEqual([
      ["asked", null, null],
      ["answered", "reset_password", 0.94],
    ]);
    expect(turn?.after).toEqual([
      { kind: "confirmed", at: NOW + 5, intentId: "reset_password", value: null, ticketId: null },
    ]);
  });

  test("a question an agent answered comes with the agent's words and the rating", async () => {
    const { store } = opened();
    const { conversationId } = await aQuestion(store, { text: "能开发票吗", at: NOW - 9, facts: missedAt(NOW - 9) });
    const arrived = await received(store, aLearnerSays("我想找人"));
    const ticketId = ticketIn(await store.change(turnOf(arrived), escalate()));
    for (const step of [claim(ann), reply(ann, "可以，在订单页申请"), reply(ann, "还有问题吗"), solve(ann), rate(5)]) {
      await act(store, { conversationId, ticketId }, step);
    }

    const [turn] = await all(store.past.turns({}));

    expect(turn).toMatchObject({
      text: "能开发票吗",
      ticket: { id: ticketId, rating: 5, status: "solved", solvedAt: NOW },
    });
    expect(turn?.ticket?.replies).toEqual([
      { messageId: expect.any(Number), text: "可以，在订单页申请", at: NOW, agentId: ann.id },
      { messageId: expect.any(Number), text: "还有问题吗", at: NOW, agentId: ann.id },
    ]);
  });

  test("only the range and channel asked for, in order, each once, over many pages", async () => {
    const { store } = opened();
    const { conversationId } = await received(store, aLearnerSays("?"));
    const count = 1203;
    await act(store, { conversationId, ticketId: null }, (before) => ({
      ...nothing(before),
      messages: Array.from({ length: count }, (_, index) => aMessage(`q${index}`, { at: NOW + index })),
      facts: Array.from({ length: count }, (_, index) => aFact("asked", { at: NOW + index })),
    }));

    const texts = (await all(store.past.turns({ from: NOW + 1, to: NOW + 1202 }))).map(({ text }) => text);

    expect(texts).toEqual(Array.from({ length: 1201 }, (_, index) => `q${index + 1}`));
    expect(await all(store.past.turns({ channel: "discord" }))).toEqual([]);
  });

  test("what holds no words any more is no question, and its words are nowhere", async () => {
    const { store } = opened();
    await aQuestion(store, { text: " ", at: NOW, facts: ANSWERED });
    await aQuestion(store, { text: "怎么退款", at: NOW + 1, facts: missedAt(NOW + 1) });

    const turns = await all(store.past.turns({}));

    expect(turns.map(({ text }) => text)).toEqual(["怎么退款"]);
    const [{ messageId } = { messageId: 0 }] = turns;
    const words = await store.past.words([messageId, 404]);
    expect(words).toEqual([
      { messageId, text: "怎么退款", language: "zh", at: NOW + 1, learnerName: "小明", ticketId: null },
    ]);
    expect(await store.past.words([])).toEqual([]);
  });
}

function missedAt(at: number): readonly NewFact[] {
  return [aFact("asked", { at }), aFact("missed", { at, value: 0.2 })];
}

async function aQuestion(store: Store, { text, at, facts }: { text: string; at: number; facts: readonly NewFact[] }) {
  const arrived = await received(store, aLearnerSays(text), at);
  await store.change(turnOf(arrived), (before) => ({ ...nothing(before), messages: [aMessage(text, { at })], facts }));
  return arrived;
}

async function happens(
  store: Store,
  conversationId: Parameters<typeof act>[1]["conversationId"],
  facts: readonly NewFact[],
) {
  await act(store, { conversationId, ticketId: null }, (before) => ({ ...nothing(before), facts }));
}
