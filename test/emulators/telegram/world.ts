// The state of a fake Telegram: who is there, what was sent, which clicks wait, which ids come next.
// The one thing not to break: everything the bot can see has an id of its own, given out here and nowhere else.
import { Faults } from "../common/faults.ts";
import { Journal } from "../common/journal.ts";
import type { Wire } from "../common/wire.ts";
import { type Refusal, runCall } from "./api/front.ts";
import { Limits, type RateLimits } from "./api/limits.ts";
import type { Chat } from "./chat.ts";
import type { CallbackAnswer, ChatType, StoredFile, TelegramEntry, TelegramUser, Update } from "./types.ts";
import { Updates } from "./updates.ts";
import type { User } from "./user.ts";
import { Webhook } from "./webhook.ts";

/** How strict and how fast the fake is. Units: everything that ends in Ms is milliseconds. */
export type TelegramOptions = {
  /** Any token of the form <digits>:<text>. */
  readonly token: string;
  readonly port: number;
  /** Overrides of what getMe returns. */
  readonly me: Partial<TelegramMe>;
  readonly rateLimits: RateLimits;
  /** The real service takes HTTPS only. */
  readonly allowHttpWebhook: boolean;
  readonly webhookRetryMs: readonly number[];
  readonly webhookTimeoutMs: number;
  /** A click that is not answered within this time is reported. */
  readonly callbackAnswerMs: number;
  /** The real one is some 15 s to minutes; answer at once. */
  readonly callbackQueryTtlMs: number;
};

/** The bot as getMe shows it. */
export type TelegramMe = TelegramUser & { readonly username: string; readonly can_read_all_group_messages: boolean };

type Query = { readonly at: number; readonly settle: (answer: CallbackAnswer) => void; isAnswered: boolean };

/** The options of a fake that is told nothing. */
export const DEFAULTS: TelegramOptions = {
  token: "123456:TEST-TOKEN-abcdefghijklmnopqrstuvwxyz",
  port: 0,
  me: {},
  rateLimits: "warn",
  allowHttpWebhook: true,
  webhookRetryMs: [200, 500, 1000, 2000],
  webhookTimeoutMs: 10_000,
  callbackAnswerMs: 10_000,
  callbackQueryTtlMs: 15_000,
};

const ME = {
  is_bot: true,
  first_name: "Support",
  username: "support_test_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
};

const EXTENSIONS: Readonly<Record<string, string>> = { photos: ".jpg", voice: ".oga" };

export class TelegramWorld {
  readonly options: TelegramOptions;
  readonly token: string;
  readonly me: TelegramMe;
  readonly journal = new Journal<TelegramEntry>("telegram");
  readonly faults = new Faults<{ method: string; params: Wire }, Refusal>();
  readonly chats = new Map<number, Chat>();
  readonly users = new Map<number, User>();
  /** Files by file_id. */
  readonly files = new Map<string, StoredFile>();
  readonly limits: Limits;
  readonly webhook: Webhook;
  readonly updates: Updates;
  /** What the bot has set about itself, by method name and scope. */
  readonly settings = new Map<string, Wire>();
  /** Clicks that wait for their answer, by callback_query_id. */
  readonly queries = new Map<string, Query>();
  #counts = { user: 5001, chat: 1_000_000_001, message: 1, query: 1, file: 1, group: 1 };

  constructor(options: TelegramOptions) {
    this.options = options;
    this.token = options.token;
    this.me = { id: Number(this.token.split(":")[0]), ...ME, ...options.me };
    this.limits = new Limits(this.journal, options.rateLimits);
    this.webhook = new Webhook(this.journal, options, async (name, raw) => {
      await runCall(this, { name, raw, files: new Map(), connection: undefined });
    });
    this.updates = new Updates(this.journal, this.webhook);
  }

  pushUpdate(type: string, payload: Wire): Update | null {
    return this.updates.push(type, payload);
  }

  botUser(): TelegramUser {
    const { id, is_bot, first_name, username } = this.me;
    return { id, is_bot, first_name, username };
  }

  newUserId(): number {
    return this.#counts.user++;
  }

  newMessageId(): number {
    return this.#counts.message++;
  }

  newChatId(type: ChatType): number {
    const n = this.#counts.chat++;
    return type === "group" ? -(n % 1_000_000_000) - 1000 : -1_000_000_000_000 - n;
  }

  /** An id for an album. */
  newGroupId(): string {
    return `13370000${String(this.#counts.group++).padStart(8, "0")}`;
  }

  /** A click waits for its answer: `settle` is called once, with null when the bot takes too long. */
  newQuery(name: string, settle: (answer: CallbackAnswer) => void): string {
    const id = String(4_380_000_000_000_000 + this.#counts.query++);
    const ms = this.options.callbackAnswerMs;
    const query: Query = { at: Date.now(), settle, isAnswered: false };
    this.queries.set(id, query);
    const giveUp = (): void => {
      if (query.isAnswered) return;
      const why = "the learner sees a spinner (answerCallbackQuery is needed even without a text)";
      this.journal.warning("callback-not-answered", `query "${name}"`, `not answered within ${ms} ms: ${why}`);
      settle(null);
    };
    setTimeout(giveUp, ms).unref();
    return id;
  }

  /** Keeps bytes and gives them the ids of the Bot API. `kind` is the folder of the file's path. */
  storeFile(
    file: { data: Buffer; filename?: string | undefined; contentType?: string | undefined; file_size?: number },
    kind: string,
  ): StoredFile {
    const { data, filename, contentType, file_size = data.length } = file;
    const n = String(this.#counts.file++);
    const dot = filename?.lastIndexOf(".") ?? -1;
    const extension = dot >= 0 ? filename?.slice(dot) : (EXTENSIONS[kind] ?? "");
    const stored = {
      file_id: `AgACAgIAAxkB${kind}${n.padStart(8, "0")}`,
      file_unique_id: `AQAD${n.padStart(8, "0")}`,
      file_path: `${kind}/file_${n}${extension}`,
      data,
      file_name: filename,
      mime_type: contentType,
      file_size,
      kind,
    };
    this.files.set(stored.file_id, stored);
    return stored;
  }
}
