/** Signs on messages in Telegram: which are heard, and which a bot may put there. */
import { afterEach, expect, test, vi } from "vitest";
import { openRig } from "./rig.ts";
import { heard, ming, privateChat, STAFF_CHAT_ID, staffChat } from "./updates.ts";

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

const sign = (emoji: string) => ({ type: "emoji", emoji });
const reacted = (changes: object) => ({
  message_reaction: {
    ...{ chat: privateChat, message_id: 5, user: ming, date: 1_700_000_000, old_reaction: [], new_reaction: [] },
    ...changes,
  },
});

test("a sign that is added is heard, in private and in the staff room; one that is taken away is not", () => {
  const added = heard(reacted({ old_reaction: [sign("👍")], new_reaction: [sign("👍"), sign("🎉")] }));
  const byAgent = heard(reacted({ chat: staffChat, new_reaction: [sign("👀")] }));

  expect(added).toMatchObject({ place: { kind: "learner" }, what: { kind: "reacted", messageId: "5", emoji: "🎉" } });
  expect(byAgent?.place).toEqual({ kind: "staff", chatId: String(STAFF_CHAT_ID), threadId: null });
  expect(heard(reacted({ old_reaction: [sign("👍")] }))).toBeNull();
  expect(heard(reacted({ new_reaction: [{ type: "custom_emoji", custom_emoji_id: "1" }] }))).toBeNull();
  expect(heard(reacted({ user: undefined, new_reaction: [sign("👍")] }))).toBeNull();
});

test("a sign Telegram lists is put on the learner's words, written in either way; any other is left out", async () => {
  const rig = await openRig({ by: "polling" });
  close = () => rig.close();
  const { tg, channel } = rig;
  const learner = tg.user({ first_name: "Ming", started: true });
  const said = learner.says("thanks");
  const place = { channel: "telegram", chatId: String(learner.id), threadId: null } as const;
  const on = () => learner.dm.botReactions.get(said.message_id);

  await channel.react(place, String(said.message_id), "❤️");
  expect(on()).toEqual([sign("❤")]);
  await channel.react(place, String(said.message_id), "🦖");
  await channel.react(place, "987654", "👍");

  expect(on()).toEqual([sign("❤")]);
});

test("Telegram is asked for signs, and a learner's arrives", async () => {
  const rig = await openRig({ by: "polling" });
  close = () => rig.close();
  const { tg, channel, receiver } = rig;
  const learner = tg.user({ first_name: "Ming", started: true });
  await channel.start(receiver.receive);
  const place = { channel: "telegram", chatId: String(learner.id), threadId: null } as const;
  const id = await channel.send(place, { key: "o1", text: "Press F5", buttons: [], attachments: [] });
  const shown = learner.dm.messages.get(Number(id)) ?? expect.fail();

  await vi.waitFor(() => expect(tg.updates.allowedTypes).toContain("message_reaction"));
  learner.reacts(shown, "👍");

  await vi.waitFor(() => expect(receiver.written).toHaveLength(1), 5000);
  expect(receiver.written[0]?.what).toEqual({ kind: "reacted", messageId: id, emoji: "👍" });
});
