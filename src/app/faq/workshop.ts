/**
 * Packs that are not live yet, learned in the background so that they can be tried and judged. One after the other; the last few
 * are kept, because whoever tries a draft asks it more than once, and then publishes it: then it is live without being
 * learned again.
 */
import { digestOf, type Texts, treeOf } from "../../core/faq/faq.ts";
import { keepLatest } from "../../core/latest.ts";
import type { Pack } from "../../core/pack.ts";
import { packOf } from "../../nlu/pack/load.ts";
import type { Trainer, Training } from "../../nlu/trainer.ts";
import { packFolders } from "./texts.ts";

export type Candidate = { readonly pack: Pack; readonly training: Training };
export type Built = Candidate | { readonly problems: readonly string[] };

export type Workshop = {
  /** Reads a pack and begins to learn it; problems name `folder/file.yaml:line`. Rejects when the thread fails. */
  build(texts: Texts): Promise<Built>;
  /**
   * The same for what is to be live as soon as it is learned: on the thread that learned what is live, which knows all of it but
   * the edit and waits behind nobody's draft.
   */
  buildNow(texts: Texts): Promise<Built>;
  /** One that was built not long ago; null: none of that content. */
  find(texts: Texts): Promise<Built> | null;
  stop(): Promise<void>;
};

const KEPT_MAX = 3;

/** `live` learns what is live, too. Stops both when it is stopped. */
export function openWorkshop({ trial, live }: { readonly trial: Trainer; readonly live: Trainer }): Workshop {
  const kept = new Map<string, Promise<Built>>();
  let before: Promise<unknown> = Promise.resolve();

  async function learn(texts: Texts): Promise<Built> {
    const loaded = packOf(packFolders(texts));
    if ("problems" in loaded) return loaded;
    const free = before;
    const { promise: learned, resolve } = Promise.withResolvers<unknown>();
    before = learned;
    // The trainer drops what waits for what is newer; here everything is wanted, and judged as it would answer.
    await free;
    const training = trial.train(loaded.pack);
    training.rehearsed.catch(() => undefined).then(resolve);
    return { pack: loaded.pack, training };
  }

  async function learnNow(texts: Texts): Promise<Built> {
    const loaded = packOf(packFolders(texts));
    return "problems" in loaded ? loaded : { pack: loaded.pack, training: live.train(loaded.pack) };
  }

  function keep(texts: Texts, build: (texts: Texts) => Promise<Built>): Promise<Built> {
    const name = nameOf(texts);
    const built = kept.get(name) ?? build(texts);
    keepLatest(kept, [name, built], KEPT_MAX);
    built.catch(() => kept.delete(name));
    return built;
  }

  return {
    build: (texts) => keep(texts, learn),
    buildNow: (texts) => keep(texts, learnNow),
    find: (texts) => kept.get(nameOf(texts)) ?? null,
    async stop() {
      await Promise.all([trial.stop(), live.stop()]);
    },
  };
}

/** The order of folders counts, that of files does not. */
function nameOf(texts: Texts): string {
  const folders = packFolders(texts).map(({ name }) => name);
  return `${folders.join(",")} ${digestOf(treeOf(texts))}`;
}
