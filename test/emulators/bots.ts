// Small bots of grammY and webhooks of a test's own, to show what the fake Telegram does with them.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Bot } from "grammy";
import { onTestFinished } from "vitest";
import { listenLoopback } from "./common/http.ts";
import { startTelegram, type TelegramServer } from "./telegram/server.ts";
import type { TelegramOptions } from "./telegram/world.ts";

/** A fake Telegram that stops with the test, and grammY's methods pointed at it. */
export async function aTelegram(options: Partial<TelegramOptions> = {}) {
  const tg = await startTelegram(options);
  onTestFinished(() => tg.stop());
  const { api } = new Bot(tg.token, { client: { apiRoot: tg.apiRoot } });
  return { tg, api };
}

/** A bot that polls, with the behaviour the test gives it. */
export async function aPollingBot(
  behave: (bot: Bot, tg: TelegramServer) => void,
  options: Partial<TelegramOptions> = {},
) {
  const tg = await startTelegram(options);
  const bot = new Bot(tg.token, { client: { apiRoot: tg.apiRoot } });
  bot.catch(() => {});
  behave(bot, tg);
  const running = bot.start().catch(() => {});
  onTestFinished(async () => {
    const stopped = bot.stop().catch(() => {});
    await tg.stop();
    await Promise.all([stopped, running]);
  });
  await tg.until(() => tg.isPolled);
  return { tg, bot };
}

/** A webhook of the test's own. */
export async function aWebhook(
  answer: (
    update: { readonly message: { text: string; chat: { id: number } } },
    res: ServerResponse,
    req: IncomingMessage,
  ) => void,
) {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    answer(JSON.parse(Buffer.concat(chunks).toString()), res, req);
  });
  const port = await listenLoopback(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}/telegram`;
}

/** A bot that repeats what is said. */
export const echo = (bot: Bot): void => {
  bot.on("message:text", (ctx) => ctx.reply(`echo ${ctx.msg.text}`));
};
