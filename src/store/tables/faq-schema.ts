/** The FAQ's tables as types; what they hold is told in core/faq/faq.ts. As in schema.ts: a new text column must be listed in words.ts. */
import type { Generated } from "kysely";
import type { Draft, FaqSource, TextHash } from "../../core/faq/faq.ts";
import type { AgentId, Millis } from "../../core/model.ts";

export type FaqTextsTable = { hash: TextHash; text: string };

/** `files` is JSON of [path, hash][]. */
export type FaqVersionsTable = {
  number: number;
  at: Millis;
  by_id: AgentId;
  by_name: string;
  why: string;
  source: FaqSource;
  parent: number | null;
  despite: string | null;
  files: string;
};

/** Unique by path among those that are open. `evidence` is JSON of Evidence[]. */
export type FaqDraftsTable = {
  id: Generated<number>;
  path: string;
  base: TextHash | null;
  text: string | null;
  why: string;
  source: FaqSource;
  state: Draft["state"];
  revision: number;
  by_id: AgentId;
  by_name: string;
  at: Millis;
  evidence: string;
  version: number | null;
};

/** What a folder held when the FAQ knew all of it. Unique by (folder, digest). `files` is JSON of [path, hash][]. */
export type FaqCopiesTable = { folder: string; digest: string; files: string; at: Millis };

/** Unique by (path, folder_hash); '' stands for a file that was removed in its folder. */
export type FaqConflictsTable = {
  path: string;
  folder_hash: TextHash | "";
  base: TextHash | null;
  at: Millis;
  settled_at: Millis | null;
};

export type FaqTables = {
  faq_texts: FaqTextsTable;
  faq_versions: FaqVersionsTable;
  faq_drafts: FaqDraftsTable;
  faq_copies: FaqCopiesTable;
  faq_conflicts: FaqConflictsTable;
};
