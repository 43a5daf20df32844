/**
 * `npm run bench` runs every benchmark beside this file, `npm run bench -- store` one of them. Each prints a ratio against a
 * floor or a peer measured in the same run, because machines are shared and a bare number says nothing tomorrow. What begins with
 * "--" and all behind it are options of the benchmarks: `npm run bench -- nlu --quick`.
 */
import { readdirSync } from "node:fs";

const BENCHMARKS: ReadonlySet<string> = new Set(
  readdirSync(new URL("./", import.meta.url))
    .filter((file) => file.endsWith(".ts") && file !== "run.ts")
    .map((file) => file.replace(/\.ts$/, "")),
);

const words = process.argv.slice(2);
const firstOption = words.findIndex((word) => word.startsWith("--"));
const wanted = firstOption < 0 ? words : words.slice(0, firstOption);
const options = firstOption < 0 ? [] : words.slice(firstOption);
const unknown = wanted.filter((name) => !BENCHMARKS.has(name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there are: ${[...BENCHMARKS].join(", ")}\n`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : BENCHMARKS) {
  const { bench }: { bench: (options: readonly string[]) => Promise<void> } = await import(`./${name}.ts`);
  await bench(options);
}
