/** The report about a draft as the API sends it, and how far it has come. */
import { fields, listOf, number, oneOf, orNull, type Read, text } from "../api/read.ts";
import { DOES, LANGUAGES, type Lang, type Tried } from "./read.ts";

export const EFFECTS = ["broken", "slower", "mended", "quicker", "gained", "lost", "spared", "other"] as const;
export type Effect = (typeof EFFECTS)[number];
type Warning = {
  readonly intentId: string;
  readonly language: Lang | null;
  readonly about: string | null;
  readonly text: string;
};
export type Would = { readonly would: Tried["does"]; readonly intentIds: readonly string[] };
type Example = { readonly text: string; readonly live: Would; readonly draft: Would };
/** How far a report has come. */
const STEPS = ["learning", "reading", "replaying", "checking"] as const;
export type ImpactStep = {
  readonly step: (typeof STEPS)[number];
  readonly done: number | null;
  readonly total: number | null;
};
export type Impact = {
  readonly questions: number;
  readonly changed: number;
  readonly known: number;
  readonly ticketsSpared: number;
  readonly effects: Readonly<Record<Effect, number>>;
  readonly examples: Readonly<Record<Effect, readonly Example[]>>;
  readonly brokenAtMost: number | null;
  readonly verdict: "worse" | "not_worse" | "unknown";
  readonly warnings: readonly Warning[];
};

export function stepOf(value: unknown): ImpactStep {
  const row = fields(value);
  const count = (name: string) => orNull(number)(row.get(name));
  return { step: oneOf(STEPS)(row.get("step")), done: count("done"), total: count("total") };
}

export function impactOf(value: unknown): Impact {
  const row = fields(value);
  const [counts, shown] = [fields(row.get("effects")), fields(row.get("examples"))];
  const would: Read<Would> = (one) => {
    const each = fields(one);
    return { would: oneOf(DOES)(each.get("would")), intentIds: listOf(text)(each.get("intentIds")) };
  };
  const example: Read<Example> = (one) => {
    const each = fields(one);
    return { text: text(each.get("text")), live: would(each.get("live")), draft: would(each.get("draft")) };
  };
  const warning: Read<Warning> = (one) => {
    const each = fields(one);
    const about = orNull(text)(each.get("about"));
    const language = orNull(oneOf(LANGUAGES))(each.get("language"));
    return { intentId: text(each.get("intentId")), language, about, text: text(each.get("text")) };
  };
  const each = <Value>(read: (effect: Effect) => Value) => ({
    ...{ broken: read("broken"), slower: read("slower"), mended: read("mended"), quicker: read("quicker") },
    gained: read("gained"),
    ...{ lost: read("lost"), spared: read("spared"), other: read("other") },
  });
  return {
    questions: number(row.get("questions")),
    changed: number(row.get("changed")),
    known: number(row.get("known")),
    ticketsSpared: number(row.get("ticketsSpared")),
    effects: each((effect) => number(counts.get(effect))),
    examples: each((effect) => listOf(example)(shown.get(effect))),
    brokenAtMost: orNull(number)(row.get("brokenAtMost")),
    verdict: oneOf(["worse", "not_worse", "unknown"])(row.get("verdict")),
    warnings: listOf(warning)(row.get("warnings")),
  };
}
