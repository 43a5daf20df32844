/**
 * How much one chat, and one address, may ask of us: buckets that fill again over time. Kept in this process alone:
 * replicas each let through their share, and forgetting it all at a restart costs nothing.
 */
import { networkOf } from "../../core/address.ts";
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";

type Rate = { readonly burst: number; readonly perSecond: number };

/** A person types slower than this even when upset; an address may be a whole school behind one router. */
const RATES = {
  chat: { burst: 20, perSecond: 1 },
  address: { burst: 120, perSecond: 10 },
  chatTyping: { burst: 4, perSecond: 1 / 3 },
  newChat: { burst: 10, perSecond: 10 / 60 },
  chatFile: { burst: 6, perSecond: 1 / 20 },
  addressFile: { burst: 30, perSecond: 1 / 4 },
  chatStream: { burst: 20, perSecond: 1 },
  addressStream: { burst: 200, perSecond: 20 },
} as const satisfies Readonly<Record<string, Rate>>;

export type LimitKind = keyof typeof RATES;

/** Beyond this many buckets those that are full again are dropped: they know nothing a new one would not. */
const BUCKETS_MAX = 20_000;

export type Limits = {
  /** Takes one from a bucket. 0 when it had one, else the milliseconds until it will. */
  take(kind: LimitKind, whose: string): Millis;
};

type Bucket = { left: number; at: Millis };

export function openLimits(now: Now): Limits {
  const buckets = new Map<string, Bucket>();
  return {
    take(kind, whose) {
      const { burst, perSecond } = RATES[kind];
      const at = now();
      const key = `${kind} ${kind.startsWith("address") || kind === "newChat" ? networkOf(whose) : whose}`;
      const bucket = buckets.get(key) ?? { left: burst, at };
      if (buckets.size >= BUCKETS_MAX) dropFull(buckets, at);
      buckets.set(key, bucket);
      bucket.left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond);
      bucket.at = at;
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / perSecond) * 1000);
      bucket.left -= 1;
      return 0;
    },
  };
}

/** If most are in use, the oldest go: an attacker must not make us keep more and more. */
function dropFull(buckets: Map<string, Bucket>, at: Millis): void {
  const slowestRefillMs = 120_000;
  for (const [key, bucket] of buckets) if (at - bucket.at > slowestRefillMs) buckets.delete(key);
  for (const key of buckets.keys()) {
    if (buckets.size < BUCKETS_MAX / 2) return;
    buckets.delete(key);
  }
}
