/** Signs on messages on Discord: a learner's in private, an agent's in a ticket's thread, and ours on what a learner said. */
import { afterEach, expect, test, vi } from "vitest";
import { openRig, type Rig, wordsOf } from "./rig.ts";

let rig: Rig;
afterEach(() => rig.close());

const heard = async (count: number) => {
  await vi.waitFor(() => expect(rig.receiver.written).toHaveLength(count), 5000);
  return rig.receiver.written.at(-1) ?? expect.fail();
};

async function listening() {
  rig = await openRig();
  const { channel, receiver, dc } = rig;
  await channel.start(receiver.receive);
  await dc.ready();
  return rig;
}

test("a learner's sign on the bot's words arrives, and not a second time when it is put there again", async () => {
  const { channel, place, dm, ming } = await listening();
  const messageId = await channel.send(place, wordsOf("Press F5"));
  const shown = dm.messages.get(messageId) ?? expect.fail();

  for (const emoji of ["👍", "👍", "🎉"]) ming.reacts(shown, emoji);

  expect((await heard(2)).what).toEqual({ kind: "reacted", messageId, emoji: "🎉" });
  expect(rig.receiver.written[0]).toMatchObject({ place: { kind: "learner" }, what: { emoji: "👍" } });
});

test("an agent's sign in a ticket's thread arrives with their name; a learner's there, or on an agent's words, does not", async () => {
  const { channel, room, dc, ann, ming } = await listening();
  const { threadId } = await channel.openThread(room, { name: "🔴 #7 Ming", text: "#7", buttons: [], isClosed: false });
  const chat = dc.channels.get(threadId) ?? expect.fail();
  const messageId = await channel.send({ ...room, threadId }, wordsOf("👤 it broke"));
  const shown = chat.messages.get(messageId) ?? expect.fail();
  const said = ann.says("since when?", { channel: chat });
  await heard(1);

  ming.reacts(shown, "👎");
  ann.reacts(said, "🤔");
  ann.reacts(shown, "👀");

  expect(await heard(2)).toMatchObject({
    from: { name: "Ann" },
    place: { kind: "staff", chatId: room.chatId, threadId },
    what: { kind: "reacted", messageId, emoji: "👀" },
  });
});

test("a sign is put on what a learner said; one Discord does not know, or on what is gone, is passed over", async () => {
  const { channel, place, ming, dm } = await listening();
  const said = ming.dms("thanks");

  await channel.react(place, said.id, "👍");
  await channel.react(place, said.id, "nothing");
  await channel.react(place, "987654", "👍");

  expect(dm.messages.get(said.id)?.reactions?.map(({ emoji, me }) => [emoji.name, me])).toEqual([["👍", true]]);
});
