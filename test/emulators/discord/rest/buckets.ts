// Rate limits of the REST API: buckets per route and main resource, and the headers that tell of them.
// As known from practice: 5 messages in 5 s and channel, 1 reaction in 0.25 s, otherwise 50 calls in 1 s.
// Source: https://discord.com/developers/docs/topics/rate-limits
import type { Wire } from "../../common/wire.ts";
import type { Call } from "../world.ts";

/** headers: tells the limits but lets calls pass; enforce: answers 429 when they are exceeded. */
export type RateLimits = "headers" | "enforce";

/** A 429. Units: seconds. */
export type Limited = { readonly retryAfter: number; readonly isGlobal: boolean };

type Bucket = { used: number; readonly resetAt: number };

const CREATE_MESSAGE = "POST /channels/{channel_id}/messages";

const nameOf = ({ method, template }: Call): string =>
  `b${Buffer.from(`${method} ${template}`).toString("hex").slice(-24)}`;

function limitOf({ method, template }: Call): { limit: number; windowMs: number } {
  if (template.includes("reactions")) return { limit: 1, windowMs: 250 };
  return `${method} ${template}` === CREATE_MESSAGE ? { limit: 5, windowMs: 5000 } : { limit: 50, windowMs: 1000 };
}

export class Buckets {
  readonly #mode: RateLimits;
  readonly #buckets = new Map<string, Bucket>();
  #blocked: { readonly until: number; readonly isMeant: (call: Call) => boolean } | undefined;

  constructor(mode: RateLimits) {
    this.#mode = mode;
  }

  /** Counts a call. Returns the headers of its answer, and how long to wait when it is over the limit. */
  count(call: Call): { headers: Record<string, string>; retryAfter: number } {
    const { limit, windowMs } = limitOf(call);
    const { channel_id, guild_id, webhook_id } = call.params;
    const key = `${call.method} ${call.template} ${channel_id ?? guild_id ?? webhook_id ?? ""}`;
    const now = Date.now();
    const known = this.#buckets.get(key);
    const bucket = known && now < known.resetAt ? known : { used: 0, resetAt: now + windowMs };
    this.#buckets.set(key, bucket);
    const isEnforced = this.#mode === "enforce";
    if (isEnforced && bucket.used >= limit) return { headers: {}, retryAfter: (bucket.resetAt - now) / 1000 };
    bucket.used++;
    const headers = {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(isEnforced ? limit - bucket.used : limit),
      "x-ratelimit-reset": (bucket.resetAt / 1000).toFixed(3),
      "x-ratelimit-reset-after": ((bucket.resetAt - now) / 1000).toFixed(3),
      "x-ratelimit-bucket": nameOf(call),
    };
    return { headers, retryAfter: 0 };
  }

  /** A 429 for this call: calls to the same place before its time is over are reported. */
  block(call: Call, { retryAfter, isGlobal }: Limited): { body: Wire; headers: Record<string, string> } {
    const until = Date.now() + retryAfter * 1000;
    const { method, template, params } = call;
    const isSame = (c: Call): boolean =>
      c.template === template && c.method === method && c.params.channel_id === params.channel_id;
    this.#blocked = { until, isMeant: isGlobal ? () => true : isSame };
    const own = {
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": (until / 1000).toFixed(3),
      "x-ratelimit-reset-after": String(retryAfter),
      "x-ratelimit-bucket": nameOf(call),
    };
    const headers = {
      "retry-after": String(Math.ceil(retryAfter)),
      "x-ratelimit-scope": isGlobal ? "global" : "user",
      ...(isGlobal ? { "x-ratelimit-global": "true" } : own),
    };
    return { body: { message: "You are being rate limited.", retry_after: retryAfter, global: isGlobal }, headers };
  }

  /** Milliseconds this call came too early after a 429; clients may be a few milliseconds off. */
  earlyMs(call: Call): number {
    const left = (this.#blocked?.until ?? 0) - Date.now();
    return left > 5 && this.#blocked?.isMeant(call) ? left : 0;
  }
}
