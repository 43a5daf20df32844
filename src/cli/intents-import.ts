/**
 * `aftercare intents import` and `publish`: questions from a file become drafts, and the open drafts become a version, from the
 * machine the database is on.
 */
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { gateOn } from "../app/evidence/gate.ts";
import { replayImpact } from "../app/evidence/impact.ts";
import { type Drafter, type DraftsPublished, liveTexts, publishDrafts } from "../app/faq/drafts.ts";
import { type ImportFormat, importQuestions } from "../app/faq/import.ts";
import { publishOf } from "../app/faq/publish.ts";
import { openTexts } from "../app/faq/texts.ts";
import { openWorkshop } from "../app/faq/workshop.ts";
import type { Language } from "../core/model.ts";
import type { FaqStore } from "../core/ports.ts";
import { openEvidenceThread } from "../nlu/evidence.ts";
import { openTrainer } from "../nlu/trainer.ts";
import { reportProblems } from "./exit.ts";
import { HERE } from "./intents-life.ts";
import { withStore } from "./with-store.ts";

const FORMATS: ReadonlyMap<string, ImportFormat> = new Map([
  [".csv", "csv"],
  [".md", "markdown"],
  [".markdown", "markdown"],
]);
const DAY_MS = 86_400_000;
const PROBLEMS_MAX = 50;
const NO_FAQ =
  "there is no FAQ in the database yet; start the bot once, so that it takes in the folders of INTENTS_DIR";

export type ImportQuestionsOptions = { readonly lang?: Language; readonly json?: true };

/** Exit 1 with every mistake and its line when the file cannot be taken. Errors: ConfigError, StoreError. */
export async function importIntents(file: string, { lang, json }: ImportQuestionsOptions): Promise<void> {
  const name = basename(file);
  const format = FORMATS.get(extname(file).toLowerCase());
  if (format === undefined)
    return reportProblems([`${file}: name a file that ends in ${[...FORMATS.keys()].join(", ")}`]);
  const text = await textIn(file);
  if (text === null) return reportProblems([`${file}: cannot be read as text in UTF-8; save it as UTF-8`]);
  await withStore(async ({ faq }) => {
    if ((await faq.newest()) === null) return reportProblems([NO_FAQ]);
    const wish = { text, format, language: lang ?? null, why: `imported from ${name}`, by: HERE };
    const imported = await importQuestions(drafterOn(faq), wish);
    if (imported.outcome === "refused") {
      const { problems } = imported;
      const lines = problems.slice(0, PROBLEMS_MAX).map(({ line, problem }) => `${name}:${line}: ${problem}`);
      const rest = problems.length > PROBLEMS_MAX ? [`… and ${problems.length - PROBLEMS_MAX} more mistakes`] : [];
      return reportProblems([...lines, ...rest, "Nothing was written."]);
    }
    const { drafts, unchanged, unused } = imported;
    const paths = drafts.map(({ path }) => path);
    const said = [
      ...paths,
      `Drafts begun or changed: ${paths.length}; questions known already: ${unchanged}.`,
      ...unused.map((column) => `The column "${column}" was not read.`),
    ];
    process.stdout.write(`${json ? JSON.stringify({ drafts: paths, unchanged, unused }) : said.join("\n")}\n`);
  });
}

export type PublishOptions = { readonly why: string; readonly despite?: string };

/** Publishes all open drafts together, or none of them: then exit 1 with what stands in the way. */
export async function publishIntents({ why, despite }: PublishOptions): Promise<void> {
  await withStore(async (store) => {
    const { faq } = store;
    if ((await faq.newest()) === null) return reportProblems([NO_FAQ]);
    const drafts = await faq.drafts();
    if (drafts.length === 0) return reportProblems(["there is no open draft"]);
    const trainer = openTrainer();
    const [workshop, thread] = [openWorkshop({ trial: trainer, live: trainer }), openEvidenceThread()];
    try {
      const drafter = drafterOn(faq);
      const { version, texts } = await liveTexts(drafter);
      const built = await workshop.build(texts);
      if ("problems" in built) return reportProblems(built.problems);
      const { pack, training } = built;
      const live = { version: version.number, pack, match: await training.rehearsed };
      const now = Date.now();
      const past = (days: number) => ({ store, pack, match: live.match, now, from: now - days * DAY_MS });
      const gate = gateOn(() => ({ impact: (draft, days) => replayImpact(past(days), draft, { thread }) }));
      const publish = publishOf({ store: faq, workshop, live: () => live, gate, now: Date.now });
      const wish = { drafts, by: HERE, why, despite: despite ?? null };
      const published = await publishDrafts({ ...drafter, publish }, wish);
      if (published.outcome !== "published") return reportProblems(reasonsOf(published));
      process.stdout.write(`Version ${published.version} is live; drafts in it: ${drafts.length}.\n`);
    } finally {
      await Promise.all([workshop.stop(), thread.stop()]);
    }
  });
}

type Refused = Exclude<DraftsPublished, { outcome: "published" }>;

function reasonsOf(refused: Refused): readonly string[] {
  switch (refused.outcome) {
    case "nothing_new":
      return ["the drafts are what is live already"];
    case "moved":
      return ["somebody published or changed a draft meanwhile; try again"];
    case "overtaken":
      return refused.drafts.map(({ path }) => `${path}: was published anew since its draft was begun; save it again`);
    case "problems":
    case "tests_failed":
      return [...refused.reasons, "Nothing was published."];
    case "regression":
      return [...refused.reasons, "Nothing was published; --despite says why to do it all the same."];
  }
}

function drafterOn(store: FaqStore): Drafter {
  return { store, textsOf: openTexts(store), now: Date.now };
}

async function textIn(file: string): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch {
    // Missing, a folder, not ours to read, or not UTF-8: for whoever named it it is the same mistake.
    return null;
  }
}
