/**
 * The human queue measured: `npm run bench -- queue [--quick]`. First what learners are promised about the wait against how long
 * they wait, over simulated weeks; then what a claim costs on PostgreSQL with a hundred agents at once, beside the same rows
 * written by hand. A full run writes its section of docs/benchmarks.md, a quick one prints and writes nothing.
 */
import { measurePromises } from "./queue/promises.ts";

export async function bench(options: readonly string[] = []): Promise<void> {
  const promised = await measurePromises(options.includes("--quick"));
  console.log(JSON.stringify(promised, null, 1));
}
