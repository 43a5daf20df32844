/** Processes come and go, rows stay: what a crash leaves behind is found, and a stop leaves nothing half done. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readFigureReport } from "../../src/app/figure-report.ts";
import { ConfigError } from "../../src/core/errors.ts";
import { namedTicket } from "../../src/core/verbs.ts";
import {
  answers,
  DAY_AND_NIGHT,
  fakeClock,
  type House,
  isAllSent,
  openHouse,
  tampered,
  until,
  untilDone,
} from "./house.ts";
import { learnerSays, learnerWantsPerson, ScriptedChannel, STAFF_CHAT } from "./scripted-channel.ts";

let house: House;

beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

test("after a crash between taking words and knowing that they were sent, the next process sends them, still in order", async () => {
  house = await openHouse();
  house.channel.plan = ({ chatId }) => (chatId === "1" ? { kind: "hang" } : null);
  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));
  await until(async () => (await house.store.counts()).outbound.sending === 1);

  const next = await house.after();

  await until(() => isAllSent(house.store));
  expect(next.channel.said("1")).toEqual(answers(1, 2));
});

test("a process that starts within the same millisecond finds what the dead one was sending", async () => {
  house = await openHouse();
  const content = { kind: "say", text: "hush", buttons: [], attachments: [] } as const;
  const row = { to: { channel: "telegram", chatId: "1" }, audience: "learner", ticketId: null, content } as const;
  const [lane = ""] = await house.store.queueOutbound([row], Date.now());
  await house.store.takeOutbound(lane, Date.now());
  const begun = Date.now();

  const next = await house.after();

  await until(() => next.channel.said("1").length > 0);
  expect(Date.now() - begun).toBeLessThan(5000);
});

test("after a crash between writing a message down and answering it, the next process answers", async () => {
  house = await openHouse();
  const inbound = learnerSays("1", "hush 1");
  const written = { ticketId: namedTicket(inbound), defaultLanguage: "en" as const, now: Date.now(), fence: null };
  await house.store.receive(inbound, written);

  const next = await house.after();

  await until(() => next.channel.said("1").length > 0);
  expect(next.channel.said("1")).toEqual(answers(1));
});

test("a message whose lane was lost inside a living process is found by the sweeper within seconds", async () => {
  house = await openHouse();
  const inbound = learnerSays("1", "hush 1");
  const begun = Date.now();

  await house.store.receive(inbound, { ticketId: null, defaultLanguage: "en", now: begun, fence: null });

  await until(() => house.channel.said("1").length > 0);
  expect(Date.now() - begun).toBeLessThanOrEqual(12_000);
});

test("how long a message lay there is in the figure of the bot's first response", async () => {
  house = await openHouse();
  const begun = Date.now();
  await house.store.receive(learnerSays("1", "hush 1"), {
    ...{ ticketId: null, defaultLanguage: "en", now: begun, fence: null },
  });
  await until(() => isAllSent(house.store));
  const waitedMs = Date.now() - begun;

  const source = { store: house.store, schedule: DAY_AND_NIGHT, now: Date.now() + 1 };
  const { bot_first_response: first } = (await readFigureReport(source, { splits: [] })).figures;

  expect(first).toMatchObject({ n: 1, value: expect.any(Number) });
  expect((first.value ?? 0) * 1000).toBeGreaterThan(1000);
  expect((first.value ?? 0) * 1000).toBeLessThanOrEqual(waitedMs);
});

test("the human queue is the same after a restart: urgent first, then who waits longest", async () => {
  house = await openHouse();
  for (const chatId of ["1", "2", "3"]) await house.channel.deliver(learnerWantsPerson(chatId));
  await until(() => isAllSent(house.store));
  const before = await house.bells.human.list();

  const next = await house.after();

  expect(before).toHaveLength(3);
  expect(await next.bells.human.list()).toEqual(before);
});

test("what is missing in the human queue, or in it by mistake, is put right by the sweeper", async () => {
  house = await openHouse();
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));
  const [entry] = await house.bells.human.list();
  if (!entry) throw new Error("nobody waits");

  await house.bells.human.remove(entry);
  await house.bells.human.add({ ...entry, episode: 9 });

  await until(async () => (await house.bells.human.list())[0]?.episode === 1, 1000);
  expect(await house.bells.human.list()).toEqual([entry]);
});

test("stopping under load finishes what was begun, within ten seconds, and the next start sends the rest once", async () => {
  house = await openHouse();
  const chats = ["1", "2", "3", "4"];
  const numbers = Array.from({ length: 10 }, (_, n) => n);
  for (const number of numbers) {
    await Promise.all(chats.map((chatId) => house.channel.deliver(learnerSays(chatId, `hush ${number}`))));
  }
  const begun = Date.now();

  await untilDone(house.aftercare.stop());
  const left = await house.store.counts();
  const next = await house.after();
  await until(() => isAllSent(house.store));

  expect(Date.now() - begun).toBeLessThanOrEqual(10_000);
  expect(left.outbound.sending).toBe(0);
  for (const chatId of chats) {
    expect([...house.channel.said(chatId), ...next.channel.said(chatId)]).toEqual(answers(...numbers));
  }
});

test("stopping in the middle of a long lane finishes the words being sent, and the next start goes on after them", async () => {
  house = await openHouse();
  const numbers = Array.from({ length: 20 }, (_, n) => n);
  house.channel.answerMs = 1000;
  for (const number of numbers) await house.channel.deliver(learnerSays("1", `hush ${number}`));
  await until(() => house.channel.said("1").length === 2);

  await untilDone(house.aftercare.stop());
  const { outbound } = await house.store.counts();
  const next = await house.after();
  await until(() => isAllSent(house.store));

  expect(outbound.sending).toBe(0);
  expect(outbound.queued).toBeGreaterThan(0);
  expect([...house.channel.said("1"), ...next.channel.said("1")]).toEqual(answers(...numbers));
});

test("a network that hangs keeps the stop from finishing no longer than ten seconds", async () => {
  house = await openHouse();
  house.channel.plan = () => ({ kind: "hang" });
  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => house.channel.calls.length > 0);
  const begun = Date.now();

  await untilDone(house.aftercare.stop());

  expect(Date.now() - begun).toBeLessThanOrEqual(8000);
});

test("when everything hangs the stop ends within eight seconds all the same, and says what it left", async () => {
  const never = () => new Promise<never>(() => undefined);
  let isHanging = false;
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        change: (turn, decide) => (isHanging ? never() : store.change(turn, decide)),
        leftLying: (before, now) => (isHanging ? never() : store.leftLying(before, now)),
      }),
    bells: (bells) => ({ ...bells, stop: never }),
  });
  house.channel.plan = ({ chatId }) => (chatId === "1" ? { kind: "hang" } : null);
  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => house.channel.calls.length > 0);
  isHanging = true;
  house.channel.stop = never;
  await house.channel.deliver(learnerSays("2", "hush 2"));
  await vi.advanceTimersByTimeAsync(1500);
  const begun = Date.now();

  await untilDone(house.aftercare.stop());

  expect(Date.now() - begun).toBeLessThanOrEqual(8000);
  const slow = house.logged.filter(({ msg }) => msg === "stop: a step took too long").map(({ step }) => step);
  expect(slow).toEqual(["listeners", "lanes", "sweep", "bells"]);
});

test("after the stop the network is not listened to any more", async () => {
  house = await openHouse();

  await untilDone(house.aftercare.stop());

  expect(house.channel.isStopped).toBe(true);
  await expect(house.channel.deliver(learnerSays("1", "hush 1"))).rejects.toThrow();
});

test("a channel with wrong settings stops the start, and what had begun is stopped again", async () => {
  const good = new ScriptedChannel("web");
  const bad = new ScriptedChannel("telegram");
  bad.start = async () => {
    throw new ConfigError(["TELEGRAM_BOT_TOKEN is not accepted"]);
  };
  house = await openHouse();

  await expect(house.after({ channels: () => [good, bad] })).rejects.toBeInstanceOf(ConfigError);

  expect(good.isStopped).toBe(true);
});

test("an outage of the store is one line in the log, and one when it is over", async () => {
  let isAway = false;
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        leftLying: async (before, now) => {
          if (isAway) throw new TypeError("no answer");
          return await store.leftLying(before, now);
        },
      }),
  });
  const lines = () => house.logged.map(({ msg }) => String(msg)).filter((msg) => msg.startsWith("sweep"));

  isAway = true;
  await vi.advanceTimersByTimeAsync(10_000);
  isAway = false;
  await until(() => lines().length === 2);

  expect(lines()).toEqual(["sweep failed, trying again", "sweep works again"]);
});

test("the staff room keeps its thread over a restart", async () => {
  house = await openHouse();
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));

  const next = await house.after();
  await next.channel.deliver(learnerSays("1", "hush, still there?"));
  await until(() => isAllSent(house.store));

  expect(next.channel.rooms.get(STAFF_CHAT)?.size).toBe(1);
  expect(next.channel.said(STAFF_CHAT)).toEqual(["👤 hush, still there?"]);
});
