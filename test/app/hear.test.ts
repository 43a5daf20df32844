/** The way in: nothing is acknowledged before it is written, and nothing that came twice is answered twice. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { answers, fakeClock, type House, isAllSent, openHouse, tampered, until } from "./house.ts";
import { agentSays, command, learnerSays, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const staff = phrasesIn("en").staff;
let house: House;

beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

test("a learner's question is answered", async () => {
  house = await openHouse();

  await house.channel.deliver(learnerSays("1", "hush 1"));

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said("1")).toEqual(answers(1));
});

test("one message that the network delivers forty times is answered once", async () => {
  house = await openHouse();
  const inbound = learnerSays("1", "hush 1", "the-same");

  await Promise.all(Array.from({ length: 40 }, () => house.channel.deliver(inbound)));

  await until(() => isAllSent(house.store));
  expect(house.channel.said("1")).toEqual(answers(1));
});

test("while nothing can be written the network is not told that the message arrived, and its next try is taken", async () => {
  let isFull = true;
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        receive: async (inbound, facts) => {
          if (isFull) throw new StoreError("no space", "full");
          return await store.receive(inbound, facts);
        },
      }),
  });
  const inbound = learnerSays("1", "hush 1");

  await expect(house.channel.deliver(inbound)).rejects.toBeInstanceOf(StoreError);
  isFull = false;
  await house.channel.deliver(inbound);

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said("1")).toEqual(answers(1));
});

test("the message is written before the network hears that it arrived", async () => {
  house = await openHouse();

  await house.channel.deliver(learnerSays("1", "hush 1"));

  const { inboundWaiting, outbound } = await house.store.counts();
  expect(inboundWaiting + outbound.queued + outbound.sending + outbound.sent).toBeGreaterThan(0);
});

test("a command in the staff room that is about no ticket is answered with what to do", async () => {
  house = await openHouse();

  await house.channel.deliver(agentSays(null, command("claim")));
  await house.channel.deliver(agentSays(null, command("claim", "77")));
  await house.channel.deliver(agentSays(null, command("dance")));

  await until(() => house.channel.said(STAFF_CHAT).length === 3);
  expect(house.channel.said(STAFF_CHAT)).toEqual([staff.notATicket, staff.noSuchTicket, staff.commands]);
});

test("a button of a ticket that is gone is answered with a toast", async () => {
  house = await openHouse();
  const press = update(
    { kind: "staff", chatId: STAFF_CHAT, threadId: null },
    { kind: "pressed", messageId: "1", pressId: "press-1", press: null },
  );

  await house.channel.deliver(press);

  await until(() => house.channel.callsTo("press-1").length > 0);
  expect(house.channel.callsTo("press-1")).toMatchObject([{ op: "toast", text: staff.notATicket }]);
});

test("agents who write in a topic that belongs to no ticket are told there, at most once a minute", async () => {
  house = await openHouse();
  const lounge = { card: { name: "", text: "", buttons: [], isClosed: false }, cardId: "1" };
  house.channel.rooms.set(STAFF_CHAT, new Map([["lounge", lounge]]));

  await house.channel.deliver(agentSays("lounge", words("hush, your refund is on its way")));
  await house.channel.deliver(agentSays("lounge", words("hush, anything else?")));
  await until(() => isAllSent(house.store));
  const first = house.channel.shown.map(({ to, text }) => [to.threadId, text]);
  await vi.advanceTimersByTimeAsync(60_000);
  await house.channel.deliver(agentSays("lounge", words("hush, hello?")));
  await until(() => house.channel.shown.length > 1);

  expect(first).toEqual([["lounge", staff.notATicket]]);
  expect(house.channel.shown).toHaveLength(2);
});

test("a command in a topic that belongs to no ticket is answered in that topic", async () => {
  house = await openHouse();
  const lounge = { card: { name: "", text: "", buttons: [], isClosed: false }, cardId: "1" };
  house.channel.rooms.set(STAFF_CHAT, new Map([["lounge", lounge]]));

  await house.channel.deliver(agentSays("lounge", command("claim")));

  await until(() => house.channel.shown.length > 0);
  expect(house.channel.shown).toMatchObject([{ to: { threadId: "lounge" }, text: staff.notATicket }]);
});

test("agents may chat in the staff room without the bot answering", async () => {
  house = await openHouse();

  await house.channel.deliver(agentSays(null, words("hush, lunch?")));
  await house.channel.deliver(learnerSays("1", "hush 1"));

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said(STAFF_CHAT)).toEqual([]);
});
