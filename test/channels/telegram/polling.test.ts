/** By long polling no update is confirmed before it is written down, whatever the network or the house does meanwhile. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Inbound } from "../../../src/core/inbound.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const textOf = ({ what }: Inbound): string => (what.kind === "words" ? what.text : what.kind);
const written = (): string[] => rig.receiver.written.map(textOf);

test("words from before the start are received, and words from while we listen", async () => {
  const { tg, channel, receiver } = rig;
  const ming = tg.user({ first_name: "Ming" });
  ming.says("before");

  await channel.start(receiver.receive);
  ming.says("after");

  await tg.until(() => written().length === 2);
  expect(written()).toEqual(["before", "after"]);
  await tg.until(() => tg.updates.pending.length === 0);
});

test("every kind of update we read is asked for by name, so that no earlier wish stays", async () => {
  const { tg, channel, receiver } = rig;

  await channel.start(receiver.receive);

  await tg.until(() => tg.updates.allowedTypes);
  expect(tg.updates.allowedTypes).toEqual([
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
  ]);
});

test("an edit, a press, a block and an unblock are all received", async () => {
  const { tg, channel, receiver } = rig;
  const ming = tg.user({ started: true });
  const place = { channel: "telegram", chatId: String(ming.id), threadId: null } as const;
  await channel.start(receiver.receive);
  const label = "Yes";
  await channel.send(place, {
    key: "o1",
    text: "?",
    attachments: [],
    buttons: [[{ label, press: { press: "none", turn: 1 } }]],
  });
  const asked = await tg.expectMessage({ chat: ming.dm });

  ming.edits(ming.says("hello"), "hello there");
  const { answered } = ming.clicks(asked, label);
  ming.blocksBot();
  ming.unblocksBot();

  await tg.until(() => written().length === 5);
  expect(written()).toEqual(["hello", "edited", "pressed", "blocked", "unblocked"]);
  const pressed = receiver.written.find(({ what }) => what.kind === "pressed")?.what;
  await channel.toast(pressed?.kind === "pressed" ? pressed.pressId : "", "字".repeat(300));
  expect((await answered)?.text).toBe("字".repeat(200));
});

test("when one learner's words cannot be written down, they come again before their next words; others go on", async () => {
  const { tg, channel, receiver } = rig;
  const [ming, ann] = [tg.user(), tg.user()];
  ming.says("ming 1");
  ann.says("ann 1");
  ming.says("ming 2");
  ann.says("ann 2");
  receiver.refuse(1);

  await channel.start(receiver.receive);

  await tg.until(() => written().length === 4);
  expect(written().filter((text) => text.startsWith("ming"))).toEqual(["ming 1", "ming 2"]);
  expect(written().filter((text) => text.startsWith("ann"))).toEqual(["ann 1", "ann 2"]);
  await tg.until(() => tg.updates.pending.length === 0);
  // Ann's were written the first time and did not have to be offered again.
  expect(receiver.offered).toHaveLength(5);
});

test("while the house cannot write for a while, nothing is confirmed and nothing is lost", async () => {
  const { tg, channel, receiver } = rig;
  const ming = tg.user();
  receiver.refuse(3);
  await channel.start(receiver.receive);

  for (const text of ["one", "two", "three"]) ming.says(text);
  await tg.until(() => receiver.offered.length >= 2);
  expect(tg.updates.pending).toHaveLength(3);

  await tg.until(() => written().length === 3);
  expect(written()).toEqual(["one", "two", "three"]);
});

test.each([
  ["a server error", { status: 502 }],
  ["a broken answer", { garbage: true }],
  ["a flood limit", { status: 429, retry_after: 1 }],
  ["an answer that got lost", { reset: "after" as const }],
])("%s only delays the words", async (_, fault) => {
  const { tg, channel, receiver, log } = rig;
  const ming = tg.user();
  await channel.start(receiver.receive);
  await tg.until(() => tg.isPolled && tg.calls("setMyCommands").length === 2);
  tg.inject(fault, { method: "getUpdates" });

  ming.says("one");
  await tg.until(() => tg.journal.of("fault").length === 1);
  ming.says("two");

  await tg.until(() => written().length === 2);
  expect(written()).toEqual(["one", "two"]);
  expect(log.lines.filter((line) => line.includes("listening failed"))).toHaveLength(1);
});

test.each<[string, Parameters<Rig["tg"]["inject"]>[0]]>([
  ["a server error", { status: 502 }],
  ["a connection that breaks", { reset: "before" }],
  ["a token that was revoked", { error: [401, "Unauthorized"] }],
])("while %s keeps us from listening, the channel says so, and says when it is over", async (_, fault) => {
  const { tg, channel, receiver } = rig;
  let isAway = false;
  tg.inject(fault, { method: "getUpdates", times: Number.POSITIVE_INFINITY, where: () => isAway });
  await channel.start(receiver.receive);
  await tg.until(() => tg.isPolled);
  expect(channel.isListening()).toBe(true);

  isAway = true;
  tg.dropPoll();
  await tg.until(() => tg.journal.of("fault").length >= 1);
  await vi.waitFor(() => expect(channel.isListening()).toBe(false));

  isAway = false;
  // Nobody has to write for it to show.
  await vi.waitFor(() => expect(channel.isListening()).toBe(true), 5000);
});

test("a connection that drops while we listen is opened again", async () => {
  const { tg, channel, receiver } = rig;
  await channel.start(receiver.receive);
  await tg.until(() => tg.isPolled);

  tg.dropPoll();
  tg.user().says("still there?");

  await tg.until(() => written().length === 1);
});

test("a second process with the same token is named in the log, and listening goes on once it is gone", async () => {
  const { tg, channel, receiver, log } = rig;
  const ming = tg.user();
  tg.inject({ error: [409, "Conflict: terminated by other getUpdates request"] }, { method: "getUpdates" });

  await channel.start(receiver.receive);
  ming.says("hello?");

  await tg.until(() => written().length === 1, { timeout: 5000 });
  expect(log.lines.join("\n")).toContain("another process polls with this token");
});

test("of two processes that throw each other out, neither claims to listen, and both ask less and less often", async () => {
  const { tg, channel, receiver, log } = rig;
  // Each question is held back until the other process asks: nobody ever gets an answer.
  let isContested = true;
  const conflict = { error: [409, "Conflict: terminated by other getUpdates request"] } as const;
  tg.inject(conflict, {
    method: "getUpdates",
    times: Number.POSITIVE_INFINITY,
    where: ({ timeout }) => isContested && timeout > 0,
  });

  await channel.start(receiver.receive);
  await tg.until(() => log.lines.some((line) => line.includes('"failures":2')), { timeout: 5000 });

  expect(channel.isListening()).toBe(false);
  expect(log.lines.filter((line) => line.includes("only one may listen"))).toHaveLength(2);
  isContested = false;
  tg.user().says("hello?");
  await vi.waitFor(() => expect(channel.isListening()).toBe(true), 5000);
});

test("words in groups that are no business of ours are confirmed and forgotten, with ids only in the log", async () => {
  const { tg, channel, receiver, log } = rig;
  const ming = tg.user({ first_name: "Ming" });
  const group = tg.supergroup({ title: "Strangers", members: [ming] });
  await channel.start(receiver.receive);

  ming.says("secret plans", { chat: group });

  await tg.until(() => log.lines.some((line) => line.includes("not for us")));
  expect(receiver.offered).toEqual([]);
  expect(log.lines.join("\n")).not.toMatch(/secret|Ming/);
});

test("words an agent writes in a topic arrive with the topic", async () => {
  const { tg, forum, receiver, again } = rig;
  const ann = tg.user({ first_name: "Ann" });
  const topic = forum.addTopic("#1042 Ming");
  const channel = await again({ staffChatId: String(forum.id) });
  await channel.start(receiver.receive);

  ann.says("on it", { chat: forum, thread: topic });
  ann.says("lunch?", { chat: forum });

  await tg.until(() => written().length === 2);
  expect(receiver.written.map(({ place }) => place)).toEqual([
    { kind: "staff", chatId: String(forum.id), threadId: String(topic.id) },
    { kind: "staff", chatId: String(forum.id), threadId: null },
  ]);
});

test("a channel that stops while Telegram holds its question back stops at once", async () => {
  const { tg, channel, receiver } = rig;
  await channel.start(receiver.receive);
  await tg.until(() => tg.isPolled);

  const before = Date.now();
  await channel.stop();

  expect(Date.now() - before).toBeLessThan(1000);
  await tg.until(() => !tg.isPolled);
});
