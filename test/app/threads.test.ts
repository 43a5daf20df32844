/** Tickets in a staff room: one thread each, put up again when somebody deletes it, and no word lost on the way. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { fakeClock, type House, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { agentSays, command, learnerSays, learnerWantsPerson, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const staff = phrasesIn("en").staff;
const ANN: Agent = { id: "console:ann" as AgentId, name: "Ann" };
const PHOTO = { kind: "photo", keeper: "telegram", ref: "file-1", name: null, mime: "image/jpeg", bytes: 5 } as const;
const PLACE = { kind: "location", keeper: "telegram", ref: null, name: null, mime: null, bytes: null } as const;
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

test("what comes late for a solved ticket whose thread was tidied away brings no thread back", async () => {
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ANN, { verb: "claim" });
  await house.aftercare.act(ticketId, ANN, { verb: "say", text: "hush, done", attachments: [], albumId: null });
  await house.aftercare.act(ticketId, ANN, { verb: "solve" });
  await allSent();
  house.channel.deleteThread(STAFF_CHAT, threadId());

  await house.channel.deliver(learnerSays("1", "5"));
  await allSent();

  expect(await house.store.ticket(ticketId)).toMatchObject({ rating: 5 });
  expect(threads()).toEqual([]);
  expect(await house.store.counts()).toMatchObject({ outbound: { failed: 0 } });
});

test("the transcript of a ticket whose thread was tidied away comes into the room, for somebody asked for it", async () => {
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ANN, { verb: "solve" });
  await allSent();
  house.channel.deleteThread(STAFF_CHAT, threadId());

  await house.channel.deliver(agentSays(null, command("history", String(ticketId))));
  await allSent();

  expect(threads()).toEqual([]);
  expect(house.channel.files).toMatchObject([{ name: "ticket-1.txt", to: { threadId: null } }]);
});

test("pictures a learner sent before asking for a person come with the first words in the thread", async () => {
  const sent = { ...words("hush, see the picture"), attachments: [PHOTO, PLACE] };
  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, sent, { networkId: "2" }));
  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, command("human"), { networkId: "2" }));
  await allSent();

  const recap = house.channel.shown.find(({ text }) => text.includes("hush, see the picture"));
  expect(recap?.attachments).toEqual([{ ...PHOTO, open: null }]);
});

test("a picture the network no longer gives out keeps no words from the agents", async () => {
  house.channel.plan = ({ op, text, chatId }) =>
    op === "send" && chatId === STAFF_CHAT && text.includes("see the picture") && refusals-- > 0
      ? { kind: "rejected" }
      : null;
  let refusals = 1;
  const sent = { ...words("hush, see the picture"), attachments: [PHOTO] };

  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, sent, { networkId: "2" }));
  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, command("human"), { networkId: "2" }));
  await allSent();

  const recap = house.channel.shown.find(({ text }) => text.includes("hush, see the picture"));
  expect(recap?.attachments).toEqual([]);
});

test("a staff room that lets the bot in no more gets its tickets once it does, however late", async () => {
  house.channel.plan = ({ chatId }) => (chatId === STAFF_CHAT ? { kind: "forbidden" } : null);
  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, command("human"), { networkId: "2" }));
  await until(() => house.channel.said("2").length === 1);
  for (let hour = 0; hour < 3; hour++) await vi.advanceTimersByTimeAsync(60 * 60_000);
  const { outbound } = await house.store.counts();

  house.channel.plan = () => null;
  await allSent();

  expect(outbound.failed).toBe(0);
  expect(threads().map(([, { card: each }]) => each.name)).toEqual(["🔴 #1 Ming", "🔴 #2 Ming"]);
});

test("a card the staff room refuses is an error in the log, for no agent sees that ticket", async () => {
  house.channel.plan = ({ op }) => (op === "showCard" ? { kind: "rejected" } : null);

  await house.aftercare.act(await ticketOf(house.store), ANN, { verb: "claim" });
  await allSent();

  expect(house.logged.filter(({ level }) => level === 50)).toMatchObject([{ msg: "agents do not see this ticket" }]);
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
