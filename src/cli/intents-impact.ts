/**
 * `aftercare intents impact DIR`: what another pack would have done to the questions of the last days, beside the live one. For
 * whoever edits the files: it ends with 1 when the change is worse, so a hook or CI can stop it.
 */
import { saidOf } from "../app/evidence/gate.ts";
import { replayImpact } from "../app/evidence/impact.ts";
import type { Pack } from "../core/pack.ts";
import { IMPACT_EFFECTS, type Impact, type ImpactEffect } from "../insight/impact.ts";
import { openEvidenceThread } from "../nlu/evidence.ts";
import { loadPack } from "../nlu/pack/load.ts";
import { EXIT_PROBLEMS, reportProblems } from "./exit.ts";
import { directoriesIn, packSettings } from "./packs.ts";
import { withStore } from "./with-store.ts";

const DAY_MS = 86_400_000;
const EXAMPLES_SHOWN = 3;

export type ImpactOptions = { readonly days: string; readonly json?: true };

export async function impactIntents(dir: string, { days, json }: ImpactOptions): Promise<void> {
  const count = /^[1-9][0-9]{0,2}$/.test(days) ? Number(days) : null;
  if (count === null) return reportProblems(["write --days as a number from 1 to 999"]);
  const [live, draft] = await Promise.all([loadPack(packSettings().intentsDirs), loadPack(directoriesIn(dir))]);
  const problems = [live, draft].flatMap((loaded) => ("problems" in loaded ? loaded.problems : []));
  if (!("pack" in live) || !("pack" in draft)) return reportProblems(problems);
  const impact = await measure(live.pack, draft.pack, count);
  process.stdout.write(json ? `${JSON.stringify(impact)}\n` : described(impact));
  if (impact.verdict === "worse") process.exitCode = EXIT_PROBLEMS;
}

async function measure(live: Pack, draft: Pack, days: number): Promise<Impact> {
  const thread = openEvidenceThread();
  const now = Date.now();
  const found: Impact[] = [];
  try {
    await withStore(async (store) => {
      found.push(
        await replayImpact({ store, pack: live, now, from: now - days * DAY_MS }, { pack: draft }, { thread }),
      );
    });
  } finally {
    await thread.stop();
  }
  const [impact] = found;
  if (impact === undefined) throw new Error("the store was read or it was not");
  return impact;
}

const MEANING: Readonly<Record<ImpactEffect, string>> = {
  broken: "known to be right, and out of reach",
  mended: "known, and right only now",
  slower: "known, and asked back about before it is answered",
  quicker: "known, and answered without asking back",
  gained: "missed or left to a person, and would be answered",
  lost: "answered so far, and would not be",
  spared: "called wrong, and would not be said",
  other: "something else changes",
};

const VERDICTS = {
  worse: "Worse: it breaks more than it mends, by more than chance.",
  not_worse: "Not worse.",
  unknown: "Unknown: learners have said too seldom whether an answer was right.",
} as const;

function described({
  questions,
  changed,
  known,
  effects,
  examples,
  answered,
  ticketsSpared,
  brokenAtMost,
  verdict,
}: Impact): string {
  const lines = IMPACT_EFFECTS.flatMap((effect) => [
    `${String(effects[effect]).padStart(7)}  ${effect.padEnd(7)} ${MEANING[effect]}`,
    ...examples[effect]
      .slice(0, EXAMPLES_SHOWN)
      .map(({ text, live, draft }) => `${" ".repeat(18)}"${text}": ${saidOf(live)} -> ${saidOf(draft)}`),
  ]);
  const atMost = brokenAtMost === null ? "–" : `${(100 * brokenAtMost).toFixed(1)} %`;
  return [
    `${questions} questions, the right answer of ${known} is known. ${changed} would go another way:`,
    ...lines,
    `Answered by the bot: ${answered.live} so far, ${answered.draft} with the change; ${ticketsSpared} tickets fewer.`,
    `Of the known ones at most ${atMost} are broken (95 %).`,
    VERDICTS[verdict],
    "",
  ].join("\n");
}
