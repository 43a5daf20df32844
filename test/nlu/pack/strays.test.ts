/**
 * Questions that are none of a pack's business: read with every mistake named, joined over packs, and worth having. The
 * out-of-scope questions here were written before any stray and none of them is one; who adds one of them must replace it.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, describe, expect, test } from "vitest";
import { LANGUAGES } from "../../../src/core/model.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { OUT_OF_SCOPE, type Row, readRows } from "../../../src/nlu/dataset.ts";
import { evaluate } from "../../../src/nlu/evaluation.ts";
import { materialOf } from "../../../src/nlu/matcher.ts";
import { loadPack } from "../../../src/nlu/pack/load.ts";
import { skeletonOf } from "../../../src/nlu/pack/skeleton.ts";
import type { Trained } from "../../../src/nlu/trained.ts";
import { COURSE_PACK, trainedCoursePack } from "../course-pack.ts";

const PACK = "name: Test\nlanguages: [zh, en]\n";

const REFUND = `id: refund
title: { zh: 退款, en: Refund }
examples:
  zh: [我想退款, 这门课能退吗]
  en: [I want my money back, refund my course]
answer: { zh: 可以退。, en: Of course. }
`;

const INVOICE = REFUND.replace("id: refund", "id: invoice")
  .replace("[我想退款, 这门课能退吗]", "[开发票, 发票在哪]")
  .replace("[I want my money back, refund my course]", "[invoice please, I need a bill]");

type Files = Readonly<Record<string, string>>;

/** A directory of its own with one good intent and the given files; a file may replace pack.yaml or the intent. */
async function packWith(files: Files): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "strays-"));
  const all = { "pack.yaml": PACK, "refund.yaml": REFUND, ...files };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(directory, name), text)));
  return directory;
}

async function packOf(directories: readonly string[]): Promise<Pack> {
  const loaded = await loadPack(directories);
  assert("pack" in loaded, "problems" in loaded ? loaded.problems.join("\n") : "");
  return loaded.pack;
}

describe("strays.yaml", () => {
  test("is read in both languages and handed over to learn from, and no pack needs one", async () => {
    const plain = await packOf([await packWith({})]);
    const pack = await packOf([
      await packWith({ "strays.yaml": "zh: [下雨了吗]\nen:\n  - who sings this\n  - tell a tale\n" }),
    ]);

    expect(plain.strays).toEqual([]);
    expect(materialOf(pack).strays).toEqual(["下雨了吗", "who sings this", "tell a tale"]);
    expect([...pack.intents.keys()]).toEqual(["refund"]);
  });

  test("may be written in one of the pack's languages only", async () => {
    const pack = await packOf([await packWith({ "strays.yaml": "en: [who sings this]\n" })]);

    expect(pack.strays).toEqual(["who sings this"]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      "a language nobody speaks",
      "fr: [quel temps]\n",
      ["strays.yaml:1:", '"fr" is not known', "strays.yaml has zh, en"],
    ],
    ["a text where a list is due", "en: who sings this\n", ["strays.yaml:1:", "en: write a list of questions"]],
    ["a number", "en:\n  - fine\n  - 42\n", ["strays.yaml:3:", '"double quotes"']],
    ["an empty one", 'en:\n  - fine\n  - " "\n', ["strays.yaml:3:", "is empty"]],
    ["one too long", `en:\n  - ${"x".repeat(4097)}\n`, ["strays.yaml:2:", "4096"]],
    ["broken YAML", "en: ]who\n", ["strays.yaml:1:", "not valid YAML"]],
    ["an empty file", "", ["strays.yaml:1:", "one entry for each language"]],
    [
      "an example of the same pack, whatever its capitals and punctuation",
      "en:\n  - who sings this\n  - I want MY money back!!\n",
      ["strays.yaml:3:", "is an example of refund; remove it here or there"],
    ],
    ["an example of the other language", "en: [我想退款]\n", ["strays.yaml:1:", "is an example of refund"]],
  ])("with a mistake names the line and what to write: %s", async (_, text, parts) => {
    const directory = await packWith({ "strays.yaml": text });

    const loaded = await loadPack([directory]);

    assert("problems" in loaded);
    expect(loaded.problems).toHaveLength(1);
    for (const part of parts) expect(loaded.problems[0]).toContain(part);
  });

  test("in a language the pack does not declare is a mistake", async () => {
    const intent = REFUND.replace(/^ {2}en: .*\n/gm, "").replaceAll(/, en: [^}]+ }/g, " }");
    const strays = "zh: [下雨了吗]\nen: [who sings this]\n";
    const directory = await packWith({
      "pack.yaml": PACK.replace("[zh, en]", "[zh]"),
      "refund.yaml": intent,
      "strays.yaml": strays,
    });

    const loaded = await loadPack([directory]);

    expect(loaded).toEqual({ problems: [expect.stringMatching(/strays\.yaml:2: en: .*add en to languages/)] });
  });

  test("called strays.yml is not overlooked in silence", async () => {
    const loaded = await loadPack([await packWith({ "strays.yml": "en: [who sings this]\n" })]);

    expect(loaded).toEqual({ problems: [expect.stringContaining("rename it to end in .yaml")] });
  });
});

test("strays of several live packs are joined, each once, and what one of the packs answers is no stray", async () => {
  const refunds = await packWith({ "strays.yaml": "en: [who sings this, Invoice please!]\n" });
  const second = await mkdtemp(join(tmpdir(), "strays-"));
  await writeFile(join(second, "pack.yaml"), PACK);
  await writeFile(join(second, "invoice.yaml"), INVOICE);
  await writeFile(join(second, "strays.yaml"), "en: [Who sings this?, tell a tale, refund my course]\n");

  const pack = await packOf([refunds, second]);

  expect(pack.strays).toEqual(["who sings this", "tell a tale"]);
});

describe("the strays we ship", () => {
  const PACKS = [COURSE_PACK, "intents/consulting", "intents/software-tutorials"];

  test.each(PACKS)("in %s are many, and none is a question the figures are measured with", async (directory) => {
    const { strays = [] } = await packOf([directory]);
    const heldOut = await heldOutSkeletons();

    expect(strays.length).toBeGreaterThanOrEqual(120);
    expect(strays.filter((stray) => heldOut.has(skeletonOf(stray)))).toEqual([]);
  });

  test("fit together: no pack's stray is an example of another pack", async () => {
    const alone = await Promise.all(PACKS.map((directory) => packOf([directory])));
    const together = await packOf(PACKS);

    const all = new Set(alone.flatMap(({ strays = [] }) => strays.map(skeletonOf)));

    expect(together.strays?.length).toBe(all.size);
  });

  test("make what is none of ours look strange, and hardly any of it is answered", { timeout: 60_000 }, async () => {
    const { trained } = await trainedCoursePack();
    const rows = (await Promise.all(LANGUAGES.flatMap((language) => [language, `oos.${language}`]).map(rowsIn))).flat();

    const figures = figuresOf(trained, rows);
    console.info(`with strays: ${JSON.stringify(figures)}`);

    // Without strays AUROC was 98.7 % and 20 of 170 were answered.
    expect(figures.auroc).toBeGreaterThan(0.985);
    expect(figures.strangeAnswered).toBeLessThanOrEqual(12);
    expect(figures.answered).toBeGreaterThanOrEqual(147);
  });
});

const SURE = 0.7;

function figuresOf(trained: Trained, rows: readonly Row[]) {
  const verdicts = rows.map(({ text, intent }) => {
    const { matches, evidence } = trained.readOut(text);
    const [best] = matches;
    const gold = intent === OUT_OF_SCOPE ? null : intent;
    return { gold, said: best?.intentId ?? null, confidence: evidence, isSure: (best?.confidence ?? 0) >= SURE };
  });
  const sure = verdicts.filter(({ isSure }) => isSure);
  return {
    auroc: evaluate(verdicts).oos.auroc ?? 0,
    answered: sure.filter(({ gold, said }) => gold !== null && gold === said).length,
    strangeAnswered: sure.filter(({ gold }) => gold === null).length,
  };
}

const HELD_OUT = ["", "oos.", "consulting.", "software-tutorials."];

async function heldOutSkeletons(): Promise<ReadonlySet<string>> {
  const names = HELD_OUT.flatMap((set) => LANGUAGES.map((language) => `${set}${language}`));
  const rows = (await Promise.all(names.map(rowsIn))).flat();
  return new Set(rows.map(({ text }) => skeletonOf(text)));
}

async function rowsIn(name: string): Promise<readonly Row[]> {
  const read = await readRows(`test/nlu/held-out/${name}.jsonl`);
  assert("rows" in read, "problems" in read ? read.problems.join("\n") : "");
  return read.rows;
}
