/** What the documents name exists, and what exists is in the documents. */
import { describe, expect, test } from "vitest";
import { codeIn, documentProblems } from "../../scripts/check/documents.ts";
import { aProject } from "./a-project.ts";

const PROJECT = {
  "package.json": JSON.stringify({ scripts: { start: "x", test: "x", check: "x" } }),
  "src/config.ts": "export const SETTINGS = { PORT: {}, DATA_DIR: {} };\n",
  "src/core/model.ts": "export const SMALL_TALK = 1;\n",
  "ARCHITECTURE.md": "The types are in `core/model.ts`; see `src/core/*.ts`, `SMALL_TALK`.\n",
  "CONTRIBUTING.md": "[The map](ARCHITECTURE.md)\n\n```sh\nnpm ci && npm test\nnpm run check\n```\n",
  "README.md": "`npm start` listens on `PORT` and writes to `DATA_DIR`. It speaks `application/json` on `/api/v1`.\n",
};

describe("the documents", () => {
  test("are good when everything they name is there and nothing is left out", async () => {
    expect(await documentProblems(aProject(PROJECT))).toEqual([]);
  });

  test("may not name a path, a link, a script or a setting that is not there", async () => {
    const root = aProject({
      ...PROJECT,
      "docs/running.md": [
        "See `src/core/gone.ts`, `core/gone/`, `src/gone/*.ts`, `gone.json` and [more](gone.md).",
        "Set `GONE_SETTING`, then:",
        "```",
        "npm run gone",
        "```",
      ].join("\n"),
    });

    expect(await documentProblems(root)).toEqual([
      "docs/running.md names src/core/gone.ts, which does not exist",
      "docs/running.md names core/gone/, which does not exist",
      "docs/running.md names src/gone/*.ts, which does not exist",
      "docs/running.md names gone.json, which does not exist",
      "docs/running.md links to gone.md, which does not exist",
      'docs/running.md names the npm script "gone", which does not exist',
      "docs/running.md names the variable GONE_SETTING, which does not exist",
    ]);
  });

  test("may not forget a script or a setting", async () => {
    const root = aProject({ ...PROJECT, "README.md": "Prose about npm start and PORT is not enough.\n" });

    expect(await documentProblems(root)).toEqual([
      'no document names the npm script "start"',
      "no document names the setting PORT",
      "no document names the setting DATA_DIR",
    ]);
  });

  test("are incomplete without a README, and settings must be declared", async () => {
    const { "README.md": _readme, "src/config.ts": _config, ...rest } = PROJECT;

    expect(await documentProblems(aProject(rest))).toEqual([
      "README.md is missing",
      "src/config.ts exports no SETTINGS object",
      'no document names the npm script "start"',
    ]);
  });

  test("hold code in spans and in blocks, and a block does not begin a span", () => {
    expect(codeIn("a `one` b\n```ts\ntwo\n`three`\n```\n`four` five")).toEqual(["two", "`three`", "one", "four"]);
  });
});
