/**
 * Keeps folders and the live version one truth. A look reads the folders whole, takes what was edited there as a new version, notes
 * what both sides changed, and brings the folders up to date where they can be written. Looks follow one another; every
 * replica may look at the same folder, because a second import of the same words changes nothing.
 *
 * Not to break: a folder is compared with what it was last in step with, never with the clock. A look that failed on a broken
 * file concludes nothing: the next one begins where this one did.
 */
import { type Conflict, type FaqVersion, folderOf, type TextHash, type Texts, type Tree } from "../../core/faq/faq.ts";
import { type Difference, differingPaths, reconcile } from "../../core/faq/reconcile.ts";
import type { Agent, AgentId } from "../../core/model.ts";
import type { FaqStore, Now } from "../../core/ports.ts";
import { packOf } from "../../nlu/pack/load.ts";
import type { Parts } from "../parts.ts";
import { firstBase, type InStep } from "./first-base.ts";
import { type Copy, type PackFolder, readCopy, writeBack, writeMark } from "./folders.ts";
import type { Publish } from "./publish.ts";
import { packFolders, type TextsOf } from "./texts.ts";

/** Who stands in the history for an edit of a file: the disk does not say who saved it. */
const FILES: Agent = { id: "files:folder" as AgentId, name: "files" };
const TRIES_MAX = 5;

export type SyncState = {
  /** What is wrong in the folders, with file, line and remedy; empty when they are in step. */
  readonly problems: readonly string[];
};

export type Sync = {
  /** Errors: StoreError. */
  look(): Promise<SyncState>;
  state(): SyncState;
  /** Resolves when no look is under way. */
  idle(): Promise<void>;
};

export type SyncOptions = {
  readonly store: FaqStore;
  readonly folders: readonly PackFolder[];
  readonly textsOf: TextsOf;
  readonly publish: Publish;
  readonly now: Now;
  readonly log: Parts["log"];
};

type Side = { readonly folder: PackFolder; readonly copy: Copy; readonly base: InStep | null };

export function openSync(options: SyncOptions): Sync {
  const inStep = new Map<string, InStep>();
  let state: SyncState = { problems: [] };
  let last: Promise<unknown> = Promise.resolve();
  let isFirst = true;

  async function lookOnce(): Promise<SyncState> {
    for (let tried = 1; ; tried += 1) {
      const found = await step(options, inStep, isFirst);
      if (found === "moved" && tried < TRIES_MAX) continue;
      const problems = found === "moved" ? [] : found;
      if (problems.length > 0 && problems.join() !== state.problems.join()) {
        options.log.error({ problems }, "FAQ: the folder cannot be used, the last good version goes on answering");
      }
      state = { problems };
      if (problems.length === 0) isFirst = false;
      return state;
    }
  }

  return {
    look() {
      const looked = last.catch(() => undefined).then(lookOnce);
      last = looked;
      return looked;
    },
    state: () => state,
    idle: () =>
      last.then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** One comparison of all folders with the live version; the problems, or that somebody published meanwhile. */
async function step(
  options: SyncOptions,
  inStep: Map<string, InStep>,
  isFirst: boolean,
): Promise<readonly string[] | "moved"> {
  const { store, folders, textsOf } = options;
  const copies = await Promise.all(folders.map(readCopy));
  // After the folders: what another process wrote into one of them is then part of a version we see.
  const newest = await store.newest();
  const live = newest === null ? null : await store.version(newest);
  const unread = copies.flatMap(({ unread }) => (unread === null ? [] : [unread]));
  if (unread.length > 0) {
    const broken = packOf(unread);
    if ("problems" in broken) return broken.problems;
  }
  const sides = await Promise.all(
    folders.map(async (folder, index): Promise<Side> => {
      const copy = copies[index] ?? { texts: new Map(), tree: new Map(), unread: null };
      return { folder, copy, base: inStep.get(folder.key) ?? (await firstBase(store, { folder, copy, live })) };
    }),
  );
  const merged = await merge(store, sides, live);
  const version = await importEdits(options, { sides, merged, live, isFirst });
  if (version === "moved" || !("tree" in version)) return version;
  await noteConflicts(options, sides, merged);
  for (const side of sides) {
    inStep.set(
      side.folder.key,
      await bringUpToDate(options, { side, version, liveTexts: await textsOf(version.tree) }),
    );
  }
  return [];
}

type Merged = { readonly tree: Tree; readonly edits: readonly string[]; readonly conflicts: readonly Difference[] };

async function merge(store: FaqStore, sides: readonly Side[], live: FaqVersion | null): Promise<Merged> {
  const tree = new Map<string, TextHash>();
  const edits: string[] = [];
  const conflicts: Difference[] = [];
  for (const { folder, copy, base } of sides) {
    const isOurs = await oursIn(store, { folder, base, live });
    const here = new Map([...(live?.tree ?? [])].filter(([path]) => folderOf(path) === folder.key));
    const one = reconcile({ base: base?.tree ?? new Map(), folder: copy.tree, live: here, isOurs });
    for (const [path, hash] of one.tree) tree.set(path, hash);
    edits.push(...one.edits);
    conflicts.push(...one.conflicts);
  }
  return { tree, edits, conflicts };
}

/** Texts in a folder that are nobody's edit: what the FAQ itself held since the folder was in step, and what was settled. */
async function oursIn(
  store: FaqStore,
  { folder, base, live }: { folder: PackFolder; base: InStep | null; live: FaqVersion | null },
): Promise<(path: string, hash: TextHash | null) => boolean> {
  if (live === null) return () => false;
  const settled = new Set((await store.settled(folder.key)).map((one) => `${one.path} ${one.folder}`));
  const since: FaqVersion[] = [];
  const from = base === null || base.version === 0 ? live.number : base.version;
  for (let number = live.number; number > from && since.length < 50; number -= 1) {
    const version = number === live.number ? live : await store.version(number);
    if (version !== null) since.push(version);
  }
  return (path, hash) =>
    settled.has(`${path} ${hash}`) || since.some((version) => (version.tree.get(path) ?? null) === hash);
}

type Importing = {
  readonly sides: readonly Side[];
  readonly merged: Merged;
  readonly live: FaqVersion | null;
  readonly isFirst: boolean;
};

/** The version that holds all edits: a new one, or the live one when there are none. Else what is wrong with them. */
async function importEdits(
  { folders, textsOf, publish, store }: SyncOptions,
  { sides, merged, live, isFirst }: Importing,
): Promise<FaqVersion | readonly string[] | "moved"> {
  const others = new Map(
    [...(live?.tree ?? [])].filter(([path]) => !folders.some(({ key }) => key === folderOf(path))),
  );
  // Folders that INTENTS_DIR names no more leave with the start that does not name them.
  const tree = isFirst ? merged.tree : new Map([...merged.tree, ...others]);
  const isSame = live !== null && differingPaths(tree, live.tree).length === 0;
  if (isSame) return live;
  const known = await textsOf(new Map([...tree].filter(([path, hash]) => live?.tree.get(path) === hash)));
  const texts = new Map<string, string>();
  for (const path of tree.keys()) {
    const there = sides.map(({ copy }) => copy.texts.get(path)).find((text) => text !== undefined);
    const text = known.get(path) ?? there;
    if (text !== undefined) texts.set(path, text);
  }
  const paths = live === null ? [] : differingPaths(tree, live.tree);
  const why = live === null ? "first import" : `files: ${paths.map((path) => path.split("/").at(-1)).join(", ")}`;
  const published = await publish({
    ...{ texts, parent: live, by: FILES, source: "files", despite: null },
    why: why.length > 200 ? `${why.slice(0, 199)}…` : why,
  });
  switch (published.outcome) {
    case "published":
      return (await store.version(published.version)) ?? "moved";
    case "problems":
      return problemsIn(texts, folders) ?? published.reasons;
    case "tests_failed":
    case "regression":
      return published.reasons;
    case "nothing_new":
    case "moved":
      return "moved";
  }
}

/** Named with the folders people edit, which nobody else knows. */
function problemsIn(texts: Texts, folders: readonly PackFolder[]): readonly string[] | null {
  const directoryOf = (key: string) => folders.find((folder) => folder.key === key)?.directory ?? key;
  const loaded = packOf(packFolders(texts, directoryOf));
  return "problems" in loaded ? loaded.problems : null;
}

async function noteConflicts(
  { store, now, log }: SyncOptions,
  sides: readonly Side[],
  { conflicts }: Merged,
): Promise<void> {
  const open = await store.conflicts();
  for (const { path, base, folder } of conflicts) {
    if (open.some((one) => one.path === path && one.folder === folder)) continue;
    const text = sides.map(({ copy }) => copy.texts.get(path)).find((each) => each !== undefined) ?? null;
    await store.keepConflict({ path, base, folder, at: now() }, text);
    log.warn({ path }, "FAQ: a file was changed in its folder and here; the live text stays until somebody chooses");
  }
  // What this folder said before and says no more needs no choice any more.
  const gone = open.filter((one) => isOver(one, sides, conflicts));
  for (const conflict of gone) await store.settleConflict(conflict, { by: null, at: now() });
}

function isOver(one: Conflict, sides: readonly Side[], conflicts: readonly Difference[]): boolean {
  const side = sides.find(({ folder }) => folder.key === folderOf(one.path));
  const before = side?.base?.tree.get(one.path) ?? null;
  const wasOurs = side?.base !== null && side !== undefined && before === one.folder;
  const isNow = (side?.copy.tree.get(one.path) ?? null) === one.folder;
  return wasOurs && !isNow && !conflicts.some(({ path, folder }) => path === one.path && folder === one.folder);
}

type UpToDate = { readonly side: Side; readonly version: FaqVersion; readonly liveTexts: Texts };

/** Writes into the folder what it lacks, but for what is in conflict; what it then holds and is in step with. */
async function bringUpToDate({ store, now }: SyncOptions, { side, version, liveTexts }: UpToDate): Promise<InStep> {
  const { folder, copy, base } = side;
  const here = new Map([...version.tree].filter(([path]) => folderOf(path) === folder.key));
  const open = new Set((await store.conflicts()).map((one) => `${one.path} ${one.folder}`));
  const stale = differingPaths(copy.tree, here).filter((path) => !open.has(`${path} ${copy.tree.get(path) ?? null}`));
  const held = new Map(copy.tree);
  for (const path of stale) {
    const text = liveTexts.get(path);
    const isWritten = await writeBack({ folder, path, expected: copy.texts.get(path), text });
    const hash = here.get(path);
    if (!isWritten) continue;
    if (hash === undefined) held.delete(path);
    else held.set(path, hash);
  }
  const isNew = base === null || differingPaths(base.tree, held).length > 0;
  if (isNew) {
    await store.keepCopy(folder.key, { tree: held, at: now() });
    if (base !== null) await writeMark(folder, version.number, held);
  }
  return { tree: held, version: version.number };
}
