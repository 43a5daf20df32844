/**
 * The index of what was said in messages, part of the fifth step. What it is made of differs by database, see `search.ts` in the
 * folder of each. Released, so it is never edited again.
 */
import type { Dialect } from "../engine.ts";

export function searchTables({ search }: Dialect): readonly string[] {
  return search.tables;
}
