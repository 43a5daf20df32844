/**
 * Questions from elsewhere (a ticket, mined groups, an admin's list) → the open draft of an intent. There is one way to do it, and
 * doing it twice is doing it once: an example that is there is not added again, and the same evidence is kept once.
 */
import { type Draft, type Evidence, type FaqSource, hashOf, type Texts } from "../../core/faq/faq.ts";
import { isReserved } from "../../core/faq/reserved.ts";
import type { Agent, Language } from "../../core/model.ts";
import type { DraftChange, NewDraft } from "../../core/ports.ts";
import { addExamples, type Given, intentIdIn, intentText } from "../../nlu/pack/edit.ts";
import { freshId } from "../../nlu/pack/naming.ts";
import { type Drafter, liveTexts, pathOfIntent } from "./drafts.ts";

export type Proposal = {
  /** Null: a new intent, called after its title. */
  readonly intentId: string | null;
  readonly language: Language;
  /** What learners wrote; masked already. */
  readonly questions: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly why: string;
  readonly source: FaqSource;
  readonly by: Agent;
  /** For an intent there is none of yet; left out: unknown intents are refused. */
  readonly create?: { readonly title: Given<string>; readonly answer: Given<string> } | undefined;
};

/** What is to be written; null: the draft says all of it already. */
export type Change = NewDraft | DraftChange | null;

/** Writes it. "moved": somebody changed the draft meanwhile; anything else that is no draft ends the matter. */
export type Keep<Otherwise> = (change: Change, intentId: string) => Promise<readonly Draft[] | "moved" | Otherwise>;

const TRIES_MAX = 5;

/** Null when there is no such intent and none is to be made. Errors: StoreError. */
export async function propose(drafter: Drafter, proposal: Proposal): Promise<Draft | null> {
  return await proposeBy<never>(drafter, proposal, async (change) =>
    change === null ? [] : ((await drafter.store.saveDrafts([change])) ?? "moved"),
  );
}

/** The same for whoever has more to write in the same commit. */
export async function proposeBy<Otherwise extends string = never>(
  drafter: Drafter,
  proposal: Proposal,
  keep: Keep<Otherwise>,
): Promise<Draft | null | Otherwise> {
  for (let tried = 1; tried <= TRIES_MAX; tried += 1) {
    const [{ texts }, open] = [await liveTexts(drafter), await drafter.store.drafts()];
    const proposed = proposedOn({ texts, open, at: drafter.now() }, proposal);
    if (proposed === null) return null;
    const kept = await keep(proposed.change, proposed.intentId);
    if (kept === "moved") continue;
    if (typeof kept === "string") return kept;
    const draft = kept[0] ?? proposed.open;
    if (draft !== undefined) return draft;
  }
  throw new Error("a draft was changed too often while something was proposed");
}

type Ground = { readonly texts: Texts; readonly open: readonly Draft[]; readonly at: number };
type Proposed = { readonly intentId: string; readonly change: Change; readonly open: Draft | undefined };

/** Pure: the same drafts and the same proposal give the same change. */
function proposedOn({ texts, open, at }: Ground, proposal: Proposal): Proposed | null {
  const { language, questions, evidence, why, source, by, create } = proposal;
  const intentId = proposal.intentId ?? newId(texts, open, proposal);
  if (isReserved(intentId)) return null;
  const path = pathOfIntent(texts, intentId);
  const draft = open.find((each) => each.path === path);
  const live = texts.get(path);
  const before = draft === undefined ? live : (draft.text ?? live);
  if (before === undefined && create === undefined) return null;
  const text =
    before === undefined
      ? intentText({ id: intentId, title: {}, answer: {}, ...create, examples: { [language]: questions } })
      : addExamples(before, language, questions);
  if (draft === undefined) {
    const base = live === undefined ? null : hashOf(live);
    return { intentId, change: { path, base, text, why, source, by, at, evidence }, open: undefined };
  }
  const { id, revision } = draft;
  const fresh = evidence.filter((one) => !draft.evidence.some((each) => isSame(each, one)));
  if (text === draft.text && fresh.length === 0) return { intentId, change: null, open: draft };
  const change = { id, revision, text, by, at, evidence: [...draft.evidence, ...fresh] };
  return { intentId, change, open: draft };
}

/** Of the title; one that cannot be written in Latin letters is called after the questions. */
function newId(texts: Texts, open: readonly Draft[], { create, questions }: Proposal): string {
  const taken = new Set([...texts.keys(), ...open.map(({ path }) => path)].map(intentIdIn));
  const { en = "", zh = "" } = create?.title ?? {};
  return freshId([en, zh, ...questions], (id) => taken.has(id));
}

function isSame(one: Evidence, other: Evidence): boolean {
  return one.ticketId === other.ticketId && one.question === other.question && one.answer === other.answer;
}
