/** Tickets in a staff room: one thread each, put up again when somebody deletes it, and no word lost on the way. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { fakeClock, type House, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { agentSays, command, learnerSays, learnerWantsPerson, STAFF_CHAT } from "./scripted-channel.ts";

const staff = phrasesIn("en").staff;
const ANN: Agent = { id: "console:ann" as AgentId, name: "Ann" };
let house: House;

beforeEach(async () => {
  fakeClock();
  house = await openHouse();
  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerWantsPerson("1"));
  await allSent();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const allSent = () => until(() => isAllSent(house.store));
const threads = () => [...(house.channel.rooms.get(STAFF_CHAT)?.entries() ?? [])];
const threadId = () => threads()[0]?.[0] ?? "";
const card = () => threads()[0]?.[1].card;

test("a new ticket opens one thread with its card and what led to it", () => {
  expect(threads()).toHaveLength(1);
  expect(card()?.name).toBe("🔴 #1 Ming");
  expect(house.channel.said(STAFF_CHAT)).toHaveLength(1);
  expect(house.channel.said(STAFF_CHAT)[0]).toContain("answer 1");
});

test("the card shows who claimed, and the thread closes when the ticket is solved", async () => {
  await house.channel.deliver(agentSays(threadId(), command("claim")));
  await allSent();
  const claimed = card();
  await house.channel.deliver(agentSays(threadId(), command("solve")));
  await allSent();

  expect(claimed).toMatchObject({ name: "🟡 #1 Ming", isClosed: false });
  expect(card()).toMatchObject({ name: "✅ #1 Ming", isClosed: true });
});

test("when somebody deletes the thread, the learner's next words open a new one and arrive in it", async () => {
  house.channel.deleteThread(STAFF_CHAT, threadId());

  await house.channel.deliver(learnerSays("1", "hush, hello?"));
  await allSent();

  expect(threads()).toHaveLength(1);
  expect(house.channel.shown.at(-1)).toMatchObject({ text: "👤 hush, hello?", to: { threadId: threadId() } });
});

test("after a thread was deleted and put up again, what agents write in the new one reaches the learner", async () => {
  house.channel.deleteThread(STAFF_CHAT, threadId());
  await house.channel.deliver(learnerSays("1", "hush, hello?"));
  await allSent();

  await house.channel.deliver(agentSays(threadId(), command("claim")));
  await house.channel.deliver(
    agentSays(threadId(), { kind: "words", messageId: "1", text: "hush, here", attachments: [], albumId: null }),
  );
  await allSent();

  expect(house.channel.said("1").at(-1)).toBe("hush, here");
});

test("when the thread is gone, a changed card opens a new one", async () => {
  const old = threadId();
  house.channel.deleteThread(STAFF_CHAT, old);

  await house.aftercare.act(await ticketOf(house.store), ANN, { verb: "claim" });
  await allSent();

  expect(threads()).toHaveLength(1);
  expect(threadId()).not.toBe(old);
  expect(card()?.name).toBe("🟡 #1 Ming");
});

test("the card of a solved ticket whose thread was tidied away opens no new thread", async () => {
  const ticketId = await ticketOf(house.store);
  house.channel.plan = ({ op }) => (op === "showCard" ? { kind: "rate_limited", retryAfterMs: 5000 } : null);
  await house.aftercare.act(ticketId, ANN, { verb: "solve" });
  await until(() => house.channel.calls.some(({ op }) => op === "showCard"));

  house.channel.deleteThread(STAFF_CHAT, threadId());
  house.channel.plan = () => null;
  await allSent();

  expect(threads()).toEqual([]);
});

test("the card that waited out a network's limit shows the ticket as it is when it is sent", async () => {
  const ticketId = await ticketOf(house.store);
  house.channel.plan = ({ op }) => (op === "showCard" ? { kind: "rate_limited", retryAfterMs: 5000 } : null);

  await house.aftercare.act(ticketId, ANN, { verb: "claim" });
  await until(() => house.channel.calls.some(({ op }) => op === "showCard"));
  await house.aftercare.act(ticketId, ANN, { verb: "release" });
  house.channel.plan = () => null;
  await until(
    () => card()?.name !== "🔴 #1 Ming" || house.channel.calls.filter(({ op }) => op === "showCard").length > 1,
  );
  const first = card();
  await allSent();

  expect(first?.name).toBe("🔴 #1 Ming");
  expect(card()?.name).toBe("🔴 #1 Ming");
});

test("a room where threads vanish at once is not littered without end, and other rooms' words go on", async () => {
  house.channel.plan = ({ op, chatId }) => (op === "send" && chatId === STAFF_CHAT ? { kind: "thread_gone" } : null);

  await house.channel.deliver(learnerSays("1", "hush, hello?"));
  await house.channel.deliver(learnerSays("2", "hush 2"));
  await allSent();

  expect(house.channel.said("2")).toEqual(["answer 2"]);
  expect(house.channel.calls.filter(({ op }) => op === "openThread").length).toBeLessThanOrEqual(4);
});

test("the transcript is sent into the thread as a file", async () => {
  await house.channel.deliver(agentSays(threadId(), command("history")));
  await allSent();

  expect(house.channel.files).toMatchObject([{ name: "ticket-1.txt", to: { threadId: threadId() } }]);
  expect(house.channel.files[0]?.text).toContain("hush 1");
});

test("an agent who is too slow learns it in the thread", async () => {
  await house.channel.deliver(agentSays(threadId(), command("claim"), "Ann"));
  await house.channel.deliver(agentSays(threadId(), command("claim"), "Bo"));
  await allSent();

  expect(house.channel.said(STAFF_CHAT).at(-1)).toBe(staff.alreadyClaimed("Ann"));
});
