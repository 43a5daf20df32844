/**
 * How long the wait is at each place in the line: estimated from the claims of the last two weeks, corrected by how the
 * promises of that time were kept. It reads now and then and keeps the outcome, so that a turn asks nobody.
 *
 * Not to break: whoever is told a wait is told one that can be judged later. What became of each promise is read from the
 * facts, so that a process that died after a claim has forgotten nothing.
 */
import type { Logger } from "pino";
import type { AgentId, Millis } from "../core/model.ts";
import type { Now, Range, Staff, Store } from "../core/ports.ts";
import type { ToldWait, WaitAt } from "../core/queue/told.ts";
import { type AgentProfile, isAwayAt } from "../core/staff.ts";
import {
  CLAIM_KINDS,
  type Claims,
  episodeKey,
  hourClassAt,
  readClaims,
  staffedMinutes,
  type Turnout,
} from "../insight/claims.ts";
import {
  calibrate,
  correctedWait,
  FACTOR_MAX,
  type PastPromise,
  type PromisesKept,
  promisesKept,
} from "../insight/promise.ts";
import { roundWait, roundWaitUp, waitAt } from "../insight/wait.ts";
import { type ClaimHistory, cappedRate, claimRate, type WaitRate } from "../insight/wait-rate.ts";
import { repeatedly } from "./again.ts";
import { GAP_MS, presentSpans, type StaffFacts } from "./staff-book.ts";

export type Waits = {
  /** The wait at each place, as of now. */
  at(): WaitAt;
  /** Reads anew. Errors: StoreError. */
  refresh(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const DAY_MS: Millis = 86_400_000;
const HISTORY_MS: Millis = 14 * DAY_MS;
/** Two weeks change little in that time, and reading them costs a moment. Who is there now is asked each time. */
const REFRESH_MS: Millis = 5 * 60_000;

type Watched = {
  readonly now: Now;
  readonly log: Logger;
  readonly store: { readonly facts: Store["facts"]; readonly staff: Pick<Staff, PromiseDoors | "presence" | "held"> };
  readonly book: { facts(): StaffFacts };
};
type PromiseDoors = "promises" | "keepPromise" | "dropPromise";

/** What the last look found. */
type Known = {
  readonly history: ClaimHistory;
  readonly handlingMs: number | null;
  readonly factors: Factors;
  readonly held: ReadonlyMap<AgentId, number>;
};

/**
 * What the estimate is multiplied with. Whoever is next often meets an agent who is free, which claims per minute know nothing
 * of; whoever stands behind others never does. One factor for both would be too long for the one and too short for the other.
 */
type Factors = { readonly next: number; readonly behind: number };

const NOTHING_KNOWN: Known = {
  history: { claims: {}, staffedMinutes: {} },
  ...{ handlingMs: null, factors: { next: 1, behind: 1 }, held: new Map() },
};

export function openWaits({ store, book, now, log }: Watched): Waits {
  let known = NOTHING_KNOWN;

  async function refresh(): Promise<void> {
    known = await readKnown(store, { now: now(), timeZone: timeZoneOf(book.facts()) });
  }

  const reading = repeatedly(refresh, { everyMs: REFRESH_MS, log, level: "warn", what: "estimating waits" });
  return {
    at() {
      const then = { known, facts: book.facts(), now: now() };
      return (position) => told(position, then);
    },
    refresh,
    async start() {
      await refresh();
      reading.start();
    },
    stop: reading.stop,
  };
}

/** How the promises of a range were kept, by `now`. Those whose time is not over yet are left out. */
export async function promiseFigure(
  { promises }: Pick<Staff, "promises">,
  { from = 0, to, now }: Pick<Range, "from" | "to"> & { readonly now: Millis },
): Promise<PromisesKept> {
  return promisesKept(pastOf(await promises(from, to ?? now), now));
}

// ----------------------------------------------------------------------------------------------------------- Estimating

type Then = { readonly known: Known; readonly facts: StaffFacts; readonly now: Millis };

/** Nobody is told a shorter wait than whoever stands in front of them. */
function told(position: number, then: Then): ToldWait | null {
  const own = corrected(position, then);
  const next = position === 1 ? null : corrected(1, then);
  if (own === null || next === null || (next.p90Ms <= own.p90Ms && next.medianMs <= own.medianMs)) return own;
  const p90Ms = Math.max(own.p90Ms, next.p90Ms);
  return { medianMs: Math.max(own.medianMs, next.medianMs), p90Ms, factor: (own.factor * p90Ms) / own.p90Ms };
}

function corrected(position: number, then: Then): ToldWait | null {
  const factor = then.known.factors[position === 1 ? "next" : "behind"];
  const rate = rateNow(then);
  // At its bound the factor no longer says how wrong the estimate is.
  if (rate === null || factor >= FACTOR_MAX) return null;
  const { medianMs, p90Ms } = correctedWait(waitAt(position, rate.perMs), factor);
  return { medianMs: roundWait(medianMs), p90Ms: roundWaitUp(p90Ms), factor };
}

function rateNow({ known, facts, now }: Then): WaitRate | null {
  const present = facts.agents.filter((agent) => isPresent(agent, now));
  const caps = present.map(({ id, cap }) => ({ id, cap: cap ?? facts.rules.cap }));
  const slots = caps.every(({ cap }) => cap !== null) ? caps.reduce((sum, { cap }) => sum + (cap ?? 0), 0) : null;
  if (facts.rules.assignment === "claim" || slots === null) {
    const hourClass = hourClassAt(now, timeZoneOf(facts));
    return claimRate(known.history, { hourClass, agentsPresent: present.length });
  }
  // Somebody who has room is given the ticket at once: then there is no line to wait in.
  const hasRoom = caps.some(({ id, cap }) => (known.held.get(id) ?? 0) < (cap ?? 0));
  return hasRoom || known.handlingMs === null ? null : cappedRate(slots, known.handlingMs);
}

function isPresent(agent: AgentProfile, now: Millis): boolean {
  return !agent.isGone && !isAwayAt(agent, now) && now - agent.seenAt <= GAP_MS;
}

function timeZoneOf({ rules }: StaffFacts): string {
  return rules.schedule.timeZone;
}

// -------------------------------------------------------------------------------------------------------------- Reading

type When = { readonly now: Millis; readonly timeZone: string };

async function readKnown({ facts, staff }: Watched["store"], { now, timeZone }: When): Promise<Known> {
  const from = now - HISTORY_MS;
  const claims = await readClaims(facts(CLAIM_KINDS, { from, to: now }), timeZone);
  const spans = await presentSpans(staff, from, now);
  await settlePromises(staff, { claims, from, now });
  return {
    history: { claims: claims.byHour, staffedMinutes: staffedMinutes(spans, timeZone) },
    handlingMs: claims.handlingMs,
    factors: factorsOf(await staff.promises(from, now), now),
    held: await staff.held(),
  };
}

type Settling = { readonly claims: Claims; readonly from: Millis; readonly now: Millis };

/** Writes down what became of promises since; twice is once. */
async function settlePromises(staff: Pick<Staff, PromiseDoors>, { claims, from, now }: Settling): Promise<void> {
  for (const { ticketId, episode, promisedAt, waitedMs } of await staff.promises(from, now)) {
    const turnout = waitedMs === null ? claims.turnouts.get(episodeKey(ticketId, episode)) : undefined;
    if (turnout === undefined) continue;
    const cameAt = firstAfter(promisedAt, turnout);
    if (cameAt !== null) await staff.keepPromise(ticketId, episode, cameAt);
    else if (turnout.leftAt !== null) await staff.dropPromise(ticketId, episode, turnout.leftAt);
  }
}

function firstAfter(promisedAt: Millis, { claimedAt, solvedAt }: Turnout): Millis | null {
  return claimedAt.find((at) => at >= promisedAt) ?? solvedAt;
}

type Promises = Awaited<ReturnType<Staff["promises"]>>;

function factorsOf(promises: Promises, now: Millis): Factors {
  const isNext = ({ position }: Promises[number]): boolean => position === 1;
  return {
    next: calibrate(pastOf(promises.filter(isNext), now)),
    behind: calibrate(
      pastOf(
        promises.filter((promise) => !isNext(promise)),
        now,
      ),
    ),
  };
}

/** Those whose time is over: the slow ones settle last, so settled ones alone would flatter us. */
function pastOf(promises: Promises, now: Millis): readonly PastPromise[] {
  return promises
    .filter(({ promisedAt, p90Ms }) => promisedAt + p90Ms <= now)
    .map(({ promisedAt, p90Ms, factor, waitedMs }) => ({
      promisedP90Ms: p90Ms,
      factor,
      waitedMs: waitedMs ?? now - promisedAt,
    }));
}
