/**
 * Facts of the last days → what the estimate of a wait is made of: who came when, how long a chat was handled, and how many
 * agents were there in each class of hour. Facts must come in the order they happened.
 */
import { MINUTE_MS } from "../core/calendar/zone.ts";
import type { Fact, FactKind } from "../core/facts.ts";
import type { Millis, TicketId } from "../core/model.ts";
import { dayAndHour, hourOfWeek, piecesByHour } from "./roster/hours.ts";
import { classOfHour, type HourClass } from "./wait-rate.ts";

/** The kinds `readClaims` looks at; ask the store for these. */
export const CLAIM_KINDS = [
  "claimed",
  "reopened",
  "solved",
  "cancelled",
  "merged",
  "dropped",
] as const satisfies readonly FactKind[];

/** What became of one episode in the line, in the range that was read. */
export type Turnout = {
  /** When somebody came for it, each time it waited. */
  readonly claimedAt: readonly Millis[];
  /** When a person ended it without claiming it. */
  readonly solvedAt: Millis | null;
  /** When nobody had to come any more: taken back, merged, dropped. */
  readonly leftAt: Millis | null;
};

export type Claims = {
  readonly byHour: Readonly<Record<HourClass, number>>;
  readonly turnouts: ReadonlyMap<string, Turnout>;
  /** From the last claim to the end, on average; null when nothing was both claimed and solved. */
  readonly handlingMs: number | null;
};

const NOTHING: Turnout = { claimedAt: [], solvedAt: null, leftAt: null };

export function episodeKey(ticketId: TicketId, episode: number): string {
  return `${ticketId}:${episode}`;
}

export async function readClaims(facts: AsyncIterable<Fact> | Iterable<Fact>, timeZone: string): Promise<Claims> {
  const byHour: Record<HourClass, number> = {};
  const turnouts = new Map<string, Turnout>();
  const handled = { count: 0, ms: 0 };
  /** Episodes an agent reopened: the claim that comes with it is none from the line. */
  const takenUp = new Set<string>();
  for await (const fact of facts) {
    const { kind, at, ticketId, episode } = fact;
    if (ticketId === null || episode === null) continue;
    const key = episodeKey(ticketId, episode);
    const turnout = turnouts.get(key) ?? NOTHING;
    if (kind === "reopened" && fact.agentId !== null) takenUp.add(key);
    if (kind === "claimed") {
      const isFromLine = !takenUp.delete(key);
      if (isFromLine) byHour[hourClassAt(at, timeZone)] = (byHour[hourClassAt(at, timeZone)] ?? 0) + 1;
      turnouts.set(key, { ...turnout, claimedAt: [...turnout.claimedAt, at] });
    } else if (kind === "solved") {
      const begun = turnout.claimedAt.at(-1);
      if (begun !== undefined) Object.assign(handled, { count: handled.count + 1, ms: handled.ms + at - begun });
      turnouts.set(key, { ...turnout, solvedAt: at });
    } else if (kind !== "reopened") turnouts.set(key, { ...turnout, leftAt: at });
  }
  return { byHour, turnouts, handlingMs: handled.ms > 0 ? handled.ms / handled.count : null };
}

/** The class of an instant where the agents work. */
export function hourClassAt(at: Millis, timeZone: string): HourClass {
  const { weekday, hour } = dayAndHour(hourOfWeek(at, timeZone));
  return classOfHour({ weekday: weekday + 1, hour });
}

type Span = { readonly fromAt: Millis; readonly toAt: Millis };

/** Agent-minutes in each class of hour; two spans at the same time count twice. */
export function staffedMinutes(spans: readonly Span[], timeZone: string): Readonly<Record<HourClass, number>> {
  const minutes: Record<HourClass, number> = {};
  for (const { fromAt, toAt } of spans) {
    // Classes begin with full hours of the wall.
    for (const { from, to } of piecesByHour(fromAt, toAt, timeZone)) {
      const hourClass = hourClassAt(from, timeZone);
      minutes[hourClass] = (minutes[hourClass] ?? 0) + (to - from) / MINUTE_MS;
    }
  }
  return minutes;
}
