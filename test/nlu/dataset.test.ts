/** Files of labelled rows: which rows count, and what is said about a file that cannot be used. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readRows, subjectsOf } from "../../src/nlu/dataset.ts";

let file: string;

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), "rows-")), "rows.jsonl");
  const rows = [
    { text: "a", intent: "x", split: "train" },
    { text: "b", intent: "y", split: "valid", lang: "en" },
    { text: "c", intent: "oos", split: "test" },
  ];
  await writeFile(file, `${rows.map((row) => JSON.stringify(row)).join("\n")}\n\n`);
});

const textsIn = async (source: string) => {
  const read = await readRows(source);
  return "rows" in read ? read.rows.map(({ text }) => text) : read.problems;
};

test("all rows count without a split, else those of the splits named", async () => {
  expect(await textsIn(file)).toEqual(["a", "b", "c"]);
  expect(await textsIn(`${file}:valid`)).toEqual(["b"]);
  expect(await textsIn(`${file}:train,test`)).toEqual(["a", "c"]);
});

test("a split nobody has, a missing file and a broken row are each said", async () => {
  const broken = `${file}.broken.jsonl`;
  await writeFile(broken, '{"text":"a","intent":"x"}\nno json\n{"text":1,"intent":"x"}\n');

  expect(await textsIn(`${file}:nope`)).toEqual([expect.stringContaining("no such rows")]);
  expect(await textsIn(`${file}x`)).toEqual([expect.stringContaining("cannot be read")]);
  expect(await textsIn(broken)).toEqual([
    expect.stringContaining(":2: must be"),
    expect.stringContaining(":3: must be"),
  ]);
});

test("out-of-scope rows are not learned from, and an intent's name is a hint", () => {
  const subjects = subjectsOf([
    { text: "a", intent: "faq/resetPassword" },
    { text: "b", intent: "oos" },
    { text: "c", intent: "faq/resetPassword" },
  ]);

  expect(subjects).toEqual([{ id: "faq/resetPassword", examples: ["a", "c"], hints: ["faq reset Password"] }]);
});
