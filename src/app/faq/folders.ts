/**
 * The folders of INTENTS_DIR as sides of the FAQ: read whole, written file by file. A folder is known by its last name, so that
 * it is the same one on every machine. What it was last in step with stands in a file inside it as soon as something was
 * written there: a fresh copy out of an image has none, and is not taken for somebody's edit.
 */
import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { digestOf, type Texts, type Tree, treeOf } from "../../core/faq/faq.ts";
import { type Folder, readFolder } from "../../nlu/pack/folder.ts";

export type PackFolder = { readonly key: string; readonly directory: string };

/** What a folder holds now. With `unread` not everything could be read, and nothing may be concluded from what is missing. */
export type Copy = { readonly texts: Texts; readonly tree: Tree; readonly unread: Folder | null };

/** What a folder says of itself: the version it was last in step with, and what it held then. */
export type Mark = { readonly version: number; readonly digest: string };

const MARK_FILE = ".aftercare.json";

/** Every directory with a name of its own: the last one of its path. */
export function foldersOf(directories: readonly string[]): readonly PackFolder[] {
  const taken = new Map<string, number>();
  return directories.map((directory) => {
    const name = basename(resolve(directory)) || "intents";
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { key: count === 1 ? name : `${name}-${count}`, directory };
  });
}

export async function readCopy({ key, directory }: PackFolder): Promise<Copy> {
  const folder = await readFolder(directory);
  const texts = new Map<string, string>();
  let unread = folder.texts === null ? folder : null;
  for (const [name, text] of [...(folder.texts ?? [])].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (text === null) unread = folder;
    else texts.set(`${key}/${name}`, text);
  }
  return { texts, tree: treeOf(texts), unread };
}

export async function readMark({ directory }: PackFolder): Promise<Mark | null> {
  try {
    const { version, digest } = JSON.parse(await readFile(join(directory, MARK_FILE), "utf8"));
    return Number.isSafeInteger(version) && typeof digest === "string" ? { version, digest } : null;
  } catch {
    // Not there, or broken by hand: then the folder says nothing of itself.
    return null;
  }
}

export type Writing = {
  readonly folder: PackFolder;
  readonly path: string;
  /** What is there now as far as we know; another text is left alone. */
  readonly expected: string | undefined;
  /** Undefined: the file shall be gone. */
  readonly text: string | undefined;
};

/** Brings one file up to date, whole or not at all. False when somebody changed it meanwhile, or nothing can be written there. */
export async function writeBack({ folder, path, expected, text }: Writing): Promise<boolean> {
  const file = fileOf(folder, path);
  try {
    if ((await textAt(file)) !== expected) return false;
    if (text === undefined) await rm(file, { force: true });
    else await replaceFile(file, text);
    return true;
  } catch {
    // A read-only folder, as in most containers: what is live lies in the database.
    return false;
  }
}

export async function writeMark(folder: PackFolder, version: number, tree: Tree): Promise<void> {
  const mark: Mark = { version, digest: digestOf(tree) };
  try {
    await replaceFile(join(folder.directory, MARK_FILE), `${JSON.stringify(mark)}\n`);
  } catch {
    // Without a mark the folder is judged by what is known of its copies.
  }
}

/** `key/file.yaml` → where that lies. Paths come from folders and from drafts, whose file names were checked. */
function fileOf({ key, directory }: PackFolder, path: string): string {
  return join(directory, basename(path.slice(key.length + 1)));
}

async function textAt(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A reader sees the old file or the new one, never half of one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(beside, text, { flag: "wx" });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
