/** How sends came out: each counts once, when it is settled, before and after the nightly tidying. */
import { expect, test } from "vitest";
import type { AgentId, ChatRef, Millis } from "../../src/core/model.ts";
import type { NewOutbound, Settlement } from "../../src/core/outbound.ts";
import type { SendsSettled, Store } from "../../src/core/ports.ts";
import { aLearnerSays, all, answer, NOW, received, STAFF_ROOM, say, turnOf } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MING: ChatRef = { channel: "telegram", chatId: "77" };
const WEB: ChatRef = { channel: "web", chatId: "w1" };
const HOUR_MS: Millis = 3_600_000;
/** A day begins here, and so does a quarter of an hour. */
const DAY = NOW - (NOW % (24 * HOUR_MS));
const WEEK = { from: DAY, to: DAY + 7 * 24 * HOUR_MS };
const LONG_AFTER = DAY + 90 * 24 * HOUR_MS;

const sentAt = (at: Millis): Settlement => ({ status: "sent", messageId: "n", at });
const failedAt = (at: Millis): Settlement => ({ status: "failed", why: "forbidden", at });

async function send(store: Store, row: NewOutbound, ...settlements: readonly Settlement[]): Promise<void> {
  const [lane = ""] = await store.queueOutbound([row], DAY);
  for (const settlement of settlements) {
    const taken = (await store.takeOutbound(lane, LONG_AFTER)) ?? expect.fail("nothing was due");
    await store.settleOutbound(taken.id, settlement);
  }
}

async function counted(store: Store, range: Parameters<Store["sendsSettled"]>[0]) {
  const settled = await all(store.sendsSettled(range));
  const sum = (rows: readonly SendsSettled[]) => ({
    sent: rows.reduce((total, { sent }) => total + sent, 0),
    failed: rows.reduce((total, { failed }) => total + failed, 0),
  });
  return Object.fromEntries([...Map.groupBy(settled, ({ channel }) => channel)].map(([on, rows]) => [on, sum(rows)]));
}

export function conformSends(opened: () => OpenedStore): void {
  test("a send counts once, when it is settled, however often it was tried", async () => {
    const { store } = opened();

    await send(store, say(MING, "一"), { status: "uncertain", notBefore: DAY }, sentAt(DAY));
    await send(store, say(MING, "二"), { status: "queued", notBefore: DAY, rests: "chat" }, failedAt(DAY + HOUR_MS));
    await send(store, say(WEB, "三"), sentAt(DAY));
    await send(store, say(MING, "waits"), { status: "uncertain", notBefore: DAY });

    expect(await counted(store, WEEK)).toEqual({ telegram: { sent: 1, failed: 1 }, web: { sent: 1, failed: 0 } });
    expect(await counted(store, { ...WEEK, channel: "web" })).toEqual({ web: { sent: 1, failed: 0 } });
    expect(await counted(store, { ...WEEK, channel: "pigeon" })).toEqual({});
  });

  test("what the tidying deletes is not forgotten and not counted twice, line of a transcript or not", async () => {
    const { store } = opened();
    const asked = await received(store, aLearnerSays("忘记密码", { chatId: "77" }));
    await store.change(turnOf(asked), answer("忘记密码", "点这里"));
    const line = (await store.takeOutbound("telegram:77", DAY + 1)) ?? expect.fail("no answer");
    await store.settleOutbound(line.id, sentAt(DAY + 1));
    for (const at of [DAY, DAY + 1, DAY + HOUR_MS]) await send(store, say(MING, "一"), sentAt(at));
    await send(store, say(MING, "二"), failedAt(DAY + 1));
    const before = await counted(store, WEEK);

    const gone = [
      await store.tidy(DAY + 2, null),
      await store.tidy(LONG_AFTER, null),
      await store.tidy(LONG_AFTER, null),
    ];

    expect(before).toEqual({ telegram: { sent: 4, failed: 1 } });
    // The update that asked goes with the last of them.
    expect(gone).toEqual([2, 2, 0]);
    expect(await counted(store, WEEK)).toEqual(before);
    expect(await counted(await opened().again(), { from: DAY + HOUR_MS, to: WEEK.to })).toEqual({
      telegram: { sent: 1, failed: 0 },
    });
  });

  test("a stretch of time belongs to the range it begins in, tidied or not", async () => {
    const { store } = opened();
    const minute = 60_000;
    await send(store, say(MING, "一"), sentAt(DAY + 7 * minute));
    const halves = async () => [
      await counted(store, { from: DAY - HOUR_MS, to: DAY + 5 * minute }),
      await counted(store, { from: DAY + 5 * minute, to: DAY + HOUR_MS }),
    ];
    const before = await halves();

    await store.tidy(LONG_AFTER, null);

    expect(before).toEqual([{ telegram: { sent: 1, failed: 0 } }, {}]);
    expect(await halves()).toEqual(before);
  });

  test("a range longer than is read at once is read to its end", async () => {
    const { store } = opened();
    for (const days of [0, 40, 80]) await send(store, say(MING, "一"), sentAt(DAY + days * 24 * HOUR_MS));

    const found = await counted(store, { from: DAY, to: LONG_AFTER });

    expect(found).toEqual({ telegram: { sent: 3, failed: 0 } });
  });

  test("words to a staff room and toasts are no sends to learners", async () => {
    const { store } = opened();
    await send(store, say(STAFF_ROOM, "one", "staff"), sentAt(DAY));
    await send(store, { ...say(MING, ""), content: { kind: "toast", pressId: "p", text: "ok" } }, sentAt(DAY));
    const before = await counted(store, WEEK);

    await store.tidy(LONG_AFTER, null);

    expect([before, await counted(store, WEEK)]).toEqual([{}, {}]);
  });

  test("a learner who is erased takes no send out of the figures and brings none in", async () => {
    const { store } = opened();
    const asked = await received(store, aLearnerSays("忘记密码", { chatId: "77" }));
    await store.change(turnOf(asked), answer("忘记密码", "点这里"));
    const line = (await store.takeOutbound("telegram:77", DAY + 1)) ?? expect.fail("no answer");
    await store.settleOutbound(line.id, sentAt(DAY + 1));
    await send(store, { ...say(MING, ""), content: { kind: "toast", pressId: "p", text: "ok" } }, sentAt(DAY));
    const [fact] = await all(store.facts(["answered"], {}));

    const erased = await store.learning.erase(fact?.learnerId ?? expect.fail("no fact"), {
      ...{ by: "console:1" as AgentId, at: DAY + 2 },
    });

    expect(erased).toBe("erased");
    expect(await counted(store, WEEK)).toEqual({ telegram: { sent: 1, failed: 0 } });
  });
}
