/** What shops tell of learners is kept once, is the learner's as soon as the key is proven, and nobody else's. */
import { expect, test } from "vitest";
import type { LearnerKey, LearningEvent } from "../../src/core/learning/event.ts";
import type { LearnerId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { aFact, aLearnerSays, all, answer, aTicketInTheQueue, NOW, nothing, received, turnOf } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const DAY = 86_400_000;
const MINGS: LearnerKey = { realm: "telegram", id: "77" };
const AT_THE_SHOP: LearnerKey = { realm: "myshop", id: "4242" };
const CHAT = { channel: "telegram", chatId: "77" } as const;

let events = 0;

function anEvent(parts: Partial<LearningEvent> = {}): LearningEvent {
  events += 1;
  return {
    source: "myshop",
    eventId: `e${events}`,
    key: MINGS,
    kind: "purchased",
    course: "python",
    courseName: "Python for all",
    orderId: "o1",
    amount: { minor: 19_900, currency: "CNY" },
    progress: null,
    at: NOW - DAY,
    ...parts,
  };
}

function aStep(progress: number, at: number, parts: Partial<LearningEvent> = {}): LearningEvent {
  return anEvent({ kind: "progressed", progress, at, orderId: null, amount: null, ...parts });
}

async function aLearner(store: Store, chatId = "77") {
  const arrived = await received(store, aLearnerSays("hi", { chatId }));
  let learnerId = 0 as LearnerId;
  await store.change(turnOf(arrived), (before) => {
    learnerId = before.conversation.learnerId;
    return nothing(before);
  });
  return { ...arrived, learnerId };
}

export function conformLearning(opened: () => OpenedStore): void {
  test("are a learner's who wrote later from the chat they were told under", async () => {
    const { store } = opened();
    const bought = anEvent();
    await store.learning.record([bought], NOW);

    const { learnerId, conversationId } = await aLearner(store);

    expect(await store.learning.of({ learnerId })).toEqual([bought]);
    expect(await store.learning.of({ conversationId })).toEqual([bought]);
  });

  test("count once, however often and with whatever else they are delivered", async () => {
    const { store } = opened();
    const [one, two] = [anEvent(), anEvent()];

    expect(await store.learning.record([one, one], NOW)).toEqual({ recorded: 1, duplicates: 1 });
    expect(await store.learning.record([two, one], NOW)).toEqual({ recorded: 1, duplicates: 1 });
    const other = { ...one, source: "othershop" };
    expect(await store.learning.record([other], NOW)).toEqual({ recorded: 1, duplicates: 0 });
    expect(await all(store.learning.orders({}))).toHaveLength(3);
  });

  test("come in any number with one commit", async () => {
    const { store } = opened();
    const many = Array.from({ length: 1203 }, (_, index) => anEvent({ at: NOW + index }));

    expect(await store.learning.record(many, NOW)).toEqual({ recorded: 1203, duplicates: 0 });

    const orders = await all(store.learning.orders({ from: NOW + 1, to: NOW + 1201 }));
    expect(orders.map(({ at }) => at)).toEqual(many.slice(1, 1201).map(({ at }) => at));
  });

  test("told under a shop's key are the learner's from the joining on, until it is undone, and nobody else's", async () => {
    const { store } = opened();
    const { learnerId } = await aLearner(store);
    const other = await aLearner(store, "88");
    const bought = anEvent({ key: AT_THE_SHOP });
    await store.learning.record([bought], NOW);
    expect(await store.learning.of({ learnerId })).toEqual([]);

    expect(await store.learning.join(learnerId, AT_THE_SHOP, { by: "api", now: NOW })).toBe(true);
    expect(await store.learning.join(learnerId, AT_THE_SHOP, { by: "api", now: NOW })).toBe(true);

    expect(await store.learning.of({ learnerId })).toEqual([bought]);
    expect(await store.learning.of(other)).toEqual([]);
    expect(await store.learning.keys(learnerId)).toEqual([AT_THE_SHOP, MINGS]);
    expect(await store.learning.owners(AT_THE_SHOP)).toEqual([learnerId]);
    expect(await store.learning.owners(MINGS)).toEqual([learnerId]);
    expect(await store.learning.part(learnerId, AT_THE_SHOP)).toBe(true);
    expect(await store.learning.part(learnerId, AT_THE_SHOP)).toBe(false);
    expect(await store.learning.of({ learnerId })).toEqual([]);
    expect(await store.learning.join(999 as LearnerId, AT_THE_SHOP, { by: "api", now: NOW })).toBe(false);
  });

  test("show of each course the latest step only, and still the purchase when a platform told of a thousand lessons", async () => {
    const { store } = opened();
    const { learnerId } = await aLearner(store);
    const steps = Array.from({ length: 1000 }, (_, index) => aStep(index / 10, NOW + index));
    const elsewhere = aStep(7, NOW, { course: "html" });
    const bought = anEvent();
    await store.learning.record([bought, ...steps, elsewhere], NOW);

    const told = await store.learning.of({ learnerId });

    expect(told).toHaveLength(3);
    expect(told).toEqual(expect.arrayContaining([bought, steps.at(-1), elsewhere]));
  });

  test("tell when learners who are known began or bought a course, in the order it happened", async () => {
    const { store } = opened();
    const { learnerId } = await aLearner(store);
    const began = anEvent({ kind: "enrolled", course: "drawing", orderId: null, amount: null, at: NOW - 1 });
    const stranger = anEvent({ key: { realm: "myshop", id: "1" } });
    const others = [anEvent({ kind: "refunded" }), anEvent({ course: null }), aStep(3, NOW)];
    await store.learning.record([began, stranger, ...others, anEvent({ kind: "renewed", at: NOW - 2 })], NOW);

    const starts = await all(store.learning.courseStarts());

    expect(starts).toEqual([
      { learnerId, course: "python", at: NOW - 2 },
      { learnerId, course: "drawing", at: NOW - 1 },
    ]);
  });

  test("as orders tell whose they are, once that is known", async () => {
    const { store } = opened();
    const { learnerId } = await aLearner(store);
    const stranger = anEvent({ key: { realm: "myshop", id: "1" }, at: NOW });
    const mine = anEvent({ at: NOW + 1 });
    const refund = anEvent({ kind: "refunded", at: NOW + 2 });
    await store.learning.record([mine, refund, stranger, aStep(3, NOW)], NOW);

    const orders = await all(store.learning.orders({ from: NOW }));

    expect(orders.map((order) => [order.kind, order.learnerId])).toEqual([
      ["purchased", null],
      ["purchased", learnerId],
      ["refunded", learnerId],
    ]);
    expect(orders[1]).toMatchObject({ course: "python", orderId: "o1", amount: { minor: 19_900, currency: "CNY" } });
  });

  test("of two learners who turn out to be one are all theirs", async () => {
    const { store } = opened();
    const one = await aTicketInTheQueue(store, { chatId: "t1" });
    const two = await aLearner(store, "d1");
    const learnerId = (await store.ticket(one.ticketId))?.learnerId ?? expect.fail();
    await store.learning.join(learnerId, AT_THE_SHOP, { by: "api", now: NOW });
    await store.learning.join(two.learnerId, AT_THE_SHOP, { by: "api", now: NOW });
    await store.learning.join(two.learnerId, { realm: "email", id: "x" }, { by: "code", now: NOW });
    await store.links.offer({ conversationId: one.conversationId, codeHash: "code", endsAt: NOW + 1 });

    await store.links.join({ from: two.conversationId, chat: { ...CHAT, chatId: "d1" }, codeHash: "code", now: NOW });

    const keys = (await store.learning.keys(learnerId)).map(({ realm, id }) => `${realm}:${id}`);
    expect(keys).toEqual(["email:x", "myshop:4242", "telegram:d1", "telegram:t1"]);
  });

  test("are proven by a code of the shop, once, by one chat, while it is good", async () => {
    const { store } = opened();
    const { learnerId, conversationId } = await aLearner(store);
    const other = await aLearner(store, "88");
    const theirs = { ...CHAT, chatId: "88" };
    await store.learning.offerCode({ codeHash: "good", key: AT_THE_SHOP, endsAt: NOW + 1 });
    await store.learning.offerCode({ codeHash: "old", key: AT_THE_SHOP, endsAt: NOW });
    const use = (codeHash: string) => store.learning.useCode({ conversationId, chat: CHAT, codeHash, now: NOW });

    expect(await use("wrong")).toBe("no_such_code");
    expect(await use("old")).toBe("no_such_code");
    expect(await use("good")).toBe("joined");
    expect(await use("good")).toBe("joined");
    expect(await store.learning.useCode({ ...other, chat: theirs, codeHash: "good", now: NOW })).toBe("no_such_code");
    expect(await store.learning.owners(AT_THE_SHOP)).toEqual([learnerId]);
  });

  test("of a learner who is forgotten lead to nobody outside, and still count", async () => {
    const { store } = opened();
    const { learnerId } = await aLearner(store);
    await store.learning.join(learnerId, AT_THE_SHOP, { by: "api", now: NOW });
    await store.learning.offerCode({ codeHash: "good", key: AT_THE_SHOP, endsAt: NOW + 1 });
    await store.learning.record([anEvent(), anEvent({ key: AT_THE_SHOP })], NOW);

    expect(await store.learning.forget(learnerId)).toBe(2);

    expect(await store.learning.of({ learnerId })).toEqual([]);
    expect(await store.learning.owners(AT_THE_SHOP)).toEqual([]);
    const use = { ...(await aLearner(store, "99")), chat: { ...CHAT, chatId: "99" }, codeHash: "good", now: NOW };
    expect(await store.learning.useCode(use)).toBe("no_such_code");
    const orders = await all(store.learning.orders({}));
    expect(orders.map(({ orderId, learnerId: whose }) => [orderId, whose])).toEqual([
      [null, learnerId],
      [null, learnerId],
    ]);
    expect(JSON.stringify(orders)).not.toContain("4242");
  });

  test("leave beside the answer which of its wordings was said", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("忘记密码"));

    await store.change(turnOf(arrived), (before) => ({
      ...answer("忘记密码", "点这里")(before),
      facts: [aFact("asked"), aFact("answered", { intentId: "reset_password", variant: "b" })],
    }));

    const facts = await all(store.facts(["asked", "answered"], {}));
    expect(facts.map(({ kind, variant }) => [kind, variant])).toEqual([
      ["asked", undefined],
      ["answered", "b"],
    ]);
  });
}
