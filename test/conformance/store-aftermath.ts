/** What comes after the end of a ticket: a rating with what was wrong, changed ones, and learners to be looked after. */
import { expect, test } from "vitest";
import type { Before, Decision, RecoveryChange } from "../../src/core/decision.ts";
import type { Agent, Millis, Rating, TicketId } from "../../src/core/model.ts";
import type { Recovery, Store } from "../../src/core/ports.ts";
import { act, all, anAgent, aTicketInTheQueue, claim, NOW, nothing, rate, STAFF_ROOM, say, solve } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");

type Solved = Awaited<ReturnType<typeof aSolvedTicket>>;

export function conformAftermath(opened: () => OpenedStore): void {
  ratings(opened);
  recoveries(opened);
  overdue(opened);
}

function ratings(opened: () => OpenedStore): void {
  test("a rating that is changed counts once, with its new figure at its old time, and the rest stays", async () => {
    const { store } = opened();
    const solved = await aSolvedTicket(store);
    await act(store, solved, ratedAt(2, NOW));
    await act(store, solved, remarking(solved, { reasons: ["slow"] }));
    await act(store, solved, remarking(solved, { comment: "等了两天" }));

    await store.change({ ...solved, inboundId: null, agentId: null, now: NOW + 5 }, ratedAt(4, NOW));

    expect(await all(store.ratings({}))).toMatchObject([{ rating: 4, responseSeconds: null, at: NOW }]);
    expect(await store.ticket(solved.ticketId)).toMatchObject({ rating: 4, ratedAt: NOW });
  });

  test("the reasons given so far are lent with a ticket that is rated low, and with no other", async () => {
    const { store } = opened();
    const low = await aSolvedTicket(store, "1");
    const high = await aSolvedTicket(store, "2");
    await act(store, low, rate(3));
    await act(store, high, rate(5));

    expect((await lent(store, low)).ratingReasons).toBeUndefined();
    await act(store, low, remarking(low, { reasons: ["slow", "other"] }));

    expect((await lent(store, low)).ratingReasons).toEqual(["slow", "other"]);
    expect((await lent(store, high)).ratingReasons).toBeUndefined();
  });

  test("words that may be about the last rating are lent the ticket that was rated last", async () => {
    const { store } = opened();
    const solved = await aSolvedTicket(store);
    const named = async () => (await lent(store, { ...solved, ticketId: null }, true)).named?.id;

    expect(await named()).toBeUndefined();
    await act(store, solved, ratedAt(4, NOW));

    expect(await named()).toBe(solved.ticketId);
    expect((await lent(store, { ...solved, ticketId: null })).named).toBeNull();
  });

  test("that the comment on a rating is awaited is remembered", async () => {
    const { store } = opened();
    const { conversationId, ticketId } = await aSolvedTicket(store);
    await act(store, { conversationId, ticketId }, (before) => ({
      ...nothing(before),
      conversation: { ...before.conversation, mode: "rating", ticketId, episode: 1, commentUntil: NOW + 600 },
    }));

    const later = await opened().again();

    const { conversation } = await lent(later, { conversationId, ticketId });
    expect(conversation).toMatchObject({ mode: "rating", commentUntil: NOW + 600 });
  });
}

function recoveries(opened: () => OpenedStore): void {
  test("learners who rated badly are looked after, the most urgent first, until somebody did", async () => {
    const { store } = opened();
    const [one, two] = [await aSolvedTicket(store, "1"), await aSolvedTicket(store, "2")];
    await act(store, one, recovering(one, { owner: null, dueAt: NOW + 20 }));
    await act(store, two, rate(1));
    await act(store, two, remarking(two, { reasons: ["unclear"] }));
    await act(store, two, remarking(two, { comment: "没看懂" }));
    await act(store, two, recovering(two, { owner: ANN, dueAt: NOW + 10 }));

    expect(await (await opened().again()).staff.recoveries()).toEqual([
      {
        ...{ ticketId: two.ticketId, episode: 1, owner: ANN, dueAt: NOW + 10 },
        ...{ rating: 1, reasons: ["unclear"], comment: "没看懂" },
      },
      {
        ...{ ticketId: one.ticketId, episode: 1, owner: null, dueAt: NOW + 20 },
        ...{ rating: null, reasons: [], comment: null },
      },
    ]);
  });

  test("of two who looked after a learner at once one did, and nobody did what never began", async () => {
    const { store } = opened();
    const solved = await aSolvedTicket(store);
    await act(store, solved, recovering(solved));

    const ended = await Promise.all([1, 2].map(() => store.staff.endRecovery(solved.ticketId, 1, NOW + 5)));

    expect(ended.toSorted()).toEqual([false, true]);
    expect(await store.staff.endRecovery(solved.ticketId, 2, NOW)).toBe(false);
    expect(await store.staff.recoveries()).toEqual([]);
  });

  test("a turn ends those of all episodes up to the one it names, and leaves other tickets alone", async () => {
    const { store } = opened();
    const [one, two] = [await aSolvedTicket(store, "1"), await aSolvedTicket(store, "2")];
    for (const solved of [one, two]) await act(store, solved, recovering(solved));
    await act(store, one, recovering(one, { episode: 3 }));

    await act(store, one, ending(one, 2));

    const open = (await store.staff.recoveries()).map(({ ticketId, episode }) => [ticketId, episode]);
    expect(open).toEqual([
      [one.ticketId, 3],
      [two.ticketId, 1],
    ]);
  });

  test("whoever is content and then rates badly again is to be looked after again", async () => {
    const { store } = opened();
    const solved = await aSolvedTicket(store);
    await act(store, solved, recovering(solved));
    await act(store, solved, ending(solved, 1));

    await act(store, solved, recovering(solved, { owner: ANN, dueAt: NOW + 90 }));

    expect(await store.staff.recoveries()).toMatchObject([{ owner: ANN, dueAt: NOW + 90 }]);
  });
}

function overdue(opened: () => OpenedStore): void {
  const line = ({ ticketId, owner }: Recovery) => [say(STAFF_ROOM, `#${ticketId} ${owner?.name}`, "staff")];

  test("what is overdue is told once, however many processes look, and what was done is not told", async () => {
    const { store } = opened();
    const tickets = [await aSolvedTicket(store, "1"), await aSolvedTicket(store, "2"), await aSolvedTicket(store, "3")];
    const [done, late, early] = tickets.map(({ ticketId }) => ticketId);
    await act(store, tickets[0] ?? expect.fail(), recovering(tickets[0] ?? expect.fail(), { dueAt: NOW + 10 }));
    await act(
      store,
      tickets[1] ?? expect.fail(),
      recovering(tickets[1] ?? expect.fail(), { owner: ANN, dueAt: NOW + 10 }),
    );
    await act(store, tickets[2] ?? expect.fail(), recovering(tickets[2] ?? expect.fail(), { dueAt: NOW + 11 }));
    await store.staff.endRecovery(done ?? expect.fail(), 1, NOW);
    const told: TicketId[] = [];
    const tell = (now: Millis) =>
      store.staff.tellOverdue(now, (recovery) => {
        told.push(recovery.ticketId);
        return line(recovery);
      });

    const before = await tell(NOW + 9);
    const lanes = await Promise.all(Array.from({ length: 5 }, () => tell(NOW + 10)));

    expect(before).toEqual([]);
    expect(told).toEqual([late]);
    expect(early).toBeDefined();
    const [lane] = lanes.flat();
    expect(await store.takeOutbound(lane ?? expect.fail(), NOW + 10)).toMatchObject({
      to: STAFF_ROOM,
      content: { kind: "say", text: `#${late} Ann` },
    });
  });

  test("when the words about it cannot be queued, it is told the next time", async () => {
    const { store } = opened();
    const solved = await aSolvedTicket(store);
    await act(store, solved, recovering(solved));

    const failed = store.staff.tellOverdue(NOW + 10, () => {
      throw new Error("no words");
    });

    await expect(failed).rejects.toThrow();
    expect(await store.staff.tellOverdue(NOW + 10, line)).toHaveLength(1);
  });
}

async function aSolvedTicket(store: Store, chatId = "77") {
  const { conversationId, ticketId } = await aTicketInTheQueue(store, { chatId });
  await act(store, { conversationId, ticketId }, claim(ANN));
  await act(store, { conversationId, ticketId }, solve(ANN));
  return { conversationId, ticketId };
}

function ratedAt(rating: Rating, at: Millis): (before: Before) => Decision {
  return (before) => {
    const decision = rate(rating)(before);
    const tickets = decision.tickets.map((ticket) =>
      ticket.status === "solved" ? { ...ticket, ratedAt: at } : ticket,
    );
    return { ...decision, tickets };
  };
}

type Remark = { readonly reasons: readonly ("slow" | "unclear" | "other")[] } | { readonly comment: string };

function remarking({ ticketId }: Solved, remark: Remark): (before: Before) => Decision {
  return (before) => ({ ...nothing(before), remark: { ticketId, episode: 1, ...remark } });
}

type Change = { readonly episode?: number; readonly owner?: Agent | null; readonly dueAt?: Millis };

function recovering({ ticketId }: Solved, change: Change = {}): (before: Before) => Decision {
  const recovery: RecoveryChange = { change: "begun", ticketId, episode: 1, owner: null, dueAt: NOW + 10, ...change };
  return (before) => ({ ...nothing(before), recovery });
}

function ending({ ticketId }: Solved, episodeMax: number): (before: Before) => Decision {
  return (before) => ({ ...nothing(before), recovery: { change: "ended", ticketId, episodeMax } });
}

/** What a turn is lent. */
async function lent(
  store: Store,
  turn: { conversationId: Solved["conversationId"]; ticketId: TicketId | null },
  isAboutLastRating = false,
): Promise<Before> {
  const seen: Before[] = [];
  await store.change({ ...turn, isAboutLastRating, inboundId: null, agentId: null, now: NOW }, (before) => {
    seen.push(before);
    return nothing(before);
  });
  return seen.at(-1) ?? expect.fail();
}
