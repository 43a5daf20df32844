/**
 * What the Telegram channel is told from outside. Nothing is checked here: settings are, once, where they are read.
 * The token and the secret must never reach a log or an error.
 */
import type { Language, Millis } from "../../core/model.ts";
import type { Log } from "../log.ts";

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
