/** Proof of leading, and how far a place was heard: what a replica writes that slept through the end of its lease. */
import { expect, test } from "vitest";
import type { StoreError } from "../../src/core/errors.ts";
import type { Inbound } from "../../src/core/inbound.ts";
import type { Fence } from "../../src/core/ports.ts";
import { aLearnerSays, FACTS, NOW } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const LATER = NOW + 60_000;
const marked = (inbound: Inbound, place: string, at: string): Inbound => ({ ...inbound, mark: { place, at } });

export function conformFences(opened: () => OpenedStore): void {
  test("writes nothing of what it hears, while the one that leads now does", async () => {
    const { store } = opened();
    const old = await leads("a");
    const heard = aLearnerSays("忘记密码", { chatId: "c1" });
    const now = await leads("b");

    const late = store.receive(heard, { ...FACTS, fence: old });

    await expect(late).rejects.toMatchObject({ kind: "overtaken" } satisfies Partial<StoreError>);
    expect((await store.counts()).inboundWaiting).toBe(0);
    expect(await store.receive(heard, { ...FACTS, fence: now })).toMatchObject({ outcome: "received" });
  });

  test("tidies nothing up", async () => {
    const { store } = opened();
    const old = await leads("a");
    const now = await leads("b");

    await expect(store.tidy(LATER, old)).rejects.toMatchObject({ kind: "overtaken" });
    expect(await store.tidy(LATER, now)).toBe(0);
  });

  test("is refused as well when nobody ever took that lease", async () => {
    const never = { lease: "never", token: 1 };
    await expect(opened().store.tidy(LATER, never)).rejects.toMatchObject({ kind: "overtaken" });
  });

  test("finds how far every place was heard, the latest first, also when an older word comes again", async () => {
    const { store } = opened();
    const said = [
      marked(aLearnerSays("one", { channel: "discord", chatId: "1" }), "dm-1", "999"),
      marked(aLearnerSays("two", { channel: "discord", chatId: "2" }), "dm-2", "1001"),
      marked(aLearnerSays("three", { channel: "discord", chatId: "1" }), "dm-1", "1000"),
      marked(aLearnerSays("late", { channel: "discord", chatId: "2" }), "dm-2", "998"),
    ];

    for (const [second, inbound] of said.entries()) await store.receive(inbound, { ...FACTS, now: NOW + second });

    const [{ bot } = expect.fail()] = said;
    const marks = [
      { place: "dm-1", at: "1000" },
      { place: "dm-2", at: "1001" },
    ];
    expect(await store.marks("discord", bot, 10)).toEqual(marks);
    expect(await store.marks("discord", bot, 1)).toEqual(marks.slice(0, 1));
    expect(await store.marks("discord", "another bot", 10)).toEqual([]);
  });

  async function leads(holder: string): Promise<Fence> {
    const { leases } = opened().store;
    const before = ["a", "b"].filter((other) => other !== holder);
    for (const other of before) await leases.release("gateway", other);
    const lease = await leases.take("gateway", holder, 60_000);
    return { lease: "gateway", token: lease?.token ?? expect.fail() };
  }
}
