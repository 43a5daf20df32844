/** The way out: order in a lane, rests that hold up nobody else, and no word of a person dropped in silence. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { answers, fakeClock, type House, isAllSent, openHouse, tampered, ticketOf, until } from "./house.ts";
import { learnerSays, learnerWantsPerson, type Plan, ScriptedChannel, STAFF_CHAT } from "./scripted-channel.ts";

const { learner: say, staff } = phrasesIn("en");
const ANN: Agent = { id: "console:ann" as AgentId, name: "Ann" };
let house: House;

beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

/** The first calls to a chat end as listed, later ones well. */
function script(chatId: string, ...plans: readonly Plan[]): void {
  const left = [...plans];
  house.channel.plan = (call) => (call.chatId === chatId ? (left.shift() ?? null) : null);
}

/** A ticket Ann holds; everything about it has been sent. */
async function claimedTicket(): Promise<TicketId> {
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ANN, { verb: "claim" });
  await until(() => isAllSent(house.store));
  return ticketId;
}

const writes = (ticketId: TicketId, text: string) =>
  house.aftercare.act(ticketId, ANN, { verb: "say", text, attachments: [], albumId: null });

test("while a network asks one chat to wait, the others go on, and nothing is sent there before the time", async () => {
  house = await openHouse();
  script("1", { kind: "rate_limited", retryAfterMs: 30_000 });
  const begun = Date.now();

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => house.channel.callsTo("1").length === 1);
  for (const number of [2, 3, 4]) await house.channel.deliver(learnerSays("2", `hush ${number}`));
  await house.channel.deliver(learnerSays("1", "hush 5"));
  await until(() => house.channel.said("2").length === 3);
  const othersWaitedMs = Date.now() - begun;
  await until(() => isAllSent(house.store));

  expect(othersWaitedMs).toBeLessThan(5000);
  expect(house.channel.said("2")).toEqual(answers(2, 3, 4));
  expect(house.channel.said("1")).toEqual(answers(1, 5));
  const [, ...later] = house.channel.callsTo("1");
  for (const call of later) expect(call.at).toBeGreaterThanOrEqual(begun + 30_000);
});

test("learners who write without end hold up nobody else's ticket in the staff room", async () => {
  house = await openHouse();
  const floods = ["1", "2", "3", "4", "5", "6"];
  for (const chatId of [...floods, "7"]) await house.channel.deliver(learnerWantsPerson(chatId));
  await until(() => isAllSent(house.store));
  limitStaffRoom({ sendsMax: 5, perMs: 10_000 });
  house.channel.answerMs = 100;
  const lines = Array.from({ length: 10 }, (_, line) => `hush line ${line}`);
  const begun = Date.now();

  for (const line of lines) {
    await Promise.all(floods.map((chatId) => house.channel.deliver(learnerSays(chatId, `${line} of ${chatId}`))));
  }
  await house.channel.deliver(learnerSays("7", "hush, only this"));
  await until(() => house.channel.said(STAFF_CHAT).includes("👤 hush, only this"));
  const waitedMs = Date.now() - begun;
  await until(() => isAllSent(house.store), 500);

  // Seven tickets and five sends each ten seconds: its turn comes in the second ten, or the third.
  expect(waitedMs).toBeLessThanOrEqual(30_000);
  const said = house.channel.said(STAFF_CHAT);
  for (const chatId of floods) {
    expect(said.filter((text) => text.endsWith(` of ${chatId}`))).toEqual(
      lines.map((line) => `👤 ${line} of ${chatId}`),
    );
  }
});

/** The staff room's network takes so many calls in each stretch of time, and then says when the next one begins. */
function limitStaffRoom({ sendsMax, perMs }: { readonly sendsMax: number; readonly perMs: number }): void {
  const taken = new Map<number, number>();
  house.channel.plan = ({ chatId, at }) => {
    if (chatId !== STAFF_CHAT) return null;
    const stretch = Math.floor(at / perMs);
    const count = (taken.get(stretch) ?? 0) + 1;
    taken.set(stretch, count);
    return count <= sendsMax ? null : { kind: "rate_limited", retryAfterMs: (stretch + 1) * perMs - at };
  };
}

test("words a network was away for are sent once it is back, in order and once each", async () => {
  house = await openHouse();
  script("1", ...Array.from({ length: 8 }, (): Plan => ({ kind: "unreachable" })));

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));

  await until(() => isAllSent(house.store), 500);
  expect(house.channel.said("1")).toEqual(answers(1, 2));
});

test("when the network's answer gets lost the words are sent again, at most three times", async () => {
  house = await openHouse();
  script("1", { kind: "lost" }, { kind: "lost" }, { kind: "lost" });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));

  await until(() => isAllSent(house.store));
  expect(house.channel.said("1").slice(0, 4)).toEqual(answers(1, 1, 1, 2));
});

test("when the network refuses an answer of the bot, the learner is handed to a person instead of hearing nothing", async () => {
  house = await openHouse();
  script("1", { kind: "rejected" });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => isAllSent(house.store));

  expect(house.channel.said("1")).toEqual([say.queuedByMistake(1 as TicketId, "You are next.")]);
  expect(await house.bells.human.count()).toBe(1);
});

test("when the network takes no word of the bot at all, one person is called, and not again for each word", async () => {
  house = await openHouse();
  house.channel.plan = ({ chatId }) => (chatId === "1" ? { kind: "rejected" } : null);

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => isAllSent(house.store));

  expect(house.channel.callsTo("1")).toHaveLength(2);
  expect((await house.store.counts()).tickets).toMatchObject({ new: 1 });
  expect(house.channel.said(STAFF_CHAT)).toContain(staff.botNotDelivered);
});

test("a learner who blocked us costs one attempt, and whoever holds the ticket is told", async () => {
  house = await openHouse();
  const ticketId = await claimedTicket();
  const before = house.channel.callsTo("1").length;
  script("1", { kind: "forbidden" });

  await writes(ticketId, "hush, are you there?");
  await until(() => isAllSent(house.store));

  expect(house.channel.callsTo("1").length - before).toBe(1);
  expect(house.channel.said(STAFF_CHAT)).toContain(staff.unreachable);
});

test("an agent is told when the network refuses their words, and the next words go out", async () => {
  house = await openHouse();
  const ticketId = await claimedTicket();
  script("1", { kind: "rejected" });

  await writes(ticketId, "hush, refused");
  await writes(ticketId, "hush, taken");
  await until(() => isAllSent(house.store));

  expect(house.channel.said("1")).not.toContain("hush, refused");
  expect(house.channel.said("1")).toContain("hush, taken");
  expect(house.channel.said(STAFF_CHAT).filter((text) => text === staff.notDelivered)).toHaveLength(1);
});

test("words are sent in order even after a network was away for three hours", async () => {
  house = await openHouse();
  const backAt = Date.now() + 3 * 60 * 60_000;
  house.channel.plan = ({ chatId }) => (chatId === "1" && Date.now() < backAt ? { kind: "unreachable" } : null);

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));
  for (let minutes = 0; minutes < 3 * 60; minutes += 5) {
    await until(() => Date.now() >= backAt, 5000).catch(() => undefined);
  }
  await until(() => isAllSent(house.store), 5000);

  expect(house.channel.said("1")).toEqual(answers(1, 2));
  expect(house.channel.shown.every(({ at }) => at - backAt <= 65_000)).toBe(true);
});

test("the agent is told before the words are given up, so that a crash in between loses nothing", async () => {
  const order: string[] = [];
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        change: async (turn, decide) => {
          if (turn.inboundId === null && order.length > 0) order.push("changed");
          return await store.change(turn, decide);
        },
        settleOutbound: async (id, settlement) => {
          if (settlement.status === "failed") order.push("given up");
          await store.settleOutbound(id, settlement);
        },
      }),
  });
  const ticketId = await claimedTicket();
  script("1", { kind: "rejected" });

  order.push("written");
  await writes(ticketId, "hush, refused");
  await until(() => isAllSent(house.store));

  // The first change writes the words down, the second tells that they did not arrive.
  expect(order).toEqual(["written", "changed", "changed", "given up"]);
});

test("a bug in drawing or sending words is tried three times, then the lane goes on", async () => {
  house = await openHouse();
  script("1", { kind: "bug" }, { kind: "bug" }, { kind: "bug" });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));

  await until(() => isAllSent(house.store));
  expect(house.channel.said("1")[0]).toBe("answer 2");
});

test("a network that never answers holds its lane for a minute, not for ever", async () => {
  house = await openHouse();
  script("1", { kind: "hang" });

  await house.channel.deliver(learnerSays("1", "hush 1"));

  await until(() => isAllSent(house.store), 1000);
  expect(house.channel.said("1")).toEqual(answers(1));
});

test("words for a channel that is not set up wait until it is, and the log says so once a minute", async () => {
  house = await openHouse();
  const content = { kind: "say", text: "hush", buttons: [], attachments: [] } as const;
  const row = { to: { channel: "discord", chatId: "1" }, audience: "learner", ticketId: null, content } as const;
  const lanes = await house.store.queueOutbound([row], Date.now());

  for (const ref of lanes) await house.bells.ring({ queue: "deliver", ref });
  await vi.advanceTimersByTimeAsync(90_000);

  expect(await house.store.counts()).toMatchObject({ outbound: { queued: 1, failed: 0 } });
  expect(house.logged.filter(({ msg }) => msg === "channel not set up, rows wait")).toHaveLength(2);
  const discord = new ScriptedChannel("discord");
  const next = await house.after({ channels: (channel) => [channel, discord] });
  await until(() => isAllSent(next.store));
  expect(discord.said("1")).toEqual(["hush"]);
});

test("what was sent while the store could not write it down is not sent again", async () => {
  let isAway = false;
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        settleOutbound: async (id, settlement) => {
          if (isAway) throw new StoreError("no space", "full");
          await store.settleOutbound(id, settlement);
        },
      }),
  });
  isAway = true;

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => house.channel.said("1").length === 1);
  await vi.advanceTimersByTimeAsync(8000);
  isAway = false;
  await until(() => isAllSent(house.store));

  expect(house.channel.said("1")).toEqual(answers(1));
});
