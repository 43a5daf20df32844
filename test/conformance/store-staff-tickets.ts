/** What agents see of tickets, and what wakes those that lie: everything a ticket and a block know is found again. */
import { expect, test } from "vitest";
import type { Before, Decision } from "../../src/core/decision.ts";
import { CLOCK_STEPS, type NoticeId, type Ticket, type TicketClocks, type TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { freshClocks } from "../../src/core/queue/clocks.ts";
import {
  act,
  aLearnerSays,
  anAgent,
  aTicketInTheQueue,
  claim,
  NOW,
  nothing,
  rate,
  received,
  solve,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");
const BO = anAgent("Bo");

export function conformStaffTickets(opened: () => OpenedStore): void {
  kept(opened);
  lists(opened);
  due(opened);
}

function kept(opened: () => OpenedStore): void {
  test("a ticket's tags, team, clocks and the incident it waits for are kept through a restart", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    const teamId = await store.staff.addTeam({ name: "Billing", languages: [], tags: [] });
    const clocks: TicketClocks = {
      ...{ first: null, next: { spentMs: 12, since: NOW + 1 }, resolution: { spentMs: 34, since: null } },
      ...{ waitingSince: NOW + 2, quietSince: NOW + 3, fired: CLOCK_STEPS },
    };
    const noticeId = 7 as NoticeId;
    const known = { tags: ["refund", "退款"], teamId, clocks, noticeId, dueAt: NOW + 4 };

    await act(store, ticket, changing(known));
    await act(store, ticket, claim(ANN));
    const open = await (await opened().again()).ticket(ticket.ticketId);

    expect(open).toMatchObject({ ...known, status: "open" });
  });

  test("why a ticket was solved is kept, and forgotten when it is opened again", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await act(store, ticket, claim(ANN));
    await act(store, ticket, (before) => {
      const decision = solve(ANN)(before);
      return { ...decision, tickets: decision.tickets.map((each) => ({ ...each, solveReason: "silent" as const })) };
    });

    expect(await store.ticket(ticket.ticketId)).toMatchObject({ status: "solved", solveReason: "silent" });
    await act(store, ticket, (before) => {
      const { id, episode } = before.named ?? expect.fail();
      const again: Ticket = { ...(before.named ?? expect.fail()), status: "new", holder: null, episode: episode + 1 };
      return { ...nothing(before), tickets: [{ ...again, id }] };
    });
    await act(store, ticket, claim(ANN));
    await act(store, ticket, solve(ANN));
    expect(await store.ticket(ticket.ticketId)).toMatchObject({ status: "solved", solveReason: "answered" });
  });

  test("a block and its reason are kept until they are lifted", async () => {
    const { store } = opened();
    const { conversationId } = await received(store, aLearnerSays("spam"));
    const block = { blockedUntil: NOW + 1000, blockReason: "spam" };
    const lent: Before[] = [];
    const look = (before: Before) => {
      lent.push(before);
      return nothing(before);
    };

    for (const change of [block, { blockedUntil: null, blockReason: null }]) {
      await store.change(turnOf({ conversationId }), (before) => ({
        ...nothing(before),
        conversation: { ...before.conversation, ...change },
      }));
      await store.change(turnOf({ conversationId }), look);
    }

    expect(lent.map(({ conversation }) => [conversation.blockedUntil, conversation.blockReason])).toEqual([
      [NOW + 1000, "spam"],
      [null, null],
    ]);
  });
}

function lists(opened: () => OpenedStore): void {
  test("an agent's own tickets begin with the learner who waits longest for their word", async () => {
    const { store } = opened();
    const held = async (chatId: string, waitingSince: number, parts: Partial<Ticket> = {}) => {
      const ticket = await aTicketInTheQueue(store, { chatId });
      await act(store, ticket, claim(ANN));
      await act(store, ticket, changing({ clocks: { ...freshClocks(NOW), waitingSince }, ...parts }));
      return ticket.ticketId;
    };
    const asked = await held("1", NOW - 9, { waitingFor: "learner" });
    const short = await held("2", NOW + 5);
    const snoozed = await held("3", NOW - 8, { snoozedUntil: NOW + 100 });
    const long = await held("4", NOW + 1);
    const bos = await aTicketInTheQueue(store, { chatId: "5" });
    await act(store, bos, claim(BO));
    const solved = await aTicketInTheQueue(store, { chatId: "6" });
    await act(store, solved, claim(ANN));
    await act(store, solved, solve(ANN));

    expect(idsOf(await store.ticketsHeldBy(ANN.id))).toEqual([long, short, asked, snoozed]);
    expect(idsOf(await store.ticketsHeldBy(BO.id))).toEqual([bos.ticketId]);
    // Whoever holds them: what was put aside or is answered waits for nobody here.
    expect(idsOf(await store.unattended(9))).toEqual([bos.ticketId, long, short]);
    expect(idsOf(await store.unattended(2))).toEqual([bos.ticketId, long]);
  });

  test("all tickets that are not solved can be gone through piece by piece", async () => {
    const { store } = opened();
    const ids: TicketId[] = [];
    for (const chatId of ["1", "2", "3", "4"]) ids.push((await aTicketInTheQueue(store, { chatId })).ticketId);
    const [one, two, three, four] = ids;
    const second = { conversationId: (await store.ticket(two ?? expect.fail()))?.conversationId ?? expect.fail() };
    await act(store, { ...second, ticketId: two ?? expect.fail() }, claim(ANN));
    await act(store, { ...second, ticketId: two ?? expect.fail() }, solve(ANN));

    expect(idsOf(await store.openTickets(9))).toEqual([one, three, four]);
    expect(idsOf(await store.openTickets(2))).toEqual([one, three]);
    expect(idsOf(await store.openTickets(2, three))).toEqual([four]);
  });

  test("of a learner's tickets the newest come first, and nobody else's are among them", async () => {
    const { store } = opened();
    const ids: TicketId[] = [];
    for (const _ of [1, 2, 3]) {
      const ticket = await aTicketInTheQueue(store, { chatId: "mine" });
      for (const step of [claim(ANN), solve(ANN), rate(5)]) await act(store, ticket, step);
      ids.unshift(ticket.ticketId);
      await aTicketInTheQueue(store, { chatId: `other${ids.length}` });
    }
    const learnerId = (await store.ticket(ids[0] ?? expect.fail()))?.learnerId ?? expect.fail();

    expect(idsOf(await store.ticketsOfLearner(learnerId, 9))).toEqual(ids);
    expect(idsOf(await store.ticketsOfLearner(learnerId, 2))).toEqual(ids.slice(0, 2));
  });
}

function due(opened: () => OpenedStore): void {
  test("tickets whose time has come are left lying until they were looked at, the oldest first", async () => {
    const { store } = opened();
    const dueAt = async (chatId: string, at: number | null) => {
      const ticket = await aTicketInTheQueue(store, { chatId });
      await act(store, ticket, changing({ dueAt: at }));
      return ticket;
    };
    const second = await dueAt("1", NOW + 10);
    const first = await dueAt("2", NOW + 5);
    await dueAt("3", NOW + 11);
    await dueAt("4", null);
    const lying = async () => (await store.leftLying(NOW, NOW + 10)).due;

    expect(await lying()).toEqual([first.ticketId, second.ticketId]);
    await act(store, first, changing({ dueAt: NOW + 60 }));
    expect(await lying()).toEqual([second.ticketId]);
  });
}

function changing(parts: Partial<Ticket>): (before: Before) => Decision {
  return (before) => ({ ...nothing(before), tickets: [changed(before.named ?? expect.fail(), parts)] });
}

/** Only what every ticket has may be changed by it, never the status. */
function changed(ticket: Ticket, parts: Partial<Ticket>): Ticket {
  const { status: _status, holder: _holder, ...common } = parts;
  return { ...ticket, ...common };
}

function idsOf(tickets: Awaited<ReturnType<Store["openTickets"]>>): readonly TicketId[] {
  return tickets.map(({ id }) => id);
}
