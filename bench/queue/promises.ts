/** What learners were promised against how long they waited: ours, Rocket.Chat's estimate and a fixed one, for the same visits. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Millis } from "../../src/core/model.ts";
import { type Interval, wilsonInterval } from "../../src/insight/wilson.ts";
import { openStore } from "../../src/store/store.ts";
import { type Chat, Office, type Visit } from "./office.ts";

const WEEK_MS: Millis = 7 * 86_400_000;

/** Rocket.Chat's setting for how many closed chats count, as it comes. */
const RECENT_CHATS = 100;
const FIXED_MS: Millis = 120_000;

/**
 * Rocket.Chat (Omnichannel waiting queue, enterprise): ((spot − 1) ÷ N + 1) × the mean duration of the N chats closed last, with
 * N = 100 unless set otherwise. A chat's duration counts from the visitor's coming to its end. The number of agents has no part
 * in it, and a spot moves it by a hundredth only. Null before any chat was closed.
 * Source: apps/meteor/ee/app/livechat-enterprise/server/lib/Helper of Rocket.Chat 5 (read 2026-11).
 */
function rocketChatMs(spot: number, closed: readonly Chat[]): Millis | null {
  const recent = closed.slice(-RECENT_CHATS);
  if (recent.length === 0) return null;
  const mean = recent.reduce((sum, { durationMs }) => sum + durationMs, 0) / recent.length;
  return ((spot - 1) / RECENT_CHATS + 1) * mean;
}

/** How one way of estimating did. Times are milliseconds. */
export type Kept = {
  readonly name: string;
  readonly n: number;
  /** The share of waits that were no longer than told as the longest; for an estimate of one number, than that number. */
  readonly share: number;
  readonly interval: Interval | null;
  /** Between the likely wait and the real one: half of the learners were further off. */
  readonly errorMs: Millis;
  /** What was told as the longest, for half of the learners. */
  readonly toldMs: Millis;
};

export type Promised = {
  readonly weeks: { readonly warm: number; readonly judged: number };
  readonly visits: number;
  /** Visits that were promised something, but for those that ended by themselves before the promised time. */
  readonly judged: number;
  readonly waits: { readonly medianMs: Millis; readonly p90Ms: Millis };
  readonly ways: readonly Kept[];
};

type Told = { readonly likelyMs: Millis; readonly mostMs: Millis; readonly waitedMs: Millis };

export async function measurePromises(isQuick: boolean): Promise<Promised> {
  const weeks = isQuick ? { warm: 2, judged: 1 } : { warm: 3, judged: 3 };
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-office-"));
  const store = await openStore({ dataDir });
  try {
    const office = new Office(store, 7);
    await office.run(weeks.warm + weeks.judged);
    const visits = [...office.visits.values()];
    const from = (visits[0]?.at ?? 0) + weeks.warm * WEEK_MS;
    const told = await store.staff.promises(from, Number.MAX_SAFE_INTEGER);
    const waits = visits.flatMap(({ at, claimedAt }) => (at >= from && claimedAt !== null ? [claimedAt - at] : []));
    const rows = told.flatMap((promise) => {
      const visit = office.visits.get(promise.ticketId);
      // Whoever left after the promised time waited so long in vain; whoever left before it was promised nothing.
      const waitedMs = visit?.claimedAt ? visit.claimedAt - visit.at : promise.waitedMs;
      return visit === undefined || waitedMs === null ? [] : [{ promise, visit, waitedMs }];
    });
    const ours = rows.map(({ promise, waitedMs }) => ({ likelyMs: promise.medianMs, mostMs: promise.p90Ms, waitedMs }));
    const theirs = rows.flatMap(({ visit, waitedMs }) => oneNumber(rocketChatAt(visit, office.chats), waitedMs));
    const fixed = rows.flatMap(({ waitedMs }) => oneNumber(FIXED_MS, waitedMs));
    return {
      ...{ weeks, visits: visits.filter(({ at }) => at >= from).length, judged: rows.length },
      waits: { medianMs: quantile(waits, 0.5), p90Ms: quantile(waits, 0.9) },
      ways: [keptOf("Aftercare", ours), keptOf("Rocket.Chat's formula", theirs), keptOf("always 120 s", fixed)],
    };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true });
  }
}

function rocketChatAt({ position, at }: Visit, chats: readonly Chat[]): Millis | null {
  return rocketChatMs(position, chats.slice(0, chats.findLastIndex(({ closedAt }) => closedAt <= at) + 1));
}

function oneNumber(ms: Millis | null, waitedMs: Millis): readonly Told[] {
  return ms === null ? [] : [{ likelyMs: ms, mostMs: ms, waitedMs }];
}

function keptOf(name: string, told: readonly Told[]): Kept {
  const kept = told.filter(({ waitedMs, mostMs }) => waitedMs <= mostMs).length;
  const errors = told.map(({ waitedMs, likelyMs }) => Math.abs(waitedMs - likelyMs));
  return {
    ...{ name, n: told.length, share: kept / told.length },
    interval: wilsonInterval(kept, told.length),
    errorMs: quantile(errors, 0.5),
    toldMs: quantile(
      told.map(({ mostMs }) => mostMs),
      0.5,
    ),
  };
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;
}
