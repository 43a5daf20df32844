/**
 * The FAQ as it is kept: texts by their hash, versions that name one text for each path, drafts of the next version, and what
 * two sides changed at once. A path is `folder/file.yaml`. Texts are never changed and versions never taken back: going back
 * is a new version that equals an old one.
 *
 *   draft  open ──published──> in a version     the highest version is live
 *            └───discarded──> kept for the record
 */
import { createHash } from "node:crypto";
import type { Agent, Language, Millis, TicketId } from "../model.ts";

declare const hashBrand: unique symbol;
/** SHA-256 of a text in UTF-8, hexadecimal. */
export type TextHash = string & { readonly [hashBrand]: "TextHash" };

/** What a folder or a version holds. The order of folders counts: where packs disagree, the first one's word holds. */
export type Tree = ReadonlyMap<string, TextHash>;
/** The same with the texts themselves. */
export type Texts = ReadonlyMap<string, string>;

/** Where a change came from. */
export const FAQ_SOURCES = ["files", "console", "chat", "import", "rollback"] as const;
export type FaqSource = (typeof FAQ_SOURCES)[number];

export type VersionHead = {
  readonly number: number;
  readonly at: Millis;
  readonly by: Agent;
  /** In the words of whoever published it; one line. */
  readonly why: string;
  readonly source: FaqSource;
  /** The version it was made from; null for the first. */
  readonly parent: number | null;
  /** Why it was published although a check was against it; null: none was. */
  readonly despite: string | null;
};
export type FaqVersion = VersionHead & { readonly tree: Tree };

/** What a draft was made from, when it was not written by hand. Masked: others read it. */
export type Evidence = {
  readonly question: string;
  readonly language: Language;
  /** What an agent answered; null: nobody did. */
  readonly answer: string | null;
  readonly ticketId: TicketId | null;
  /** Where the question was asked; left out by the first versions. */
  readonly messageId?: number;
  readonly by: Agent;
  readonly at: Millis;
};

/** The next text of one file. Of one path there is one open draft at most, so that nobody works beside somebody else. */
export type Draft = {
  readonly id: number;
  readonly path: string;
  /** What the file held when the draft was begun; null: there was none. */
  readonly base: TextHash | null;
  /** Null: the file shall be gone. */
  readonly text: string | null;
  readonly why: string;
  readonly source: FaqSource;
  readonly state: "open" | "published" | "discarded";
  /** Rises with every change. */
  readonly revision: number;
  /** Who changed it last, and when. */
  readonly by: Agent;
  readonly at: Millis;
  readonly evidence: readonly Evidence[];
  /** The version it went into. */
  readonly version: number | null;
};

/** A file that was changed in a folder and here since the two were the same. The live text stays until somebody chooses. */
export type Conflict = {
  readonly path: string;
  /** What both sides began with; null: nothing. */
  readonly base: TextHash | null;
  /** What the folder holds; null: the file was removed there. */
  readonly folder: TextHash | null;
  readonly at: Millis;
};

export function hashOf(text: string): TextHash {
  return createHash("sha256").update(text).digest("hex") as TextHash;
}

export function treeOf(texts: Texts): Tree {
  return new Map([...texts].map(([path, text]) => [path, hashOf(text)]));
}

/** The folder a path is in. */
export function folderOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** One name for everything a tree holds, in whatever order it is. */
export function digestOf(tree: Tree): string {
  const lines = [...tree].map(([path, hash]) => `${hash} ${path}`).sort();
  return hashOf(lines.join("\n"));
}
