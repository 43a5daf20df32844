/** Joining two chats of one learner: everything said in both is one conversation afterwards, and nothing is lost. */
import { expect, test } from "vitest";
import { FACT_KINDS } from "../../src/core/facts.ts";
import type { Conversation, ConversationId } from "../../src/core/model.ts";
import type { Joined, Store } from "../../src/core/ports.ts";
import {
  act,
  aLearnerSays,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  FACTS,
  NOW,
  nothing,
  received,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MINUTE = 60_000;
const DISCORD = { channel: "discord", chatId: "d1" } as const;

export function conformLinks(opened: () => OpenedStore): void {
  test("become one conversation, with the words, tickets and facts of both", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store, { chatId: "t1" });
    const asked = await received(store, aLearnerSays("忘记密码", DISCORD));
    await store.change(turnOf(asked), answer("忘记密码", "点这里"));
    const waiting = await received(store, aLearnerSays("still there?", DISCORD));
    await offered(store, ticket.conversationId);

    const joined = await join(store, asked.conversationId);

    expect(joined).toEqual({ outcome: "joined", into: ticket.conversationId });
    expect((await store.nextInbound(ticket.conversationId))?.id).toBe(waiting.inboundId);
    const next = await store.receive(aLearnerSays("here again", DISCORD), FACTS);
    expect(next).toMatchObject({ outcome: "received", conversationId: ticket.conversationId });
    expect(await conversationsOfFacts(store)).toEqual(new Set([ticket.conversationId]));
    expect(await store.change({ ...turnOf(asked), inboundId: null }, answer("x", "y"))).toBeNull();
  });

  test("keep the ticket that is open, whichever of the two showed the code", async () => {
    const { store } = opened();
    const quiet = await received(store, aLearnerSays("忘记密码", DISCORD));
    const ticket = await aTicketInTheQueue(store, { chatId: "t1" });
    await offered(store, quiet.conversationId);

    const joined = await join(store, ticket.conversationId);

    expect(joined).toEqual({ outcome: "joined", into: ticket.conversationId });
    expect(await act(store, ticket, claim(anAgent("Ann")))).toMatchObject({ outcome: { outcome: "claimed" } });
    const next = await store.receive(aLearnerSays("more", DISCORD), FACTS);
    expect(next).toMatchObject({ conversationId: ticket.conversationId });
  });

  test("are not joined while one of the two is blocked, and are when the block is over", async () => {
    const { store } = opened();
    const [one, two] = await twoChats(store);
    await block(store, one, { blockedUntil: NOW + MINUTE, blockReason: "rude" });
    await offered(store, one);

    expect(await join(store, two)).toEqual({ outcome: "blocked" });
    expect(await join(store, two, { now: NOW + 2 * MINUTE })).toMatchObject({ outcome: "joined" });
  });

  test("with a ticket open in both lend the second one to the turn that makes them one, and one transcript shows both", async () => {
    const { store } = opened();
    const one = await aTicketInTheQueue(store, { chatId: "t1" });
    const two = await aTicketInTheQueue(store, DISCORD);
    await offered(store, one.conversationId);
    const { conversationId } = two;
    const words = (await store.transcript(one.ticketId)).map(({ id }) => id);

    const joined = await join(store, conversationId);
    const turn = { ...turnOf({ conversationId }), isJoining: true };
    await store.change(turn, (before) => {
      const { current, other } = before;
      expect([current?.id, other?.id]).toEqual([two.ticketId, one.ticketId]);
      if (current === null || other === null) throw new Error("two tickets are open");
      const solved = { ...other, status: "solved", solvedAt: NOW, solveReason: "merged" } as const;
      const goes = { ...solved, rating: null, ratedAt: null, isRatingAsked: false };
      return { ...nothing(before), tickets: [goes], merged: { ticketId: other.id, intoId: current.id } };
    });

    expect(joined).toEqual({ outcome: "joined", into: conversationId });
    expect((await store.transcript(two.ticketId)).map(({ id }) => id)).toEqual(expect.arrayContaining(words));
    expect((await store.transcript(one.ticketId)).map(({ id }) => id)).toEqual(words);
    await store.change(turn, (before) => {
      expect(before.other).toBeNull();
      return nothing(before);
    });
  });

  test("are joined once more when the same words are heard again after a crash", async () => {
    const { store } = opened();
    const [one, two] = await twoChats(store);
    await offered(store, one);
    await join(store, two);

    expect(await join(store, one)).toEqual({ outcome: "joined", into: one });
  });

  test("are not joined by a code that is wrong, too old, replaced by a newer one, or used by somebody else", async () => {
    const { store } = opened();
    const [one, two] = await twoChats(store);
    const third = await received(store, aLearnerSays("hi", { channel: "web", chatId: "w1" }));
    await offered(store, one, { codeHash: "first" });
    await offered(store, one, { codeHash: "second" });

    const refused = { outcome: "no_such_code" };
    expect(await join(store, two, { codeHash: "wrong" })).toEqual(refused);
    expect(await join(store, two, { codeHash: "first" })).toEqual(refused);
    expect(await join(store, two, { codeHash: "second", now: NOW + 10 * MINUTE })).toEqual(refused);
    expect(await join(store, two, { codeHash: "second" })).toMatchObject({ outcome: "joined" });
    const stranger = { codeHash: "second", chat: { channel: "web", chatId: "w1" } } as const;
    expect(await join(store, third.conversationId, stranger)).toEqual(refused);
  });

  test("cannot be found by guessing: after five wrong codes none is looked at for ten minutes", async () => {
    const { store } = opened();
    const [one, two] = await twoChats(store);
    await offered(store, one, { endsAt: NOW + 30 * MINUTE });
    for (let guess = 0; guess < 5; guess += 1) await join(store, two, { codeHash: `guess ${guess}` });

    expect(await join(store, two)).toEqual({ outcome: "too_many_tries" });
    expect(await join(store, two, { now: NOW + 11 * MINUTE })).toMatchObject({ outcome: "joined" });
  });

  test("are not joined with themselves", async () => {
    const { store } = opened();
    const [one] = await twoChats(store);
    await offered(store, one);

    expect(await join(store, one)).toEqual({ outcome: "already_joined" });
  });

  test("that are joined from both sides at once become one, and words that come in meanwhile are kept", async () => {
    const { store } = opened();
    const [one, two] = await twoChats(store);
    await offered(store, one, { codeHash: "a" });
    await offered(store, two, { codeHash: "b" });
    const telegram = { channel: "telegram", chatId: "t1" } as const;

    const [, , ...heard] = await Promise.all([
      join(store, two, { codeHash: "a" }),
      join(store, one, { codeHash: "b", chat: telegram }),
      ...Array.from({ length: 10 }, () => store.receive(aLearnerSays("and?", DISCORD), FACTS)),
    ]);

    expect(heard.every(({ outcome }) => outcome === "received")).toBe(true);
    const ends = await Promise.all([
      store.receive(aLearnerSays("one?", DISCORD), FACTS),
      store.receive(aLearnerSays("one?", telegram), FACTS),
    ]);
    expect(new Set(ends.map((end) => "conversationId" in end && end.conversationId)).size).toBe(1);
    expect((await store.counts()).inboundWaiting).toBe(14);
  });
}

type Changes = Partial<Parameters<Store["links"]["join"]>[0]>;

function join(store: Store, from: ConversationId, changes: Changes = {}): Promise<Joined> {
  return store.links.join({ from, chat: DISCORD, codeHash: "code", now: NOW, ...changes });
}

function offered(store: Store, conversationId: ConversationId, changes: { codeHash?: string; endsAt?: number } = {}) {
  return store.links.offer({ conversationId, codeHash: "code", endsAt: NOW + 10 * MINUTE, ...changes });
}

async function twoChats(store: Store): Promise<readonly [ConversationId, ConversationId]> {
  const one = await received(store, aLearnerSays("hello", { channel: "telegram", chatId: "t1" }));
  const two = await received(store, aLearnerSays("你好", DISCORD));
  return [one.conversationId, two.conversationId];
}

type Block = Pick<Conversation, "blockedUntil" | "blockReason">;

async function block(store: Store, conversationId: ConversationId, block: Block): Promise<void> {
  await store.change(turnOf({ conversationId }), (before) => ({
    ...nothing(before),
    conversation: { ...before.conversation, ...block },
  }));
}

async function conversationsOfFacts(store: Store): Promise<ReadonlySet<ConversationId>> {
  const found = new Set<ConversationId>();
  for await (const fact of store.facts(FACT_KINDS, {})) found.add(fact.conversationId);
  return found;
}
