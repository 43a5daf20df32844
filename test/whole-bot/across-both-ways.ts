/**
 * What was said is changed and answered across networks: a learner in Telegram, an agent on Discord, and the staff forum that
 * reads along. Each sees the newest words where they stood, and every reply points at what it answers.
 */
import { expect } from "vitest";
import type { Channel } from "../emulators/discord/channel.ts";
import { inDiscord } from "./across-agents.ts";
import { type Across, appears, seen, type Ticket, untilHandedOver, written } from "./across-place.ts";
import { agentsRead, reads, WAIT } from "./place.ts";

export async function bothWays(place: Across): Promise<void> {
  const { tg, dc, cleo, agents } = place;
  const mia = tg.user({ first_name: "Mia", language_code: "en" });
  mia.says("/human");
  const ticket = await untilHandedOver(place, { text: (await reads(place, mia, /request #\d+/)).text ?? "" });
  const { thread } = ticket;
  await inDiscord(place, cleo).does(ticket, "claim");
  await reads(place, mia, /Cleo is here/);

  const asked = mia.says("chapter too is black");
  const copies = await copiesOf(place, ticket, "👤 chapter too is black");
  mia.edits(asked, "chapter two is black");
  await copies.turnInto("👤 chapter two is black");

  const question = cleo.says("Which browser?", { channel: thread, replyTo: copies.onDiscord });
  const asksMia = await reads(place, mia, "Which browser?");
  const asksAgents = await agentsRead(place, ticket, "💬 Cleo: Which browser?");
  expect(asksMia.reply_to_message?.message_id).toBe(asked.message_id);
  expect(asksAgents.reply_to_message?.message_id).toBe(copies.inTelegram.message_id);

  mia.says("Firefox", { replyTo: asksMia });
  const answers = await copiesOf(place, ticket, "👤 Firefox");
  expect(answers.onDiscord.message_reference?.message_id).toBe(question.id);
  expect(answers.inTelegram.reply_to_message?.message_id).toBe(asksAgents.message_id);

  cleo.edits(question, "Which browser, please?");
  const { dm } = mia;
  await expect.poll(() => dm.messages.get(asksMia.message_id)?.text, WAIT).toBe("Which browser, please?");
  const inTopic = () => agents.messages.get(asksAgents.message_id)?.text;
  await expect.poll(inTopic, WAIT).toBe("💬 Cleo: Which browser, please?");

  // A sign each way: the learner's is one quiet line, the holder's stands on the learner's words.
  mia.reacts(asksMia, "👍");
  await appears(place, thread, "👤 👍 on: Which browser, please?");
  await agentsRead(place, ticket, "👤 👍 on: Which browser, please?");
  cleo.reacts(answers.onDiscord, "👀");
  const answered = mia.dm.history().findLast(({ text }) => text === "Firefox");
  const signs = () => dm.botReactions.get(answered?.message_id ?? 0);
  await expect.poll(signs, WAIT).toEqual([{ type: "emoji", emoji: "👀" }]);

  // Nothing came twice, nor as a line of its own.
  expect(tg.sent({ chat: dm }).filter(({ message }) => /browser/.test(message.text ?? ""))).toHaveLength(1);
  expect(written({ ...place, dc }, thread).filter((line) => line.includes("✏️"))).toEqual([]);
  const { body } = await place.get(`/api/v1/tickets/${ticket.ticketId}`);
  expect(body.transcript.slice(-3)).toMatchObject([
    { text: "chapter two is black", versions: [{ text: "chapter too is black" }] },
    { text: "Which browser, please?", versions: [{ text: "Which browser?" }], repliesTo: body.transcript.at(-3).id },
    { text: "Firefox", versions: [], repliesTo: body.transcript.at(-2).id },
  ]);
}

/** The copies of what was said elsewhere, in both staff rooms. */
async function copiesOf(place: Across, ticket: Ticket, text: string) {
  const { agents } = place;
  const onDiscord = await appears(place, ticket.thread, text);
  const inTelegram = await agentsRead(place, ticket, text);
  return {
    onDiscord,
    inTelegram,
    /** Resolves when both say this instead, in their place. */
    turnInto: async (changed: string) => {
      await expect.poll(() => shownIn(ticket.thread, onDiscord.id), WAIT).toBe(changed);
      await expect.poll(() => agents.messages.get(inTelegram.message_id)?.text, WAIT).toBe(changed);
    },
  };
}

function shownIn(channel: Channel, messageId: string): string | null {
  const message = channel.messages.get(messageId);
  return message === undefined ? null : seen(message);
}
