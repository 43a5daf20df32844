/**
 * The one way a version becomes live, wherever it comes from: the pack must load whole, its tests must pass, and what the gate
 * says against it needs a reason. Then it is written on the version it was made from, or not at all.
 */

import { type Draft, type FaqSource, type FaqVersion, hashOf, type Texts, treeOf } from "../../core/faq/faq.ts";
import { differingPaths } from "../../core/faq/reconcile.ts";
import type { Agent } from "../../core/model.ts";
import type { FaqStore, Now, Publication } from "../../core/ports.ts";
import { packOf } from "../../nlu/pack/load.ts";
import { failedTests } from "../../nlu/pack/tests.ts";
import type { Faq } from "../parts.ts";
import type { LiveFaq } from "./live.ts";
import { packFolders } from "./texts.ts";
import type { Workshop } from "./workshop.ts";

/** What speaks against a version in the light of what learners asked; one line each. None: nothing does. */
export type Gate = (candidate: Faq, live: Faq) => Promise<readonly string[]>;

export type Wish = {
  /** All of the next version. */
  readonly texts: Texts;
  /** What it was made from. */
  readonly parent: FaqVersion | null;
  readonly by: Agent;
  readonly why: string;
  readonly source: FaqSource;
  /** Why it shall be published although the gate is against it; null: then it shall not. */
  readonly despite: string | null;
  readonly drafts?: readonly Pick<Draft, "id" | "revision">[];
  readonly settles?: Publication["settles"];
};

export type Published =
  | { readonly outcome: "published"; readonly version: number; readonly paths: readonly string[] }
  /** It equals what is live. */
  | { readonly outcome: "nothing_new" }
  | { readonly outcome: "problems" | "tests_failed" | "regression"; readonly reasons: readonly string[] }
  /** Somebody published meanwhile, or changed a draft: look again. */
  | { readonly outcome: "moved" };

export type Publish = (wish: Wish) => Promise<Published>;

export type PublishOptions = {
  readonly store: FaqStore;
  readonly workshop: Workshop;
  readonly live: () => LiveFaq | null;
  readonly gate: Gate;
  readonly now: Now;
};

/** Errors: StoreError. */
export function publishOf({ store, workshop, live, gate, now }: PublishOptions): Publish {
  return async (wish) => {
    const { texts, parent, by, why, source, drafts = [], settles = [] } = wish;
    const tree = treeOf(texts);
    const paths = differingPaths(parent?.tree ?? new Map(), tree);
    const isSame = paths.length === 0 && [...tree.keys()].join() === [...(parent?.tree.keys() ?? [])].join();
    if (parent !== null && isSame && drafts.length === 0 && settles.length === 0) return { outcome: "nothing_new" };
    const answering = live();
    const judged = await judge(wish, answering, { workshop, gate });
    if ("outcome" in judged) return judged;
    const version = await store.publish({
      ...{ tree, by, why, source, drafts, settles, at: now(), parent: parent?.number ?? null },
      despite: judged.against.length > 0 ? wish.despite : null,
      texts: new Map([...texts.values()].map((text) => [hashOf(text), text])),
    });
    return version === null ? { outcome: "moved" } : { outcome: "published", version, paths };
  };
}

type Judges = Pick<PublishOptions, "workshop" | "gate">;

/** What stands in the way, or what spoke against it and was overruled. */
async function judge(
  { texts, source, despite }: Wish,
  live: LiveFaq | null,
  { workshop, gate }: Judges,
): Promise<Extract<Published, { reasons: unknown }> | { readonly against: readonly string[] }> {
  // Of the very first one a start is waiting, and there is nothing it could be worse than.
  if (live === null) {
    const loaded = packOf(packFolders(texts));
    return "problems" in loaded ? { outcome: "problems", reasons: loaded.problems } : { against: [] };
  }
  const isSaved = source === "files";
  const built = await (isSaved ? workshop.buildNow(texts) : workshop.build(texts));
  if ("problems" in built) return { outcome: "problems", reasons: built.problems };
  const { pack, training } = built;
  // A saved file is to be live at once: learned in haste is enough to pass, but not to fail. Nor is it held back by the past.
  if (isSaved && failedTests(pack, await training.learned).length === 0) return { against: [] };
  const match = await training.rehearsed;
  const failed = failedTests(pack, match);
  if (failed.length > 0) return { outcome: "tests_failed", reasons: failed };
  const isAsked = !isSaved && source !== "rollback";
  const against = isAsked ? await gate({ pack, match }, live) : [];
  return against.length > 0 && despite === null ? { outcome: "regression", reasons: against } : { against };
}
