/**
 * An admin decides on a group of questions: it becomes a draft of a new intent, joins an existing one, or is nobody's business.
 * The draft is begun first and the group settled after it: whoever dies in between leaves an open group whose draft is found
 * again, and of two admins who decide at once one is told that it was decided.
 */
import type { Agent } from "../../core/model.ts";
import type { Store } from "../../core/ports.ts";
import type { Parts } from "../parts.ts";
import { type IntentSeed, seedOf, shownGroups } from "./mining.ts";

/** Begins drafts of the FAQ. Both give the draft's number; null when there is no such intent. */
export type Drafting = {
  newIntent(seed: IntentSeed, from: From): Promise<number>;
  addExamples(intentId: string, seed: IntentSeed, from: From): Promise<number | null>;
};

type From = { readonly groupId: number; readonly by: Agent };

export type Decision =
  | { readonly outcome: "drafted"; readonly draftId: number }
  | { readonly outcome: "rejected" | "named" | "no_such_group" | "already_decided" | "no_such_intent" | "no_drafts" };

/** What an admin changed of what was proposed. */
export type Edited = {
  readonly title?: string | undefined;
  readonly examples?: readonly string[] | undefined;
  readonly answer?: string | undefined;
};

export type Decide = {
  /** `intentId`: the intent the questions become examples of; null: a new one. */
  accept(
    id: number,
    accepted: { readonly intentId: string | null; readonly edited: Edited; readonly by: Agent },
  ): Promise<Decision>;
  reject(id: number, by: Agent): Promise<Decision>;
  name(id: number, title: string): Promise<Decision>;
};

type Deciding = Pick<Parts, "now" | "log"> & {
  readonly store: Pick<Store, "past" | "evidence">;
  readonly drafting: Drafting | null;
};

export function decideOn({ store, now, log, drafting }: Deciding): Decide {
  const { evidence } = store;
  return {
    async accept(id, { intentId, edited, by }) {
      const group = await evidence.group(id);
      if (group === null) return { outcome: "no_such_group" };
      if (group.state !== "open") return { outcome: "already_decided" };
      if (drafting === null) return { outcome: "no_drafts" };
      const [shown] = await shownGroups(store, [group]);
      if (shown === undefined) return { outcome: "no_such_group" };
      const proposed = seedOf(shown);
      const seed: IntentSeed = {
        language: proposed.language,
        title: edited.title ?? proposed.title,
        examples: edited.examples ?? proposed.examples,
        answer: edited.answer ?? proposed.answer,
      };
      const draftId = await (intentId === null
        ? drafting.newIntent(seed, { groupId: id, by })
        : drafting.addExamples(intentId, seed, { groupId: id, by }));
      if (draftId === null) return { outcome: "no_such_intent" };
      const isSettled = await evidence.settleGroup(id, { state: "accepted", by: by.id, at: now() });
      log.info({ groupId: id, draftId, by: by.id, isSettled }, "questions became a draft");
      return isSettled ? { outcome: "drafted", draftId } : { outcome: "already_decided" };
    },
    async reject(id, by) {
      if (await evidence.settleGroup(id, { state: "rejected", by: by.id, at: now() })) return { outcome: "rejected" };
      return { outcome: (await evidence.group(id)) === null ? "no_such_group" : "already_decided" };
    },
    async name(id, title) {
      if (await evidence.nameGroup(id, title)) return { outcome: "named" };
      return { outcome: (await evidence.group(id)) === null ? "no_such_group" : "already_decided" };
    },
  };
}
