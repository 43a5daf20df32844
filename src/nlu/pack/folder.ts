/**
 * A pack's folder as texts: read from the disk here, or kept elsewhere as rows. Everything that reads a pack reads one of
 * these, so that what is checked before it is published is what runs.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** `texts` by file name, null for a file that cannot be read; null altogether when it is no folder. `name` is how problems call it. */
export type Folder = { readonly name: string; readonly texts: ReadonlyMap<string, string | null> | null };

/** No intent written by people comes near; a larger file is not what it seems. */
const FILE_BYTES_MAX = 1_000_000;
/** What a pack is made of, and what somebody may have meant to be part of it. */
const YAML = /\.ya?ml$/;

/** Reads what belongs to a pack. Errors: none thrown; what cannot be read is null. */
export async function readFolder(directory: string): Promise<Folder> {
  const names = await namesIn(directory);
  if (names === null) return { name: directory, texts: null };
  const read = await Promise.all(
    names.filter((name) => YAML.test(name)).map(async (name) => [name, await readText(join(directory, name))] as const),
  );
  return { name: directory, texts: new Map(read) };
}

async function namesIn(directory: string): Promise<readonly string[] | null> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    // Missing, a file, or not ours to read: for whoever set the path it is the same mistake.
    return null;
  }
}

async function readText(file: string): Promise<string | null> {
  try {
    const { size } = await stat(file);
    return size > FILE_BYTES_MAX ? null : plainText(await readFile(file));
  } catch {
    // Gone, a directory, not ours to read, or not UTF-8: the reader says so with the file's name.
    return null;
  }
}

/** Every byte of a file is in its text, so that writing it again changes nothing. Databases keep no text with a zero in it. */
function plainText(bytes: Buffer): string | null {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  return text.includes("\0") ? null : text;
}
