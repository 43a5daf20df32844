/**
 * `aftercare intents check`: is the pack usable, and what would its thresholds mean? Prints every problem with file and
 * line, or a table from rehearsing on the pack's own examples.
 */
import type { Pack } from "../core/pack.ts";
import { type LintWarning, lint } from "../nlu/lint/lint.ts";
import { trainPack } from "../nlu/matcher.ts";
import { loadPack } from "../nlu/pack/load.ts";
import type { RehearsedMatch } from "../nlu/trained.ts";
import { reportProblems } from "./exit.ts";
import { deadLinks } from "./links.ts";
import { directoriesIn, packSettings } from "./packs.ts";

/** Exit 0 when the pack is good, 1 with the problems on standard error when not. */
export async function checkIntents(dir: string | undefined, { links }: { links?: true } = {}): Promise<void> {
  const directories = dir === undefined ? packSettings().intentsDirs : directoriesIn(dir);
  const loaded = await loadPack(directories);
  if ("problems" in loaded) {
    reportProblems(loaded.problems);
    return;
  }
  process.stdout.write(`${summary(loaded.pack)}\n\n${table(trainPack(loaded.pack).rehearsal)}\n`);
  const warnings = [...lint(loaded.pack), ...(links ? await deadLinks(loaded.pack) : [])];
  if (warnings.length > 0) process.stdout.write(`\n${warnings.map(lineOf).join("\n")}\n`);
}

function summary(pack: Pack): string {
  const intents = [...pack.intents.values()];
  const counts = pack.languages.map((language) => {
    const count = intents.reduce((sum, intent) => sum + intent.examples[language].length, 0);
    return `${count} examples in ${language}`;
  });
  return `${pack.name}: no problems. ${intents.length} intents, ${counts.join(", ")}.`;
}

/** What would make it answer worse than it could; the pack is good all the same. */
function lineOf({ intentId, language, about, text }: LintWarning): string {
  const place = language === null ? intentId : `${intentId} (${language})`;
  return `warning: ${place}: ${about === null ? "" : `"${about}" `}${text}`;
}

const THRESHOLDS = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];

/** What each threshold would have given for the examples left out of training. */
function table(rehearsal: readonly RehearsedMatch[]): string {
  const known = rehearsal.filter(({ isKnown }) => isKnown);
  const unknown = rehearsal.filter(({ isKnown }) => !isKnown);
  const lines = THRESHOLDS.map((threshold) => {
    const answered = known.filter(({ confidence }) => confidence >= threshold);
    const right = answered.filter(({ isRight }) => isRight).length;
    const fooled = unknown.filter(({ confidence }) => confidence >= threshold).length;
    const cells = [
      percent(answered.length, known.length),
      percent(right, answered.length),
      percent(fooled, unknown.length),
    ];
    return `${threshold.toFixed(1).padStart(16)}${cells.map((cell) => cell.padStart(12)).join("")}`;
  });
  const right = known.filter(({ isRight }) => isRight).length;
  return [
    `Of ${known.length} examples left out of training, ${percent(right, known.length)} are understood.`,
    `${"answerWhenSure".padStart(16)}${["answered", "right", "fooled"].map((title) => title.padStart(12)).join("")}`,
    ...lines,
    "fooled: messages whose intent the pack did not know, answered all the same",
  ].join("\n");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}
