/** Files and functions stay short, and names say what a thing is. */
import { describe, expect, test } from "vitest";
import { isBanned, nameProblems } from "../../scripts/check/names.ts";
import { sizeProblems } from "../../scripts/check/sizes.ts";
import { aProject } from "./a-project.ts";

const lines = (count: number): string => "  step();\n".repeat(count);

describe("sizes", () => {
  test("of 300 lines a file and 50 lines a function are the most that is allowed", () => {
    const root = aProject({
      "src/core/at-the-limit.ts": `function f() {\n${lines(48)}}\n${"// still fine\n".repeat(250)}`,
      "test/core/chapter.test.ts": `describe("a chapter", () => {\n${lines(100)}});\n`,
      "test/conformance/suite.ts": `export function suite() {\n  test("t", () => {\n${lines(40)}});\n${lines(40)}}\n`,
      "src/node_modules/theirs.ts": lines(1000),
    });

    expect(sizeProblems(root)).toEqual([]);
  });

  test("beyond them are named with their place, in the product as in tests and benchmarks", () => {
    const root = aProject({
      "src/core/long.ts": `\nfunction f() {\n${lines(49)}}\n`,
      "bench/long.ts": "// one\n".repeat(301),
      "test/core/long.test.ts": `describe("a chapter", () => {\n  test("t", () => {\n${lines(49)}});\n});\n`,
    });

    expect(sizeProblems(root)).toEqual([
      "src/core/long.ts:2 a function of 51 lines, more than 50",
      "test/core/long.test.ts:2 a function of 51 lines, more than 50",
      "bench/long.ts has 301 lines, more than 300",
    ]);
  });
});

describe("names", () => {
  test("with a word that means nothing are found wherever they are declared", () => {
    const root = aProject({
      "src/core/ticket-manager.ts": "export const a = 1;\n",
      "src/core/a.ts":
        "export type LearnerInfo = { readonly extraData: string };\nfunction handleTicket(data: string) {}\n",
      "src/core/b.ts": "class RatingService { doIt() {} }\nconst textUtils = 1;\n",
    });

    const problems = nameProblems(root);

    expect(problems.map((problem) => problem.match(/"(\w+)"|file's/)?.[0])).toEqual([
      '"LearnerInfo"',
      '"extraData"',
      '"handleTicket"',
      '"data"',
      '"RatingService"',
      '"doIt"',
      '"textUtils"',
      "file's",
    ]);
  });

  test("that others gave are left alone: what we call, fill in or take apart", () => {
    const root = aProject({
      "src/desk/a.ts": [
        "const { data } = await read();",
        'log.info("started"); process.exit(0);',
        "send({ data: 1, info: 2 });",
        "type Press = { readonly callback_data: string };",
        "export const SETTINGS = { DATA_DIR: {} };",
      ].join("\n"),
    });

    expect(nameProblems(root)).toEqual([]);
  });

  test.each(["handledAt", "database", "information", "doneAt", "document", "processedByUs", "metadataless"])(
    "may contain the letters of a banned word without the word: %s",
    (name) => {
      expect(isBanned(name)).toBe(false);
    },
  );
});
