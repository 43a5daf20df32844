/** A ticket is a topic of the agents' forum: opened with its card, kept up to date, closed when solved, missed when deleted. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChannelError } from "../../../src/core/errors.ts";
import type { StaffRoom, TicketId } from "../../../src/core/model.ts";
import type { Card, Thread } from "../../../src/core/ports.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
let room: StaffRoom;
beforeEach(async () => {
  rig = await openRig({ staff: true });
  room = { channel: "telegram", chatId: String(rig.forum.id) };
});

const ticketId = 1042 as TicketId;
const card = (changes: Partial<Card> = {}): Card => ({
  name: "🔴 #1042 Ming",
  text: "wants a person",
  buttons: [[{ label: "Claim", press: { press: "claim", ticketId } }]],
  isClosed: false,
  ...changes,
});

const topicOf = ({ threadId }: Thread) => rig.forum.topics.get(Number(threadId));
const cardOf = ({ cardId }: Thread) => rig.forum.messages.get(Number(cardId));

async function troubleOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ChannelError ? error.trouble : error;
}

describe("a ticket's topic", () => {
  afterEach(() => rig.close());

  test("opens with its name, its card and the card pinned without waking anybody", async () => {
    const thread = await rig.channel.openThread(room, card());

    expect(topicOf(thread)).toMatchObject({ name: "🔴 #1042 Ming", closed: false });
    expect(cardOf(thread)).toMatchObject({ text: "wants a person", message_thread_id: Number(thread.threadId) });
    expect(rig.forum.pinned).toEqual([Number(thread.cardId)]);
    const { params } = await rig.tg.expectCall("pinChatMessage");
    expect(params.disable_notification).toBe(true);
  });

  test("is refused by a forum that takes no more of them, and closed only once to make room", async () => {
    const thread = await rig.channel.openThread(room, card());
    rig.forum.topicsMax = 1;

    const trouble = await troubleOf(rig.channel.openThread(room, card()));
    const closed = [await rig.channel.closeThread(room, thread), await rig.channel.closeThread(room, thread)];

    expect(trouble).toEqual({ kind: "room_full" });
    expect(closed).toEqual([true, false]);
    expect(topicOf(thread)?.closed).toBe(true);
  });

  test("keeps a name that is too long up to its last whole character", async () => {
    const thread = await rig.channel.openThread(room, card({ name: "👩‍👩‍👧".repeat(40) }));

    expect(topicOf(thread)?.name).toBe("👩‍👩‍👧".repeat(16));
  });

  test("is renamed, and its card rewritten, when the ticket is claimed", async () => {
    const thread = await rig.channel.openThread(room, card());

    await rig.channel.showCard(room, thread, card({ name: "🟡 #1042 Ming", text: "held by Ann", buttons: [] }));

    expect(topicOf(thread)?.name).toBe("🟡 #1042 Ming");
    expect(cardOf(thread)).toMatchObject({ text: "held by Ann" });
    expect(cardOf(thread)).not.toHaveProperty("reply_markup");
  });

  test("closes when solved, reopens when reopened, and showing the same twice is no error", async () => {
    const thread = await rig.channel.openThread(room, card());

    for (const isClosed of [true, true, false, false]) {
      await rig.channel.showCard(room, thread, card({ isClosed }));
      expect(topicOf(thread)?.closed).toBe(isClosed);
    }
  });

  test("opened for a solved ticket is closed at once", async () => {
    expect(topicOf(await rig.channel.openThread(room, card({ isClosed: true })))?.closed).toBe(true);
  });

  test("is opened once although the card has to be sent again", async () => {
    rig.tg.inject({ status: 502 }, { method: "sendMessage" });

    const thread = await rig.channel.openThread(room, card());

    expect(rig.forum.topics.size).toBe(1);
    expect(cardOf(thread)).toBeDefined();
  });

  test("can do without its pin and without its card", async () => {
    rig.tg.inject({ error: [400, "Bad Request: not enough rights"] }, { method: "pinChatMessage" });
    const thread = await rig.channel.openThread(room, card());
    rig.forum.messages.delete(Number(thread.cardId));

    await rig.channel.showCard(room, thread, card({ name: "🟡 #1042 Ming" }));

    expect(topicOf(thread)?.name).toBe("🟡 #1042 Ming");
    expect(rig.log.lines.join()).toContain("could not be pinned");
  });

  test("takes words and the transcript as a file", async () => {
    const thread = await rig.channel.openThread(room, card());
    const place = { ...room, threadId: thread.threadId };

    await rig.channel.send(place, { key: "o1", text: "Ming: hello", buttons: [], attachments: [] });
    const fileId = await rig.channel.sendFile(place, { name: 'ticket 1042"; x.txt', text: "会话记录\nMing: hello" });

    await rig.tg.expectMessage({ chat: rig.forum, thread: Number(thread.threadId), text: "Ming: hello" });
    const document = rig.forum.messages.get(Number(fileId))?.document;
    expect(document?.file_name).toBe("ticket_1042___x.txt");
    expect(rig.tg.files.get(document?.file_id ?? "")?.data.toString()).toBe("会话记录\nMing: hello");
  });
});

describe("a topic that somebody deleted", () => {
  afterEach(() => rig.close(["no-such-topic"]));

  test("is told apart from every other trouble, whatever is put there", async () => {
    const thread = await rig.channel.openThread(room, card());
    const place = { ...room, threadId: thread.threadId };
    rig.forum.topics.delete(Number(thread.threadId));

    const tries = [
      rig.channel.send(place, { key: "o1", text: "hello", buttons: [], attachments: [] }),
      rig.channel.showCard(room, thread, card({ name: "🟡 #1042 Ming" })),
      rig.channel.sendFile(place, { name: "a.txt", text: "a" }),
    ];

    for (const one of tries) expect(await troubleOf(one)).toEqual({ kind: "thread_gone" });
  });
});
