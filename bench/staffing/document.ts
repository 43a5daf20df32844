/** The section of docs/benchmarks.md about staffing advice. Nothing of the machine and no date is in it. */
import type { Felt, Staffed } from "./grid.ts";

export function documentOf({ withinMs, chatsEach, felt }: Staffed): string {
  return `# Staffing advice

Written by \`npm run bench -- staffing\`; change \`bench/staffing\` and not this section. \`--quick\` prints less of it and writes nothing.

A place that is open day and night, on the real store with its rules and a cap of ${chatsEach} chats; only the time is made up. Learners come by chance at a
steady rate; agents claim whoever is next as soon as they have room. Afterwards the advice reads what happened, as \`aftercare staffing\` does: the
rate, how long one takes, how long learners wait before they give up. Predicted is the share it says is answered within
${withinMs / 60_000} minutes; simulated is the share that was, with the 95 % interval of chance (means of 20 batches).

| an hour | agents | handling | gives up after | learners | predicted % | simulated % | apart, points |
| --- | --- | --- | --- | --- | --- | --- | --- |
${felt.map(rowOf).join("\n")}

The formulas take handling to be exponential. Where it varies less, as lognormal times of the simulated school do, lines are shorter than
predicted: the advice errs towards one agent too many.`;
}

function rowOf({ load, learners, handlingMs, predicted, simulated, chance }: Felt): string {
  const { perHour, agents, handling, patience } = load;
  const shape = handling.sigma === null ? "exponential" : "lognormal";
  const leaves = patience === null ? "never" : `${patience.meanMs / 60_000} min`;
  const apart = ((predicted - simulated) * 100).toFixed(1);
  return `| ${perHour} | ${agents} | ${(handlingMs / 60_000).toFixed(1)} min, ${shape} | ${leaves} | ${learners} | ${percent(predicted)} | ${percent(simulated)} ± ${percent(chance)} | ${apart} |`;
}

const percent = (share: number): string => (share * 100).toFixed(1);
