/**
 * Several wordings of one answer, side by side: how often each was said, and what the learner did next. Learners are dealt to
 * wordings by chance and for good, so a difference is the wording's, once the intervals no longer overlap.
 */
import type { Fact, FactKind } from "../core/facts.ts";
import type { ConversationId } from "../core/model.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

/** All that the fold looks at. */
export const VARIANT_KINDS = ["answered", "confirmed", "not_quite", "escalated"] as const satisfies readonly FactKind[];

export type VariantOutcome = {
  readonly intentId: string;
  readonly variant: string;
  /** Answers given in this wording. */
  readonly n: number;
  /** What came next in the same conversation; each answer counts for one at most. */
  readonly confirmed: number;
  readonly notQuite: number;
  readonly escalated: number;
  /** The share that was confirmed, with its interval; null for no answers. */
  readonly confirmedShare: number | null;
  readonly interval: Interval | null;
};

type Tally = { n: number; confirmed: number; notQuite: number; escalated: number };

const NEXT = { confirmed: "confirmed", not_quite: "notQuite", escalated: "escalated" } as const;

/** Facts in the order they happened → every wording that was said, by intent and name. */
export async function variantOutcomes(facts: AsyncIterable<Fact>): Promise<readonly VariantOutcome[]> {
  const tallies = new Map<string, Tally>();
  const open = new Map<ConversationId, string>();
  for await (const fact of facts) {
    if (fact.kind === "answered") {
      open.delete(fact.conversationId);
      if (fact.variant === undefined || fact.intentId === null) continue;
      const key = `${fact.intentId}\n${fact.variant}`;
      tallyOf(tallies, key).n += 1;
      open.set(fact.conversationId, key);
      continue;
    }
    const key = open.get(fact.conversationId);
    if (key === undefined || !isNext(fact.kind)) continue;
    tallyOf(tallies, key)[NEXT[fact.kind]] += 1;
    open.delete(fact.conversationId);
  }
  return [...tallies].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, tally]) => outcomeOf(key, tally));
}

function isNext(kind: FactKind): kind is keyof typeof NEXT {
  return Object.hasOwn(NEXT, kind);
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  const tally = tallies.get(key) ?? { n: 0, confirmed: 0, notQuite: 0, escalated: 0 };
  tallies.set(key, tally);
  return tally;
}

function outcomeOf(key: string, tally: Tally): VariantOutcome {
  const [intentId = "", variant = ""] = key.split("\n");
  const { n, confirmed } = tally;
  const confirmedShare = n === 0 ? null : confirmed / n;
  return { intentId, variant, ...tally, confirmedShare, interval: wilsonInterval(confirmed, n) };
}
