/** A turn is written whole or not at all, one at a time per conversation, whoever else writes at that moment. */
import { expect, test } from "vitest";
import type { Before, Decision } from "../../src/core/decision.ts";
import type { ConversationId, InboundId, TicketId } from "../../src/core/model.ts";
import {
  act,
  aLearnerSays,
  aMessage,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  escalate,
  newTicket,
  nothing,
  received,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

export function conformTurns(opened: () => OpenedStore): void {
  races(opened);
  allOrNothing(opened);
}

function races(opened: () => OpenedStore): void {
  test("of sixty agents who claim at once one gets the ticket, and the others learn who did", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    const agents = Array.from({ length: 60 }, (_, number) => anAgent(`Agent${number}`));

    const changes = await Promise.all(agents.map((agent) => act(store, ticket, claim(agent))));

    const outcomes = changes.map((changed) => changed?.outcome);
    const winner = agents[outcomes.findIndex((outcome) => outcome?.outcome === "claimed")];
    expect(winner).toBeDefined();
    expect(outcomes.filter((outcome) => outcome?.outcome === "already_claimed")).toEqual(
      Array.from({ length: 59 }, () => ({ outcome: "already_claimed", by: winner })),
    );
    expect(await store.ticket(ticket.ticketId)).toMatchObject({ status: "open", holder: winner });
  });

  test("one message taken up forty times at once is answered once", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("忘记密码怎么办？"));

    const changes = await Promise.all(
      Array.from({ length: 40 }, () => store.change(turnOf(arrived), answer("忘记密码怎么办？", "点这里"))),
    );

    expect(changes.filter((changed) => changed !== null)).toHaveLength(1);
    expect(await store.counts()).toMatchObject({ outbound: { queued: 1 }, facts: { answered: 1 } });
  });

  test("a row is not taken before an older one of its conversation", async () => {
    const { store } = opened();
    const first = await received(store, aLearnerSays("一"));
    const second = await received(store, aLearnerSays("二"));

    expect(await store.change(turnOf(second), nothing)).toBeNull();
    expect(await store.change(turnOf(first), nothing)).not.toBeNull();
    expect(await store.change(turnOf(second), nothing)).not.toBeNull();
  });

  test("tickets opened at once by many learners have numbers of their own", async () => {
    const { store } = opened();

    const tickets = await Promise.all(
      Array.from({ length: 30 }, (_, number) => aTicketInTheQueue(store, { chatId: `c${number}` })),
    );

    expect(new Set(tickets.map(({ ticketId }) => ticketId)).size).toBe(30);
    expect(await store.counts()).toMatchObject({ tickets: { new: 30 }, waiting: { normal: 30 } });
  });

  test("turns of one conversation see each other's work, none is lost", async () => {
    const { store } = opened();
    const { conversationId } = await received(store, aLearnerSays("hi"));
    const count = (before: Before): Decision => {
      const { conversation } = before;
      return { ...nothing(before), conversation: { ...conversation, turn: conversation.turn + 1 } };
    };

    await Promise.all(Array.from({ length: 100 }, () => store.change(turnOf({ conversationId }), count)));

    await store.change(turnOf({ conversationId }), (before) => {
      expect(before.conversation.turn).toBe(100);
      return nothing(before);
    });
  });
}

function allOrNothing(opened: () => OpenedStore): void {
  test("a rule that throws leaves no trace, and its neighbours lose nothing", async () => {
    const { store } = opened();
    const rows = await Promise.all(
      Array.from({ length: 9 }, (_, number) => received(store, aLearnerSays("q", { chatId: `c${number}` }))),
    );
    const bug = new Error("our bug");

    const settled = await Promise.allSettled(
      rows.map((arrived, number) =>
        store.change(turnOf(arrived), (before) => {
          if (number % 3 === 1) throw bug;
          return answer("q", "a")(before);
        }),
      ),
    );

    const failed = settled.filter((result) => result.status === "rejected");
    expect(failed.map(({ reason }) => reason)).toEqual([bug, bug, bug]);
    expect(await store.counts()).toMatchObject({
      inboundWaiting: 3,
      outbound: { queued: 6 },
      facts: { asked: 6, answered: 6 },
    });
  });

  test("a decision that cannot be written takes back what was written of it", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("q"));
    const aboutNoTicket = { ticketId: 999 as TicketId };

    const change = store.change(turnOf(arrived), (before) => ({
      ...escalate()(before),
      messages: [aMessage("one"), aMessage("two", aboutNoTicket)],
    }));

    await expect(change).rejects.toThrow();
    expect(await store.counts()).toMatchObject({ tickets: { new: 0 }, inboundWaiting: 1, facts: {} });
    expect(await store.tickets("all", 10)).toEqual([]);
  });

  test("a decision about a ticket it was not shown is refused", async () => {
    const { store } = opened();
    const other = await aTicketInTheQueue(store, { chatId: "other" });
    const arrived = await received(store, aLearnerSays("q"));

    const change = store.change(turnOf(arrived), (before) => ({
      ...nothing(before),
      tickets: [{ ...newTicket(before), id: other.ticketId }],
    }));

    await expect(change).rejects.toThrow();
    expect(await store.ticket(other.ticketId)).toMatchObject({ conversationId: other.conversationId });
  });

  test("a conversation nobody has is not changed", async () => {
    const { store } = opened();

    const changed = await store.change(turnOf({ conversationId: 404 as ConversationId }), nothing);

    expect(changed).toBeNull();
  });

  test("a turn about a row that never was is nobody's turn", async () => {
    const { store } = opened();
    const { conversationId } = await received(store, aLearnerSays("q"));

    expect(await store.change(turnOf({ conversationId, inboundId: 404 as InboundId }), nothing)).toBeNull();
  });
}
