/** Why the server refused, in words. */
import type { Problem } from "../api/read-office.ts";
import type { Words } from "./words.ts";

export function sayProblem({ code, holder }: Problem, { problem, nobody }: Words): string {
  const words = Object.entries(problem).find(([known]) => known === code)?.[1] ?? problem.other;
  return typeof words === "string" ? words : words(holder ?? nobody);
}
