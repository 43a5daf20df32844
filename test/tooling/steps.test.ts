/** `npm run check` runs every step, says how each went, and is red when one of them is. */
import { describe, expect, test } from "vitest";
import { runSteps, STEPS, type Step } from "../../scripts/check/steps.ts";
import { aProject, ROOT } from "./a-project.ts";

const good: Step = { name: "good", problems: async () => [] };
const bad: Step = { name: "bad", problems: async () => ["line one\nline two"] };
const broken: Step = { name: "broken", problems: () => Promise.reject(new Error("no such tool")) };

async function run(steps: readonly Step[]): Promise<{ readonly isGood: boolean; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const isGood = await runSteps(steps, { root: ROOT, print: (line) => lines.push(line.replace(/\d+\.\d/, "N")) });
  return { isGood, lines };
}

async function problemsOfStep(name: string, root: string): Promise<string> {
  const step = STEPS.find((each) => each.name === name);
  return ((await step?.problems(root)) ?? ["no such step"]).join("\n");
}

describe("the checks", () => {
  test("print one line each, with seconds, when all is good", async () => {
    const { isGood, lines } = await run([good, good]);

    expect(isGood).toBe(true);
    expect(lines).toEqual(["ok   good               N s", "ok   good               N s", "All 2 checks are good."]);
  });

  test("all run even when one fails or breaks, and then the whole is red", async () => {
    const { isGood, lines } = await run([bad, broken, good]);

    expect(isGood).toBe(false);
    expect(lines).toEqual([
      "FAIL bad                N s",
      "       line one\n       line two",
      "FAIL broken             N s",
      "       Error: no such tool",
      "ok   good               N s",
      "2 of 3 checks failed.",
    ]);
  });

  test("see a wrong layout", async () => {
    const root = aProject({ "biome.json": "{}", "src/a.ts": "export const a='1'\n" });

    expect(await problemsOfStep("format and lint", root)).toContain("src/a.ts");
  });

  test("see a wrong type in the server, and a browser's word in it", async () => {
    const tsconfig = '{"compilerOptions":{"noEmit":true,"strict":true,"types":[],"lib":["es2024"]},"include":["src"]}';
    const root = aProject({
      "tsconfig.json": tsconfig,
      "src/a.ts": 'export const a: number = "1";\n',
      "src/b.ts": "export const b = document.title;\n",
    });

    const problems = await problemsOfStep("types", root);

    expect(problems).toContain("src/a.ts(1,14): error TS2322");
    expect(problems).toContain("src/b.ts(1,18): error TS2584");
  });

  test("see code nobody uses", async () => {
    const root = aProject({
      "package.json": '{"name":"p","type":"module"}',
      "knip.json": '{"entry":["src/main.ts"],"project":["src/**/*.ts"]}',
      "src/main.ts": 'import { used } from "./used.ts";\nused();\n',
      "src/used.ts": "export const used = () => 1;\nexport const forgotten = 2;\n",
      "src/alone.ts": "export const alone = 1;\n",
    });

    const problems = await problemsOfStep("unused code", root);

    expect(problems).toContain("src/alone.ts");
    expect(problems).toContain("forgotten");
  });
});
