/**
 * Staffing advice from what is stored: reads the requests of the last weeks and who was there, and hands both to the formulas. It
 * writes nothing.
 */
import { type CalendarVersion, versionAt } from "../core/calendar/calendar.ts";
import type { Schedule } from "../core/calendar/schedule.ts";
import type { Language, Millis } from "../core/model.ts";
import { staffingPhrases } from "../core/phrases/staffing.ts";
import type { Now, Store } from "../core/ports.ts";
import { firstRules } from "../core/queue/rules.ts";
import { type Advice, adviceOn, type Shift, shiftsIn } from "../insight/roster/advice.ts";
import { DEMAND_KINDS, type Demand, demandOf } from "../insight/roster/demand.ts";
import { dayAndHour } from "../insight/roster/hours.ts";
import { attendanceOf } from "../insight/roster/presence.ts";
import { waitWithin } from "../insight/roster/quantile.ts";
import {
  agentsNeeded,
  lineWith,
  responseLoadIndex,
  rostered,
  type Target,
  type Workload,
} from "../insight/staffing.ts";
import { presentSpans } from "./staff-book.ts";

export type { Shift };

const WEEK_MS: Millis = 7 * 86_400_000;
/** Eight weeks: long enough for an hour of the week to be seen eight times, short enough to be about the school of today. */
export const WEEKS_LOOKED_AT = 8;
/** What nine of ten call good service in a chat, unless somebody says otherwise: four of five within the target. */
export const SHARE_DEFAULT = 0.8;

export type StaffingWish = {
  readonly from?: Millis | undefined;
  readonly to?: Millis | undefined;
  /** The share of requests to be answered in time, 0–1. */
  readonly share?: number | undefined;
  /** In time: milliseconds; left out: what the rules promise for a first answer at normal priority. */
  readonly withinMs?: Millis | undefined;
};

export type StaffingAdvice = {
  readonly range: { readonly from: Millis; readonly to: Millis; readonly timeZone: string };
  readonly target: Target;
  readonly demand: Demand;
  readonly advice: Advice;
  readonly short: readonly Shift[];
  readonly spare: readonly Shift[];
};

type Looked = {
  readonly store: { readonly facts: Store["facts"]; readonly staff: Pick<Store["staff"], "presence" | "rules"> };
  /** What holds until an admin has set rules. */
  readonly schedule: Schedule;
  readonly now: Now;
};

export type Staffing = (wish: StaffingWish) => Promise<StaffingAdvice>;

/** Errors: StoreError. */
export function staffingOn({ store, schedule, now }: Looked): Staffing {
  return async (wish) => {
    const to = wish.to ?? now();
    const from = wish.from ?? to - WEEKS_LOOKED_AT * WEEK_MS;
    const rules = await rulesAt(store.staff, schedule, to);
    const range = { from, to, timeZone: rules.schedule.timeZone };
    const attendance = attendanceOf(await presentSpans(store.staff, from, to), range);
    const demand = await demandOf(store.facts(DEMAND_KINDS, { from, to }), attendance, range);
    const target = { share: wish.share ?? SHARE_DEFAULT, withinMs: wish.withinMs ?? rules.targets.normal.firstMs };
    const advice = adviceOn(demand, attendance.meanByHour, { target, chatsPerAgent: rules.cap });
    const shifts = { short: shiftsIn(advice.hours, "short"), spare: shiftsIn(advice.hours, "spare") };
    return { range, target, demand, advice, ...shifts };
  };
}

async function rulesAt(staff: Looked["store"]["staff"], schedule: Schedule, at: Millis) {
  const versions = await staff.rules();
  const calendar: readonly CalendarVersion[] = versions.map(({ version, from, rules }) => ({
    ...{ version, from },
    schedule: rules.schedule,
  }));
  if (calendar.length === 0) return firstRules(schedule);
  const { version } = versionAt(calendar, at);
  return versions.find((one) => one.version === version)?.rules ?? firstRules(schedule);
}

/** What an admin reads: one sentence for each shift, the worst waits first; never empty. */
export function sentencesOf({ advice, short, spare }: StaffingAdvice, language: Language): readonly string[] {
  const say = staffingPhrases[language];
  if (advice.handlingMs === null) return [say.tooLittle];
  const sentences = [
    ...worstFirst(short).map((shift) => {
      const { needed, present, waitMs, waitMsWithOneMore } = shift.worst;
      const needs = say.needs(whenOf(shift, language), needed.agents, Math.round(present));
      return `${needs}${language === "zh" ? "" : " "}${say.oneMore(waitMs, waitMsWithOneMore)}`;
    }),
    ...spare.map((shift) => {
      const { needed, present } = shift.worst;
      return say.spares(whenOf(shift, language), needed.high, Math.round(present));
    }),
  ];
  return sentences.length > 0 ? sentences : [say.enough];
}

/** The sentence about the hours that lack people most; null when none do. */
export function mostMissing(advice: StaffingAdvice, language: Language): string | null {
  return advice.short.length === 0 ? null : (sentencesOf(advice, language)[0] ?? null);
}

function worstFirst(shifts: readonly Shift[]): readonly Shift[] {
  const missing = ({ worst }: Shift): number => worst.needed.agents - Math.round(worst.present);
  return shifts.toSorted((one, other) => missing(other) - missing(one));
}

function whenOf({ from, to }: Pick<Shift, "from" | "to">, language: Language): string {
  const { weekday, hour } = dayAndHour(from);
  return staffingPhrases[language].when(weekday, hour, hour + to - from);
}

export type WhatIf = {
  readonly needed: number;
  /** Needed, and on the roster when a share of paid time goes elsewhere. */
  readonly rostered: number;
  /** With 1 agent, 2, … up to two more than needed, and as many as asked about. */
  readonly lines: readonly {
    readonly agents: number;
    readonly line: ReturnType<typeof lineWith>;
    readonly p90Ms: number | null;
  }[];
  /** The older rule of thumb, with its caveat: see `responseLoadIndex`. */
  readonly responseLoadIndex: number;
};

const LINES_MAX = 12;

/** Pure: what a load would mean for so many agents. `agents`: a number that is shown whatever is needed. */
export function whatIf(
  workload: Workload,
  target: Target,
  { shrinkage, agents }: { readonly shrinkage: number; readonly agents: number | null },
): WhatIf {
  const needed = agentsNeeded(workload, target);
  const last = needed + 2;
  const counts = Array.from({ length: Math.min(last, LINES_MAX) }, (_, index) => last - index).toReversed();
  if (agents !== null && !counts.includes(agents)) counts.push(agents);
  const minutes = (ms: number): number => ms / 60_000;
  return {
    needed,
    rostered: rostered(needed, shrinkage),
    lines: counts
      .toSorted((one, other) => one - other)
      .map((count) => ({
        agents: count,
        line: lineWith(count, workload, target.withinMs),
        p90Ms: waitWithin(count, workload, 0.9),
      })),
    responseLoadIndex: responseLoadIndex(workload.requests, minutes(workload.handlingMs), minutes(target.withinMs)),
  };
}
