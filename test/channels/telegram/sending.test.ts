/** What is sent arrives as it was meant, and what goes wrong is told apart by what to do next. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ChannelError } from "../../../src/core/errors.ts";
import type { Place, Words } from "../../../src/core/ports.ts";
import { startTelegram } from "../../emulators/telegram/server.ts";
import type { User } from "../../emulators/telegram/user.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
let ming: User;
let place: Place;
beforeEach(async () => {
  rig = await openRig();
  ming = rig.tg.user({ first_name: "Ming", started: true });
  place = { channel: "telegram", chatId: String(ming.id), threadId: null };
});

const words = (changes: Partial<Words> = {}): Words => ({
  key: "o1",
  text: "hello",
  buttons: [],
  attachments: [],
  ...changes,
});

/** What kind of trouble a call ends in; null when it ends well. */
async function troubleOf(call: Promise<unknown>) {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error.trouble;
    throw error;
  }
}

describe("words", () => {
  afterEach(() => rig.close());

  test("go out as plain text without a preview of links", async () => {
    await rig.channel.send(place, words({ text: "*1 < 2* <b>https://example.org</b>" }));

    const { params } = await rig.tg.expectCall("sendMessage");
    expect(params).toMatchObject({ link_preview_options: { is_disabled: true } });
    expect(params).not.toHaveProperty("parse_mode");
  });

  test("with a file of every kind go out by the file's id", async () => {
    const sent = [ming.sendsPhoto(), ming.sendsDocument(), ming.sendsVoice(), ming.sendsVideo(), ming.sendsSticker()];
    await rig.channel.start(rig.receiver.receive);
    await rig.tg.until(() => rig.receiver.written.length === sent.length);
    const attachments = rig.receiver.written.flatMap(({ what }) => (what.kind === "words" ? what.attachments : []));

    for (const attachment of attachments)
      await rig.channel.send(place, words({ attachments: [{ ...attachment, open: null }] }));

    const methods = rig.tg.sent({ chat: ming.dm }).map(({ method }) => method);
    expect(methods).toEqual(["sendPhoto", "sendDocument", "sendVoice", "sendVideo", "sendSticker", "sendMessage"]);
    expect(rig.tg.sent({ chat: ming.dm, text: "hello" })).toHaveLength(5);
  });

  test("with a file of another network carry it over, under its own name", async () => {
    const open = async () => new Blob(["%PDF notes"]).stream();
    const file = { keeper: "discord", ref: "1/2/3", mime: "application/pdf", bytes: 10, open } as const;

    await rig.channel.send(place, words({ attachments: [{ ...file, kind: "document", name: "笔记 1.pdf" }] }));
    await rig.channel.send(place, words({ attachments: [{ ...file, kind: "voice", name: null }] }));

    const documents = rig.tg.sent({ chat: ming.dm }).map(({ message }) => message.document);
    expect(documents.map((document) => document?.file_name)).toEqual(["笔记_1.pdf", "voice"]);
    expect(rig.tg.files.get(documents[0]?.file_id ?? "")?.data.toString()).toBe("%PDF notes");
  });

  test("with a file another network no longer gives out are refused before anything is sent", async () => {
    const gone = new ChannelError("gone", { kind: "rejected" });
    const file = { kind: "photo", keeper: "discord", ref: "1", name: null, mime: null, bytes: 1 } as const;

    const sending = rig.channel.send(place, words({ attachments: [{ ...file, open: () => Promise.reject(gone) }] }));

    await expect(sending).rejects.toMatchObject({ trouble: { kind: "rejected" } });
    expect(rig.tg.sent({ chat: ming.dm })).toEqual([]);
  });

  test("that are settled lose only their buttons, and settling twice is no error", async () => {
    const buttons = [[{ label: "Yes", press: { press: "solved", turn: 1 } as const }]];
    const id = await rig.channel.send(place, words({ buttons }));

    await rig.channel.settleButtons(place, id);
    await rig.channel.settleButtons(place, id);

    const message = ming.dm.history().find(({ message_id }) => String(message_id) === id);
    expect(message).toMatchObject({ text: "hello" });
    expect(message).not.toHaveProperty("reply_markup");
  });

  test("after a file that already went out are tried again by themselves, so that the file is not sent twice", async () => {
    const ref = ming.sendsDocument().document?.file_id ?? "";
    const file = {
      kind: "document",
      keeper: "telegram",
      ref,
      name: null,
      mime: null,
      bytes: null,
      open: null,
    } as const;
    rig.tg.inject({ status: 502 }, { method: "sendMessage" });
    rig.tg.inject({ status: 429, retry_after: 1 }, { method: "sendMessage" });

    await rig.channel.send(place, words({ text: "x".repeat(2000), attachments: [file] }));

    expect(rig.tg.sent({ chat: ming.dm }).map(({ method }) => method)).toEqual(["sendDocument", "sendMessage"]);
  });
});

describe("when words do not arrive", () => {
  afterEach(() => rig.close(["bad-token"]));

  test("because of a flood limit, the rest is in milliseconds and nothing was sent", async () => {
    rig.tg.inject({ status: 429, retry_after: 3 }, { method: "sendMessage" });

    const trouble = await troubleOf(rig.channel.send(place, words()));

    expect(trouble).toEqual({ kind: "rate_limited", retryAfterMs: 3000 });
    expect(rig.tg.sent()).toEqual([]);
  });

  test("because the whole bot is limited, nothing else is tried before the limit is over", async () => {
    const { tg, channel } = rig;
    tg.inject({ status: 429, retry_after: 1 }, { method: "answerCallbackQuery" });
    await troubleOf(channel.toast("1", "ok"));

    const trouble = await troubleOf(channel.send(place, words()));

    expect(trouble).toMatchObject({ kind: "rate_limited" });
    expect(tg.calls("sendMessage")).toEqual([]);
    await vi.waitFor(() => channel.send(place, words()), 3000);
  });

  test("because a server or a connection broke, it is known whether they may have been sent", async () => {
    const { tg, channel, again } = rig;
    const gone = await startTelegram();
    await gone.stop();
    const nobody = await again({ apiRoot: gone.apiRoot });
    const sendMeeting = (fault: Parameters<typeof tg.inject>[0]) => {
      tg.inject(fault, { method: "sendMessage" });
      return troubleOf(channel.send(place, words()));
    };

    expect(await sendMeeting({ status: 502 })).toEqual({ kind: "unreachable" });
    expect(await troubleOf(nobody.send(place, words()))).toEqual({ kind: "unreachable" });
    expect(await sendMeeting({ reset: "before" })).toEqual({ kind: "uncertain" });
    expect(await sendMeeting({ reset: "after" })).toEqual({ kind: "uncertain" });
    expect(await sendMeeting({ close: "after" })).toEqual({ kind: "uncertain" });
    expect(await sendMeeting({ garbage: true })).toEqual({ kind: "uncertain" });
  });

  test("because the learner blocked us or is gone, nobody tries again", async () => {
    ming.blocksBot();

    expect(await troubleOf(rig.channel.send(place, words()))).toEqual({ kind: "forbidden" });
    expect(await troubleOf(rig.channel.send({ ...place, chatId: "99999" }, words()))).toEqual({ kind: "forbidden" });
  });

  test("because there is nothing to say or no such place, they are rejected without asking", async () => {
    expect(await troubleOf(rig.channel.send(place, words({ text: " " })))).toEqual({ kind: "rejected" });
    expect(await troubleOf(rig.channel.send({ ...place, chatId: "me" }, words()))).toEqual({ kind: "rejected" });
    expect(await troubleOf(rig.channel.settleButtons(place, "x"))).toEqual({ kind: "rejected" });
    expect(rig.tg.calls()).toEqual([]);
  });

  test("no error tells the token or the words", async () => {
    const channel = await rig.again({ token: "123456:another-token" });

    const error = await channel.send(place, words({ text: "my secret" })).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ChannelError);
    expect(`${error} ${error instanceof Error ? error.stack : ""}`).not.toMatch(/another-token|my secret/);
  });
});

describe("many words at once", () => {
  afterEach(() => rig.close());

  test("to many learners leave at a pace the network allows, and all arrive", async () => {
    const learners = Array.from({ length: 40 }, () => rig.tg.user({ started: true }));
    const before = performance.now();

    await Promise.all(learners.map(({ id }) => rig.channel.send({ ...place, chatId: String(id) }, words())));

    // Five at once, then 25 a second. Timers may be a millisecond early.
    expect(performance.now() - before).toBeGreaterThan(1390);
    for (const { dm } of learners) expect(dm.history().map(({ text }) => text)).toEqual(["hello"]);
  });
});

describe("when the whole bot is limited", () => {
  afterEach(() => rig.close(["ignored-retry-after"]));

  test("because the whole bot was limited while they waited for their turn, they wait on", async () => {
    const { tg, channel } = rig;
    const learners = Array.from({ length: 15 }, () => tg.user({ started: true }));
    tg.inject({ status: 429, retry_after: 1 }, { method: "answerCallbackQuery" });
    const sending = learners.map(({ id }) => troubleOf(channel.send({ ...place, chatId: String(id) }, words())));

    // Five go out at once; the rest had a turn of their own to wait for.
    await tg.until(() => tg.calls("sendMessage").length === 5);
    await troubleOf(channel.toast("1", "ok"));
    const calls = tg.calls("sendMessage").length;
    const troubles = await Promise.all(sending);

    // One may have been on its way when the limit was told, and the network counts that as well; none begins after it.
    expect(tg.calls("sendMessage").length).toBeLessThanOrEqual(calls + 1);
    const late = troubles.filter((trouble) => trouble !== null);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ kind }) => kind === "rate_limited")).toBe(true);
    expect(tg.calls("sendMessage")).toHaveLength(learners.length - late.length);
  });
});
