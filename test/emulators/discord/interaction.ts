// One use of a command, button, select or modal by a person, and what became of it.
// received → acknowledged (within 3 seconds, or "the application did not respond") → answered (token lives 15 minutes)
// The one thing not to break: the clock starts when the person clicks, not when the bot begins to work.
import type { Wire } from "../common/wire.ts";
import type { Channel } from "./channel.ts";
import { snowflake } from "./permissions.ts";
import type { DiscordMessage } from "./types.ts";
import type { User } from "./user.ts";
import type { DiscordWorld } from "./world.ts";

/** Kinds of acknowledgement by their number. */
export const CALLBACKS: Readonly<Record<number, string>> = {
  1: "pong",
  4: "reply",
  5: "deferred reply",
  6: "deferred update",
  7: "update",
  8: "autocomplete",
  9: "modal",
};

/** How the bot acknowledged. Units: `ms` after the person acted. */
export type Callback = {
  readonly kind: string;
  readonly type: number;
  readonly data: Wire;
  readonly ms: number;
  readonly ephemeral: boolean;
};

/** A form the bot opened; give it to user.submits(). */
export type Modal = { readonly data: Wire; readonly interaction: Interaction };

/** What a person did. Type 2: command, 3: component, 4: autocomplete, 5: modal. */
export type Act = { readonly type: number; readonly data: Wire; readonly message?: DiscordMessage | undefined };

// Above this share of the deadline a slower machine would miss it.
const SLOW_SHARE = 0.8;
const ANSWER_MS = 3500;

export class Interaction {
  readonly id = snowflake();
  readonly token = `aW50ZXJhY3Rpb24${snowflake()}${"x".repeat(40)}`;
  readonly created = Date.now();
  readonly user: User;
  readonly channel: Channel;
  readonly type: number;
  readonly data: Wire;
  readonly message: DiscordMessage | undefined;
  callback: Callback | null = null;
  /** The visible answer: the reply itself, or what a deferred one became. */
  original: DiscordMessage | null = null;
  /** The answer and its follow-ups. */
  readonly messages: DiscordMessage[] = [];
  readonly #dc: DiscordWorld;
  readonly #timer: NodeJS.Timeout;

  constructor(dc: DiscordWorld, { user, channel }: { user: User; channel: Channel }, { type, data, message }: Act) {
    this.#dc = dc;
    this.user = user;
    this.channel = channel;
    this.type = type;
    this.data = data;
    this.message = message;
    const ms = dc.options.ackDeadlineMs;
    const giveUp = (): void => {
      const why = `not acknowledged within ${ms} ms: the learner sees "The application did not respond"`;
      if (!this.callback) dc.journal.error("no-ack", this.label(), why);
    };
    this.#timer = setTimeout(giveUp, ms).unref();
  }

  label(): string {
    const { name, custom_id } = this.data;
    const by = `by ${this.user.username}`;
    if (this.type === 2) return `/${name} ${by}`;
    if (this.type === 4) return `autocomplete of /${name} ${by}`;
    return `${this.type === 5 ? "modal" : "component"} "${custom_id}" ${by}`;
  }

  get ageMs(): number {
    return Date.now() - this.created;
  }

  get isTooLate(): boolean {
    return !this.callback && this.ageMs > this.#dc.options.ackDeadlineMs;
  }

  /** The bot has acknowledged. */
  acknowledge(type: number, data: Wire): Callback {
    clearTimeout(this.#timer);
    const kind = CALLBACKS[type] ?? String(type);
    const ms = this.ageMs;
    this.callback = { kind, type, data, ms, ephemeral: ((data.flags ?? 0) & 64) !== 0 };
    if (ms > this.#dc.options.ackDeadlineMs * SLOW_SHARE) {
      this.#dc.journal.warning("slow-ack", this.label(), `acknowledged only after ${ms} ms`);
    }
    this.#dc.journal.add({ kind: "ack", ack: kind, of: this.label(), ms });
    return this.callback;
  }

  /** The event as the gateway sends it. */
  payload(): Wire {
    const { guild } = this.channel;
    const permissions = String(this.channel.permissionsOf(this.user.id));
    const member = guild?.members.get(this.user.id);
    return {
      id: this.id,
      application_id: this.#dc.applicationId,
      type: this.type,
      data: this.data,
      ...(guild && {
        guild_id: guild.id,
        guild: { id: guild.id, locale: "en-US", features: [] },
        guild_locale: "en-US",
      }),
      channel_id: this.channel.id,
      channel: { ...this.channel.toJSON(), permissions },
      ...(member ? { member: { ...member.toJSON(), permissions } } : { user: this.user.toJSON() }),
      token: this.token,
      version: 1,
      ...(this.message && { message: this.message }),
      app_permissions: String(this.channel.permissionsOf(this.#dc.bot.id)),
      locale: this.user.locale,
      entitlements: [],
      authorizing_integration_owners: { 0: guild?.id ?? "0" },
      context: guild ? 0 : 1,
      attachment_size_limit: 10_485_760,
    };
  }

  /** Waits for the acknowledgement. Throws when the deadline passes without one. */
  acked(timeout = this.#dc.options.ackDeadlineMs + 200): Promise<Callback> {
    const describe = `${this.label()} to be acknowledged`;
    return this.#dc.journal.mustHold(() => this.callback, { timeout, describe }).then(present);
  }

  /** Waits for the visible answer (the reply itself, or the edit of a deferred one), and consumes it. */
  async response(timeout = ANSWER_MS): Promise<DiscordMessage> {
    const describe = `a response message to ${this.label()} (acknowledged: ${this.callback?.kind ?? "no"})`;
    const message = present(await this.#dc.journal.mustHold(() => this.original, { timeout, describe }));
    for (const entry of this.#dc.journal.of("sent")) if (entry.message.id === message.id) entry.consumed = true;
    return message;
  }

  /** Waits for a modal. Throws when the bot answers with anything else. */
  async modal(timeout = ANSWER_MS): Promise<Modal> {
    const { kind, data } = await this.acked(timeout);
    if (kind !== "modal") throw new Error(`${this.label()}: answered with ${kind}, not a modal`);
    return { data, interaction: this };
  }
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error("waited for something that is not there");
  return value;
}
