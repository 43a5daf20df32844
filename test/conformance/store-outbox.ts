/** Rows leave a lane in order, one at a time, and none is lost when whoever was sending it is gone. */
import { expect, test } from "vitest";
import type { ChatRef, OutboundId, TicketId } from "../../src/core/model.ts";
import type { NewOutbound, Outbound } from "../../src/core/outbound.ts";
import type { Store } from "../../src/core/ports.ts";
import { aLearnerSays, NOW, nothing, received, STAFF_ROOM, say, turnOf } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MING: ChatRef = { channel: "telegram", chatId: "77" };
const LANE = "telegram:77";
const ROOM_LANE = `telegram:${STAFF_ROOM.chatId}`;
const TICKET_LANE = `${ROOM_LANE}:1`;
const OTHER_TICKET_LANE = `${ROOM_LANE}:2`;

/** Words in the thread of a ticket. */
function inTicket(ticketId: number, text: string): NewOutbound {
  return { ...say(STAFF_ROOM, text, "staff"), ticketId: ticketId as TicketId };
}

function textOf(outbound: Outbound | null): string | null {
  return outbound?.content.kind === "say" ? outbound.content.text : null;
}

async function take(store: Store, now = NOW): Promise<Outbound> {
  return (await store.takeOutbound(LANE, now)) ?? expect.fail("nothing was due");
}

async function sent(store: Store, id: OutboundId): Promise<void> {
  await store.settleOutbound(id, { status: "sent", messageId: "n1", at: NOW });
}

export function conformOutbox(opened: () => OpenedStore): void {
  order(opened);
  rest(opened);
  leftBehind(opened);
}

function order(opened: () => OpenedStore): void {
  test("rows leave their lane in the order they were queued, one at a time", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);

    const first = await take(store);
    const meanwhile = await store.takeOutbound(LANE, NOW);
    await sent(store, first.id);
    const second = await take(store);
    await sent(store, second.id);

    expect([textOf(first), meanwhile, textOf(second)]).toEqual(["一", null, "二"]);
    expect(await store.takeOutbound(LANE, NOW)).toBeNull();
    expect(await store.counts()).toMatchObject({ outbound: { queued: 0, sending: 0, sent: 2 } });
  });

  test("of many who take at once, one gets the row", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);

    const taken = await Promise.all(Array.from({ length: 20 }, () => store.takeOutbound(LANE, NOW)));

    expect(taken.filter((row) => row !== null).map(textOf)).toEqual(["一"]);
  });

  test("a row comes out as it was queued, and knows its lane", async () => {
    const { store } = opened();
    const row = {
      ...say(MING, "点这里 👇"),
      content: {
        kind: "say",
        text: "点这里 👇",
        buttons: [[{ label: "✅", press: { press: "solved", turn: 3 } }]],
        attachments: [{ kind: "photo", keeper: "telegram", ref: "AgAC", name: null, mime: "image/jpeg", bytes: 5 }],
      },
    } as const;

    const lanes = await store.queueOutbound([row, row], NOW);

    expect(lanes).toEqual([LANE]);
    expect(await take(store)).toEqual({
      ...row,
      id: expect.any(Number),
      lane: LANE,
      conversationId: null,
      isWordsOfPerson: false,
      tries: 0,
      queuedAt: NOW,
    });
  });

  test("lanes do not wait for each other, and a toast does not wait for words", async () => {
    const { store } = opened();
    const toast = { ...say(MING, ""), content: { kind: "toast", pressId: "p", text: "ok" } } as const;
    await store.queueOutbound([say(MING, "一"), toast, say({ channel: "web", chatId: "w" }, "三")], NOW);

    await take(store);

    expect(await store.takeOutbound("telegram:77:toast", NOW)).toMatchObject({ content: { kind: "toast" } });
    expect(textOf(await store.takeOutbound("web:w", NOW))).toBe("三");
  });

  test("tickets of one staff room do not wait for each other", async () => {
    const { store } = opened();
    const rows = [inTicket(1, "一"), inTicket(1, "二"), inTicket(2, "三"), say(STAFF_ROOM, "四", "staff")];

    const lanes = await store.queueOutbound(rows, NOW);

    expect(lanes).toEqual([TICKET_LANE, OTHER_TICKET_LANE, ROOM_LANE]);
    const taken = await Promise.all(lanes.map((lane) => store.takeOutbound(lane, NOW)));
    expect(taken.map(textOf)).toEqual(["一", "三", "四"]);
  });

  test("tries are counted when they begin", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一")], NOW);

    const tries = [];
    for (let round = 0; round < 3; round += 1) {
      const row = await take(store);
      tries.push(row.tries);
      await store.settleOutbound(row.id, { status: "uncertain", notBefore: NOW });
    }

    expect(tries).toEqual([0, 1, 2]);
  });

  test("what failed for good makes room for the next", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);

    await store.settleOutbound((await take(store)).id, { status: "failed", why: "rejected", at: NOW });

    expect(textOf(await take(store))).toBe("二");
    expect(await store.counts()).toMatchObject({ outbound: { failed: 1, sending: 1 } });
  });
}

function rest(opened: () => OpenedStore): void {
  test("after a rate limit the whole lane rests, others do not, and then it goes on with the same row", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);
    await store.queueOutbound([say({ channel: "web", chatId: "w" }, "三")], NOW);

    await store.settleOutbound((await take(store)).id, { status: "queued", notBefore: NOW + 5000, rests: "chat" });

    expect(await store.takeOutbound(LANE, NOW + 4999)).toBeNull();
    expect(textOf(await store.takeOutbound("web:w", NOW))).toBe("三");
    expect(textOf(await take(store, NOW + 5000))).toBe("一");
  });

  test("when a staff room asks for time, all its tickets rest, as long as the longest of them was told", async () => {
    const { store } = opened();
    await store.queueOutbound([inTicket(1, "一"), inTicket(2, "二"), inTicket(3, "三")], NOW);
    const limited = async (lane: string, notBefore: number) => {
      const { id } = (await store.takeOutbound(lane, NOW)) ?? expect.fail();
      return () => store.settleOutbound(id, { status: "queued", notBefore, rests: "chat" });
    };
    const settles = [await limited(TICKET_LANE, NOW + 5000), await limited(OTHER_TICKET_LANE, NOW + 3000)];
    for (const settle of settles) await settle();

    const lanes = [TICKET_LANE, OTHER_TICKET_LANE, `${ROOM_LANE}:3`];
    const early = await Promise.all(lanes.map((lane) => store.takeOutbound(lane, NOW + 4999)));
    const found = [await store.leftLying(NOW, NOW + 4999), await store.leftLying(NOW, NOW + 5000)];
    const late = await Promise.all(lanes.map((lane) => store.takeOutbound(lane, NOW + 5000)));

    expect(early).toEqual([null, null, null]);
    expect(found.map((lying) => lying.lanes)).toEqual([[], lanes]);
    expect(late.map(textOf)).toEqual(["一", "二", "三"]);
  });

  test("a ticket that rests for a reason of its own holds up no other ticket of its room", async () => {
    const { store } = opened();
    await store.queueOutbound([inTicket(1, "一"), inTicket(2, "二")], NOW);
    const { id } = (await store.takeOutbound(TICKET_LANE, NOW)) ?? expect.fail();

    await store.settleOutbound(id, { status: "queued", notBefore: NOW + 5000, rests: "lane" });

    expect(await store.takeOutbound(TICKET_LANE, NOW + 4999)).toBeNull();
    expect(textOf(await store.takeOutbound(OTHER_TICKET_LANE, NOW))).toBe("二");
  });

  test("a row that may have been sent is due again later, and stays before the younger ones", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);

    await store.settleOutbound((await take(store)).id, { status: "uncertain", notBefore: NOW + 1000 });

    expect(await store.takeOutbound(LANE, NOW + 999)).toBeNull();
    expect(await store.counts()).toMatchObject({ outbound: { uncertain: 1, queued: 1 } });
    expect(textOf(await take(store, NOW + 1000))).toBe("一");
  });

  test("what is sent stays sent, even if a late try says to try again", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);
    const { id } = await take(store);
    await sent(store, id);

    await store.settleOutbound(id, { status: "queued", notBefore: NOW + 9000, rests: "lane" });
    await store.settleOutbound(id, { status: "uncertain", notBefore: NOW });

    expect(textOf(await take(store))).toBe("二");
  });
}

function leftBehind(opened: () => OpenedStore): void {
  test("a row that is being sent is left alone while its sender lives, however long the network takes", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);
    const { id } = await take(store, NOW);

    const { lanes } = await store.leftLying(NOW + 3_600_000, NOW + 3_600_000);

    expect(lanes).toEqual([]);
    expect(await store.takeOutbound(LANE, NOW + 3_600_000)).toBeNull();
    await sent(store, id);
    expect(textOf(await take(store))).toBe("二");
  });

  test("a row that was being sent by somebody who is gone goes back, in its place", async () => {
    await opened().store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);
    await take(opened().store, NOW);
    const store = await opened().again();

    const { lanes } = await store.leftLying(NOW, NOW + 1);

    expect(lanes).toEqual([LANE]);
    expect(await store.counts()).toMatchObject({ outbound: { uncertain: 1, queued: 1 } });
    expect(await store.takeOutbound(LANE, NOW + 1)).toMatchObject({ tries: 1, content: { text: "一" } });
  });

  test("after a restart rows that were being sent are free at once", async () => {
    await opened().store.queueOutbound([say(MING, "一")], NOW);
    await take(opened().store);
    const store = await opened().again();

    await store.freeSending(NOW + 1);

    expect(await store.counts()).toMatchObject({ outbound: { uncertain: 1, sending: 0 } });
    expect(textOf(await take(store, NOW + 1))).toBe("一");
  });

  test("lanes with due rows are found, those that rest or are not due are not", async () => {
    const { store } = opened();
    const at = (chatId: string): ChatRef => ({ channel: "web", chatId });
    await store.queueOutbound(
      ["due", "resting", "unsure", "sending"].map((chatId) => say(at(chatId), "hi")),
      NOW,
    );
    const takeFrom = async (lane: string) => (await store.takeOutbound(lane, NOW))?.id ?? expect.fail();
    await store.settleOutbound(await takeFrom("web:resting"), { status: "queued", notBefore: NOW + 10, rests: "lane" });
    await store.settleOutbound(await takeFrom("web:unsure"), { status: "uncertain", notBefore: NOW + 20 });
    await takeFrom("web:sending");

    expect((await store.leftLying(NOW, NOW)).lanes).toEqual(["web:due"]);
    expect((await store.leftLying(NOW, NOW + 10)).lanes).toEqual(["web:due", "web:resting"]);
    expect((await store.leftLying(NOW, NOW + 20)).lanes).toEqual(["web:due", "web:resting", "web:unsure"]);
  });

  test("conversations with words nobody looked at are found, the longest wait first", async () => {
    const { store } = opened();
    const arrivals = [];
    for (const chatId of ["a", "b", "c"]) {
      arrivals.push(await received(store, aLearnerSays("?", { chatId }), NOW + arrivals.length));
    }
    const [a, b] = arrivals;
    await received(store, aLearnerSays("and?", { chatId: "a" }), NOW + 1);

    expect((await store.leftLying(NOW, NOW)).conversations).toEqual([]);
    expect((await store.leftLying(NOW + 2, NOW)).conversations).toEqual([a?.conversationId, b?.conversationId]);
    await store.change(turnOf(b ?? expect.fail()), nothing);
    expect((await store.leftLying(NOW + 2, NOW)).conversations).toEqual([a?.conversationId]);
  });
}
