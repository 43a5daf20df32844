/**
 * What the Telegram channel is told from outside, and the check that it can be used. Problems name the setting and what to do,
 * never its value: a value may be a secret.
 */
import { ConfigError } from "../../core/errors.ts";
import type { Language, Millis } from "../../core/model.ts";

/** The part of a pino logger used here: ids first, then a sentence. */
export type Log = Readonly<
  Record<"info" | "warn" | "error", (ids: Readonly<Record<string, unknown>>, text: string) => void>
>;

/** A line of the command menu. `command` has no slash and is `[a-z0-9_]{1,32}`; `description` is 1–256 characters. */
export type CommandLine = { readonly command: string; readonly description: string };
export type CommandMenu = Readonly<Record<Language, readonly CommandLine[]>>;

export type TelegramOptions = {
  readonly token: string;
  /** Where the Bot API is, without a slash at the end. */
  readonly apiRoot: string;
  /** The agents' forum supergroup; null when agents work elsewhere. */
  readonly staffChatId: string | null;
  /** Null: long polling. The `url` has to lead to DOOR_PATH. */
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly commands: { readonly learner: CommandMenu; readonly agent: CommandMenu };
  readonly log: Log;
  /** The time as milliseconds since 1970; Date.now unless a test says otherwise. */
  readonly now?: () => Millis;
};

/** The path of our own HTTP door that Telegram calls. */
export const DOOR_PATH = "/telegram/webhook";

// Source: https://core.telegram.org/bots/api#authorizing-your-bot and #setwebhook (secret_token).
const TOKEN = /^\d{1,19}:[A-Za-z0-9_-]+$/;
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;
const CHAT_ID = /^-\d{1,19}$/;

/** Throws ConfigError with every problem that can be seen without asking the network. */
export function checkOptions({ token, apiRoot, staffChatId, webhook }: TelegramOptions): void {
  const problems: string[] = [];
  if (!TOKEN.test(token)) problems.push("TELEGRAM_BOT_TOKEN does not look like a token: copy it again from @BotFather");
  if (!isHttpUrl(apiRoot) || apiRoot.endsWith("/")) {
    problems.push("TELEGRAM_API_ROOT must be an http(s) address without a slash at the end");
  }
  if (staffChatId !== null && !CHAT_ID.test(staffChatId)) {
    problems.push("TELEGRAM_STAFF_CHAT_ID must be the id of a supergroup, a negative number like -1001234567890");
  }
  if (webhook !== null) {
    if (!isHttpUrl(webhook.url)) problems.push("TELEGRAM_WEBHOOK_URL must be an http(s) address");
    if (!SECRET.test(webhook.secret)) {
      problems.push("TELEGRAM_WEBHOOK_SECRET must be 1–256 letters, digits, _ or -");
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
