/** A staff room that takes no more threads: room is made, else tickets come into the room itself, and nothing is lost meanwhile. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { fakeClock, type House, isAllSent, openHouse, until } from "./house.ts";
import { agentSays, command, learnerSays, learnerWantsPerson, type Shown, STAFF_CHAT } from "./scripted-channel.ts";

const ANN: Agent = { id: "console:ann" as AgentId, name: "Ann" };
const [FIRST, SECOND] = [1 as TicketId, 2 as TicketId];
const FULL = phrasesIn("en").rooms.full({ channel: "telegram", chatId: STAFF_CHAT });
const REST_MS = 600_000;
let house: House;

beforeEach(async () => {
  fakeClock();
  house = await openHouse();
  house.channel.threadsMax = 1;
  await house.channel.deliver(learnerWantsPerson("1"));
  await allSent();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const wordsOf = (text: string, more: { readonly messageId?: string; readonly replyTo?: string }) =>
  ({ kind: "words", messageId: "m-2", text, attachments: [], albumId: null, ...more }) as const;
const allSent = () => until(() => isAllSent(house.store));
const threads = () => [...(house.channel.rooms.get(STAFF_CHAT)?.values() ?? [])];
const openings = () => house.channel.calls.filter(({ op }) => op === "openThread").length;
const inRoom = (): readonly Shown[] =>
  house.channel.shown.filter(({ to }) => to.chatId === STAFF_CHAT && to.threadId === null);
const said = () => inRoom().map(({ text }) => text);
const secondTicket = async () => {
  await house.channel.deliver(learnerWantsPerson("2"));
  await allSent();
};
const secondSays = async (text: string) => {
  await house.channel.deliver(learnerSays("2", text));
  await allSent();
};

test("a ticket the room has no thread for comes into the room itself, with its card, its number and its name", async () => {
  await secondTicket();
  await secondSays("hush, hello?");

  expect(inRoom().find(({ buttons }) => buttons.length > 0)?.text).toContain("#2 · ");
  expect(said()).toContain("#2 Ming: 👤 hush, hello?");
  expect((await house.store.counts()).outbound.failed).toBe(0);
});

test("what an agent answers to words in the room reaches the learner they came from", async () => {
  await secondTicket();
  await secondSays("hush, hello?");
  const line = inRoom().find(({ text }) => text.endsWith("hush, hello?"));

  await house.channel.deliver(agentSays(null, command("claim", "2")));
  await house.channel.deliver(agentSays(null, wordsOf("hush, here I am", { replyTo: line?.id ?? "" })));
  await allSent();

  expect(house.channel.said("2").at(-1)).toBe("hush, here I am");
});

test("an edit of words in the room stays under the number of its ticket", async () => {
  await secondTicket();
  await house.channel.deliver({
    ...learnerSays("2", "hush, helo"),
    what: wordsOf("hush, helo", { messageId: "m-1" }),
  });
  await allSent();
  await house.channel.deliver({
    ...learnerSays("2", ""),
    what: { kind: "edited", messageId: "m-1", text: "hush, hello" },
  });
  await allSent();

  const line = inRoom().find(({ text }) => text.endsWith("hush, helo"));
  expect(house.channel.looks(line?.id ?? "").text).toMatch(/^#2 Ming: .*hush, hello/);
});

test("an admin is told once a day, and the room is left in peace for a while", async () => {
  await secondTicket();
  const asked = openings();
  for (const text of ["hush a", "hush b", "hush c"]) await secondSays(text);
  const askedMeanwhile = openings();
  await vi.advanceTimersByTimeAsync(REST_MS);
  await secondSays("hush d");

  expect(askedMeanwhile).toBe(asked);
  expect(openings()).toBeGreaterThan(asked);
  expect(said().filter((text) => text === FULL)).toHaveLength(1);
});

test("once there is room again, the next words open the ticket's thread", async () => {
  await secondTicket();
  house.channel.threadsMax = 2;
  await vi.advanceTimersByTimeAsync(REST_MS);
  await secondSays("hush, hello?");

  expect(threads().map(({ card }) => card.name)).toEqual(["🔴 #1 Ming", "🔴 #2 Ming"]);
  expect(said()).not.toContain("#2 Ming: 👤 hush, hello?");
});

test("the thread of a solved ticket that was left open is closed for a new ticket's, and nobody is bothered", async () => {
  house.channel.plan = ({ op }) => (op === "showCard" ? { kind: "rejected" } : null);
  await house.aftercare.act(FIRST, ANN, { verb: "solve" });
  await allSent();
  house.channel.plan = () => null;

  await secondTicket();

  expect(threads().map(({ card }) => [card.name, card.isClosed])).toEqual([
    ["🔴 #1 Ming", true],
    ["🔴 #2 Ming", false],
  ]);
  expect(said()).toEqual([]);
});

test("a full room holds up no ticket that has its thread", async () => {
  await secondTicket();
  await house.channel.deliver(learnerSays("1", "hush, still there?"));
  await allSent();

  const last = house.channel.shown.find(({ text }) => text === "👤 hush, still there?");
  expect(last?.to.threadId).not.toBeNull();
});

test("where the room takes no words either, they wait for a thread and none is lost", async () => {
  house.channel.plan = ({ op, chatId, text }) =>
    op === "send" && chatId === STAFF_CHAT && !text.startsWith("👤") ? { kind: "rejected" } : null;
  await house.channel.deliver(learnerWantsPerson("2"));
  await house.channel.deliver(learnerSays("2", "hush, hello?"));
  await until(() => openings() > 1);
  await vi.advanceTimersByTimeAsync(REST_MS);

  house.channel.threadsMax = 2;
  await vi.advanceTimersByTimeAsync(REST_MS);
  await until(() => house.channel.shown.some(({ text }) => text === "👤 hush, hello?"));

  expect(threads().map(({ card }) => card.name)).toContain("🔴 #2 Ming");
  expect(await house.store.ticket(SECOND)).toMatchObject({ status: "new" });
});
