/** Who is at a ticket, for seconds, and how far each agent has read, for good. */
import { expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import type { Doing, Store } from "../../src/core/ports.ts";
import { act, anAgent, aTicketInTheQueue, claim, NOW, reply } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const [ANN, BO] = [anAgent("Ann"), anAgent("Bo")];

const marks = (store: Store, ticketId: TicketId, agent: typeof ANN, doing: Doing) =>
  store.attendance.mark({
    ticketId,
    agent,
    doing,
    looksUntil: NOW + 20,
    writesUntil: NOW + (doing === "looking" ? 0 : 6),
  });

export function conformAttendance(opened: () => OpenedStore): void {
  test("whoever looks is seen for a while and whoever writes for less, and who left is not", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);
    await marks(store, ticketId, BO, "looking");
    await marks(store, ticketId, ANN, "looking");
    await marks(store, ticketId, ANN, "noting");

    const now = await store.attendance.at(ticketId, NOW);
    const later = await store.attendance.at(ticketId, NOW + 6);
    await store.attendance.leave(ticketId, BO.id);

    expect(now).toEqual([
      { agent: ANN, doing: "noting" },
      { agent: BO, doing: "looking" },
    ]);
    expect(later.map(({ doing }) => doing)).toEqual(["looking", "looking"]);
    expect(await store.attendance.at(ticketId, NOW)).toEqual([{ agent: ANN, doing: "noting" }]);
    expect(await store.attendance.at(ticketId, NOW + 20)).toEqual([]);
    expect(await store.attendance.at((ticketId + 1) as TicketId, NOW)).toEqual([]);
  });

  test("a learner who types in the web chat is seen at their ticket, and nowhere while they have none", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store, { channel: "web", chatId: "w1" });
    await marks(store, ticketId, ANN, "looking");

    for (const chatId of ["w1", "unknown"]) await store.webChats.learnerWrites(chatId, NOW + 6);

    expect(await store.attendance.at(ticketId, NOW)).toEqual([
      { agent: null, doing: "replying" },
      { agent: ANN, doing: "looking" },
    ]);
    expect(await store.attendance.at(ticketId, NOW + 6)).toEqual([{ agent: ANN, doing: "looking" }]);
    expect(await store.attendance.chatOf(ticketId)).toEqual({ channel: "web", chatId: "w1" });
  });

  test("when an agent wrote to a web chat is known for each of the chats that is asked about", async () => {
    const { webChats } = opened().store;
    for (const chatId of ["a", "b"]) await webChats.post(chatId, { key: "1", body: "{}", at: NOW });

    await webChats.agentWrites("a", NOW);
    await webChats.agentWrites("nobody", NOW);

    expect(await webChats.writtenTo(["a", "b", "nobody"])).toEqual(new Map([["a", NOW]]));
    expect(await webChats.writtenTo([])).toEqual(new Map());
  });

  test("what others said since an agent looked is unread for that agent alone, their own words never, also after a restart", async () => {
    const { store, again } = opened();
    const ticket = await aTicketInTheQueue(store);
    const { ticketId } = ticket;
    await act(store, ticket, claim(ANN));
    const unread = async (from: Store, agent: typeof ANN) =>
      (await from.attendance.glances([ticketId], agent.id)).get(ticketId)?.unread;

    const unopened = await unread(store, ANN);
    for (const line of [1, 9, 4]) await store.attendance.seen(ticketId, ANN.id, line);
    const seen = await unread(store, ANN);
    for (let line = 0; line < 12; line += 1) await act(store, ticket, reply(ANN, `line ${line}`));
    const reopened = await again();

    expect([unopened, seen]).toEqual([1, 0]);
    expect(await unread(reopened, ANN)).toBe(0);
    expect(await unread(reopened, BO)).toBe(12);
    expect((await reopened.attendance.glances([ticketId], BO.id)).get(ticketId)?.last).toEqual({
      ...{ author: { kind: "agent", agent: ANN }, kind: "words", text: "line 11", at: NOW },
    });
    expect(await reopened.attendance.glances([], BO.id)).toEqual(new Map());
  });
}
