// How updates reach the bot: by long polling (here) or by webhook (webhook.ts).
// The one thing not to break: an update stays until a getUpdates with a higher offset confirms it, as on the real server.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Journal } from "../common/journal.ts";
import type { Wire } from "../common/wire.ts";
import { checkOutgoing } from "./api/check.ts";
import { ApiError } from "./api/errors.ts";
import { optInUpdates, updateTypes } from "./api/spec.ts";
import type { TelegramEntry, Update } from "./types.ts";
import type { Webhook } from "./webhook.ts";

/** A getUpdates that waits. */
type Poll = {
  readonly req: IncomingMessage;
  readonly check: () => void;
  readonly finish: (updates: readonly Update[]) => void;
  readonly conflict: () => void;
};

/** The connection a call came by; a webhook's answer has none. */
export type Connection = { readonly req: IncomingMessage; readonly res: ServerResponse } | undefined;

const CONFLICT_WEBHOOK =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const CONFLICT_POLL =
  "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const SHORT_POLLS_MAX = 20;

export class Updates {
  /** Not yet confirmed, for polling. */
  pending: Update[] = [];
  /** What allowed_updates said last; it persists over calls. */
  allowedTypes: readonly string[] | null = null;
  readonly #journal: Journal<TelegramEntry>;
  readonly #webhook: Webhook;
  #forced: Update[] = [];
  #nextId = 100_000_001;
  #poll: Poll | null = null;
  #shortPolls = 0;

  constructor(journal: Journal<TelegramEntry>, webhook: Webhook) {
    this.#journal = journal;
    this.#webhook = webhook;
  }

  get isPolled(): boolean {
    return this.#poll !== null;
  }

  /** Queues an update for the bot. Returns it, or null when allowed_updates excludes its type. */
  push(type: string, payload: Wire): Update | null {
    if (!updateTypes.includes(type)) throw new Error(`no such update type: ${type}`);
    const allowed = this.allowedTypes;
    if (allowed?.length ? !allowed.includes(type) : optInUpdates.includes(type)) {
      const message =
        "a person's action produced this update, but allowed_updates excludes it: the bot will not see it";
      this.#journal.note("update-not-allowed", type, message);
      return null;
    }
    const update: Update = { update_id: this.#nextId++, [type]: structuredClone(payload) };
    for (const p of checkOutgoing(["Update"], update, "update")) this.#journal.harnessBug(p.path, p.message);
    if (this.#webhook.isSet) this.#webhook.enqueue(update);
    else {
      this.pending.push(update);
      this.#poll?.check();
    }
    return update;
  }

  /** Hands an update out once more, whatever the offset says. */
  redeliver(update: Update): void {
    if (this.#webhook.isSet) {
      this.#webhook.enqueue(update);
      return;
    }
    this.#forced.push(update);
    this.#poll?.check();
  }

  /** Cuts the connection of the waiting getUpdates. */
  dropPoll(): void {
    this.#poll?.req.socket.destroy();
  }

  /** Ends the waiting getUpdates with 409, as when a webhook is set meanwhile. */
  endPollWithConflict(): void {
    this.#poll?.conflict();
  }

  /** Ends the waiting getUpdates without updates. */
  stop(): void {
    this.#poll?.finish([]);
  }

  /** The method getUpdates. Resolves with null when the poller went away. */
  take(params: Wire, connection: Connection): readonly Update[] | Promise<readonly Update[] | null> {
    const { offset, limit = 100, timeout = 0, allowed_updates } = params;
    if (this.#webhook.isSet) throw new ApiError(409, CONFLICT_WEBHOOK);
    if (this.#poll) {
      const message = "a second getUpdates came while one was waiting: two bots are polling with one token";
      this.#journal.error("two-pollers", "getUpdates", message);
      this.#poll.conflict();
    }
    if (allowed_updates !== undefined) this.allowedTypes = allowed_updates;
    if (timeout === 0) this.#countShortPoll();
    if (offset !== undefined) this.#confirm(offset);
    const ready = this.#ready(limit);
    if (ready.length || timeout === 0 || !connection) return ready;
    return this.#wait(connection, { limit, timeoutMs: timeout * 1000 });
  }

  #countShortPoll(): void {
    this.#shortPolls++;
    if (this.#shortPolls !== SHORT_POLLS_MAX) return;
    const message = `${SHORT_POLLS_MAX} calls with timeout 0: use long polling`;
    this.#journal.warning("short-polling", "getUpdates", message);
  }

  #confirm(offset: number): void {
    this.pending = offset < 0 ? this.pending.slice(offset) : this.pending.filter((u) => u.update_id >= offset);
  }

  #ready(limit: number): readonly Update[] {
    const ready = [...this.#forced, ...this.pending].slice(0, limit);
    this.#forced = this.#forced.slice(limit);
    return ready;
  }

  #wait(
    { req, res }: NonNullable<Connection>,
    { limit, timeoutMs }: { limit: number; timeoutMs: number },
  ): Promise<readonly Update[] | null> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        if (this.#poll === poll) this.#poll = null;
      };
      const finish = (updates: readonly Update[] | null): void => {
        end();
        resolve(updates);
      };
      const poll: Poll = {
        req,
        finish,
        check: () => {
          const ready = this.#ready(limit);
          if (ready.length) finish(ready);
        },
        conflict: () => {
          end();
          reject(new ApiError(409, CONFLICT_POLL));
        },
      };
      const timer = setTimeout(() => finish([]), timeoutMs);
      res.on("close", () => finish(null));
      this.#poll = poll;
      this.#journal.wake();
    });
  }
}
