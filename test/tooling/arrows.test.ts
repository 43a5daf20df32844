/** Every arrow of ARCHITECTURE.md that must not exist is drawn here once, to see that the check notices. */
import { describe, expect, test } from "vitest";
import { arrowProblems, unread } from "../../scripts/check/arrows.ts";
import { aProject } from "./a-project.ts";

const PACKAGE = {
  "package.json":
    '{"name":"p","type":"module","dependencies":{"grammy":"1","natural":"1","hono":"1"},"devDependencies":{"ws":"1"}}',
};
const PACKAGES = Object.fromEntries(
  ["grammy", "natural", "hono", "ws", "underscore"].flatMap((name) => [
    [`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","main":"index.js"}`],
    [`node_modules/${name}/index.js`, "module.exports = {};"],
  ]),
);
const model = "export const model = 1;\n";

function importing(...paths: readonly string[]): string {
  return `${paths.map((path) => `import * as _${path.replace(/\W/g, "")} from "${path}";`).join("\n")}\n`;
}

describe("the arrows", () => {
  test("that the design allows are allowed", async () => {
    const root = aProject({
      ...PACKAGE,
      ...PACKAGES,
      "src/core/model.ts": model,
      "src/core/rating.ts": importing("./model.ts", "node:assert"),
      "src/nlu/matcher.ts": importing("../core/model.ts", "natural"),
      "src/insight/wilson.ts": importing("../core/model.ts"),
      "src/app/hear.ts": importing("../core/model.ts", "../nlu/matcher.ts", "../insight/wilson.ts"),
      "src/desk/door.ts": importing("../app/hear.ts", "../core/model.ts", "hono"),
      "src/channels/telegram/channel.ts": importing("../../core/model.ts", "grammy"),
      "src/store/sqlite.ts": importing("../core/model.ts", "node:sqlite", "node:fs"),
      "src/console/page.ts": importing("./dom.ts"),
      "src/console/dom.ts": "export const dom = 1;\n",
      "src/cli/start.ts": importing("../store/sqlite.ts", "../config.ts"),
      "src/config.ts": importing("./core/model.ts"),
      "src/main.ts": importing("./config.ts", "./desk/door.ts", "./channels/telegram/channel.ts", "./store/sqlite.ts"),
    });

    expect(await arrowProblems(root)).toEqual([]);
  });

  test("that the design forbids are found, each of them", async () => {
    const root = aProject({
      ...PACKAGE,
      ...PACKAGES,
      "src/core/model.ts": importing("../nlu/matcher.ts", "node:fs", "hono"),
      "src/nlu/matcher.ts": importing("../store/sqlite.ts"),
      "src/insight/wilson.ts": importing("node:net"),
      "src/app/hear.ts": importing("../desk/door.ts", "../main.ts", "node:sqlite"),
      "src/desk/door.ts": importing("../store/sqlite.ts", "grammy", "natural"),
      "src/channels/web/channel.ts": importing("../telegram/channel.ts", "./circle.ts"),
      "src/channels/web/circle.ts": importing("./channel.ts"),
      "src/channels/telegram/channel.ts": importing("../../bells/timer.ts", "hono"),
      "src/bells/timer.ts": importing("../config.ts"),
      "src/store/sqlite.ts": importing("../../test/fake.ts", "left-pad", "ws", "underscore"),
      "src/console/page.ts": importing("../core/rating.ts"),
      "src/core/rating.ts": model,
      "src/config.ts": importing("node:fs"),
      "src/main.ts": importing("./config.ts"),
      "test/fake.ts": model,
    });

    const problems = await arrowProblems(root);

    expect(problems.map((problem) => problem.split(" → ")[0]).sort()).toEqual([
      "app-imports-only-nlu-insight-core: src/app/hear.ts",
      "app-imports-only-nlu-insight-core: src/app/hear.ts",
      "bells-imports-only-core: src/bells/timer.ts",
      "channels-do-not-know-each-other: src/channels/web/channel.ts",
      "channels-imports-only-core: src/channels/telegram/channel.ts",
      "console-imports-only-itself: src/console/page.ts",
      "console-is-for-the-browser: src/console/page.ts",
      "core-imports-only-itself: src/core/model.ts",
      "declared: src/store/sqlite.ts",
      "desk-imports-only-app-core: src/desk/door.ts",
      "nlu-imports-only-core: src/nlu/matcher.ts",
      "no-circle: src/channels/web/channel.ts",
      "one-owner-channels-telegram: src/desk/door.ts",
      "one-owner-desk: src/channels/telegram/channel.ts",
      "one-owner-desk: src/core/model.ts",
      "one-owner-nlu: src/desk/door.ts",
      "one-owner-node-sqlite: src/app/hear.ts",
      "product-knows-no-tests: src/store/sqlite.ts",
      "product-needs-no-development-package: src/store/sqlite.ts",
      "pure-rooms-do-no-io: src/config.ts",
      "pure-rooms-do-no-io: src/core/model.ts",
      "pure-rooms-do-no-io: src/insight/wilson.ts",
      "pure-rooms-need-no-package: src/core/model.ts",
      "resolvable: src/store/sqlite.ts",
    ]);
  });

  test("are not called good when the checker read nothing", () => {
    const files = ["src/core/model.ts", "src/core/rating.ts"];

    expect(unread(files, [])).toContain("not read by dependency-cruiser: src/core/rating.ts");
    expect(
      unread(
        files,
        files.map((source) => ({ source, dependencies: [] })),
      ),
    ).toEqual(["dependency-cruiser saw no import at all: can it read TypeScript?"]);
  });
});
