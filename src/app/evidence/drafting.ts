/**
 * Groups of questions → drafts of the FAQ. Of each file there is one open draft: what somebody began is gone on with, and only
 * under the revision that was read.
 */
import type { Draft, Evidence as Reason, TextHash } from "../../core/faq/faq.ts";
import type { Agent } from "../../core/model.ts";
import type { Now, Store } from "../../core/ports.ts";
import { composeIntent, idFor, intentIdIn, withExamples } from "../../nlu/pack/compose.ts";
import type { Drafting } from "./decide.ts";
import type { IntentSeed } from "./mining.ts";

/** Whoever edits the same draft at the same moment is tried again after. */
const TRIES_MAX = 5;
const WHY = "questions nobody answered";

type DraftingParts = {
  readonly store: Pick<Store, "faq">;
  readonly now: Now;
  /** Where new intents go while there is no version: the name of the first pack's folder. */
  readonly folder: string;
};

export function draftingOn({ store, now, folder }: DraftingParts): Drafting {
  const { faq } = store;
  const why = { why: WHY, source: "console" as const };
  return {
    async newIntent(seed, { groupId, by }) {
      const live = await liveTexts(store);
      const [first = `${folder}/`] = live.keys();
      const id = idFor(seed.title, groupId);
      const path = `${first.slice(0, first.indexOf("/"))}/${id.replaceAll("_", "-")}.yaml`;
      const text = composeIntent({ id, ...seed });
      const draft = { path, base: null, text, ...why, by, at: now(), evidence: reasonsOf(seed, by, now()) };
      return (await faq.openDraft(draft)).draft.id;
    },
    async addExamples(intentId, seed, { by }) {
      const file = [...(await liveTexts(store))].find(([, { text }]) => intentIdIn(text) === intentId);
      if (file === undefined) return null;
      const [path, { text, hash }] = file;
      const more = (before: string): string => withExamples(before, seed.language, seed.examples) ?? before;
      const evidence = reasonsOf(seed, by, now());
      const begun = await faq.openDraft({ path, base: hash, text: more(text), ...why, by, at: now(), evidence });
      if (begun.isNew) return begun.draft.id;
      return await goOn(begun.draft, more);

      async function goOn(known: Draft, change: (text: string) => string): Promise<number> {
        let draft: Draft | null = known;
        for (let tries = 0; draft !== null && tries < TRIES_MAX; tries += 1) {
          const { id, revision, text: before } = draft;
          const all = [...draft.evidence, ...evidence];
          const next = { id, revision, text: change(before ?? text), evidence: all, by, at: now() };
          if ((await faq.changeDraft(next)) !== null) return id;
          draft = await faq.draft(id);
        }
        throw new Error("a draft was changed by others again and again");
      }
    },
  };
}

type LiveText = { readonly text: string; readonly hash: TextHash };

async function liveTexts({ faq }: Pick<Store, "faq">): Promise<ReadonlyMap<string, LiveText>> {
  const number = await faq.newest();
  const version = number === null ? null : await faq.version(number);
  if (version === null) return new Map();
  const texts = await faq.texts([...version.tree.values()]);
  return new Map(
    [...version.tree].flatMap(([path, hash]) => {
      const text = texts.get(hash);
      return text === undefined ? [] : [[path, { text, hash }] as const];
    }),
  );
}

const REASONS_MAX = 3;

function reasonsOf({ examples, language, answer }: IntentSeed, by: Agent, at: number): readonly Reason[] {
  return examples.slice(0, REASONS_MAX).map((question) => ({ question, language, answer, ticketId: null, by, at }));
}
