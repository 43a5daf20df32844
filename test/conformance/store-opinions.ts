/** What learners say of us: the 0–10 question planned, asked and answered as rows, and the suggestion box. */
import { expect, test } from "vitest";
import type { Before, Decision, NewSuggestion } from "../../src/core/decision.ts";
import type { ConversationId, NpsId } from "../../src/core/model.ts";
import type { NpsBefore, NpsChange } from "../../src/core/nps/survey.ts";
import type { Store } from "../../src/core/ports.ts";
import { aLearnerSays, NOW, nothing, received, STAFF_ROOM, say, turnOf } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const HOUR = 3_600_000;

export function conformOpinions(opened: () => OpenedStore): void {
  surveys(opened);
  wishes(opened);
  box(opened);
}

function surveys(opened: () => OpenedStore): void {
  test("a survey is lent as it was left: planned, moved, asked, answered, commented, and answered anew", async () => {
    const { store } = opened();
    const learner = await aLearner(store);

    const before = await lent(store, learner);
    await changes(store, learner, [{ change: "planned", dueAt: NOW + HOUR }]);
    const id = await newestId(store, learner);
    await changes(store, learner, [{ change: "moved", id, dueAt: NOW + 2 * HOUR }]);
    const planned = await lent(await opened().again(), learner);

    expect(before).toBeUndefined();
    const none = { askedAt: null, askedTurn: null, answeredAt: null, value: null, hasComment: false };
    const newest = { id, status: "planned", dueAt: NOW + 2 * HOUR, ...none };
    expect(planned).toEqual({ newest, lastAskedAt: null, isOff: false });
  });

  test("an answer keeps its first hour, its comment and its newest number, and admins read it", async () => {
    const { store } = opened();
    const learner = await aLearner(store);
    await changes(store, learner, [{ change: "planned", dueAt: NOW }]);
    const id = await newestId(store, learner);

    await changes(store, learner, [{ change: "asked", id, turn: 4 }]);
    await changes(store, learner, [{ change: "answered", id, value: 3 }], NOW + 5);
    await changes(store, learner, [{ change: "commented", id, comment: "太长" }], NOW + 6);
    await changes(store, learner, [{ change: "answered", id, value: 8 }], NOW + 7);

    expect((await lent(store, learner))?.newest).toMatchObject({ askedTurn: 4, answeredAt: NOW + 5, value: 8 });
    expect(await store.opinions.surveys(9)).toEqual([
      { id, learnerName: "小明", status: "answered", askedAt: NOW, value: 8, comment: "太长" },
    ]);
    expect(await store.opinions.surveys(9, id)).toEqual([]);
  });

  test("what is due is found until it is asked or dropped, the oldest first", async () => {
    const { store } = opened();
    const [one, two, three] = [await aLearner(store, "1"), await aLearner(store, "2"), await aLearner(store, "3")];
    await changes(store, one, [{ change: "planned", dueAt: NOW + 2 }]);
    await changes(store, two, [{ change: "planned", dueAt: NOW + 1 }]);
    await changes(store, three, [{ change: "planned", dueAt: NOW + 3 }]);

    const due = await store.opinions.npsDue(NOW + 2, 9);
    await changes(store, one, [{ change: "asked", id: await newestId(store, one), turn: 0 }]);
    await changes(store, two, [{ change: "dropped", id: await newestId(store, two) }]);

    expect(due).toEqual([two, one]);
    expect(await store.opinions.npsDue(NOW + 2, 9)).toEqual([]);
    expect(await store.opinions.npsDue(NOW + 3, 9)).toEqual([three]);
    expect(await lent(store, two)).toBeUndefined();
  });
}

function wishes(opened: () => OpenedStore): void {
  test("a wish not to be asked outlives the process, and follows the learner into a joined chat", async () => {
    const { store } = opened();
    const [goes, stays] = [await aLearner(store, "1"), await aLearner(store, "2")];
    await changes(store, goes, [
      { change: "planned", dueAt: NOW },
      { change: "wished", isOff: true },
    ]);
    await store.links.offer({ conversationId: stays, codeHash: "hash", endsAt: NOW + HOUR });
    const chat = { channel: "telegram", chatId: "1" } as const;
    const joined = await store.links.join({ from: goes, chat, codeHash: "hash", now: NOW });

    const later = await opened().again();

    const into = joined.outcome === "joined" ? joined.into : expect.fail();
    expect(await lent(later, into)).toEqual({ newest: null, lastAskedAt: null, isOff: true });
    expect(await later.opinions.npsDue(NOW, 9)).toEqual([]);
  });

  test("a wish can be taken back", async () => {
    const { store } = opened();
    const learner = await aLearner(store);
    await changes(store, learner, [{ change: "wished", isOff: true }]);
    await changes(store, learner, [{ change: "wished", isOff: false }]);

    expect(await lent(store, learner)).toBeUndefined();
  });
}

function box(opened: () => OpenedStore): void {
  test("suggestions are read newest first, with who wrote them, unless they want to stay unnamed", async () => {
    const { store } = opened();
    const learner = await aLearner(store);
    await suggests(store, learner, { text: "字幕", isUnnamed: false, at: NOW });
    await suggests(store, learner, { text: "太凶", isUnnamed: true, at: NOW - HOUR });

    const [second, first] = await store.opinions.suggestions({}, 9);

    expect(second).toMatchObject({ from: null, text: "太凶", at: NOW - HOUR, status: "new", reply: null });
    expect(first).toMatchObject({ from: { conversationId: learner, name: "小明" }, text: "字幕", at: NOW });
    expect(await store.opinions.suggestions({ before: second?.id }, 9)).toEqual([first]);
  });

  test("a suggestion is marked, answered once, and free again when the answer could not be said", async () => {
    const { store } = opened();
    const learner = await aLearner(store);
    await suggests(store, learner, { text: "字幕", isUnnamed: false, at: NOW });
    const [{ id } = expect.fail()] = await store.opinions.suggestions({}, 9);
    const reply = { text: "好", by: "Ada", at: NOW };

    expect(await store.opinions.markSuggestion(id, "read")).toBe(true);
    const kept = await Promise.all([1, 2].map(() => store.opinions.keepReply(id, reply)));
    const done = await store.opinions.suggestions({ status: "done" }, 9);
    await store.opinions.dropReply(id);

    expect(kept.toSorted()).toEqual([false, true]);
    expect(done).toMatchObject([{ id, reply }]);
    expect(await store.opinions.suggestion(id)).toMatchObject({ status: "read", reply: null });
    expect(await store.opinions.markSuggestion(99 as typeof id, "done")).toBe(false);
  });

  test("staff rooms hear of all that is new in one line, however many processes look, and not again for a while", async () => {
    const { store } = opened();
    const learner = await aLearner(store);
    const told: number[] = [];
    const tell = (now: number) =>
      store.opinions.tellSuggestions({ now, notSince: now - HOUR }, (fresh) => {
        told.push(fresh.length);
        return [say(STAFF_ROOM, `${fresh.length}`, "staff")];
      });
    for (const text of ["1", "2", "3"]) await suggests(store, learner, { text, isUnnamed: false, at: NOW });

    await Promise.all([1, 2, 3].map(() => tell(NOW)));
    await suggests(store, learner, { text: "4", isUnnamed: true, at: NOW });
    const soon = await tell(NOW + HOUR - 1);
    const later = await tell(NOW + HOUR);

    expect(told).toEqual([3, 1]);
    expect(soon).toEqual([]);
    expect(later).toHaveLength(1);
  });
}

async function aLearner(store: Store, chatId = "77"): Promise<ConversationId> {
  const arrived = await received(store, aLearnerSays("hi", { chatId }));
  await store.change(turnOf(arrived), nothing);
  return arrived.conversationId;
}

async function changes(store: Store, conversationId: ConversationId, nps: readonly NpsChange[], now = NOW) {
  await store.change({ ...turnOf({ conversationId }), now }, (before) => ({ ...nothing(before), nps }));
}

async function suggests(store: Store, conversationId: ConversationId, suggestion: NewSuggestion): Promise<void> {
  await store.change(turnOf({ conversationId }), (before): Decision => ({ ...nothing(before), suggestion }));
}

/** What a turn is lent. */
async function lent(store: Store, conversationId: ConversationId): Promise<NpsBefore | undefined> {
  const seen: Before[] = [];
  await store.change(turnOf({ conversationId }), (before) => {
    seen.push(before);
    return nothing(before);
  });
  return seen.at(-1)?.nps;
}

async function newestId(store: Store, conversationId: ConversationId): Promise<NpsId> {
  return (await lent(store, conversationId))?.newest?.id ?? expect.fail();
}
