/** What a start says on the terminal: where everything is, and what is off and how to turn it on. Pure. */
import type { Config, DiscordConfig, TelegramConfig } from "./config.ts";

/** Several lines, the last one ended. Never a token or an address with a password in it. */
export function announcement(
  config: Config,
  { url, version }: { readonly url: string; readonly version: string },
): string {
  const api = config.apiToken === null ? "open to this machine only (set API_TOKEN to change that)" : "needs API_TOKEN";
  const rows = config.databaseUrl === null ? config.dataDir : "PostgreSQL";
  const bells = config.redisUrl === null ? "" : `, bells on Redis, role ${config.role}`;
  const lines = [
    ["Web chat", `${url}/chat`],
    ["Console", `${url}/`],
    ["API", api],
    ["Telegram", telegramLine(config.telegram)],
    ["Discord", discordLine(config.discord)],
    ["Data", `${rows}${bells}`],
  ] as const;
  return `Aftercare ${version}\n${lines.map(([name, what]) => `  ${name.padEnd(9)} ${what}\n`).join("")}`;
}

function telegramLine(telegram: TelegramConfig | null): string {
  if (telegram === null) return "off: set TELEGRAM_BOT_TOKEN to the token @BotFather gave you";
  const way = telegram.webhook ? "by webhook" : "by long polling";
  return telegram.staffChatId
    ? `${way}, agents in the forum`
    : `${way}, agents on the console only (TELEGRAM_STAFF_CHAT_ID is not set)`;
}

function discordLine(discord: DiscordConfig | null): string {
  if (discord === null) return "off: set DISCORD_BOT_TOKEN to the token of the developer portal";
  return discord.staffChannelId
    ? "on, agents in the staff channel"
    : "on, agents on the console only (DISCORD_STAFF_CHANNEL_ID is not set)";
}
