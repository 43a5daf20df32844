/**
 * The human queue measured: `npm run bench -- queue [--quick]`. First what learners are promised about the wait against how long
 * they wait, over simulated weeks; then what a claim costs on PostgreSQL with a hundred agents at once, beside the same rows
 * written by hand. A full run (about five minutes) writes its section of docs/benchmarks.md, a quick one prints and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { postgresFolder } from "../scripts/left-out.ts";
import { withSection } from "./pages/sections.ts";
import { measureClaims } from "./queue/claims.ts";
import { documentOf } from "./queue/document.ts";
import { measurePromises } from "./queue/promises.ts";

const PAGE = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

export async function bench(options: readonly string[] = []): Promise<void> {
  const isQuick = options.includes("--quick");
  const promised = await measurePromises(isQuick);
  const claimed = postgresFolder() === null ? null : await measureClaims(isQuick);
  const text = documentOf({ promised, claimed });
  console.log(text);
  if (isQuick || claimed === null) return;
  writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", "queue", text));
  console.log("queue: written to docs/benchmarks.md");
}
