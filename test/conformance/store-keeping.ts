/** What a turn is shown, and that whatever it returned is found again as it was. */
import { expect, test } from "vitest";
import type { Before } from "../../src/core/decision.ts";
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
  say,
  solve,
  ticketIn,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

export function conformKeeping(opened: () => OpenedStore): void {
  whatIsLent(opened);
  whatIsKept(opened);
}

function whatIsLent(opened: () => OpenedStore): void {
  test("a turn is shown its own conversation's tickets and nobody else's", async () => {
    const { store } = opened();
    const mine = await aTicketInTheQueue(store, { chatId: "1" });
    const other = await aTicketInTheQueue(store, { chatId: "2" }, "urgent");
    const seen: Before[] = [];
    const look = (before: Before) => {
      seen.push(before);
      return nothing(before);
    };

    await act(store, mine, look);
    await act(store, { conversationId: mine.conversationId, ticketId: other.ticketId }, look);

    expect(seen[0]).toMatchObject({
      current: { id: mine.ticketId },
      named: { id: mine.ticketId },
      nextTicketId: other.ticketId + 1,
      waiting: { low: 0, normal: 1, high: 0, urgent: 1 },
    });
    expect(seen[1]?.named).toBeNull();
  });

  test("an older ticket can still be named after a newer one was opened", async () => {
    const { store } = opened();
    const first = await aTicketInTheQueue(store);
    await act(store, first, claim(anAgent("Ann")));
    await act(store, first, solve(anAgent("Ann")));
    await act(store, first, rate(4));
    const second = await aTicketInTheQueue(store);

    await act(store, first, (before) => {
      expect(before).toMatchObject({
        current: { id: second.ticketId },
        named: { id: first.ticketId, status: "solved", rating: 4 },
      });
      return nothing(before);
    });
  });

  test("two tickets of one learner can be named at once, somebody else's cannot be the second", async () => {
    const { store } = opened();
    const first = await aTicketInTheQueue(store, { chatId: "1" });
    for (const step of [claim(anAgent("Ann")), solve(anAgent("Ann")), rate(4)]) await act(store, first, step);
    const second = await aTicketInTheQueue(store, { chatId: "1" });
    const foreign = await aTicketInTheQueue(store, { chatId: "2" });
    const seen: unknown[] = [];

    for (const otherTicketId of [first.ticketId, foreign.ticketId, null]) {
      const turn = { ...turnOf({ conversationId: second.conversationId }), ticketId: second.ticketId, otherTicketId };
      await store.change(turn, (before) => {
        seen.push([before.named?.id, before.other?.id]);
        return nothing(before);
      });
    }

    expect(seen).toEqual([
      [second.ticketId, first.ticketId],
      [second.ticketId, undefined],
      [second.ticketId, undefined],
    ]);
  });

  test("in front of a waiting ticket are the more urgent ones and the older ones of its kind", async () => {
    const { store } = opened();
    const open = async (chatId: string, priority: "low" | "normal" | "high", openedAt: number) => {
      const arrived = await received(store, aLearnerSays("?", { chatId }));
      return { ...arrived, ticketId: ticketIn(await store.change(turnOf(arrived), escalate(priority, openedAt))) };
    };
    const mine = await open("mine", "normal", NOW + 10);
    await open("older", "normal", NOW);
    await open("younger", "normal", NOW + 20);
    await open("urgent", "high", NOW + 30);
    await open("low", "low", NOW);
    const seen: number[] = [];
    const look = (before: Before) => {
      seen.push(before.ahead);
      return nothing(before);
    };

    await act(store, mine, look);
    await act(store, mine, claim(anAgent("Ann")));
    await act(store, mine, look);

    expect(seen).toEqual([2, 0]);
  });
}

function whatIsKept(opened: () => OpenedStore): void {
  test("whatever holds a conversation is kept with all it knows, through the whole circle and a restart", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    const lent: unknown[] = [];
    const made: unknown[] = [];
    const steps = [claim(anAgent("Ann")), solve(anAgent("Ann")), rate(5), nothing];
    for (const step of steps) {
      await act(store, ticket, (before) => {
        lent.push([before.conversation, before.current ?? before.named]);
        const decision = step(before);
        made.push([decision.conversation, decision.tickets[0]]);
        return decision;
      });
    }
    const later = await opened().again();

    expect(made.slice(0, 3)).toMatchObject(lent.slice(1));
    expect(await later.ticket(ticket.ticketId)).toMatchObject({ status: "solved", rating: 5, isRatingAsked: true });
  });

  test("who changed what is told after the turn: lanes once each, tickets as they were and are", async () => {
    const { store } = opened();
    const { conversationId, ticketId } = await aTicketInTheQueue(store);
    const home = { channel: "telegram", chatId: "77" } as const;

    const changed = await act(store, { conversationId, ticketId }, (before) => ({
      ...claim(anAgent("Ann"))(before),
      outbound: [say(home, "一"), say(home, "二"), say({ channel: "web", chatId: "w" }, "三")],
    }));

    expect(changed).toMatchObject({
      outcome: { outcome: "claimed" },
      lanes: ["telegram:77", "web:w"],
      tickets: [{ before: { status: "new" }, after: { status: "open" } }],
    });
  });

  test("facts carry whose they are", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("q"));
    const fact = aFact("answered", { intentId: "reset_password", value: 0.94, at: NOW + 1 });

    await store.change(turnOf(arrived), (before) => ({ ...nothing(before), facts: [fact] }));

    expect(await all(store.facts(["answered"], {}))).toEqual([
      {
        ...fact,
        conversationId: arrived.conversationId,
        learnerId: expect.any(Number),
        channel: "telegram",
        language: "zh",
      },
    ]);
  });

  test("one episode has one rating, however often it is given", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await act(store, ticket, claim(anAgent("Ann")));
    await act(store, ticket, solve(anAgent("Ann")));

    await act(store, ticket, rate(2));
    await act(store, ticket, rate(5));

    expect(await all(store.ratings({}))).toMatchObject([{ rating: 5, responseSeconds: null, at: NOW }]);
  });
}
