/**
 * A folder beside the live version: what was edited in the folder since both were the same, what was published here, and what
 * was both. Decided file by file; a text changed on both sides is never mixed.
 *
 *   folder as before ───────────────> what is live (and the folder is brought up to date)
 *   live as before, or the same ────> what the folder holds: an edit
 *   both changed, and differ ───────> what is live stays, and somebody is asked: a conflict
 */
import type { TextHash, Tree } from "./faq.ts";

export type Sides = {
  /** What the folder held when it was last in step. */
  readonly base: Tree;
  readonly folder: Tree;
  readonly live: Tree;
  /** Whether the folder's text of a path is none of an editor's: another process wrote it back, or a conflict about it is settled. */
  readonly isOurs: (path: string, folder: TextHash | null) => boolean;
};

export type Difference = {
  readonly path: string;
  readonly base: TextHash | null;
  readonly folder: TextHash | null;
};

export type Reconciled = {
  /** What the folder's part of the next version is; equals `live` without edits. */
  readonly tree: Tree;
  /** Paths taken from the folder. */
  readonly edits: readonly string[];
  readonly conflicts: readonly Difference[];
};

export function reconcile({ base, folder, live, isOurs }: Sides): Reconciled {
  const paths = [...new Set([...folder.keys(), ...live.keys(), ...base.keys()])].sort();
  const tree = new Map<string, TextHash>();
  const edits: string[] = [];
  const conflicts: Difference[] = [];
  for (const path of paths) {
    const [was, there, here] = [base, folder, live].map((side) => side.get(path) ?? null);
    const isEdit = there !== was && there !== here && !isOurs(path, there ?? null);
    if (isEdit && here === was) edits.push(path);
    else if (isEdit) conflicts.push({ path, base: was ?? null, folder: there ?? null });
    const next = isEdit && here === was ? there : here;
    if (next) tree.set(path, next);
  }
  return { tree, edits, conflicts };
}

/**
 * What a folder may have begun with that does not say so itself: a copy out of an image, or never seen. Of all that folders of this
 * name ever held (the latest first), those that differ in the fewest files. A copy that was known before has no edits, however old.
 */
export function likelyBases(folder: Tree, known: readonly Tree[]): readonly Tree[] {
  const counted = known.map((tree) => ({ tree, count: differingPaths(tree, folder).length }));
  const fewest = Math.min(...counted.map(({ count }) => count));
  return counted.filter(({ count }) => count === fewest).map(({ tree }) => tree);
}

/** Paths that do not hold the same in both, sorted. */
export function differingPaths(one: Tree, other: Tree): readonly string[] {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((path) => one.get(path) !== other.get(path)).sort();
}
