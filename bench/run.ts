/**
 * `npm run bench` runs every benchmark beside this file, `npm run bench -- store` one of them. Each prints a ratio against a
 * floor measured in the same run, because machines are shared and a bare number says nothing tomorrow.
 */
import { readdirSync } from "node:fs";

const BENCHMARKS: ReadonlySet<string> = new Set(
  readdirSync(new URL("./", import.meta.url))
    .filter((file) => file.endsWith(".ts") && file !== "run.ts")
    .map((file) => file.replace(/\.ts$/, "")),
);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.has(name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there are: ${[...BENCHMARKS].join(", ")}\n`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : BENCHMARKS) {
  const { bench }: { bench: () => Promise<void> } = await import(`./${name}.ts`);
  await bench();
}
