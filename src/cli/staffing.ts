/** `aftercare staffing`: how many agents are needed, from what happened, or for a load somebody writes down. */
import { SHARE_DEFAULT, type StaffingAdvice, sentencesOf, staffingOn, type WhatIf, whatIf } from "../app/staffing.ts";
import type { Language, Millis } from "../core/model.ts";
import { spans } from "../core/phrases/spans.ts";
import { reportProblems } from "./exit.ts";
import { Reading } from "./reading.ts";
import { withFigures } from "./with-store.ts";

export type AdviceOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly share?: string;
  readonly within?: string;
  readonly lang: Language;
  readonly json?: true;
};

export type WhatIfOptions = {
  readonly requests: string;
  readonly period: string;
  readonly handling: string;
  readonly within: string;
  readonly share?: string;
  readonly agents?: string;
  readonly chats?: string;
  readonly patience?: string;
  readonly shrinkage?: string;
  readonly json?: true;
};

/** Reads the last eight weeks, or the range given, and says when people are missing or could be spared. */
export async function advise(options: AdviceOptions): Promise<void> {
  const read = new Reading();
  const wish = {
    from: read.instant("from", options.from),
    to: read.instant("to", options.to),
    share: read.share("share", options.share),
    withinMs: read.span("within", options.within),
  };
  if (read.problems.length > 0) return reportProblems(read.problems);
  await withFigures(async (store, { schedule }) => {
    const advice = await staffingOn({ store, schedule, now: Date.now })(wish);
    process.stdout.write(options.json ? `${JSON.stringify(advice)}\n` : adviceText(advice, options.lang));
  });
}

/** Pure arithmetic: needs no database and no settings. */
export function adviseIf(options: WhatIfOptions): void {
  const read = new Reading();
  const requests = read.number("requests", options.requests, { min: 0, max: 1e9, isWhole: false }) ?? 0;
  const periodMs = read.span("period", options.period) ?? 1;
  const handlingMs = read.span("handling", options.handling) ?? 1;
  const withinMs = read.span("within", options.within) ?? 1;
  const share = read.share("share", options.share) ?? SHARE_DEFAULT;
  const agents = read.number("agents", options.agents, { min: 1, max: 10_000, isWhole: true }) ?? null;
  const chatsPerAgent = read.number("chats", options.chats, { min: 1, max: 100, isWhole: true }) ?? 1;
  const patienceMs = read.span("patience", options.patience) ?? null;
  const shrinkage = read.number("shrinkage", options.shrinkage, { min: 0, max: 0.95, isWhole: false }) ?? 0;
  if ((requests * handlingMs) / periodMs > LOAD_MAX)
    read.problems.push(`--requests: that is work for more than ${LOAD_MAX} people at once; check the period`);
  if (read.problems.length > 0) {
    reportProblems(read.problems);
    return;
  }
  const workload = { requests, periodMs, handlingMs, chatsPerAgent, patienceMs };
  const answer = whatIf(workload, { share, withinMs }, { shrinkage, agents });
  process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : whatIfText(answer, { share, withinMs }));
}

const LOAD_MAX = 20_000;

function adviceText(advice: StaffingAdvice, language: Language): string {
  const { demand, range, target } = advice;
  const requests = demand.byHour.reduce((sum, hour) => sum + hour.requests, 0);
  const lines = [
    ...sentencesOf(advice, language),
    "",
    `requests      ${requests} from ${dateOf(range.from)} to ${dateOf(range.to)} (${range.timeZone})`,
    `handling      ${spanOrDash(advice.advice.handlingMs)} (n ${demand.handling?.n ?? 0}), ${advice.advice.chatsPerAgent} chats at once`,
    `patience      ${spanOrDash(advice.advice.patienceMs)} (n ${demand.patience?.gaveUp ?? 0} gave up)`,
    `target        ${percent(target.share)} within ${spans.en(target.withinMs)}`,
    "",
    "hour      requests  an hour        there  needed      9 in 10 wait  with one more",
    ...advice.advice.hours.map(hourLine),
  ];
  return `${lines.join("\n")}\n`;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function hourLine(hour: StaffingAdvice["advice"]["hours"][number]): string {
  const { rate, needed } = hour;
  const name = `${DAYS[Math.floor(hour.hour / 24)]} ${String(hour.hour % 24).padStart(2, "0")}`;
  const anHour = `${rate.perHour.toFixed(1)} (${rate.low.toFixed(1)}–${rate.high.toFixed(1)})`;
  const people = `${needed.agents} (${needed.low}–${needed.high})`;
  return [
    name.padEnd(10),
    String(hour.requests).padStart(8),
    `  ${anHour.padEnd(15)}`,
    hour.present.toFixed(1).padStart(4),
    `  ${people.padEnd(12)}`,
    spanOrDash(hour.waitMs).padEnd(14),
    spanOrDash(hour.waitMsWithOneMore),
    hour.isSure ? "" : "  (few weeks)",
  ].join("");
}

function whatIfText(
  { needed, rostered, lines, responseLoadIndex }: WhatIf,
  target: { share: number; withinMs: number },
) {
  const rows = lines.map(({ agents, line, p90Ms }) => {
    const name = `${String(agents).padStart(6)}  `;
    if (line.kind === "overloaded") return `${name}the line only grows`;
    const gaveUp = line.abandonShare > 0 ? `  ${percent(line.abandonShare)} give up` : "";
    return `${name}${percent(line.withinShare).padStart(6)}  ${spanOrDash(line.meanWaitMs).padEnd(11)}${spanOrDash(p90Ms).padEnd(14)}${percent(line.occupancy).padStart(6)}${gaveUp}`;
  });
  const head = `agents  within  mean wait  9 in 10 wait  occupied`;
  return [
    `${needed} needed for ${percent(target.share)} within ${spans.en(target.withinMs)}; ${rostered} on the roster.`,
    "",
    head,
    ...rows,
    "",
    `responseLoadIndex ${responseLoadIndex.toFixed(2)}: an older rule of thumb with mixed units that knows no number of agents; not advice.`,
    "",
  ].join("\n");
}

function spanOrDash(ms: number | null): string {
  if (ms === null) return "—";
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  return spans.en(ms);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function dateOf(at: Millis): string {
  return new Date(at).toISOString().slice(0, 10);
}
