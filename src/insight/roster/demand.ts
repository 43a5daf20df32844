/**
 * Facts → what agents had to do: how many requests came in each hour of the week, how long one occupied a place of its agent, how many
 * chats agents held at once, and how long learners were willing to wait.
 *
 *   escalated | reopened ──> waits ──claimed──> held ──snoozed──> asleep ──woken──> held ──> solved | dropped
 *                              │  ^──released─────┘
 *                              └──> cancelled: gave up
 *
 * Facts must come in the order they happened. Only what is open is remembered, so a year needs no more memory than a day.
 */
import type { Fact, FactKind } from "../../core/facts.ts";
import type { AgentId, Millis } from "../../core/model.ts";
import { episodeKey } from "../claims.ts";
import { HOURS_A_WEEK, hourOfWeek } from "./hours.ts";
import { type Attendance, msByHour } from "./presence.ts";

/** The kinds `demandOf` looks at; ask the store for these. */
export const DEMAND_KINDS = [
  "escalated",
  "reopened",
  "claimed",
  "taken_over",
  "released",
  "snoozed",
  "woken",
  "solved",
  "cancelled",
  "dropped",
] as const satisfies readonly FactKind[];

export type HourDemand = {
  /** Requests that came in this hour of the week, in all weeks. */
  readonly requests: number;
  /** Weeks seen of this hour; parts of an hour count as such. */
  readonly weeks: number;
  /** How much more the weeks differ than chance would have it: variance ÷ mean of the requests of a week, at least 1. */
  readonly spread: number;
};

export type Demand = {
  readonly byHour: readonly HourDemand[];
  /** Mean time a request occupied a place while its holder was there, milliseconds; null without any. `n` is how many ended. */
  readonly handling: { readonly meanMs: number; readonly n: number } | null;
  /** Chats an agent held on average while holding any; at least 1. */
  readonly chatsAtOnce: number;
  /** Mean patience, for waits that end when somebody comes (censored); null when fewer than ten gave up. */
  readonly patience: { readonly meanMs: number; readonly gaveUp: number } | null;
};

/** Fewer than that, and a mean says nothing. */
const GAVE_UP_MIN = 10;
const WEEK_MS: Millis = 7 * 86_400_000;

type Range = { readonly from: Millis; readonly to: Millis; readonly timeZone: string };
type Open = { waitsSince: Millis | null; holder: AgentId | null; heldSince: Millis | null; heldMs: number };
type Load = { chats: number; since: Millis; busyMs: number; chatMs: number };

export async function demandOf(
  facts: AsyncIterable<Fact> | Iterable<Fact>,
  attendance: Pick<Attendance, "msWithin">,
  range: Range,
): Promise<Demand> {
  const follower = new Follower(attendance, range);
  for await (const fact of facts) follower.add(fact);
  return follower.demand();
}

class Follower {
  readonly #attendance: Pick<Attendance, "msWithin">;
  readonly #range: Range;
  readonly #open = new Map<string, Open>();
  readonly #loads = new Map<AgentId, Load>();
  readonly #arrivals = new Arrivals();
  readonly #handled = { n: 0, ms: 0 };
  readonly #waited = { gaveUp: 0, ms: 0 };

  constructor(attendance: Pick<Attendance, "msWithin">, range: Range) {
    this.#attendance = attendance;
    this.#range = range;
  }

  add({ kind, at, ticketId, episode, agentId }: Fact): void {
    if (ticketId === null || episode === null) return;
    const key = episodeKey(ticketId, episode);
    if (kind === "escalated" || (kind === "reopened" && agentId === null)) {
      this.#arrivals.add(at, this.#range);
      this.#open.set(key, { waitsSince: at, holder: null, heldSince: null, heldMs: 0 });
      return;
    }
    const open = this.#open.get(key);
    if (open === undefined) return;
    if (kind === "claimed" || kind === "taken_over") this.#hold(open, agentId, at);
    else if (kind === "woken") this.#hold(open, open.holder, at);
    else if (kind === "snoozed") this.#let(open, at);
    else if (kind === "released") {
      this.#let(open, at);
      Object.assign(open, { holder: null, waitsSince: at });
    } else this.#end(key, open, { kind, at });
  }

  #hold(open: Open, agentId: AgentId | null, at: Millis): void {
    if (open.waitsSince !== null) this.#waited.ms += at - open.waitsSince;
    this.#let(open, at);
    Object.assign(open, { waitsSince: null, holder: agentId, heldSince: agentId === null ? null : at });
    if (agentId !== null) this.#change(agentId, 1, at);
  }

  /** The holder's place is free again. */
  #let(open: Open, at: Millis): void {
    const { holder, heldSince } = open;
    if (holder === null || heldSince === null) return;
    open.heldMs += this.#attendance.msWithin(holder, heldSince, at);
    open.heldSince = null;
    this.#change(holder, -1, at);
  }

  #end(key: string, open: Open, { kind, at }: Pick<Fact, "kind" | "at">): void {
    if (open.waitsSince !== null) {
      this.#waited.ms += at - open.waitsSince;
      if (kind === "cancelled") this.#waited.gaveUp += 1;
    }
    this.#let(open, at);
    if (open.heldMs > 0) Object.assign(this.#handled, { n: this.#handled.n + 1, ms: this.#handled.ms + open.heldMs });
    this.#open.delete(key);
  }

  /** Time with no chat at all says nothing of how many an agent holds at once. */
  #change(agentId: AgentId, by: 1 | -1, at: Millis): void {
    const load = this.#loads.get(agentId) ?? { chats: 0, since: at, busyMs: 0, chatMs: 0 };
    const ms = load.chats === 0 ? 0 : this.#attendance.msWithin(agentId, load.since, at);
    const { chats, busyMs, chatMs } = load;
    this.#loads.set(agentId, { chats: chats + by, since: at, busyMs: busyMs + ms, chatMs: chatMs + ms * chats });
  }

  demand(): Demand {
    const { n, ms } = this.#handled;
    const { gaveUp, ms: waitedMs } = this.#waited;
    const loads = [...this.#loads.values()];
    const busyMs = loads.reduce((sum, load) => sum + load.busyMs, 0);
    const chatMs = loads.reduce((sum, load) => sum + load.chatMs, 0);
    return {
      byHour: this.#arrivals.byHour(this.#range),
      handling: n === 0 ? null : { meanMs: ms / n, n },
      chatsAtOnce: busyMs === 0 ? 1 : Math.max(1, chatMs / busyMs),
      patience: gaveUp < GAVE_UP_MIN ? null : { meanMs: waitedMs / gaveUp, gaveUp },
    };
  }
}

/** Requests by hour of the week, and the sum of their squares week by week. */
class Arrivals {
  readonly #requests = new Float64Array(HOURS_A_WEEK);
  readonly #squares = new Float64Array(HOURS_A_WEEK);
  readonly #thisWeek = new Float64Array(HOURS_A_WEEK);
  #week = Number.NEGATIVE_INFINITY;

  add(at: Millis, { from, timeZone }: Range): void {
    const week = Math.floor((at - from) / WEEK_MS);
    if (week !== this.#week) this.#closeWeek();
    this.#week = week;
    const hour = hourOfWeek(at, timeZone);
    this.#requests[hour] = (this.#requests[hour] ?? 0) + 1;
    this.#thisWeek[hour] = (this.#thisWeek[hour] ?? 0) + 1;
  }

  #closeWeek(): void {
    for (const [hour, count] of this.#thisWeek.entries()) {
      this.#squares[hour] = (this.#squares[hour] ?? 0) + count * count;
    }
    this.#thisWeek.fill(0);
  }

  byHour({ from, to, timeZone }: Range): readonly HourDemand[] {
    this.#closeWeek();
    const passed = msByHour(from, to, timeZone);
    return Array.from(this.#requests, (requests, hour) => {
      const weeks = (passed[hour] ?? 0) / 3_600_000;
      const mean = weeks === 0 ? 0 : requests / weeks;
      const variance = weeks < 2 ? 0 : ((this.#squares[hour] ?? 0) - weeks * mean * mean) / (weeks - 1);
      return { requests, weeks, spread: mean === 0 ? 1 : Math.max(1, variance / mean) };
    });
  }
}
