/** Replies and edits where agents work on Discord: in the ticket's thread, which is another channel than the staff room. */
import { afterEach, expect, test, vi } from "vitest";
import type { Card, Place } from "../../../src/core/ports.ts";
import { openRig, type Rig, seen, wordsOf } from "./rig.ts";

let rig: Rig;
afterEach(() => rig.close());

const card: Card = { name: "🔴 #7 Ming", text: "#7 · waiting", buttons: [], isClosed: false };

async function aThread() {
  rig = await openRig();
  const { channel, room, dc, receiver } = rig;
  await channel.start(receiver.receive);
  await dc.ready();
  const { threadId } = await channel.openThread(room, card);
  const chat = dc.channels.get(threadId) ?? expect.fail();
  const place: Place = { ...room, threadId };
  return { ...rig, chat, place };
}

const heard = async (count: number) => {
  await vi.waitFor(() => expect(rig.receiver.written).toHaveLength(count), 5000);
  return rig.receiver.written.at(-1) ?? expect.fail();
};

test("a message in a ticket's thread is changed there, and one in a thread that is gone is not", async () => {
  const { channel, place, chat } = await aThread();
  const messageId = await channel.send(place, wordsOf("👤 chapter too"));

  const isChanged = await channel.edit(place, messageId, { text: "👤 chapter two", buttons: [] });
  const elsewhere = await channel.edit({ ...place, threadId: "4711" }, messageId, { text: "👤", buttons: [] });

  expect([isChanged, elsewhere]).toEqual([true, false]);
  expect(chat.history().map(seen)).toContain("👤 chapter two");
});

test("words that no longer fit once they are escaped are not changed at all, rather than cut", async () => {
  const { channel, place, chat } = await aThread();
  const messageId = await channel.send(place, wordsOf("short"));

  const isChanged = await channel.edit(place, messageId, { text: "*".repeat(1500), buttons: [] });

  expect(isChanged).toBe(false);
  expect(chat.history().map(seen)).toContain("short");
});

test("an agent's reply and edit come with the ids of the messages they mean; a forwarded message answers nothing", async () => {
  const { channel, place, chat, ann, dc } = await aThread();
  const messageId = await channel.send(place, wordsOf("👤 it broke"));
  const shown = chat.messages.get(messageId) ?? expect.fail();

  const said = ann.says("since when?", { channel: chat, replyTo: shown });
  expect((await heard(1)).what).toMatchObject({ kind: "words", messageId: said.id, replyTo: messageId });
  ann.edits(said, "since when exactly?");
  expect((await heard(2)).what).toEqual({ kind: "edited", messageId: said.id, text: "since when exactly?" });

  const forwarded = {
    ...chat.addMessage({ author: ann.toJSON(), content: "look" }),
    message_reference: { type: 1, channel_id: chat.id, message_id: messageId },
  };
  dc.gateway.dispatch("MESSAGE_CREATE", chat.event(forwarded));
  expect((await heard(3)).what).not.toHaveProperty("replyTo");
});
