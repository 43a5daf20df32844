/**
 * What a folder began with, when this process has not seen it before: what the folder says itself, or else what of all that folders
 * of its name ever held is nearest to it. Where several are as near nobody knows which of them an editor had before them. Then the
 * latest counts, but not for a file that was published from elsewhere since: taking it for an edit would undo that unseen.
 */
import { digestOf, type FaqVersion, type TextHash, type Tree } from "../../core/faq/faq.ts";
import { differingPaths, likelyBases } from "../../core/faq/reconcile.ts";
import type { FaqStore } from "../../core/ports.ts";
import { type Copy, type PackFolder, readMark } from "./folders.ts";

/** What a folder was last in step with; version 0: guessed. */
export type InStep = { readonly tree: Tree; readonly version: number };

type Beginning = { readonly folder: PackFolder; readonly copy: Copy; readonly live: FaqVersion | null };

/** Null: no folder of that name was ever seen. Errors: StoreError. */
export async function firstBase(store: FaqStore, { folder, copy, live }: Beginning): Promise<InStep | null> {
  const known = await store.copies(folder.key);
  const mark = await readMark(folder);
  const marked = mark && known.find((tree) => digestOf(tree) === mark.digest);
  if (mark && marked) return { tree: marked, version: mark.version };
  const likely = likelyBases(copy.tree, known);
  const [latest] = likely;
  if (latest === undefined) return null;
  const tree = new Map(latest);
  for (const path of differingPaths(latest, copy.tree)) {
    const before = earlier(likely, path, copy.tree.get(path));
    if (before === "the same" || !(await isFromElsewhere(store, live, path))) continue;
    if (before === undefined) tree.delete(path);
    else tree.set(path, before);
  }
  return { tree, version: 0 };
}

/** What an earlier one of them held: what the folder holds if any did, else what the earliest did. */
function earlier(
  likely: readonly Tree[],
  path: string,
  there: TextHash | undefined,
): TextHash | undefined | "the same" {
  const held = likely.map((tree) => tree.get(path));
  if (new Set(held).size === 1) return "the same";
  return held.includes(there) ? there : held.at(-1);
}

/** Nobody publishes more before somebody looks. */
const LOOK_BACK_MAX = 100;

/** Whether the live text of a file came from the console, a ticket, an import or a rollback. */
async function isFromElsewhere(store: FaqStore, live: FaqVersion | null, path: string): Promise<boolean> {
  let version = live;
  for (let looked = 0; version !== null && version.parent !== null && looked < LOOK_BACK_MAX; looked += 1) {
    const before: FaqVersion | null = await store.version(version.parent);
    if (before?.tree.get(path) !== version.tree.get(path)) break;
    version = before;
  }
  return version !== null && version.source !== "files";
}
