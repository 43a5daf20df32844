/** The quality of the service: counts, what one process does for all, incidents that are told once, and reviewed tickets. */
import { expect, test } from "vitest";
import type { FactKind } from "../../src/core/facts.ts";
import type { AgentId } from "../../src/core/model.ts";
import type { Marks, Store } from "../../src/core/ports.ts";
import {
  act,
  aFact,
  aLearnerSays,
  aMessage,
  anAgent,
  aTicketInTheQueue,
  claim,
  NOW,
  nothing,
  rate,
  received,
  STAFF_ROOM,
  say,
  solve,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MARKS: Marks = { understood: 2, correct: 1, kind: 2, complete: 0 };

export function conformQuality(opened: () => OpenedStore): void {
  rounds(opened);
  incidents(opened);
  reviews(opened);
}

function rounds(opened: () => OpenedStore): void {
  test("a round is begun by one process alone, and never for an earlier moment", async () => {
    const { store } = opened();

    const first = await Promise.all([1, 2, 3].map(() => store.quality.begin("watch", NOW)));
    const earlier = await store.quality.begin("watch", NOW - 1);
    const later = await (await opened().again()).quality.begin("watch", NOW + 1);

    expect(first.toSorted()).toEqual([false, false, true]);
    expect([earlier, later]).toEqual([false, true]);
  });

  test("what is said once is queued by one alone, and remembered", async () => {
    const { store } = opened();
    const row = say(STAFF_ROOM, "the week", "staff");

    const lanes = await Promise.all([1, 2].map(() => store.quality.sayOnce("digest", NOW, [row], NOW)));

    expect(lanes.filter((each) => each === null)).toHaveLength(1);
    expect((await store.counts()).outbound.queued).toBe(1);
    expect(await store.quality.lastBegun("digest")).toBe(NOW);
    expect(await store.quality.lastBegun("other")).toBeNull();
  });
}

async function happens(
  store: Store,
  kind: FactKind,
  more: { intentId?: string; value?: number; text?: string; at?: number } = {},
) {
  const { text = "hush", at = NOW, ...fact } = more;
  const arrived = await received(store, aLearnerSays(text));
  await store.change({ ...turnOf(arrived), now: at }, (before) => ({
    ...nothing(before),
    messages: [aMessage(text, { at })],
    facts: [aFact(kind, { ...fact, at })],
  }));
}

function incidents(opened: () => OpenedStore): void {
  test("facts of a time are counted by kind, intent, and whether a rating is low", async () => {
    const { store } = opened();
    await happens(store, "answered", { intentId: "refund" });
    await happens(store, "answered", { intentId: "refund" });
    await happens(store, "rated", { value: 2 });
    await happens(store, "rated", { value: 5 });
    await happens(store, "missed", { at: NOW + 10 });

    const tallies = await store.quality.tally(NOW, NOW + 10);

    expect(tallies.toSorted((one, other) => one.n - other.n || Number(one.isLow) - Number(other.isLow))).toEqual([
      { kind: "rated", intentId: null, isLow: false, n: 1 },
      { kind: "rated", intentId: null, isLow: true, n: 1 },
      { kind: "answered", intentId: "refund", isLow: false, n: 2 },
    ]);
  });

  test("an incident is told once while it lasts, and anew after its end", async () => {
    const { store } = opened();
    const rise = { series: "misses", n: 40, expected: 7.5 } as const;
    const rows = [say(STAFF_ROOM, "a rise", "staff")];

    const told = [await store.quality.raise(rise, rows, NOW), await store.quality.raise(rise, rows, NOW + 5)];
    await store.quality.endIncidents(NOW + 5, NOW + 9);
    const open = await store.quality.openIncidents();
    await store.quality.endIncidents(NOW + 6, NOW + 10);
    const again = await store.quality.raise(rise, rows, NOW + 11);

    expect([...told, again].map((lanes) => lanes.length)).toEqual([1, 0, 1]);
    expect(open).toEqual(["misses"]);
    expect(await store.quality.incidents(9)).toMatchObject([
      { ...rise, begunAt: NOW + 11, endedAt: null },
      { ...rise, begunAt: NOW, seenAt: NOW + 5, endedAt: NOW + 10 },
    ]);
  });

  test("examples are the words behind it, the newest first, with whose they are", async () => {
    const { store } = opened();
    await happens(store, "answered", { intentId: "refund", text: "退款 1" });
    await happens(store, "answered", { intentId: "refund", text: "退款 2", at: NOW + 1 });
    await happens(store, "missed", { text: "？？？", at: NOW + 2 });

    const all = { from: NOW, to: NOW + 9 };
    expect(await store.quality.examples("intent:refund", all, 9)).toEqual([
      { text: "退款 2", name: "小明" },
      { text: "退款 1", name: "小明" },
    ]);
    expect(await store.quality.examples("misses", all, 9)).toEqual([{ text: "？？？", name: "小明" }]);
    expect(await store.quality.examples("misses", { from: NOW, to: NOW + 2 }, 9)).toEqual([]);
    expect(await store.quality.examples("bad_ratings", all, 9)).toEqual([]);
  });

  test("examples of bad ratings are the comments, and without one what was written before a person helped", async () => {
    const { store } = opened();
    for (const [chatId, rating, comment] of [
      ["a", 1, null],
      ["b", 2, "等了两天"],
      ["c", 3, "还行"],
    ] as const) {
      const ticket = await aTicketInTheQueue(store, { chatId, name: chatId });
      await act(store, ticket, claim(anAgent("Ann")));
      await act(store, ticket, solve(anAgent("Ann")));
      await act(store, ticket, rate(rating));
      const about = { ticketId: ticket.ticketId, episode: 1 };
      if (comment !== null)
        await act(store, ticket, (before) => ({ ...nothing(before), remark: { ...about, comment } }));
    }

    const found = await store.quality.examples("bad_ratings", { from: NOW, to: NOW + 1 }, 9);

    expect(found).toEqual([
      { text: "等了两天", name: "b" },
      { text: "我想找人", name: "a" },
    ]);
  });
}

function reviews(opened: () => OpenedStore): void {
  test("a ticket is reviewed once an episode, filled in, and found by its agent", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);
    const [ann, bo] = [anAgent("Ann"), anAgent("Bo")];
    const review = { ticketId, episode: 1, why: "bad_rating", agent: ann } as const;
    await store.quality.addReviews([review, { ...review, episode: 2, agent: bo }], NOW);
    await store.quality.addReviews([{ ...review, why: "random" }], NOW + 1);

    const [theirs] = await store.quality.reviews({ agentId: ann.id }, 9);
    const done = { marks: MARKS, note: "Ask back first", by: "Ada", at: NOW + 2 };
    const filled = await store.quality.fillReview(theirs?.id ?? 0, done);

    expect(theirs).toMatchObject({ ...review, weekEndedAt: NOW, done: null });
    expect(filled).toBe(true);
    expect(await store.quality.review(theirs?.id ?? 0)).toMatchObject({ done });
    expect(await store.quality.reviews({}, 9)).toHaveLength(2);
    expect(await store.quality.reviews({ agentId: "telegram:nobody" as AgentId }, 9)).toEqual([]);
    expect([await store.quality.fillReview(999, done), await store.quality.review(999)]).toEqual([false, null]);
  });
}
