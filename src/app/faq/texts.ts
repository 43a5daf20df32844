/** A version's texts, read once each: they never change under their hash. And the folders a pack is built from. */
import { folderOf, type TextHash, type Texts, type Tree } from "../../core/faq/faq.ts";
import type { FaqStore } from "../../core/ports.ts";
import type { Folder } from "../../nlu/pack/folder.ts";

export type TextsOf = (tree: Tree) => Promise<Texts>;

/** Keeps the texts of the tree asked for last: the next one is mostly the same. Errors: StoreError. */
export function openTexts(store: FaqStore): TextsOf {
  let kept: ReadonlyMap<TextHash, string> = new Map();
  return async (tree) => {
    const before = kept;
    const missing = [...tree.values()].filter((hash) => !before.has(hash));
    const read = missing.length === 0 ? new Map<TextHash, string>() : await store.texts(missing);
    const texts = new Map<string, string>();
    for (const [path, hash] of tree) {
      const text = before.get(hash) ?? read.get(hash);
      // A version is only ever written together with its texts.
      if (text === undefined) throw new Error(`the text of ${path} is gone from the store`);
      texts.set(path, text);
    }
    kept = new Map([...tree].map(([path, hash]) => [hash, texts.get(path) ?? ""]));
    return texts;
  };
}

/** Texts by path → the folders of a pack, in their order. `nameOf`: how problems call a folder. */
export function packFolders(texts: Texts, nameOf: (key: string) => string = (key) => key): readonly Folder[] {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of texts) {
    const key = folderOf(path);
    const files = folders.get(key) ?? new Map<string, string>();
    files.set(path.slice(key.length + 1), text);
    folders.set(key, files);
  }
  return [...folders].map(([key, files]) => ({ name: nameOf(key), texts: files }));
}
