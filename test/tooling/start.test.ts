/** How the product begins and ends: the right Node, the settings file that was named, and signals that arrive. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { aProject, ROOT } from "./a-project.ts";

/** A product that only says what it was given, and ends in good order on SIGTERM. */
const MAIN = [
  'process.on("SIGTERM", () => process.stdout.write("ended in good order\\n", () => process.exit(0)));',
  'if (process.argv.includes("stay")) setInterval(() => undefined, 1000);',
  'process.stdout.write(JSON.stringify([process.env["GREETING"] ?? null, process.argv.slice(2)]) + "\\n");',
].join("\n");

const OLD_NODE = [
  "--import",
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'22.1.0'}});" +
    "Object.defineProperty(process,'version',{value:'v22.1.0'})",
];

function aProduct(): string {
  const manifest = z.object({ scripts: z.object({ start: z.string() }) });
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
  const root = aProject({
    "package.json": JSON.stringify({ name: "p", type: "module", scripts: { start: scripts.start } }),
    "src/main.ts": MAIN,
    ".env.support": "GREETING=hello\n",
  });
  for (const file of ["src/start.js", "src/begin.js"]) copyFileSync(join(ROOT, file), join(root, file));
  return root;
}

type Ending = { readonly code: number | null; readonly output: string };

function endOf(child: ChildProcess): Promise<Ending> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  onTestFinished(() => void child.kill("SIGKILL"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

function start(root: string, { flags = [], words = [] }: { flags?: readonly string[]; words?: readonly string[] }) {
  return endOf(spawn(process.execPath, [...flags, "src/start.js", ...words], { cwd: root }));
}

describe("the product", () => {
  test("says which Node it needs when it is started with an older one", async () => {
    const ending = await start(aProduct(), { flags: OLD_NODE });

    expect(ending).toEqual({ code: 78, output: "Node 24 is needed, found v22.1.0: run npm ci\n" });
  });

  test("starts without a warning on the Node it is made for", async () => {
    const ending = await start(aProduct(), { words: ["hello"] });

    expect(ending).toEqual({ code: 0, output: '[null,["hello"]]\n' });
  });

  test.each([["--env-file=.env.support"], ["--env-file", ".env.support"]])(
    "reads the settings file that was named: %s %s",
    async (...words) => {
      const ending = await start(aProduct(), { words: [...words, "hello"] });

      expect(ending).toEqual({ code: 0, output: '["hello",["hello"]]\n' });
    },
  );

  test("does not start when the settings file that was named is not there", async () => {
    const ending = await start(aProduct(), { words: ["--env-file=.env.gone"] });

    expect(ending.code).not.toBe(0);
    expect(ending.output).toContain(".env.gone");
  });

  test.skipIf(process.platform === "win32")(
    "started by npm, gets its arguments and ends in good order when npm is told to stop",
    async () => {
      const npm = spawn("npm", ["start", "--silent", "--", "stay"], { cwd: aProduct() });
      const ending = endOf(npm);
      npm.stdout.once("data", () => npm.kill("SIGTERM"));

      const { code, output } = await ending;

      expect(output).toContain('[null,["stay"]]\nended in good order\n');
      expect(code).toBe(0);
    },
  );

  test("finds on Windows what npm start calls exec", () => {
    const lines = readFileSync(join(ROOT, "exec.cmd"), "utf8").trimEnd().split("\r\n");

    expect(lines.at(-1)).toBe("@%*");
  });
});
