/**
 * Questions written by hand for the shipped pack that are not among its examples, and messages that are none of its
 * business. The floors are what was measured, less two or three questions: a change of the matcher or the pack that
 * costs more is seen.
 */
import { beforeAll, expect, test } from "vitest";
import { judge } from "../../src/core/judge.ts";
import type { Pack } from "../../src/core/pack.ts";
import { OUT_OF_SCOPE, type Row, readRows } from "../../src/nlu/dataset.ts";
import { evaluate } from "../../src/nlu/evaluation.ts";
import { fold } from "../../src/nlu/text/fold.ts";
import type { Trained } from "../../src/nlu/trained.ts";
import { trainedCoursePack } from "./course-pack.ts";

const FILES = { zh: "test/nlu/held-out/zh.jsonl", en: "test/nlu/held-out/en.jsonl" };
// Measured: accuracy 95.0 / 96.2 %, AUROC 99.7 / 98.3 %.
const FLOORS = { accuracy: 0.92, auroc: 0.96 };

let pack: Pack;
let trained: Trained;

beforeAll(async () => {
  ({ pack, trained } = await trainedCoursePack());
}, 60_000);

for (const [language, file] of Object.entries(FILES)) {
  test(`at least 60 questions in ${language}, none of them an example`, async () => {
    const rows = await rowsIn(file);
    const examples = new Set(
      [...pack.intents.values()].flatMap(({ examples: { zh, en } }) => [...zh, ...en].map(fold)),
    );

    expect(rows.filter(({ intent }) => intent !== OUT_OF_SCOPE).length).toBeGreaterThanOrEqual(60);
    expect(rows.filter(({ text }) => examples.has(fold(text)))).toEqual([]);
    expect(rows.filter(({ intent }) => intent !== OUT_OF_SCOPE && !pack.intents.has(intent))).toEqual([]);
  });

  test(`questions in ${language} are understood, and what is out of scope looks strange`, async () => {
    const verdicts = (await rowsIn(file)).map(({ text, intent }) => {
      const { matches, evidence } = trained.readOut(text);
      return {
        gold: intent === OUT_OF_SCOPE ? null : intent,
        said: matches[0]?.intentId ?? null,
        confidence: evidence,
      };
    });
    const { accuracy, oos } = evaluate(verdicts);

    expect(accuracy).toBeGreaterThanOrEqual(FLOORS.accuracy);
    expect(oos.auroc).toBeGreaterThanOrEqual(FLOORS.auroc);
  });

  test(`of 20 answers given to questions in ${language} at most one is wrong`, async () => {
    const asked = (await rowsIn(file)).filter(({ intent }) => intent !== OUT_OF_SCOPE);
    const answered = asked.flatMap(({ text, intent }) => {
      const judgement = judge(trained.match(text), pack, 0);
      return judgement.judgement === "answer" ? [judgement.intent.id === intent] : [];
    });

    expect(answered.length / asked.length).toBeGreaterThan(0.75);
    expect(answered.filter((isRight) => isRight).length / answered.length).toBeGreaterThanOrEqual(0.95);
  });
}

async function rowsIn(file: string): Promise<readonly Row[]> {
  const read = await readRows(file);
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return read.rows;
}
