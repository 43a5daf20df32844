/** A test run ends with one plain line, and says what it left out. */
import { describe, expect, test } from "vitest";
import { runTool, type ToolRun } from "../../scripts/check/tool.ts";
import { closingLines } from "../../scripts/last-line.ts";
import { chromiumPath } from "../../scripts/left-out.ts";
import { aProject, ROOT } from "./a-project.ts";

const NEED = { name: "Chromium", isHere: () => false, howTo: "install it" };

describe("the end of a test run", () => {
  test("is only the count when nothing was left out", () => {
    const lines = closingLines({ passed: 3, failed: 1, skipped: [] }, [NEED], true);

    expect(lines).toEqual(["", "3 passed, 1 failed, 0 skipped"]);
  });

  test("names what was left out and how to enable it, before the count", () => {
    const lines = closingLines({ passed: 3, failed: 0, skipped: ["browser > opens"] }, [NEED], false);

    expect(lines).toEqual([
      "",
      "Left out on this machine:",
      "  browser > opens",
      "To run what needs Chromium: install it.",
      "",
      "3 passed, 0 failed, 1 skipped",
    ]);
  });

  test("does not print hundreds of names", () => {
    const skipped = Array.from({ length: 400 }, (_, place) => `test ${place}`);

    const lines = closingLines({ passed: 0, failed: 0, skipped }, [], false);

    expect(lines).toContain("  … and 380 more");
    expect(lines.length).toBeLessThan(30);
  });

  test("is green on a desk and red in CI when a test was skipped", async () => {
    const root = aProject({
      "vitest.config.ts": configWith(ROOT),
      "a.test.ts": `import { test } from "${ROOT}node_modules/vitest/dist/index.js";\ntest("runs", () => {});\ntest.skip("left", () => {});\n`,
    });

    const [desk, ci] = await Promise.all([runIn(root, ""), runIn(root, "true")]);

    expect(desk.stdout.trimEnd().split("\n").at(-1)).toBe("1 passed, 0 failed, 1 skipped");
    expect(desk.code).toBe(0);
    expect(ci.stdout).toContain("nothing may be left out");
    expect(ci.code).toBe(1);
  });

  test("counts a file that cannot be loaded as failed", async () => {
    const root = aProject({ "vitest.config.ts": configWith(ROOT), "a.test.ts": 'import "./gone.ts";\n' });

    const run = await runIn(root, "");

    expect(run.stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed, 0 skipped");
    expect(run.code).toBe(1);
  });

  test("finds the browser that was named, and no other when that one is not there", () => {
    expect(chromiumPath({ AFTERCARE_CHROMIUM: process.execPath })).toBe(process.execPath);
    expect(chromiumPath({ AFTERCARE_CHROMIUM: "/no/such/browser" })).toBeNull();
  });
});

function configWith(root: string): string {
  return [
    `import { LastLine } from "${root}scripts/last-line.ts";`,
    'export default { test: { include: ["*.test.ts"], reporters: ["default", new LastLine()] } };',
  ].join("\n");
}

function runIn(root: string, ci: string): Promise<ToolRun> {
  return runTool({ root, script: "vitest/vitest.mjs", args: ["run", "--root", root], env: { CI: ci } });
}
