/** The test bench: what a draft makes of a sentence, why, and what the version that answers makes of it. */
import type { Draft } from "../../core/faq/faq.ts";
import { judge } from "../../core/judge.ts";
import type { Match } from "../../core/model.ts";
import { type NearExample, nearestExamples, type Spoke, spokeFor } from "../../nlu/explain.ts";
import type { Faq } from "../parts.ts";
import { liveTexts, withDrafts } from "./drafts.ts";
import type { FaqLife } from "./life.ts";

export type Tried = {
  readonly ranking: readonly Match[];
  /** What the bot would do with it, asked for the first time. */
  readonly does: "answer" | "clarify" | "rephrase" | "hand_over";
  /** Words that spoke for the best intent. */
  readonly spoke: readonly Spoke[];
  readonly nearest: readonly NearExample[];
};

export type BenchAnswer = { readonly draft: Tried; readonly live: Tried; readonly version: number };

/** Errors: StoreError. Problems name `folder/file.yaml:line`. */
export async function tryOut(
  life: FaqLife,
  { text, drafts }: { readonly text: string; readonly drafts: readonly Draft[] },
): Promise<BenchAnswer | { readonly problems: readonly string[] }> {
  const answering = life.current();
  const live = tried(answering, text);
  if (drafts.length === 0) return { draft: live, live, version: answering.version };
  const built = await life.workshop.build(withDrafts(await liveTexts(life), drafts).texts);
  if ("problems" in built) return built;
  const draft = tried({ pack: built.pack, match: await built.training.rehearsed }, text);
  return { draft, live, version: answering.version };
}

function tried({ pack, match }: Faq, text: string): Tried {
  const ranking = match(text);
  const best = ranking[0];
  return {
    ranking,
    does: judge(ranking, pack, 0).judgement,
    spoke: best === undefined ? [] : spokeFor(match, text, best.intentId),
    nearest: nearestExamples(pack, text),
  };
}
