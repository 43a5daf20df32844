/** The messages that tell learners their place, as every store keeps them beside the line as it is. */
import { expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import type { BoundPlace, Store } from "../../src/core/ports.ts";
import { act, anAgent, aTicketInTheQueue, claim, NOW } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");

const placeOf = (ticketId: TicketId, parts: Partial<BoundPlace> = {}): BoundPlace => ({
  ...{ ticketId, episode: 1, chat: { channel: "telegram", chatId: "77" }, messageId: `m${ticketId}` },
  ...{ shown: "You are next.", changedAt: NOW },
  ...parts,
});

/** A learner in the line, with the message that tells the place. */
async function waits(store: Store, chatId: string, priority: "normal" | "urgent" = "normal") {
  const waiting = await aTicketInTheQueue(store, { chatId, name: chatId }, priority);
  const place = placeOf(waiting.ticketId, { chat: { channel: "telegram", chatId } });
  await store.places.bind(place);
  return { ...waiting, place };
}

export function conformPlaces(opened: () => OpenedStore): void {
  test("positions are those of the line: urgent first, then the oldest", async () => {
    const { store } = opened();
    const first = await waits(store, "1");
    const second = await waits(store, "2");
    const urgent = await waits(store, "3", "urgent");

    const all = await store.places.all();

    expect(all.map(({ ticketId, position }) => [ticketId, position])).toEqual([
      [urgent.ticketId, 1],
      [first.ticketId, 2],
      [second.ticketId, 3],
    ]);
    for (const place of all) expect(await store.places.of(place.ticketId)).toEqual(place);
    expect(all[1]).toEqual({ ...first.place, language: "zh", position: 2, isQueued: false });
  });

  test("whoever left the line has no position and comes first, and so does a message about an earlier episode", async () => {
    const { store } = opened();
    const waiting = await waits(store, "1");
    const claimed = await waits(store, "2");
    const { ticketId } = await aTicketInTheQueue(store, { chatId: "3" });
    await store.places.bind(placeOf(ticketId, { episode: 7 }));
    await act(store, claimed, claim(ANN));

    const all = await store.places.all();

    expect(all.map(({ ticketId: id, position }) => [id, position])).toEqual([
      [claimed.ticketId, null],
      [ticketId, null],
      [waiting.ticketId, 1],
    ]);
    expect((await store.places.of(claimed.ticketId))?.position).toBeNull();
  });

  test("a change that waits to be sent is seen until it is sent", async () => {
    const { store } = opened();
    const { ticketId, place } = await waits(store, "1");
    const row = { to: place.chat, audience: "learner", ticketId, content: { kind: "place" } } as const;
    const isQueued = async () => [(await store.places.of(ticketId))?.isQueued, (await store.places.all())[0]?.isQueued];

    const [lane = ""] = await store.queueOutbound([row], NOW);
    expect(await isQueued()).toEqual([true, true]);
    const outbound = await store.takeOutbound(lane, NOW);
    expect(outbound?.content).toEqual({ kind: "place" });
    expect(await isQueued()).toEqual([true, true]);
    await store.settleOutbound(outbound?.id ?? expect.fail(), { status: "sent", messageId: null, at: NOW });

    expect(await isQueued()).toEqual([false, false]);
  });

  test("the message sent last is the one; what is said of an earlier one changes nothing", async () => {
    const { store } = opened();
    const { ticketId, place } = await waits(store, "1");
    const newer = { ...place, messageId: "newer", episode: 2 };
    await store.places.bind(newer);

    await store.places.show({ ...place, shown: "You are number 9 in line.", changedAt: NOW + 1 });
    await store.places.letGo(place);
    expect(await store.places.of(ticketId)).toMatchObject(newer);
    await store.places.show({ ...newer, shown: "You are number 2 in line.", changedAt: NOW + 2 });
    expect(await store.places.of(ticketId)).toMatchObject({ shown: "You are number 2 in line.", changedAt: NOW + 2 });
    await store.places.letGo(newer);

    expect(await store.places.of(ticketId)).toBeNull();
    expect(await store.places.all()).toEqual([]);
  });
}
