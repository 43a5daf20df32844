/** Rows leave a lane in order, one at a time, and none is lost when whoever was sending it is gone. */
import { expect, test } from "vitest";
import type { ChatRef, OutboundId } from "../../src/core/model.ts";
import type { Outbound } from "../../src/core/outbound.ts";
import type { Store } from "../../src/core/ports.ts";
import { aLearnerSays, NOW, nothing, received, say, turnOf } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MING: ChatRef = { channel: "telegram", chatId: "77" };
const LANE = "telegram:77";

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
        attachments: [{ kind: "photo", ref: "AgAC", name: null, mime: "image/jpeg", bytes: 5 }],
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

    await store.settleOutbound((await take(store)).id, { status: "queued", notBefore: NOW + 5000 });

    expect(await store.takeOutbound(LANE, NOW + 4999)).toBeNull();
    expect(textOf(await store.takeOutbound("web:w", NOW))).toBe("三");
    expect(textOf(await take(store, NOW + 5000))).toBe("一");
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

    await store.settleOutbound(id, { status: "queued", notBefore: NOW + 9000 });
    await store.settleOutbound(id, { status: "uncertain", notBefore: NOW });

    expect(textOf(await take(store))).toBe("二");
  });
}

function leftBehind(opened: () => OpenedStore): void {
  test("a row that was being sent by somebody who is gone goes back, in its place", async () => {
    const { store } = opened();
    await store.queueOutbound([say(MING, "一"), say(MING, "二")], NOW);
    await take(store, NOW);

    const early = await store.leftLying(NOW, NOW + 1);
    const late = await store.leftLying(NOW + 1, NOW + 60_000);

    expect(early.lanes).toEqual([]);
    expect(late.lanes).toEqual([LANE]);
    expect(await store.takeOutbound(LANE, NOW + 60_000)).toMatchObject({ tries: 1, content: { text: "一" } });
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
    await store.settleOutbound(await takeFrom("web:resting"), { status: "queued", notBefore: NOW + 10 });
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
