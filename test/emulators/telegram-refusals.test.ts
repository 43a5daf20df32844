// Shows that the fake Telegram is strict: each bad call is refused in the words of Telegram and reported by its name.
import { Bot, GrammyError, InlineKeyboard, InputFile } from "grammy";
import { expect, test } from "vitest";
import { aTelegram } from "./bots.ts";

test("albums, captions, replaced media, forwards, replies and protected messages keep the rules of Telegram", async () => {
  const { tg, api } = await aTelegram({ rateLimits: "off" });
  const alice = tg.user({ started: true });
  const group = tg.supergroup();
  const photo = (name: string) => ({ type: "photo", media: new InputFile(Buffer.from(name), name) }) as const;

  await api.sendMediaGroup(alice.id, [{ ...photo("1.jpg"), caption: "c" }, photo("2.jpg")]);
  const [one, two] = tg.sent().map((e) => e.message);
  expect(one?.media_group_id).toBe(two?.media_group_id);
  const fileId = one?.photo?.[0]?.file_id ?? "";
  const again = await api.sendPhoto(alice.id, fileId, { caption: "<i>x</i>", parse_mode: "HTML" });
  await api.editMessageCaption(alice.id, again.message_id, { caption: "y" });
  await api.editMessageMedia(alice.id, again.message_id, {
    type: "document",
    media: new InputFile(Buffer.from("d"), "a.txt"),
  });
  await expect(api.editMessageText(alice.id, again.message_id, "z")).rejects.toThrow(/no text in the message/);
  await expect(api.sendMediaGroup(alice.id, [{ type: "photo", media: "x" }])).rejects.toThrow(/400/);
  const said = alice.says("question");
  const forwarded = await api.forwardMessage(group.id, alice.id, said.message_id);
  expect(forwarded.forward_origin).toMatchObject({ sender_user: { id: alice.id } });
  const reply = await api.sendMessage(alice.id, "answer", { reply_parameters: { message_id: said.message_id } });
  expect(reply.reply_to_message?.message_id).toBe(said.message_id);
  await expect(api.sendMessage(alice.id, "x", { reply_parameters: { message_id: 9999 } })).rejects.toThrow(
    /replied not/,
  );
  await expect(api.editMessageText(alice.id, reply.message_id, "answer")).rejects.toThrow(/not modified/);
  const keyboard = await api.sendMessage(alice.id, "k", { reply_markup: { keyboard: [[{ text: "a" }]] } });
  await expect(api.editMessageText(alice.id, keyboard.message_id, "k2")).rejects.toThrow(/can't be edited/);
  const secret = await api.sendMessage(alice.id, "p", { protect_content: true });
  await expect(api.forwardMessage(group.id, alice.id, secret.message_id)).rejects.toThrow(/can't be forwarded/);
  await api.copyMessage(group.id, alice.id, secret.message_id);
  await api.deleteMessage(alice.id, reply.message_id);

  await tg.expectDelete(reply);
  expect(tg.violations.filter((v) => v.kind === "harness-bug")).toEqual([]);
});

test("GET, urlencoded, multipart and JSON calls mean the same", async () => {
  const { tg } = await aTelegram();
  const alice = tg.user({ started: true });
  const url = `${tg.apiRoot}/bot${tg.token}/sendMessage`;
  const keyboard = { inline_keyboard: [[{ text: "a", callback_data: "b" }]] };
  const fields = { chat_id: String(alice.id), text: "t", reply_markup: JSON.stringify(keyboard) };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const headers = { "content-type": "application/json" };

  const answers = await Promise.all([
    fetch(`${url}?${new URLSearchParams(fields)}`),
    fetch(url, { method: "POST", body: new URLSearchParams({ ...fields, disable_notification: "true" }) }),
    fetch(url, { method: "POST", body: form }),
    fetch(url, { method: "POST", headers, body: JSON.stringify({ ...fields, reply_markup: keyboard }) }),
  ]);

  for (const answer of answers)
    expect(await answer.json()).toMatchObject({ ok: true, result: { reply_markup: keyboard } });
  tg.assertClean(["error", "warning", "note"]);
});

type Refused = readonly [
  kind: string | null,
  words: RegExp,
  call: (api: Bot["api"], ids: Record<string, number>) => Promise<unknown>,
];

const at = (ids: Record<string, number>, name: string): number => ids[name] ?? 0;
const bare = { inline_keyboard: [[{ text: "a" }]] };
const REFUSED: readonly Refused[] = [
  [
    "bad-length",
    /BUTTON_DATA_INVALID/,
    (api, ids) =>
      api.sendMessage(at(ids, "alice"), "x", { reply_markup: new InlineKeyboard().text("a", "é".repeat(33)) }),
  ],
  ["too-long", /too long/, (api, ids) => api.sendMessage(at(ids, "alice"), "x".repeat(4097))],
  ["bad-markup", /reserved/, (api, ids) => api.sendMessage(at(ids, "alice"), "a.b", { parse_mode: "MarkdownV2" })],
  [
    "bad-markup",
    /Unsupported start tag/,
    (api, ids) => api.sendMessage(at(ids, "alice"), "<div>x</div>", { parse_mode: "HTML" }),
  ],
  ["bad-markup", /end tag/, (api, ids) => api.sendMessage(at(ids, "alice"), "<b>x", { parse_mode: "HTML" })],
  [
    "wrong-enum",
    /REACTION_INVALID/,
    (api, ids) =>
      api.raw.setMessageReaction({
        chat_id: at(ids, "alice"),
        message_id: 1,
        reaction: JSON.parse('[{"type":"emoji","emoji":"🧨"}]'),
      }),
  ],
  ["missing-parameter", /empty/, (api, ids) => api.raw.sendMessage(JSON.parse(`{"chat_id":${ids["alice"]}}`))],
  ["wrong-type", /chat_id/, (api) => api.raw.sendMessage(JSON.parse('{"chat_id":{},"text":"x"}'))],
  ["bad-command", /COMMAND_INVALID/, (api) => api.setMyCommands([{ command: "Start", description: "x" }])],
  ["unknown-query", /query is too old/, (api) => api.answerCallbackQuery("77")],
  ["bad-file-id", /wrong file identifier/, (api, ids) => api.sendPhoto(at(ids, "alice"), "nope")],
  ["not-a-forum", /not a forum/, (api, ids) => api.createForumTopic(at(ids, "group"), "x")],
  ["not-a-forum", /thread not found/, (api, ids) => api.sendMessage(at(ids, "group"), "x", { message_thread_id: 4 })],
  [
    "no-such-topic",
    /thread not found/,
    (api, ids) => api.sendMessage(at(ids, "forum"), "x", { message_thread_id: 77 }),
  ],
  [
    "bad-button",
    /Text buttons/,
    (api, ids) =>
      api.raw.sendMessage({ chat_id: at(ids, "alice"), text: "x", reply_markup: JSON.parse(JSON.stringify(bare)) }),
  ],
  ["bad-utf8", /UTF-8/, (api, ids) => api.sendMessage(at(ids, "alice"), "x\ud83d")],
  [null, /can't initiate/, (api, ids) => api.sendMessage(at(ids, "stranger"), "x")],
  [null, /blocked/, (api, ids) => api.sendMessage(at(ids, "blocker"), "x")],
  [null, /chat not found/, (api) => api.sendMessage(424242, "x")],
];

for (const [kind, words, call] of REFUSED) {
  test(`the fake refuses a bad call (${kind ?? "no violation"}): ${words.source}`, async () => {
    const { tg, api } = await aTelegram();
    const blocker = tg.user();
    blocker.starts();
    blocker.blocksBot();
    const alice = tg.user({ started: true });
    const ids = { alice: alice.id, stranger: tg.user().id, blocker: blocker.id };

    const refused = call(api, { ...ids, group: tg.supergroup({ bot: "member" }).id, forum: tg.forum().id });

    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toBeInstanceOf(GrammyError);
    expect(tg.errors().map((v) => v.kind)).toEqual(kind ? [kind] : []);
  });
}

test("a parameter Telegram does not know passes but is reported; a wrong token does not pass", async () => {
  const { tg, api } = await aTelegram();
  const alice = tg.user({ started: true });
  const call = { chat_id: alice.id, text: "x", disable_web_page_preview: true };

  await api.raw.sendMessage(call);

  expect(tg.errors().map((v) => v.kind)).toEqual(["unknown-parameter"]);
  expect(() => tg.assertClean()).toThrow(/unknown-parameter/);
  const stranger = new Bot("1:bad", { client: { apiRoot: tg.apiRoot } }).api;
  await expect(stranger.getMe()).rejects.toMatchObject({ error_code: 401 });
});

test("rate limits are reported, and answered with 429 when they are enforced", async () => {
  const { tg, api } = await aTelegram({ rateLimits: "enforce" });
  const alice = tg.user({ started: true });
  const results = [];

  for (let k = 0; k < 7; k++)
    results.push(
      await api.sendMessage(alice.id, `${k}`).then(
        () => "ok",
        (e) => e.error_code,
      ),
    );

  expect(results).toEqual(["ok", "ok", "ok", "ok", "ok", 429, 429]);
  expect(tg.violations.map((v) => v.kind)).toEqual(["rate", "rate"]);
});
