/** Drafts of the next version: begun, changed, tried, published together; and the ways back. */
import { type Draft, type FaqSource, type FaqVersion, folderOf, hashOf, type Texts } from "../../core/faq/faq.ts";
import { isReserved } from "../../core/faq/reserved.ts";
import type { Agent } from "../../core/model.ts";
import { fileNameOf, intentIdIn } from "../../nlu/pack/edit.ts";
import type { FaqLife } from "./life.ts";
import type { Published } from "./publish.ts";

/** The live version with its texts, read from the store: what drafts are made from. */
export type LiveTexts = { readonly version: FaqVersion; readonly texts: Texts };

const FILE = /^[a-z0-9][a-z0-9-]{0,60}\.yaml$/;

/** What drafts are begun and changed with; a process that answers nobody has it, too. */
export type Drafter = Pick<FaqLife, "store" | "textsOf" | "now">;

/** Errors: StoreError. */
export async function liveTexts({ store, textsOf }: Pick<FaqLife, "store" | "textsOf">): Promise<LiveTexts> {
  const newest = await store.newest();
  const version = newest === null ? null : await store.version(newest);
  if (version === null) throw new Error("no version of the FAQ is live");
  return { version, texts: await textsOf(version.tree) };
}

/** Where an intent's file is, or would be in the first folder. */
export function pathOfIntent(texts: Texts, intentId: string): string {
  const paths = [...texts.keys()];
  const folder = folderOf(paths[0] ?? "intents/");
  return paths.find((path) => intentIdIn(path) === intentId) ?? `${folder}/${fileNameOf(intentId)}`;
}

/** Whether a draft may be of that path: a file of a folder there is, with a name any disk takes. */
export function isDraftPath(texts: Texts, path: string): boolean {
  const [folder = "", name = "", ...rest] = path.split("/");
  const isFolder = [...texts.keys()].some((each) => folderOf(each) === folder);
  return rest.length === 0 && isFolder && (texts.has(path) || (FILE.test(name) && !isReserved(intentIdIn(path) ?? "")));
}

export type Begin = {
  readonly path: string;
  /** Null: the file shall be gone. */
  readonly text: string | null;
  readonly why: string;
  readonly source: FaqSource;
  readonly by: Agent;
};

/** Begins a draft, or finds the one there is; null when no file of the FAQ can be at that path. */
export async function beginDraft(life: FaqLife, wish: Begin): Promise<{ draft: Draft; isNew: boolean } | null> {
  const { texts } = await liveTexts(life);
  if (!isDraftPath(texts, wish.path)) return null;
  const live = texts.get(wish.path);
  const base = live === undefined ? null : hashOf(live);
  return await life.store.openDraft({ ...wish, base, at: life.now(), evidence: [] });
}

/** The live texts with drafts laid over them; drafts whose file was published anew since they were begun are named. */
export function withDrafts({ texts, version }: LiveTexts, drafts: readonly Draft[]) {
  const next = new Map(texts);
  const overtaken = drafts.filter(({ path, base }) => (version.tree.get(path) ?? null) !== base);
  for (const { path, text } of drafts) {
    if (text === null) next.delete(path);
    else next.set(path, text);
  }
  return { texts: next, overtaken };
}

export type PublishDrafts = {
  readonly drafts: readonly Draft[];
  readonly by: Agent;
  readonly why: string;
  readonly despite: string | null;
};

export type DraftsPublished =
  | Published
  /** Their files are others by now: look at both, and save the draft again. */
  | { readonly outcome: "overtaken"; readonly drafts: readonly Draft[] };

type Publisher = Pick<FaqLife, "store" | "textsOf" | "publish">;

/** Publishes drafts together, or none of them. */
export async function publishDrafts(life: Publisher, wish: PublishDrafts): Promise<DraftsPublished> {
  const live = await liveTexts(life);
  const { texts, overtaken } = withDrafts(live, wish.drafts);
  if (overtaken.length > 0) return { outcome: "overtaken", drafts: overtaken };
  const { by, why, despite, drafts } = wish;
  const source = drafts.every((draft) => draft.source === drafts[0]?.source) ? drafts[0]?.source : undefined;
  return await life.publish({ texts, parent: live.version, by, why, despite, drafts, source: source ?? "console" });
}

/** Makes an old version live again, as a new one. Null: there is no such version. */
export async function rollBack(
  life: FaqLife,
  { to, by, why }: { readonly to: number; readonly by: Agent; readonly why: string },
): Promise<Published | null> {
  const [live, old] = [await liveTexts(life), await life.store.version(to)];
  if (old === null) return null;
  const texts = await life.textsOf(old.tree);
  return await life.publish({ texts, parent: live.version, by, why, despite: null, source: "rollback" });
}

/** Settles a conflict with one side's text, or with another one. Null: there is no such conflict. */
export async function settle(
  life: FaqLife,
  wish: {
    readonly path: string;
    readonly keep: "live" | "folder" | { readonly text: string };
    readonly by: Agent;
    readonly why: string;
  },
): Promise<Published | null> {
  const conflicts = (await life.store.conflicts()).filter(({ path }) => path === wish.path);
  const [conflict] = conflicts;
  if (conflict === undefined) return null;
  const live = await liveTexts(life);
  if (wish.keep === "live") {
    for (const one of conflicts) await life.store.settleConflict(one, { by: wish.by.id, at: life.now() });
    life.compareFolders();
    return { outcome: "nothing_new" };
  }
  const theirs = conflict.folder === null ? null : (await life.store.texts([conflict.folder])).get(conflict.folder);
  const text = typeof wish.keep === "object" ? wish.keep.text : (theirs ?? null);
  const texts = new Map(live.texts);
  if (text === null) texts.delete(wish.path);
  else texts.set(wish.path, text);
  const { by, why } = wish;
  const published = await life.publish({
    ...{ texts, parent: live.version, by, why, despite: null, source: "files", settles: conflicts },
  });
  if (published.outcome === "published") life.compareFolders();
  return published;
}
