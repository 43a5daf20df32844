/** Lists, threads, figures and the end of a store. */
import { expect, test } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Fact } from "../../src/core/facts.ts";
import type { StaffRoom, TicketId } from "../../src/core/model.ts";
import type { Feedback, Store } from "../../src/core/ports.ts";
import {
  act,
  aFact,
  aLearnerSays,
  all,
  anAgent,
  aTicketInTheQueue,
  claim,
  escalate,
  NOW,
  nothing,
  rate,
  received,
  STAFF_ROOM,
  solve,
  ticketIn,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

export function conformReads(opened: () => OpenedStore): void {
  tickets(opened);
  roomMaking(opened);
  facts(opened);
  ratings(opened);
  health(opened);
}

function tickets(opened: () => OpenedStore): void {
  test("the unassigned come by priority and age, the others newest first, and never more than asked for", async () => {
    const { store } = opened();
    const open = async (chatId: string, priority: "normal" | "urgent", openedAt: number) => {
      const arrived = await received(store, aLearnerSays("?", { chatId }));
      return ticketIn(await store.change(turnOf(arrived), escalate(priority, openedAt)));
    };
    const younger = await open("1", "normal", NOW + 2);
    const older = await open("2", "normal", NOW + 1);
    const urgent = await open("3", "urgent", NOW + 3);
    const held = await aTicketInTheQueue(store, { chatId: "4" });
    await act(store, held, claim(anAgent("Ann")));
    const ids = async (...query: Parameters<Store["tickets"]>) => (await store.tickets(...query)).map(({ id }) => id);

    expect(await ids("unassigned", 9)).toEqual([urgent, older, younger]);
    expect(await ids("unassigned", 1)).toEqual([urgent]);
    expect(await ids("all", 9)).toEqual([urgent, younger, older, held.ticketId]);
    expect(await ids("open", 9)).toEqual([held.ticketId]);
    expect(await ids("solved", 9)).toEqual([]);
    expect(await store.ticket(404 as TicketId)).toBeNull();
  });

  test("a ticket's thread is known per room, and a new one takes the place of the old", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);
    const otherRoom = { channel: "discord", chatId: "1" } as const;

    await store.bindThread(ticketId, STAFF_ROOM, { threadId: "9", cardId: "10" });
    await store.bindThread(ticketId, STAFF_ROOM, { threadId: "19", cardId: "20" });

    expect(await store.thread(ticketId, STAFF_ROOM)).toEqual({ threadId: "19", cardId: "20" });
    expect(await store.thread(ticketId, otherRoom)).toBeNull();
  });
}

function roomMaking(opened: () => OpenedStore): void {
  test("threads of tickets solved lately are listed for their room, the oldest first, page by page", async () => {
    const { store } = opened();
    const tickets: TicketId[] = [];
    for (const chatId of ["1", "2", "3", "4"]) {
      const held = await aTicketInTheQueue(store, { chatId });
      await act(store, held, claim(anAgent("Ann")));
      if (chatId !== "2") await act(store, held, solve(anAgent("Ann")));
      tickets.push(held.ticketId);
      await store.bindThread(held.ticketId, STAFF_ROOM, { threadId: `t${chatId}`, cardId: `c${chatId}` });
    }
    const [first, , third, fourth] = tickets;
    const page = async (after: TicketId | null, since: number, room: StaffRoom = STAFF_ROOM) =>
      (await store.solvedThreads(room, { since, after, limit: 2 })).map(({ ticketId }) => ticketId);

    expect((await store.solvedThreads(STAFF_ROOM, { since: NOW, after: null, limit: 1 }))[0]).toEqual({
      ticketId: first,
      thread: { threadId: "t1", cardId: "c1" },
    });
    expect(await page(null, NOW)).toEqual([first, third]);
    expect(await page(third ?? null, NOW)).toEqual([fourth]);
    expect(await page(null, NOW + 1)).toEqual([]);
    expect(await page(null, NOW, { channel: "discord", chatId: STAFF_ROOM.chatId })).toEqual([]);
  });
}

/** Writes as many facts as asked, a millisecond apart, in one turn. */
async function withFacts(store: Store, count: number): Promise<void> {
  const arrived = await received(store, aLearnerSays("q"));
  await store.change(turnOf(arrived), (before) => ({
    ...nothing(before),
    facts: Array.from({ length: count }, (_, number) =>
      aFact(number % 2 === 0 ? "asked" : "missed", { at: NOW + number, value: number / count }),
    ),
  }));
}

function facts(opened: () => OpenedStore): void {
  test("facts come in the order they happened, however many there are", async () => {
    const { store } = opened();
    await withFacts(store, 1300);

    const found = await all(store.facts(["asked", "missed"], {}));

    expect(found.map(({ at }) => at - NOW)).toEqual(Array.from({ length: 1300 }, (_, number) => number));
  });

  test("all facts come page by page, each with its number, none twice and none left out", async () => {
    const { store } = opened();
    await withFacts(store, 2100);

    const pages = await all(store.factPages({ from: NOW + 1, to: NOW + 2099, channel: "telegram" }));

    const rows = pages.flat();
    expect(pages.length).toBeGreaterThan(1);
    expect(rows.map(({ at }) => at - NOW)).toEqual(Array.from({ length: 2098 }, (_, number) => number + 1));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2098);
    expect(await all(store.factPages({ channel: "discord" }))).toEqual([]);
  });

  test("only the kinds, the time and the channel asked for are given", async () => {
    const { store } = opened();
    await withFacts(store, 10);
    const ats = async (...query: Parameters<Store["facts"]>) =>
      (await all<Fact>(store.facts(...query))).map(({ at }) => at - NOW);

    expect(await ats(["missed"], {})).toEqual([1, 3, 5, 7, 9]);
    expect(await ats(["missed", "asked"], { from: NOW + 2, to: NOW + 5 })).toEqual([2, 3, 4]);
    expect(await ats(["missed"], { channel: "telegram" })).toHaveLength(5);
    expect(await ats(["missed"], { channel: "discord" })).toEqual([]);
    expect(await ats(["missed"], { channel: "offline" })).toEqual([]);
    expect(await ats([], {})).toEqual([]);
  });
}

function ratings(opened: () => OpenedStore): void {
  const feedback: Feedback = {
    userId: "u'1",
    rating: 4,
    comment: "非常满意 👍",
    responseSeconds: 12.5,
    channel: "offline",
    at: NOW + 5,
  };

  test("ratings of the channels and of feedback come together, by time", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await act(store, ticket, claim(anAgent("Ann")));
    await act(store, ticket, solve(anAgent("Ann")));
    await store.addFeedback(feedback);
    await store.addFeedback({ ...feedback, at: NOW + 9, comment: null, responseSeconds: null });
    await act(store, ticket, rate(1));

    expect(await all(store.ratings({}))).toEqual([
      { rating: 1, responseSeconds: null, channel: "telegram", at: NOW, ticketId: ticket.ticketId },
      { rating: 4, responseSeconds: 12.5, channel: "offline", at: NOW + 5, ticketId: null },
      { rating: 4, responseSeconds: null, channel: "offline", at: NOW + 9, ticketId: null },
    ]);
    expect(await all(store.ratings({ channel: "offline", to: NOW + 9 }))).toHaveLength(1);
    expect(await all(store.ratings({ from: NOW + 5 }))).toHaveLength(2);
  });

  test("a thousand feedbacks at once are all counted", async () => {
    const { store } = opened();

    await Promise.all(Array.from({ length: 1000 }, () => store.addFeedback(feedback)));

    expect(await all(store.ratings({}))).toHaveLength(1000);
  });
}

function health(opened: () => OpenedStore): void {
  test("an empty store counts nothing", async () => {
    expect(await opened().store.counts()).toEqual({
      tickets: { new: 0, open: 0, solved: 0 },
      waiting: { low: 0, normal: 0, high: 0, urgent: 0 },
      inboundWaiting: 0,
      inboundPoisoned: 0,
      outbound: { queued: 0, sending: 0, sent: 0, failed: 0, uncertain: 0 },
      facts: {},
    });
  });

  test("writing can be proved again and again", async () => {
    const { store } = opened();

    await store.proveWritable(NOW);
    await store.proveWritable(NOW + 1);
  });

  test("a store that closes finishes what it was given, and after that says that it is closed", async () => {
    const { store, again } = opened();
    const writing = Array.from({ length: 20 }, (_, number) =>
      received(store, aLearnerSays("?", { chatId: `c${number}` })),
    );

    await store.close();

    await expect(Promise.all(writing)).resolves.toHaveLength(20);
    await expect(store.counts()).rejects.toBeInstanceOf(StoreError);
    await expect(store.proveWritable(NOW)).rejects.toBeInstanceOf(StoreError);
    await expect(received(store, aLearnerSays("?"))).rejects.toBeInstanceOf(StoreError);
    await expect((await again()).counts()).resolves.toBeDefined();
  });

  test("what was acknowledged is there after a restart", async () => {
    const arrived = await received(opened().store, aLearnerSays("还在吗"));

    const later = await opened().again();

    expect(await later.nextInbound(arrived.conversationId)).toMatchObject({ id: arrived.inboundId });
  });
}
