/**
 * Questions nobody answered, mined: `npm run bench -- mining [--data DIR] [--quick]`. Intents are taken away from corpora, their
 * questions mixed with noise and mined, and the groups compared with the truth, beside k-means and DBSCAN on the same rows. A full
 * run writes its section of docs/benchmarks.md; a quick one (the course pack alone) prints and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LANGUAGES } from "../src/core/model.ts";
import { adjustedMutualInformation, purity } from "../src/nlu/mine/agreement.ts";
import { mine } from "../src/nlu/mine/mine.ts";
import { loadPack } from "../src/nlu/pack/load.ts";
import { type Inbox, inboxOf, type Labelled } from "./mining/inbox.ts";
import { dbscan, kMeans, tfIdf } from "./mining/peers.ts";
import { withSection } from "./pages/sections.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PAGE = `${ROOT}docs/benchmarks.md`;
/** How many intents are taken away from each. */
const CORPORA = { clinc150: 30, hwu64: 30, smp2017_zh: 15, bitext8k: 14, rasa_sara: 30, dialogflow_smalltalk_zh: 40 };
const ROWS_MAX = 9000;

export async function bench(options: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: { data: { type: "string", default: `${ROOT}data/nlu` }, quick: { type: "boolean", default: false } },
  });
  const lines = [lineOf("course pack", inboxOf(await packRows(), 20))];
  for (const [name, taken] of values.quick ? [] : Object.entries(CORPORA)) {
    const rows = rowsIn(join(resolve(values.data), `${name}.jsonl`));
    if (rows !== null) lines.push(lineOf(name, inboxOf(rows, taken)));
  }
  const text = [INTRODUCTION, ...HEAD, ...lines, ""].join("\n");
  console.log(text);
  if (values.quick || lines.length === 1) return;
  writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", "mining", text));
  console.log("mining: written to docs/benchmarks.md");
}

const INTRODUCTION = `## Questions nobody answered

Written by \`npm run bench -- mining\`. Of each corpus some intents were taken away, their questions (5 to 75 an intent) mixed with a quarter of
noise, and mined; the intents that were left are what the bot knows. Each cell is adjusted mutual information with the truth (0 by chance, 1 the
same; every question of noise is a group of its own), purity, and the number of groups. k-means over tf-idf was told the true number of
intents, DBSCAN over the same the reach that agrees with the truth best; Aftercare was told neither. Purity is high for whoever leaves most questions alone, so read it beside the number of groups.
`;
const HEAD = [
  "| corpus | questions | intents | noise | Aftercare | k-means | DBSCAN | time |",
  "| --- | --- | --- | --- | --- | --- | --- | --- |",
];

function lineOf(name: string, { questions, truth, taken, noise, known }: Inbox): string {
  const begun = performance.now();
  const groups: number[] = [];
  mine(questions, known).forEach(({ members }, group) => {
    for (const member of members) groups[member] = group;
  });
  const seconds = (performance.now() - begun) / 1000;
  const vectors = tfIdf(questions.map(({ text }) => text));
  const reaches = Array.from({ length: 15 }, (_, step) => dbscan(vectors, 0.2 + step * 0.05));
  const agreement = (each: readonly number[]): number => adjustedMutualInformation(each, truth) ?? 0;
  const best = reaches.toSorted((one, other) => agreement(other) - agreement(one))[0] ?? [];
  const cells = [groups, kMeans(vectors, taken), best].map((each) => cellOf(each, truth));
  return `| ${[name, questions.length, taken, noise, ...cells, `${seconds.toFixed(1)} s`].join(" | ")} |`;
}

function cellOf(groups: readonly number[], truth: readonly number[]): string {
  const agreement = (adjustedMutualInformation(groups, truth) ?? 0).toFixed(3);
  return `${agreement} / ${(purity(groups, truth) ?? 0).toFixed(2)} / ${new Set(groups).size}`;
}

async function packRows(): Promise<readonly Labelled[]> {
  const loaded = await loadPack([`${ROOT}intents/online-education`]);
  if (!("pack" in loaded)) throw new Error("the course pack does not load");
  return [...loaded.pack.intents.values()].flatMap(({ id, examples }) =>
    LANGUAGES.flatMap((language) => examples[language].map((text) => ({ text, intent: id, language }))),
  );
}

/** Training and validation rows; null without the file. */
function rowsIn(file: string): readonly Labelled[] | null {
  if (!existsSync(file)) return null;
  const rows: Labelled[] = [];
  for (const line of readFileSync(file, "utf8")
    .split("\n")
    .slice(0, ROWS_MAX * 3)) {
    if (line.trim() === "") continue;
    const { text, intent, split, lang } = JSON.parse(line);
    if (split === undefined || split === "train" || split === "valid") {
      rows.push({ text, intent, language: lang === "zh" ? "zh" : "en" });
    }
  }
  return rows;
}
