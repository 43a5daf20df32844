/**
 * Staffing advice against what learners feel: `npm run bench -- staffing [--quick]`. A full run (about five minutes) writes its section
 * of docs/benchmarks.md, a quick one prints and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withSection } from "./pages/sections.ts";
import { documentOf } from "./staffing/document.ts";
import { measureStaffing } from "./staffing/grid.ts";

const PAGE = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

export async function bench(options: readonly string[] = []): Promise<void> {
  const isQuick = options.includes("--quick");
  const text = documentOf(await measureStaffing(isQuick));
  console.log(text);
  if (isQuick) return;
  writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", "staffing", text));
  console.log("staffing: written to docs/benchmarks.md");
}
