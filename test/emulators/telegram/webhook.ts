// Delivery by webhook: several at once, but one at a time and in order for each chat, and again after a failure.
// The one thing not to break: while an update waits for its retry, later updates of that chat wait too.
import type { Journal } from "../common/journal.ts";
import type { Wire } from "../common/wire.ts";
import { nowSeconds, type TelegramEntry, type Update } from "./types.ts";

/** Where updates go, as setWebhook said. */
export type Hook = {
  readonly url: string;
  readonly secret_token: string | undefined;
  readonly max_connections: number;
};

type Delivery = { readonly update: Update; attempt: number };

export type WebhookOptions = {
  /** Waits before the second, third … attempt; after the last the update is given up. */
  readonly webhookRetryMs: readonly number[];
  readonly webhookTimeoutMs: number;
};

/** A webhook may answer with a method call; its result is not reported back. */
type CallInAnswer = (method: string, params: Wire) => Promise<void>;

const SLOW_MS = 5000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Updates of one chat (else of one person) are delivered in order. */
function laneOf({ update_id: _, ...payloads }: Update): number {
  const payload: Wire = Object.values(payloads)[0];
  return payload?.message?.chat?.id ?? payload?.chat?.id ?? payload?.from?.id ?? payload?.user?.id ?? 0;
}

function reasonOf(error: unknown): string {
  const cause: Wire = error instanceof Error ? (error.cause ?? error) : error;
  return String(cause?.code ?? cause?.message ?? cause);
}

export class Webhook {
  hook: Hook | null = null;
  lastError: { readonly date: number; readonly message: string } | null = null;
  readonly #journal: Journal<TelegramEntry>;
  readonly #options: WebhookOptions;
  readonly #call: CallInAnswer;
  readonly #busy = new Set<number>();
  #queue: Delivery[] = [];
  #inFlight = 0;
  #isStopped = false;

  constructor(journal: Journal<TelegramEntry>, options: WebhookOptions, call: CallInAnswer) {
    this.#journal = journal;
    this.#options = options;
    this.#call = call;
  }

  get isSet(): boolean {
    return this.hook !== null;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  enqueue(update: Update): void {
    this.#queue.push({ update, attempt: 0 });
    this.#pump();
  }

  /** Takes back what was not delivered yet. */
  drain(): Update[] {
    const left = this.#queue.map((d) => d.update);
    this.#queue = [];
    return left;
  }

  stop(): void {
    this.#isStopped = true;
  }

  #pump(): void {
    let k = 0;
    while (this.hook && !this.#isStopped && this.#inFlight < this.hook.max_connections) {
      const delivery = this.#queue[k];
      if (!delivery) return;
      if (this.#busy.has(laneOf(delivery.update))) k++;
      else {
        this.#queue.splice(k, 1);
        this.#start(delivery, this.hook);
      }
    }
  }

  #start(delivery: Delivery, hook: Hook): void {
    const lane = laneOf(delivery.update);
    this.#inFlight++;
    this.#busy.add(lane);
    const free = (): void => {
      this.#busy.delete(lane);
      this.#pump();
    };
    this.#deliver(delivery, hook).then((retryInMs) => {
      this.#inFlight--;
      if (retryInMs === undefined) {
        free();
        return;
      }
      const retry = (): void => {
        this.#queue.unshift(delivery);
        free();
      };
      setTimeout(retry, retryInMs).unref();
      this.#pump();
    });
  }

  /** Delivers once. Returns the milliseconds until the next attempt, or undefined when there is none. */
  async #deliver(delivery: Delivery, hook: Hook): Promise<number | undefined> {
    const { update } = delivery;
    const started = Date.now();
    let answer: Response;
    try {
      answer = await this.#post(hook, update);
    } catch (error) {
      return this.#failed(delivery, `Read timeout expired or connection failed: ${reasonOf(error)}`);
    }
    const body = await answer.text().catch(() => "");
    const { status, statusText } = answer;
    if (status < 200 || status > 299) {
      return this.#failed(delivery, `Wrong response from the webhook: ${status} ${statusText}`);
    }
    const ms = Date.now() - started;
    if (ms > SLOW_MS) {
      const message = `answered after ${ms} ms; answer at once and work later`;
      this.#journal.warning("slow-webhook", `update ${update.update_id}`, message);
    }
    this.#journal.add({ kind: "webhook-ok", updateId: update.update_id, status, ms });
    if (/json/.test(answer.headers.get("content-type") ?? "")) await this.#callFrom(body);
    return undefined;
  }

  async #post(hook: Hook, update: Update): Promise<Response> {
    if (!LOOPBACK.test(new URL(hook.url).hostname))
      throw new Error("not a loopback address: a test never reaches outside");
    const secret = hook.secret_token ? { "x-telegram-bot-api-secret-token": hook.secret_token } : {};
    return fetch(hook.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...secret },
      body: JSON.stringify(update),
      signal: AbortSignal.timeout(this.#options.webhookTimeoutMs),
      redirect: "manual",
    });
  }

  #failed(delivery: Delivery, message: string): number | undefined {
    if (this.#isStopped) return undefined;
    this.lastError = { date: nowSeconds(), message };
    this.#journal.warning("webhook-not-2xx", `update ${delivery.update.update_id}`, message);
    // A webhook set to a new address meanwhile takes over what failed at the old one.
    return this.hook ? this.#options.webhookRetryMs[delivery.attempt++] : undefined;
  }

  async #callFrom(body: string): Promise<void> {
    let call: Wire;
    try {
      call = JSON.parse(body);
    } catch {
      return; // an answer that is no call is fine
    }
    if (!call?.method) return;
    const { method, ...params } = call;
    await this.#call(method, params).catch((error) => {
      this.#journal.error("webhook-reply-failed", method, String(error?.message ?? error));
    });
  }
}
