/**
 * Our matcher beside four peers, on public corpora: `npm run bench -- nlu [--data DIR] [--quick]`. A full run (about ten minutes)
 * writes docs/benchmarks.md and its pictures; a quick one (under a minute) prints and writes nothing. The corpora are not in the
 * repository: most licences allow measuring and no redistribution.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { barsOf } from "./nlu/bars.ts";
import { diagramOf } from "./nlu/diagram.ts";
import { documentOf } from "./nlu/document.ts";
import { filesIn, runAll } from "./nlu/run.ts";
import { sectionsOf } from "./pages/sections.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

export async function bench(options: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: { data: { type: "string", default: `${ROOT}data/nlu` }, quick: { type: "boolean", default: false } },
  });
  const files = filesIn(resolve(values.data));
  if (files === null) {
    console.log(
      "nlu: left out, there are no corpora. Put JSONL files with rows {text, intent, split, lang} into data/nlu, or name\n" +
        "their folder: npm run bench -- nlu --data DIR. docs/benchmarks.md says which ones were measured last.",
    );
    return;
  }
  const results = await runAll(files, values.quick);
  const text = documentOf(results);
  if (values.quick) {
    console.log(text);
    return;
  }
  mkdirSync(`${ROOT}docs/images`, { recursive: true });
  const page = `${ROOT}docs/benchmarks.md`;
  // What other benchmarks wrote there stays.
  const sections = existsSync(page) ? sectionsOf(readFileSync(page, "utf8")) : "";
  writeFileSync(page, text + sections);
  writeFileSync(`${ROOT}docs/images/nlu-accuracy.svg`, barsOf(results));
  writeFileSync(`${ROOT}docs/images/nlu-reliability.svg`, diagramOf(results));
  console.log("nlu: written to docs/benchmarks.md");
}
