// What a test can play with the fake Telegram: people, topics, faults of the wire, and order.
import { type Bot, InlineKeyboard, InputFile } from "grammy";
import { expect, test } from "vitest";
import { aPollingBot, aTelegram, echo } from "./bots.ts";
import type { TelegramServer } from "./telegram/server.ts";

test("a learner presses Start, clicks a button, and sees the answer and the edited message", async () => {
  const { tg } = await aPollingBot((bot) => {
    const reply_markup = new InlineKeyboard().text("Yes", "yes").text("No", "no");
    bot.command("start", (ctx) => ctx.reply("Hello, <b>how can we help?</b>", { parse_mode: "HTML", reply_markup }));
    bot.callbackQuery(/^(yes|no)$/, async (ctx) => {
      await ctx.answerCallbackQuery({ text: "ok" });
      await ctx.editMessageText(`You chose ${ctx.match[1]}`);
    });
  });
  const alice = tg.user({ first_name: "Alice" });

  alice.starts();
  const greeting = await tg.expectMessage({ chat: alice.dm, text: /how can we help/ });
  expect(greeting.entities).toEqual([{ type: "bold", offset: 7, length: 16 }]);
  const click = alice.clicks(greeting, "Yes");

  expect((await click.answered)?.text).toBe("ok");
  const edited = await tg.expectEdit({ message: greeting, text: "You chose yes" });
  expect(edited.reply_markup).toBeUndefined();
  expect(alice.dm.history().map((m) => m.text)).toEqual(["/start", "You chose yes"]);
  tg.assertClean(["error", "warning"]);
});

test("a photo is found by its file id, downloaded, and sent back", async () => {
  const { tg } = await aPollingBot((bot, tg) => {
    bot.on("message:photo", async (ctx) => {
      const { file_path } = await ctx.getFile();
      const answer = await fetch(`${tg.apiRoot}/file/bot${tg.token}/${file_path}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      await ctx.replyWithPhoto(new InputFile(bytes, "copy.jpg"), { caption: "your photo" });
    });
  });

  tg.user().sendsPhoto({ data: Buffer.from("JPEG-BYTES") });
  const message = await tg.expectMessage({ method: "sendPhoto", text: "your photo" });

  expect(tg.files.get(message.photo?.[1]?.file_id ?? "")?.data.toString()).toBe("JPEG-BYTES");
  tg.assertClean();
});

test("a question is copied into a topic of the agents, and topics need the right to make them", async () => {
  const topicPerQuestion = (bot: Bot, tg: TelegramServer): void => {
    bot.chatType("private").on("message:text", async (ctx) => {
      const agents = [...tg.chats.values()].find((c) => c.is_forum)?.id ?? 0;
      const { message_thread_id } = await ctx.api.createForumTopic(agents, `Learner ${ctx.from.id}`);
      await ctx.copyMessage(agents, { message_thread_id });
      await ctx.react("👌");
    });
  };
  const { tg } = await aPollingBot(topicPerQuestion);
  const forum = tg.forum({ title: "Agents" });

  const said = tg.user().says("my course does not start");
  const copy = await tg.expectMessage({ chat: forum, text: "my course does not start" });
  await tg.expectCall("setMessageReaction", (p) => p.message_id === said.message_id);
  expect(forum.topics.get(copy.message_thread_id ?? 0)?.name).toMatch(/^Learner/);
  forum.setBot({ status: "administrator", can_manage_topics: false, can_manage_chat: true });
  tg.user().says("hello");

  await tg.until(() => tg.errors().some((v) => v.kind === "missing-right"));
  expect(tg.errors()).toHaveLength(1);
});

test("after an injected 429, 502, reset or dropped poll, what happened and what did not can be told apart", async () => {
  const { tg, api } = await aTelegram();
  const alice = tg.user({ started: true });

  tg.inject({ status: 429, retry_after: 1 }, { method: "sendMessage" });
  await expect(api.sendMessage(alice.id, "one")).rejects.toMatchObject({
    error_code: 429,
    parameters: { retry_after: 1 },
  });
  tg.inject({ status: 502 }, { method: "getMe" });
  await expect(api.getMe()).rejects.toThrow();
  tg.inject({ reset: "before" }, { method: "getChat" });
  await expect(api.getChat(alice.id)).rejects.toThrow(/ECONNRESET|Network request/);
  tg.inject({ error: [403, "Forbidden: user is deactivated"] }, { method: "getChat" });
  await expect(api.getChat(alice.id)).rejects.toMatchObject({ error_code: 403 });
  tg.inject({ garbage: true }, { method: "getChat" });
  await expect(api.getChat(alice.id)).rejects.toThrow();

  expect(alice.dm.history()).toEqual([]);
  expect(tg.errors()).toEqual([]);
});

test("a lost answer leaves the message in the chat although the bot saw a broken connection", async () => {
  const { tg, api } = await aTelegram();
  const alice = tg.user({ started: true });
  tg.inject({ reset: "after" }, { method: "sendMessage" });

  await expect(api.sendMessage(alice.id, "only once")).rejects.toThrow();

  expect(alice.dm.history().map((m) => m.text)).toEqual(["only once"]);
});

test("a poll that is dropped comes again and nothing is lost", async () => {
  const { tg } = await aPollingBot(echo);
  const alice = tg.user();

  alice.says("a");
  await tg.expectMessage({ text: "echo a" });
  await tg.until(() => tg.isPolled);
  tg.dropPoll();
  alice.says("b");

  await tg.expectMessage({ text: "echo b" }, { timeout: 8000 });
  tg.assertClean();
}, 15_000);

test("the same update delivered twice is seen twice by a bot that does not remember", async () => {
  const { tg } = await aPollingBot(echo);

  const said = tg.user().says("once");
  await tg.expectMessage({ text: "echo once" });
  tg.redeliver(said.update);

  await tg.expectMessage({ text: "echo once" });
});

test("messages are listed in the order in which they were accepted, per chat", async () => {
  const { tg, api } = await aTelegram({ rateLimits: "off" });
  const [alice, bo] = [tg.user({ started: true }), tg.user({ started: true })];

  for (const text of ["1", "2", "3"]) for (const learner of [alice, bo]) await api.sendMessage(learner.id, text);
  await api.sendMessage(alice.id, "x".repeat(5000)).catch(() => {});

  expect(tg.sent({ chat: bo.dm }).map((e) => e.message.text)).toEqual(["1", "2", "3"]);
  expect(tg.calls("sendMessage", alice.dm).map((c) => c.error?.code ?? "ok")).toEqual(["ok", "ok", "ok", 400]);
});

test("of two bots that poll with one token, the older gets 409 and the second is reported", async () => {
  const { tg, api } = await aTelegram();
  const first = expect(api.getUpdates({ timeout: 5 })).rejects.toThrow(/409.*terminated by other/);
  await tg.until(() => tg.isPolled);

  const second = api.getUpdates({ timeout: 1 });

  await Promise.all([first, second]);
  expect(tg.errors().map((v) => v.kind)).toEqual(["two-pollers"]);
});

test("a basic group that became a supergroup says where it went", async () => {
  const { tg, api } = await aTelegram();
  const group = tg.group();
  const supergroup = group.migrate();

  const refused = api.sendMessage(group.id, "x");

  await expect(refused).rejects.toMatchObject({ parameters: { migrate_to_chat_id: supergroup.id } });
  await api.sendMessage(supergroup.id, "x");
  tg.assertClean();
});

test("in privacy mode a bot sees commands meant for it, and only updates it asked for", async () => {
  const { tg, api } = await aTelegram();
  const allowed_updates = ["message", "message_reaction", "my_chat_member"] as const;
  await api.getUpdates({ allowed_updates });
  const alice = tg.user();
  const group = tg.supergroup({ bot: "member", members: [alice] });

  for (const text of ["not for the bot", "/help", "/help@other_bot"]) alice.says(text, { chat: group });
  const said = alice.says("in private");
  alice.edits(said, "edited");
  alice.reacts(said, "👍");
  alice.blocksBot();

  const updates = await api.getUpdates({ limit: 10 });
  expect(updates.map((u) => u.message?.text ?? Object.keys(u)[1])).toEqual([
    "/help",
    "in private",
    "message_reaction",
    "my_chat_member",
  ]);
  tg.assertClean();
});
