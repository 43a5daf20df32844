/** The texts of the FAQ's files, each kept once under its hash, and how a tree of them is written in a row. */
import type { Kysely } from "kysely";
import type { TextHash, Tree } from "../../core/faq/faq.ts";
import type { Tables } from "../tables/schema.ts";

/** Databases take only so many values at once. */
const AT_ONCE = 500;

export async function readTexts(
  on: Kysely<Tables>,
  hashes: readonly TextHash[],
): Promise<ReadonlyMap<TextHash, string>> {
  const found = new Map<TextHash, string>();
  for (const some of inParts([...new Set(hashes)])) {
    const rows = await on.selectFrom("faq_texts").selectAll().where("hash", "in", some).execute();
    for (const { hash, text } of rows) found.set(hash, text);
  }
  return found;
}

/** Writes those that are not there yet. In one order, so that two who write the same ones wait and do not lock each other out. */
export async function keepTexts(on: Kysely<Tables>, texts: ReadonlyMap<TextHash, string>): Promise<void> {
  const rows = [...texts].map(([hash, text]) => ({ hash, text })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  for (const some of inParts(rows)) {
    await on
      .insertInto("faq_texts")
      .values([...some])
      .onConflict((conflict) => conflict.column("hash").doNothing())
      .execute();
  }
}

function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) parts.push(items.slice(from, from + AT_ONCE));
  return parts;
}

export function filesOf(tree: Tree): string {
  return JSON.stringify([...tree]);
}

export function treeIn(files: string): Tree {
  return new Map(JSON.parse(files));
}
