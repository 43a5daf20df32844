/** What learners, agents and strangers can send by mistake or on purpose: a kind word for each, and the bot goes on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Chat } from "../emulators/telegram/chat.ts";
import type { User } from "../emulators/telegram/user.ts";
import { type House, openHouse, topicOf } from "./house.ts";

let house: House;
let learner: User;
let dm: Chat;

beforeAll(async () => {
  house = await openHouse("polling");
});
afterAll(() => house.close());
beforeEach(() => {
  learner = house.tg.user({ first_name: "Mia" });
  dm = learner.dm;
});

describe("a message", () => {
  test.each([
    ["of emoji only", "😀😀😀"],
    ["of zero-width characters only", "\u200b\u200d\u2060"],
    ["written right to left", "لا أستطيع تسجيل الدخول"],
    ["with an override that turns the text around", "\u202epassword my reset\u202c"],
    ["of 4,096 characters", "x".repeat(4096)],
    ["of 4,096 characters of Chinese", "字".repeat(4096)],
    ["of one letter and a thousand accents", `a${"\u0301".repeat(1000)}`],
    ["that looks like markup", "*_[`<b>{{x}}</b>"],
    ["with half a character", "password \ud83d reset"],
  ])("%s gets an answer, and never a stack trace", async (_what, text) => {
    learner.says(text, { entities: [] });

    const reply = await house.tg.expectMessage({ chat: dm });
    expect(reply.text).not.toMatch(/Error|at .*\.ts|undefined|null|\[object/);
  });

  test.each([
    ["a sticker", (who: User) => who.sendsSticker()],
    ["a place on the map", (who: User) => who.sendsLocation()],
    ["a contact", (who: User) => who.sendsContact()],
    ["a voice message", (who: User) => who.sendsVoice()],
    ["a video without words", (who: User) => who.sendsVideo()],
  ])("that is %s gets an answer", async (_what, send) => {
    send(learner);

    await house.tg.expectMessage({ chat: dm, text: /describe it in words/ });
  });

  test("an album of three pictures gets one answer", async () => {
    learner.sendsAlbum(3);

    await house.tg.expectMessage({ chat: dm, text: /describe it in words/ });
    await house.tg.expectNoMessage({ chat: dm }, { ms: 300 });
  });

  test("of 4,096 characters reaches the agent whole", async () => {
    learner.says("/human");
    const said = await house.tg.expectMessage({ chat: dm, text: /request #\d+/ });
    const { topic } = await topicOf(house, Number(/#(\d+)/.exec(said.text ?? "")?.[1]));
    const long = "long words ".repeat(372).slice(0, 4096);
    learner.says(long);

    await house.tg.until(() => relayed(topic.id) === letters(`👤 ${long}`), { timeout: 5000 });
  });
});

/** Telegram trims the ends of every part of a split text, so letters are compared. */
const letters = (text: string): string => text.replace(/\s/g, "");
const relayed = (thread: number): string => {
  const texts = house.agents.history({ thread }).map(({ text }) => text ?? "");
  return letters(texts.slice(texts.findIndex((text) => text.startsWith("👤"))).join(""));
};

describe("an update the bot does not know", () => {
  test("is passed over, and the next message is answered", async () => {
    house.tg.pushUpdate("message", {
      message_id: 9001,
      date: 1,
      chat: dm.toJSON(),
      from: learner.toJSON(),
      dice: { emoji: "🎲", value: 3 },
    });
    learner.starts();

    await house.tg.expectMessage({ chat: dm, text: /Ask me anything/ });
  });

  test("a message of another bot is not answered", async () => {
    const robot = { ...learner.toJSON(), is_bot: true };
    house.tg.pushUpdate("message", {
      message_id: 9002,
      date: 1,
      chat: dm.toJSON(),
      from: robot,
      text: "hello, I am a bot",
    });

    await house.tg.expectNoMessage({ chat: dm }, { ms: 300 });
  });
});

describe("a button", () => {
  test("of an earlier answer says that it is old", async () => {
    learner.says("how do I reset my password");
    const first = await house.tg.expectMessage({ chat: dm, text: /password/i });
    learner.says("which payment methods do you accept");
    await house.tg.expectMessage({ chat: dm, text: /accept/i });

    const answer = await learner.clicks(first, /Solved/).answered;

    expect(answer?.text).toMatch(/earlier moment/);
  });

  test("that nobody made is refused kindly", async () => {
    learner.starts();
    const welcome = await house.tg.expectMessage({ chat: dm, text: /Ask me anything/ });
    const forged = { ...welcome, reply_markup: { inline_keyboard: [[{ text: "x", callback_data: "rate:1:1:9" }]] } };
    dm.messages.set(welcome.message_id, forged);

    const answer = await learner.clicks(forged, "x").answered;

    expect(answer?.text).toMatch(/earlier moment/);
  });

  test("to rate somebody else's ticket is refused and counts nothing", async () => {
    learner.says("/human");
    const said = await house.tg.expectMessage({ chat: dm, text: /request #\d+/ });
    const ticketId = Number(/#(\d+)/.exec(said.text ?? "")?.[1]);
    await topicOf(house, ticketId);
    await house.post(`/api/v1/tickets/${ticketId}/claim`);
    await house.post(`/api/v1/tickets/${ticketId}/reply`, { text: "done" });
    await house.post(`/api/v1/tickets/${ticketId}/solve`);
    const asked = await house.tg.expectMessage({ chat: dm, text: /from 1/ });
    const stranger = house.tg.user({ first_name: "Eve" });
    stranger.starts();
    const welcome = await house.tg.expectMessage({ chat: stranger.dm, text: /Ask me anything/ });
    stranger.dm.messages.set(welcome.message_id, {
      ...welcome,
      ...(asked.reply_markup && { reply_markup: asked.reply_markup }),
    });

    const answer = await stranger.clicks(welcome, /1/).answered;

    expect(answer?.text).toMatch(/does not belong to a request of yours/);
    expect((await house.get("/satisfaction")).body.responses).toBe(0);
  });
});

describe("an agent", () => {
  test("who claims a solved ticket, or one that never was, is told", async () => {
    learner.says("/human");
    const said = await house.tg.expectMessage({ chat: dm, text: /request #\d+/ });
    const ticketId = Number(/#(\d+)/.exec(said.text ?? "")?.[1]);
    const { topic } = await topicOf(house, ticketId);
    house.ann.says("/solve", { chat: house.agents, thread: topic });
    await house.tg.expectMessage({ chat: dm, text: /is closed/ });
    house.ann.says(`/claim ${ticketId}`, { chat: house.agents });
    await house.tg.expectMessage({ chat: house.agents, thread: topic, text: /this ticket is solved/ });
    house.ann.says("/claim 99999", { chat: house.agents });
    await house.tg.expectMessage({ chat: house.agents, text: /no such ticket/ });
    house.ann.says("/claim", { chat: house.agents });

    await house.tg.expectMessage({ chat: house.agents, text: /inside a ticket's topic/ });
  });

  test("who writes an empty note or a command nobody knows is told what to write", async () => {
    learner.says("/human");
    const said = await house.tg.expectMessage({ chat: dm, text: /request #\d+/ });
    const { topic } = await topicOf(house, Number(/#(\d+)/.exec(said.text ?? "")?.[1]));

    house.ann.says("/note", { chat: house.agents, thread: topic });
    await house.tg.expectMessage({ chat: house.agents, thread: topic, text: /there are no words/ });
    house.ann.says("/frobnicate", { chat: house.agents, thread: topic });
    await house.tg.expectMessage({ chat: house.agents, thread: topic, text: /Commands here/ });
  });
});

test("a message that came twice is answered once", async () => {
  const said = learner.starts();
  await house.tg.expectMessage({ chat: dm, text: /Ask me anything/ });
  house.tg.redeliver(said.update);

  await house.tg.expectNoMessage({ chat: dm }, { ms: 300 });
});
