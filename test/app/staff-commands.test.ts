/** What agents order in a staff room of a network, with the whole shell behind: presence anywhere, verbs in a thread. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgentId, TicketId } from "../../src/core/model.ts";
import { fakeClock, type House, isAllSent, openHouse, SECRET, ticketOf, until } from "./house.ts";
import { command, STAFF_CHAT, update, words } from "./scripted-channel.ts";

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const ann = { networkId: "99", name: "Ann" };
const annId = "telegram:99" as AgentId;
const ming = { networkId: "7", name: "Ming" };
const room = { kind: "staff", chatId: STAFF_CHAT, threadId: null } as const;
const settled = () => until(() => isAllSent(house.store));
const said = () => house.channel.said(STAFF_CHAT).join("\n");
const agent = async () => (await house.store.staff.agents()).find(({ id }) => id === annId);

async function aTicketOfAnn(): Promise<TicketId> {
  const home = { kind: "learner", chatId: "7" } as const;
  await house.channel.deliver(update(home, words(`${SECRET} me`), ming));
  await house.channel.deliver(update(home, command("human"), ming));
  await until(async () => (await house.store.tickets("all", 1)).length > 0);
  const id = await ticketOf(house.store);
  await house.channel.deliver(update(room, command("claim", String(id)), ann));
  await settled();
  return id;
}

test("outside of any ticket an agent goes away and comes back, and is told what they hold", async () => {
  const id = await aTicketOfAnn();

  await house.channel.deliver(update(room, command("away", "2h"), ann));
  await settled();
  expect(await agent()).toMatchObject({ isAway: true, awayUntil: expect.any(Number) });
  expect(said()).toContain(`You still hold 1 ticket: #${id}`);

  await house.channel.deliver(update(room, command("back"), ann));
  await settled();
  expect(await agent()).toMatchObject({ isAway: false, awayUntil: null });
  expect(said()).toContain("Welcome back");
});

test("an old order that the network delivers again does not send anybody away a second time", async () => {
  const away = update(room, command("away"), ann);
  await house.channel.deliver(away);
  await house.channel.deliver(update(room, command("back"), ann));

  await house.channel.deliver(away);
  await settled();

  expect(await agent()).toMatchObject({ isAway: false });
});

test("a time nobody can read leaves the agent where they are", async () => {
  await house.channel.deliver(update(room, command("away", "soonish"), ann));
  await settled();

  expect(await agent()).not.toMatchObject({ isAway: true });
  expect(said()).toContain("cannot be read");
});

test("inside a ticket's thread the answer comes there", async () => {
  const id = await aTicketOfAnn();
  const thread = await house.store.thread(id, { channel: "telegram", chatId: STAFF_CHAT });
  const inThread = { ...room, threadId: thread?.threadId ?? null };

  await house.channel.deliver(update(inThread, command("away", "tomorrow"), ann));
  await settled();

  expect(await agent()).toMatchObject({ isAway: true });
  const answer = house.channel.shown.findLast(({ text }) => text.includes("You are away until"));
  expect(answer?.to.threadId).toBe(thread?.threadId);
});

test("a colleague who is known by name gets the ticket; one who is away does not", async () => {
  const id = await aTicketOfAnn();
  await house.channel.deliver(update(room, command("away"), { networkId: "98", name: "Bo" }));
  await settled();

  await house.channel.deliver(update(room, command("transfer", `#${id} Bo`), ann));
  await settled();
  expect(said()).toContain("Bo is away");
  await house.channel.deliver(update(room, command("back"), { networkId: "98", name: "Bo" }));
  await house.channel.deliver(update(room, command("transfer", `#${id} bo`), ann));
  await settled();

  expect(await house.store.ticket(id)).toMatchObject({ holder: { name: "Bo" } });
});

test("a macro is said by its name, counted once, and a name nobody knows is told with those there are", async () => {
  const id = await aTicketOfAnn();
  const { staff } = house.store;
  await staff.keepMacro(
    { name: "hello", words: { zh: "你好 {{learner}}", en: "Hello {{learner}}" }, actions: [] },
    annId,
    1,
  );

  const once = update(room, command("macro", `#${id} hello`), ann);
  await house.channel.deliver(once);
  await settled();
  await house.channel.deliver(once);
  await house.channel.deliver(update(room, command("macro", `#${id} helo`), ann));
  await settled();

  expect(house.channel.said("7").filter((text) => text === "Hello Ming")).toHaveLength(1);
  expect(said()).toContain("There are: hello");
  await until(async () => (await staff.macro("hello"))?.uses === 1);
});

test("when an agent leaves, what they hold waits for somebody else", async () => {
  const id = await aTicketOfAnn();
  await until(async () => (await agent()) !== undefined);

  expect(await house.aftercare.staff.leave(annId, null)).toEqual({ outcome: "left", tickets: 1 });
  await settled();

  expect(await house.store.ticket(id)).toMatchObject({ status: "new", holder: null });
  expect(await house.bells.human.count()).toBe(1);
  expect(said()).toContain("Ann left");
});

test("an admin announces an incident from a ticket's thread and ends it; an agent is told who may", async () => {
  const id = await aTicketOfAnn();
  const thread = {
    ...room,
    threadId: (await house.store.thread(id, { channel: "telegram", chatId: STAFF_CHAT }))?.threadId ?? null,
  };

  await house.channel.deliver(update(thread, command("notice", "2h Videos are down"), { ...ann, isAdmin: false }));
  await settled();
  expect(said()).toContain("only admins announce");
  expect(await house.store.staff.notices(Date.now())).toEqual([]);

  const order = update(thread, command("notice", "2h Videos are down"), { ...ann, isAdmin: true });
  await house.channel.deliver(order);
  await house.channel.deliver(order);
  await settled();
  const notices = await house.store.staff.notices(Date.now());
  expect(notices.map(({ words: { en } }) => en)).toEqual(["Videos are down"]);
  expect(said()).toContain("1 open tickets joined");

  await house.channel.deliver(update(room, command("notice", `end ${notices[0]?.id}`), { ...ann, isAdmin: true }));
  await settled();
  expect(await house.store.staff.notices(Date.now() + 1)).toEqual([]);
});
