/** What arrives is written once, belongs to the right conversation, and waits for its turn in order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Inbound } from "../../src/core/inbound.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import { clean } from "../../src/core/text.ts";
import {
  act,
  aLearnerSays,
  aLearnerSends,
  aMessage,
  anAgentSays,
  aTicketInTheQueue,
  FACTS,
  NOW,
  nothing,
  received,
  STAFF_ROOM,
  say,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

export function conformReceive(opened: () => OpenedStore): void {
  ofLearners(opened);
  ofStaff(opened);
  asItWasSaid(opened);
}

function ofLearners(opened: () => OpenedStore): void {
  test("a learner's first words open a conversation with the bot", async () => {
    const { store } = opened();

    const arrived = await received(store, aLearnerSays("忘记密码怎么办？", { languageHint: "zh-hans" }));

    await store.change(turnOf(arrived), (before) => {
      expect(before).toEqual({
        conversation: {
          id: arrived.conversationId,
          learnerId: expect.any(Number),
          learnerName: "小明",
          home: { channel: "telegram", chatId: "77" },
          language: "zh",
          isLanguageChosen: false,
          turn: 0,
          albumId: null,
          noteAlbumId: null,
          isReachable: true,
          isUpset: false,
          blockedUntil: null,
          blockReason: null,
          mode: "bot",
          misses: 0,
          answered: null,
          unanswered: null,
          tried: [],
        },
        current: null,
        named: null,
        other: null,
        nextTicketId: 1,
        waiting: { low: 0, normal: 0, high: 0, urgent: 0 },
        ahead: 0,
        held: 0,
      });
      return nothing(before);
    });
  });

  test.each([
    ["zh-hans", "en", "zh"],
    ["ZH", "en", "zh"],
    ["en_US", "zh", "en"],
    ["fr", "zh", "zh"],
    ["eng", "zh", "zh"],
    [null, "en", "en"],
  ] as const)(
    "a learner whose app speaks %s, where the default is %s, is spoken to in %s",
    async (hint, otherwise, language) => {
      const { store } = opened();

      const outcome = await store.receive(aLearnerSays("?", { languageHint: hint }), {
        ...FACTS,
        defaultLanguage: otherwise,
      });

      const conversationId = "conversationId" in outcome ? outcome.conversationId : null;
      await store.change(turnOf({ conversationId: conversationId ?? expect.fail() }), (before) => {
        expect(before.conversation.language).toBe(language);
        return nothing(before);
      });
    },
  );

  test("the same chat goes on in the same conversation, another chat has its own", async () => {
    const { store } = opened();

    const first = await received(store, aLearnerSays("一"));
    const second = await received(store, aLearnerSays("二"));
    const other = await received(store, aLearnerSays("三", { chatId: "78" }));
    const elsewhere = await received(store, aLearnerSays("四", { channel: "discord" }));

    expect(second.conversationId).toBe(first.conversationId);
    expect(new Set([first, other, elsewhere].map(({ conversationId }) => conversationId)).size).toBe(3);
  });

  test("a learner who renames themselves is called by the new name, on their ticket too", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store, { name: "Ming" });

    await received(store, aLearnerSays("hi", { name: "Ming 🌸" }));

    expect(await store.ticket(ticketId)).toMatchObject({ learnerName: "Ming 🌸" });
  });

  test("one update delivered forty times is one row", async () => {
    const { store } = opened();
    const inbound = aLearnerSays("忘记密码怎么办？");

    const outcomes = await Promise.all(Array.from({ length: 40 }, () => store.receive(inbound, FACTS)));

    const [first] = outcomes.filter(({ outcome }) => outcome === "received");
    const conversationId = first && "conversationId" in first ? first.conversationId : null;
    expect(conversationId).not.toBeNull();
    expect(outcomes.filter(({ outcome }) => outcome === "duplicate")).toEqual(
      Array.from({ length: 39 }, () => ({ outcome: "duplicate", conversationId })),
    );
    expect(await store.counts()).toMatchObject({ inboundWaiting: 1 });
  });

  test("rows wait in the order they came, and the oldest is next", async () => {
    const { store } = opened();
    const first = await received(store, aLearnerSays("一"));
    const second = await received(store, aLearnerSays("二"));

    expect(await store.nextInbound(first.conversationId)).toMatchObject({
      id: first.inboundId,
      receivedAt: NOW,
      tries: 0,
    });
    await store.change(turnOf(first), nothing);
    expect(await store.nextInbound(first.conversationId)).toMatchObject({ id: second.inboundId });
    await store.change(turnOf(second), nothing);
    expect(await store.nextInbound(first.conversationId)).toBeNull();
  });

  test("failed tries are counted, and a row that failed three times is poisoned once it is settled", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("💥"));

    const tries = [];
    for (let round = 0; round < 3; round += 1) tries.push(await store.countTry(arrived.inboundId));

    expect(tries).toEqual([1, 2, 3]);
    expect(await store.nextInbound(arrived.conversationId)).toMatchObject({ tries: 3 });
    await store.change(turnOf(arrived), nothing);
    expect(await store.counts()).toMatchObject({ inboundWaiting: 0, inboundPoisoned: 1 });
  });
}

function ofStaff(opened: () => OpenedStore): void {
  test("words in a ticket's thread belong to the ticket's conversation", async () => {
    const { store } = opened();
    const { ticketId, conversationId } = await aTicketInTheQueue(store);
    await store.bindThread(ticketId, STAFF_ROOM, { threadId: "9", cardId: "10" });

    const arrived = await received(store, anAgentSays("您好", "9"));

    expect(arrived.conversationId).toBe(conversationId);
    expect(await store.nextInbound(conversationId)).toMatchObject({ ticketId, inbound: { place: { threadId: "9" } } });
  });

  test("words in a staff room that answer what was said of a ticket there belong to that ticket", async () => {
    const { store } = opened();
    const { conversationId, ticketId } = await aTicketInTheQueue(store);
    const copy: NewOutbound = { ...say(STAFF_ROOM, "👤 it broke", "staff"), ticketId };
    await act(store, { conversationId, ticketId }, (before) => ({
      ...nothing(before),
      messages: [aMessage("it broke", { ticketId, deliveries: [copy] })],
    }));
    const lane = `telegram:${STAFF_ROOM.chatId}:${ticketId}`;
    for (let row = await store.takeOutbound(lane, NOW); row !== null; row = await store.takeOutbound(lane, NOW)) {
      await store.settleOutbound(row.id, { status: "sent", messageId: `copy-of-${row.content.kind}`, at: NOW });
    }
    const answer = (replyTo: string): Inbound => ({
      ...anAgentSays("one more thing", null),
      what: { kind: "words", messageId: "1", text: "one more thing", attachments: [], albumId: null, replyTo },
    });

    const arrived = await store.receive(answer("copy-of-say"), FACTS);

    expect(arrived).toMatchObject({ outcome: "received", conversationId });
    expect(await store.nextInbound(conversationId)).toMatchObject({ ticketId });
    expect((await store.receive(answer("a colleague's words"), FACTS)).outcome).toBe("nobody's");
  });

  test("a ticket the inbound names itself counts more than the thread it was said in", async () => {
    const { store } = opened();
    const one = await aTicketInTheQueue(store, { chatId: "1" });
    const two = await aTicketInTheQueue(store, { chatId: "2" });
    await store.bindThread(one.ticketId, STAFF_ROOM, { threadId: "9", cardId: "10" });

    const outcome = await store.receive(anAgentSays("/claim", "9"), { ...FACTS, ticketId: two.ticketId });

    expect(outcome).toMatchObject({ outcome: "received", conversationId: two.conversationId });
  });

  test("words in the staff room about no ticket are nobody's, and a redelivery of them is a duplicate", async () => {
    const { store } = opened();

    const outcomes = [
      await store.receive(anAgentSays("lunch?", null, "s1"), FACTS),
      await store.receive(anAgentSays("lunch?", null, "s1"), FACTS),
      await store.receive(anAgentSays("in a thread of something else", "404"), FACTS),
      await store.receive(anAgentSays("/claim 999", null), { ...FACTS, ticketId: 999 as TicketId }),
    ];

    expect(outcomes).toEqual([
      { outcome: "nobody's" },
      { outcome: "duplicate", conversationId: null },
      { outcome: "nobody's" },
      { outcome: "nobody's" },
    ]);
    expect(await store.counts()).toMatchObject({ inboundWaiting: 0 });
  });
}

const HOSTILE = [
  "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301",
  "שלום \u202eabc\u202c مرحبا",
  "'; drop table messages; --",
  "p\u200bassword\ufeff",
  "😀".repeat(2048),
  "",
];

function asItWasSaid(opened: () => OpenedStore): void {
  test.each(HOSTILE)("hostile words arrive as they were said: %#", async (text) => {
    const { store } = opened();
    const inbound = aLearnerSays(text);

    const { conversationId } = await received(store, inbound);

    expect((await store.nextInbound(conversationId))?.inbound).toEqual(inbound);
  });

  test("any cleaned words and names make the way there and back", async () => {
    const { store } = opened();
    const strings = fc.string({ unit: "binary", maxLength: 200 }).map(clean);

    await fc.assert(
      fc.asyncProperty(strings, strings, async (text, name) => {
        const inbound = aLearnerSays(text, { name });
        const arrived = await received(store, inbound);
        expect((await store.nextInbound(arrived.conversationId))?.inbound).toEqual(inbound);
        await store.change(turnOf(arrived), (before) => {
          expect(before.conversation.learnerName).toBe(name);
          return nothing(before);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("a press keeps what its button carried", async () => {
    const { store } = opened();
    const press = { press: "rate", ticketId: 3 as TicketId, episode: 2, rating: 5 } as const;
    const inbound = aLearnerSends({ kind: "pressed", messageId: "5", pressId: "p", press });

    const { conversationId } = await received(store, inbound, NOW + 5);

    expect((await store.nextInbound(conversationId))?.inbound).toEqual(inbound);
  });
}
