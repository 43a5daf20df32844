/** A ticket is a thread, or a forum post: archived when it is solved, opened again when something comes, gone when deleted. */
import { afterEach, expect, test } from "vitest";
import type { TicketId } from "../../../src/core/model.ts";
import type { Card, Place } from "../../../src/core/ports.ts";
import type { Channel as Chat } from "../../emulators/discord/channel.ts";
import { openRig, type Rig, type RigWishes, seen, wordsOf } from "./rig.ts";

let rig: Rig;
afterEach(() => rig.close());

const card: Card = {
  name: "🔴 #7 Ming",
  text: "#7 · waiting\nrequest_refund 90 %",
  buttons: [[{ label: "Claim", press: { press: "claim", ticketId: 7 as TicketId } }]],
  isClosed: false,
};
const claimed: Card = { ...card, name: "🟡 #7 Ming", text: "#7 · claimed", buttons: [] };
const solved: Card = { ...card, name: "✅ #7 Ming", text: "#7 · solved", isClosed: true };

async function aTicket(wishes: RigWishes = {}) {
  rig = await openRig(wishes);
  const { channel, room, dc } = rig;
  const thread = await channel.openThread(room, card);
  const chat = dc.channels.get(thread.threadId);
  if (!chat) throw new Error("there is no thread");
  const place: Place = { ...room, threadId: thread.threadId };
  return { ...rig, thread, chat, place };
}

const cardIn = (chat: Chat, cardId: string) => chat.history().find(({ id }) => id === cardId);

test("a ticket opens a public thread with its card pinned in it", async () => {
  const { chat, thread, staff } = await aTicket();

  expect(chat).toMatchObject({ name: card.name, parent: staff, type: 11, archived: false });
  const shown = cardIn(chat, thread.cardId);
  expect(shown && seen(shown)).toBe(card.text);
  expect(shown?.pinned).toBe(true);
  expect(shown?.components[0]?.components[0]).toMatchObject({ label: "Claim", custom_id: "claim:7" });
});

test("in a forum a ticket is a post, and its first message is the card", async () => {
  const { chat, thread, channel, room, place } = await aTicket({ staff: { type: "forum" } });

  await channel.send(place, wordsOf("hello"));
  await channel.showCard(room, thread, claimed);

  expect(thread.cardId).toBe(thread.threadId);
  expect(chat.name).toBe(claimed.name);
  expect(chat.history().map(seen)).toEqual([claimed.text, "hello"]);
});

test("without the right to pin, the ticket opens all the same", async () => {
  rig = await openRig();
  rig.dc.inject(
    { error: [403, 50013, "Missing Permissions"] },
    { call: "PUT /channels/{channel_id}/messages/pins/{message_id}" },
  );

  const { threadId } = await rig.channel.openThread(rig.room, card);

  expect(rig.dc.channels.get(threadId)?.history()).toHaveLength(1);
});

test("a solved ticket's thread is archived and locked, and opens again with the ticket", async () => {
  const { chat, thread, channel, room } = await aTicket();

  await channel.showCard(room, thread, solved);
  expect(chat).toMatchObject({ name: solved.name, archived: true, locked: true });
  await channel.showCard(room, thread, claimed);

  expect(chat).toMatchObject({ name: claimed.name, archived: false, locked: false });
  expect(cardIn(chat, thread.cardId)).toMatchObject({ components: [] });
});

test("a guild at its limit opens no thread until one is archived, and an archived one stays closed", async () => {
  const { chat, thread, channel, room, guild, place } = await aTicket();
  guild.activeThreadsMax = 1;
  const isFull = { trouble: { kind: "room_full" } };

  await expect(channel.openThread(room, card)).rejects.toMatchObject(isFull);
  expect([await channel.closeThread(room, thread), await channel.closeThread(room, thread)]).toEqual([true, false]);
  expect(chat).toMatchObject({ archived: true, locked: true });
  await channel.openThread(room, card);
  await expect(channel.showCard(room, thread, claimed)).rejects.toMatchObject(isFull);
  await expect(channel.send(place, wordsOf("hi"))).rejects.toMatchObject(isFull);
});

test("a card in an archived thread is brought up to date", async () => {
  const { chat, thread, channel, room } = await aTicket();
  chat.update({ archived: true });

  await channel.showCard(room, thread, claimed);

  expect(chat.archived).toBe(false);
  expect(cardIn(chat, thread.cardId)?.content).toBe(claimed.text);
});

test("words into a thread Discord calls archived open it first, and a solved one is closed behind them", async () => {
  const { chat, channel, place, dc } = await aTicket();
  chat.update({ archived: true, locked: true });
  dc.inject({ error: [400, 50083, "Thread is archived"] }, { call: "POST /channels/{channel_id}/messages" });

  await channel.send(place, wordsOf("one more thing"));

  expect(chat.history().at(-1)?.content).toBe("one more thing");
  expect(chat).toMatchObject({ archived: true, locked: true });
});

test("the thread is renamed only when the name has changed", async () => {
  const { channel, room, thread, dc } = await aTicket();

  await channel.showCard(room, thread, { ...card, text: "other" });

  expect(dc.calls("PATCH /channels/{channel_id}")).toEqual([]);
});

test("a card does not wait for a name that may not be changed yet", async () => {
  const { chat, channel, room, thread, dc } = await aTicket();
  dc.inject({ status: 429, retry_after: 600 }, { call: "PATCH /channels/{channel_id}" });

  await channel.showCard(room, thread, claimed);
  await channel.showCard(room, thread, { ...claimed, text: "newer" });

  expect(chat.name).toBe(card.name);
  expect(cardIn(chat, thread.cardId)?.content).toBe("newer");
  // The second card did not even ask.
  expect(dc.journal.of("fault")).toHaveLength(1);
});

test("a deleted thread is gone, for words and for the card", async () => {
  const { chat, channel, room, thread, place } = await aTicket();
  chat.remove();

  await expect(channel.send(place, wordsOf("hi"))).rejects.toMatchObject({ trouble: { kind: "thread_gone" } });
  await expect(channel.showCard(room, thread, claimed)).rejects.toMatchObject({ trouble: { kind: "thread_gone" } });
});

test("a deleted staff channel rejects new tickets", async () => {
  const { staff, channel, room } = await aTicket();
  staff.remove();

  await expect(channel.openThread(room, card)).rejects.toMatchObject({ trouble: { kind: "rejected" } });
});

test("a deleted card is no error", async () => {
  const { chat, channel, room, thread } = await aTicket();
  chat.messages.delete(thread.cardId);

  await channel.showCard(room, thread, claimed);

  expect(chat.name).toBe(claimed.name);
});
