/**
 * How long agents were there: spans of presence, asked again and again for parts of them. A chat that is held over night occupies
 * nobody until the agent is back, so what a chat takes is counted in the time its holder was there.
 */
import type { AgentId, Millis } from "../../core/model.ts";
import type { PresenceSpan } from "../../core/ports.ts";
import { HOURS_A_WEEK, piecesByHour } from "./hours.ts";

export type Attendance = {
  /** Milliseconds of [from, to) in which that agent was there. */
  readonly msWithin: (agentId: AgentId, from: Millis, to: Millis) => number;
  /** How many agents were there on average in each hour of the week. */
  readonly meanByHour: readonly number[];
};

/** Spans of one agent must not overlap; `range` is what the mean is over. */
export function attendanceOf(
  spans: readonly PresenceSpan[],
  { from, to, timeZone }: { readonly from: Millis; readonly to: Millis; readonly timeZone: string },
): Attendance {
  const byAgent = Map.groupBy(
    spans.toSorted((one, other) => one.fromAt - other.fromAt),
    ({ agentId }) => agentId,
  );
  const there = new Array<number>(HOURS_A_WEEK).fill(0);
  for (const { fromAt, toAt } of spans) {
    for (const piece of piecesByHour(Math.max(from, fromAt), Math.min(to, toAt), timeZone)) {
      there[piece.hour] = (there[piece.hour] ?? 0) + piece.to - piece.from;
    }
  }
  const passed = msByHour(from, to, timeZone);
  return {
    meanByHour: there.map((ms, hour) => (passed[hour] ? ms / passed[hour] : 0)),
    msWithin: (agentId, begin, end) => msIn(byAgent.get(agentId) ?? [], begin, end),
  };
}

/** How much of a range lies in each hour of the week, milliseconds. */
export function msByHour(from: Millis, to: Millis, timeZone: string): readonly number[] {
  const passed = new Array<number>(HOURS_A_WEEK).fill(0);
  for (const piece of piecesByHour(from, to, timeZone)) {
    passed[piece.hour] = (passed[piece.hour] ?? 0) + piece.to - piece.from;
  }
  return passed;
}

function msIn(spans: readonly PresenceSpan[], from: Millis, to: Millis): number {
  let ms = 0;
  for (let index = firstEndingAfter(spans, from); index < spans.length; index += 1) {
    const span = spans[index];
    if (span === undefined || span.fromAt >= to) break;
    ms += Math.max(0, Math.min(to, span.toAt) - Math.max(from, span.fromAt));
  }
  return ms;
}

function firstEndingAfter(spans: readonly PresenceSpan[], at: Millis): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.toAt ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
