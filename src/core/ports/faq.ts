/** The FAQ's truth: texts, versions, drafts, what folders held, and conflicts. See core/faq/faq.ts for what these are. */
import type { Conflict, Draft, FaqVersion, TextHash, Tree, VersionHead } from "../faq/faq.ts";
import type { Agent, AgentId, Millis } from "../model.ts";

export type FaqStore = {
  /** The number of the live version; null while there is none. Cheap: asked several times a second. */
  newest(): Promise<number | null>;
  version(number: number): Promise<FaqVersion | null>;
  /** The newest first, those below `before`; at most `limit`. */
  versions(page: { readonly before: number | null; readonly limit: number }): Promise<readonly VersionHead[]>;
  /** Of those hashes, the texts there are. */
  texts(hashes: readonly TextHash[]): Promise<ReadonlyMap<TextHash, string>>;
  /**
   * Makes the next version live, marks drafts as published in it and conflicts as settled, all or nothing; its number.
   * Null when somebody published meanwhile, or a draft was changed: nothing is written then.
   */
  publish(publication: Publication): Promise<number | null>;

  /** Open ones, the one changed last first. */
  drafts(): Promise<readonly Draft[]>;
  draft(id: number): Promise<Draft | null>;
  /** Begins a draft. When there is an open one of that path, that one comes back and nothing is written. */
  openDraft(draft: NewDraft): Promise<{ readonly draft: Draft; readonly isNew: boolean }>;
  /** Null when it is not open any more or its revision is another one. */
  changeDraft(change: DraftChange): Promise<Draft | null>;
  /**
   * Begins new drafts and changes old ones, all or nothing; in the order given. Null when one of the new ones has an open draft by
   * now or one of the others was changed: nothing is written then.
   */
  saveDrafts(drafts: readonly (NewDraft | DraftChange)[]): Promise<readonly Draft[] | null>;
  /** False when it is not open. */
  discardDraft(id: number, by: Agent, at: Millis): Promise<boolean>;

  /** Everything a folder was ever in step with, the newest first. */
  copies(folder: string): Promise<readonly Tree[]>;
  /** Remembers that the FAQ knows all of this. */
  keepCopy(folder: string, copy: { readonly tree: Tree; readonly at: Millis }): Promise<void>;

  /** Open conflicts by path. */
  conflicts(): Promise<readonly Conflict[]>;
  /** Notes a conflict and the folder's text; a second time changes nothing. */
  keepConflict(conflict: Conflict, folderText: string | null): Promise<void>;
  /** Settled without a version: the live text was kept, or the folder was brought back (`by` null). False when there is none open. */
  settleConflict(
    conflict: Pick<Conflict, "path" | "folder">,
    settled: { readonly by: AgentId | null; readonly at: Millis },
  ): Promise<boolean>;
  /** Whether a conflict about that text of the folder was settled: then it is no edit any more. */
  settled(folder: string): Promise<readonly Pick<Conflict, "path" | "folder">[]>;
};

export type Publication = Omit<FaqVersion, "number"> & {
  /** Every text of the tree that may be new. */
  readonly texts: ReadonlyMap<TextHash, string>;
  readonly drafts: readonly Pick<Draft, "id" | "revision">[];
  readonly settles: readonly Pick<Conflict, "path" | "folder">[];
};

export type NewDraft = Pick<Draft, "path" | "base" | "text" | "why" | "source" | "by" | "at" | "evidence">;

/** What is left out stays. `revision` is the one that was read. */
export type DraftChange = Pick<Draft, "id" | "revision" | "by" | "at"> &
  Partial<Pick<Draft, "text" | "base" | "why" | "evidence">>;
