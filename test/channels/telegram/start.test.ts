/** Starting either works, or says what a person has to repair, or keeps trying while the network is away. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/core/errors.ts";
import type { Channel } from "../../../src/core/ports.ts";
import { startTelegram } from "../../emulators/telegram/server.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await openRig({ staff: true });
});

/** The problems `start` stops with; empty when it starts. */
async function problemsOf(starting: Promise<unknown>): Promise<readonly string[]> {
  try {
    await starting;
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("with settings that cannot work", () => {
  afterEach(() => rig.close(["bad-token"]));
  const start = (channel: Channel) => channel.start(rig.receiver.receive);

  test("a token Telegram does not know is named, not shown", async () => {
    const channel = await rig.again({ token: "123456:wrong" });

    const problems = await problemsOf(start(channel));

    expect(problems).toEqual([expect.stringContaining("TELEGRAM_BOT_TOKEN")]);
    expect(problems.join()).not.toContain("wrong");
  });

  test("an agents' chat the bot is not in, without topics, or without rights is named with what to do", async () => {
    const { tg, again } = rig;
    const startWith = async (chatId: number) => problemsOf(start(await again({ staffChatId: String(chatId) })));

    expect(await startWith(-1009999999999)).toEqual([expect.stringMatching(/STAFF_CHAT_ID.*add the bot/)]);
    expect(await startWith(tg.supergroup().id)).toEqual([expect.stringMatching(/STAFF_CHAT_ID.*Topics/)]);
    expect(await startWith(tg.forum({ bot: "member" }).id)).toEqual([expect.stringMatching(/Manage topics/)]);
    const few = { status: "administrator", can_pin_messages: true } as const;
    expect(await startWith(tg.forum({ bot: few }).id)).toEqual([expect.stringMatching(/Manage topics/)]);
    expect(await startWith(tg.supergroup({ bot: "member" }).id)).toHaveLength(2);
  });

  test("a webhook address Telegram refuses is named", async () => {
    const webhook = { url: "http://bot.example.org", secret: "s" };
    rig.tg.inject({ error: [400, "Bad Request: bad webhook: HTTPS required"] }, { method: "setWebhook" });

    const channel = await rig.again({ webhook });

    expect(await problemsOf(start(channel))).toEqual([expect.stringContaining("TELEGRAM_WEBHOOK_URL")]);
  });
});

describe("with a network that comes and goes", () => {
  afterEach(() => rig.close());

  test("the start does not wait for Telegram, and listening begins when it is back", async () => {
    const { tg, channel, receiver, log } = rig;
    tg.inject({ reset: "before" }, { method: "getMe" });
    tg.inject({ status: 429, retry_after: 1 }, { method: "getChat" });
    tg.inject({ status: 502 }, { method: "deleteWebhook" });
    tg.user().says("anybody there?");

    await channel.start(receiver.receive);

    expect(log.lines.join("\n")).toContain("telegram is not ready, trying again");
    await tg.until(() => receiver.written.length === 1, { timeout: 10_000 });
  });

  test("nobody at the address is tried again until it is stopped", async () => {
    const { tg, again, receiver, log } = rig;
    const gone = await startTelegram();
    await gone.stop();
    const channel = await again({ apiRoot: gone.apiRoot });

    await channel.start(receiver.receive);
    await tg.until(() => log.lines.filter((line) => line.includes("ECONNREFUSED")).length >= 2);

    await channel.stop();
  });

  test("a right that is taken away while the network was away is reported until it is repaired", async () => {
    const { tg, forum, channel, receiver, log } = rig;
    tg.inject({ status: 502 }, { method: "getMe" });
    await channel.start(receiver.receive);

    forum.setBot("member");

    await tg.until(() => log.lines.some((line) => line.startsWith("error") && line.includes("Manage topics")));
  });

  test("stopping does not wait for an answer that does not come", async () => {
    const { tg, channel, receiver } = rig;
    tg.inject({ status: 502 }, { method: "getMe" });
    tg.inject({ delayMs: 5000 }, { method: "getMe" });
    await channel.start(receiver.receive);
    await tg.until(() => tg.journal.of("fault").length === 2);

    const before = Date.now();
    await channel.stop();

    expect(Date.now() - before).toBeLessThan(2000);
  });
});

describe("the command menu", () => {
  afterEach(() => rig.close());

  const menus = () =>
    rig.tg.calls("setMyCommands").map(({ params }) => [params.scope.type, params.language_code ?? ""]);

  test("is shown to learners and agents in both languages, and written only when it changed", async () => {
    const { tg, channel, receiver, again } = rig;

    await channel.start(receiver.receive);
    await tg.until(() => menus().length === 4);
    await channel.stop();
    await (await again()).start(receiver.receive);
    await tg.until(() => tg.calls("getMyCommands").length === 8);

    expect(menus()).toEqual([
      ["all_private_chats", "zh"],
      ["all_private_chats", ""],
      ["chat", "zh"],
      ["chat", ""],
    ]);
  });

  test("that Telegram refuses does not keep anybody from being heard", async () => {
    const { tg, channel, receiver, log } = rig;
    tg.inject({ error: [400, "Bad Request: BOT_COMMAND_INVALID"] }, { method: "setMyCommands" });

    await channel.start(receiver.receive);
    tg.user().says("hello");

    await tg.until(() => receiver.written.length === 1);
    await tg.until(() => log.lines.some((line) => line.includes("menu could not be shown")));
  });
});
