/** A learner who goes on in another chat, and the bot among others: what is said, and what stays private. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { fakeClock, type House, openHouse, until } from "./house.ts";
import { command, learnerSays, STAFF_CHAT, update } from "./scripted-channel.ts";

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const en = phrasesIn("en").learner;
const inChat = (chatId: string, what: Parameters<typeof update>[1]) =>
  house.channel.deliver(update({ kind: "learner", chatId }, what, { networkId: chatId }));

async function codeShownIn(chatId: string): Promise<string> {
  await inChat(chatId, command("link"));
  const shown = () => house.channel.said(chatId).find((text) => text.includes("/link "));
  await until(() => shown() !== undefined);
  return /\/link (\S+)/.exec(shown() ?? "")?.[1] ?? expect.fail();
}

test("a request made in one chat is known in the other once they are joined", async () => {
  await inChat("1", command("human"));
  await until(() => house.channel.said("1").length > 0);
  await house.channel.deliver(learnerSays("2", "hush hello"));
  const code = await codeShownIn("1");

  await inChat("2", command("link", code.toLowerCase()));
  await until(() => house.channel.said("2").includes(en.link.joined));
  await inChat("2", command("status"));

  await until(() => house.channel.said("2").some((text) => text.includes("#1")));
});

test.each([
  ["ABCD-EFGH", en.link.noSuchCode],
  ["12", en.link.noSuchCode],
])("a code nobody was shown (%s) joins nothing and says what to do", async (code, answer) => {
  await inChat("2", command("link", code));

  await until(() => house.channel.said("2").includes(answer));
});

test("a code written where it was shown is for the other chat", async () => {
  const code = await codeShownIn("1");

  await inChat("1", command("link", code));

  await until(() => house.channel.said("1").includes(en.link.alreadyJoined));
});

test("agents read no code a learner was shown or typed: with it they could join a chat of their own", async () => {
  const code = await codeShownIn("1");
  await inChat("1", command("link", code));
  await until(() => house.channel.said("1").includes(en.link.alreadyJoined));
  await inChat("1", command("human"));
  await until(() => house.channel.said(STAFF_CHAT).some((text) => text.includes("What was said so far")));

  const kept = (await house.store.transcript(1 as TicketId)).map(({ text }) => text);
  const inRoom = house.channel.said(STAFF_CHAT).join("\n");
  expect(kept).toContain(en.link.offered("…"));
  expect(inRoom).toContain("👤 /link …");
  expect(`${kept.join("\n")}\n${inRoom}`).not.toContain(code);
});

test("among others the bot says where to write privately, once a minute, and keeps nothing of what was said", async () => {
  const place = { kind: "group", chatId: "-5", threadId: null, invitation: "https://t.me/school_bot" } as const;
  const mention = {
    kind: "words",
    messageId: "1",
    text: "@school_bot refund?",
    attachments: [],
    albumId: null,
  } as const;

  await house.channel.deliver(update(place, mention));
  await house.channel.deliver(update(place, { ...mention, messageId: "2" }));
  await until(() => house.channel.said("-5").length > 0);

  expect(house.channel.said("-5")).toEqual([en.writePrivately("https://t.me/school_bot")]);
  expect((await house.store.counts()).inboundWaiting).toBe(0);
});
