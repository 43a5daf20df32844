/** The section of docs/benchmarks.md about the human queue. Nothing of the machine and no date is in it. */
import type { Claimed, Latency } from "./claims.ts";
import type { Kept, Promised } from "./promises.ts";

export type Results = { readonly promised: Promised; readonly claimed: Claimed | null };

export function documentOf({ promised, claimed }: Results): string {
  return [opening(), waiting(promised), claimed === null ? leftOut() : claiming(claimed)].join("\n\n");
}

function opening(): string {
  return `# The human queue

Written by \`npm run bench -- queue\`; change \`bench/queue\` and not this section. \`--quick\` prints less of it and writes nothing.`;
}

function waiting({ weeks, visits, judged, waits, ways }: Promised): string {
  return `## The wait learners are told

A simulated school on the real store, with the real rules and the real estimate; only the time is made up. Learners come by chance, 8 to 18 an
hour; three agents with shifts of their own each hold two chats of 12 minutes on average (lognormal). The estimate learns for ${weeks.warm} weeks, then
${weeks.judged} are judged: ${visits} visits, of which ${judged} were promised something. Half of the waits were under ${minutes(waits.medianMs)}, nine of ten under ${minutes(waits.p90Ms)}.

Kept: the real wait was no longer than told as "almost surely under", which is meant to be nine of ten; an estimate of one number is taken at
its word. Error: between the likely wait and the real one, the median.

| estimate | kept % (95 % interval) | median error | told at most, median |
| --- | --- | --- | --- |
${ways.map(wayRow).join("\n")}

Rocket.Chat's formula: the mean duration of the last 100 closed chats, a hundredth of it more for each place in the line. It knows neither how many
agents are there nor the time of day. "Always 120 s" is what a sign on the door would say.`;
}

function wayRow({ name, share, interval, errorMs, toldMs }: Kept): string {
  const ends = interval === null ? "–" : `${percent(interval.low)} – ${percent(interval.high)}`;
  return `| ${name} | ${percent(share)} (${ends}) | ${minutes(errorMs)} | ${minutes(toldMs)} |`;
}

function claiming({ storms, ours, byHand }: Claimed): string {
  return `## A hundred agents claim at once

${storms} storms of a hundred claims each on PostgreSQL with every commit on the disk, each agent a ticket of their own; the median over the storms.
By hand: the same locks and the same rows (conversation, agent, ticket, fact, message, three to send) with node-postgres on as many
connections, and no rule. In turns, in one run.

| | p50 | p99 | p99 ÷ by hand |
| --- | --- | --- | --- |
${claimRow("by hand", byHand, byHand)}
${claimRow("Aftercare", ours, byHand)}`;
}

function claimRow(name: string, { p50Ms, p99Ms }: Latency, floor: Latency): string {
  return `| ${name} | ${p50Ms.toFixed(0)} ms | ${p99Ms.toFixed(0)} ms | ${(p99Ms / floor.p99Ms).toFixed(2)} |`;
}

function leftOut(): string {
  return "Claims on PostgreSQL: left out, there is none on this machine.";
}

const percent = (share: number): string => (share * 100).toFixed(1);

function minutes(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
