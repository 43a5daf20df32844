// How fast a bot may write, and that it waits when told to.
// Published: about 1 message per second to one chat, 20 per minute to one group, 30 per second overall.
// Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
import type { Journal } from "../../common/journal.ts";
import type { Wire } from "../../common/wire.ts";
import type { TelegramEntry } from "../types.ts";
import { ApiError } from "./errors.ts";

/** off: not looked at; warn: reported; enforce: reported and answered with 429. */
export type RateLimits = "off" | "warn" | "enforce";

const LIMITED = /^(send(?!ChatAction)|copyMessage|forwardMessage|editMessage)/;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const PER_SECOND_MAX = 30;
const PER_MINUTE_AND_GROUP_MAX = 20;
// The advice is one per second; short bursts pass in practice.
const BURST_MAX = 5;

export class Limits {
  readonly #journal: Journal<TelegramEntry>;
  readonly #mode: RateLimits;
  readonly #perChat = new Map<string, number[]>();
  #all: number[] = [];
  #flood: { readonly until: number; readonly chat: string | undefined } | undefined;

  constructor(journal: Journal<TelegramEntry>, mode: RateLimits) {
    this.#journal = journal;
    this.#mode = mode;
  }

  /** A 429 was given: calls before its time is over (for that chat) are reported. Units: seconds. */
  startFlood(retryAfter: number, chatId: Wire): void {
    const chat = chatId === undefined ? undefined : String(chatId);
    this.#flood = { until: Date.now() + retryAfter * SECOND_MS, chat };
  }

  /** Looks at one call. Throws 429 when limits are enforced and this call is over one. */
  check(method: string, params: Wire): void {
    const chat = params.chat_id === undefined ? undefined : String(params.chat_id);
    this.#checkFlood(method, chat);
    if (this.#mode === "off" || chat === undefined || !LIMITED.test(method)) return;
    const why = this.#count(chat);
    if (!why) return;
    this.#journal.warning("rate", `${method} to ${chat}`, why);
    if (this.#mode === "enforce") throw new ApiError(429, "Too Many Requests: retry after 1", { retry_after: 1 });
  }

  #checkFlood(method: string, chat: string | undefined): void {
    const leftMs = (this.#flood?.until ?? 0) - Date.now();
    if (leftMs <= 0 || (this.#flood?.chat !== undefined && this.#flood.chat !== chat)) return;
    this.#journal.error("ignored-retry-after", method, `called ${leftMs} ms before retry_after was over`);
  }

  #count(chat: string): string | undefined {
    const now = Date.now();
    const recent = (this.#perChat.get(chat) ?? []).filter((t) => now - t < MINUTE_MS);
    recent.push(now);
    this.#perChat.set(chat, recent);
    this.#all = this.#all.filter((t) => now - t < SECOND_MS);
    this.#all.push(now);
    if (this.#all.length > PER_SECOND_MAX) return `over ${PER_SECOND_MAX} messages in one second overall`;
    if (chat.startsWith("-") && recent.length > PER_MINUTE_AND_GROUP_MAX) {
      return `over ${PER_MINUTE_AND_GROUP_MAX} messages in one minute to one group`;
    }
    if (recent.filter((t) => now - t < SECOND_MS).length <= BURST_MAX) return undefined;
    return `a burst of over ${BURST_MAX} messages in one second to one chat (the advice is 1 per second)`;
  }
}
