/**
 * Follows whether learners with an order buy again within ninety days after they rated, were helped by a person or not, or said how
 * likely they recommend us. A learner counts once for each range: with the last of these whose ninety days ended in it. Which one
 * that is depends on time alone: were it chosen by what came after, buyers would be chosen.
 */
import type { LearnerId, Millis } from "../../../core/model.ts";
import { type Book, groupAt, isSameRange, talliesOf } from "../book.ts";
import type { FactSeen, Ordered } from "../events.ts";
import type { Case } from "../groups.ts";
import { addCase } from "../tally.ts";

const WINDOW_MS: Millis = 90 * 86_400_000;

const SIGNS = ["rating", "helped", "nps_group"] as const;
type Sign = (typeof SIGNS)[number];

/** What a learner said or got, and what came of it. `of.at` is the end of its ninety days: by that it is counted. */
type Watch = { readonly of: Case; readonly group: string; hasOrdered: boolean; hasRenewed: boolean };
type Watches = { readonly sign: Sign; readonly open: Watch[]; readonly over: Watch[] };

export type FollowedBuyers = {
  /** Learners with an order. */
  readonly buyers: Set<LearnerId>;
  readonly watched: Map<LearnerId, readonly Watches[]>;
};

export function followOrder({ buyers, watched }: FollowedBuyers, { kind, at, learnerId }: Ordered): void {
  buyers.add(learnerId);
  for (const { open } of watched.get(learnerId) ?? []) {
    for (const watch of open) {
      if (at > watch.of.at) continue;
      if (kind === "purchased") watch.hasOrdered = true;
      else watch.hasRenewed = true;
    }
  }
}

export function followSign({ buyers, watched }: FollowedBuyers, fact: FactSeen, book: Book): void {
  const said = signOf(fact);
  if (said === null || !buyers.has(fact.learnerId)) return;
  const { at, channel, language, intentId, agentId, learnerId } = fact;
  const signs = watched.get(learnerId) ?? SIGNS.map((sign): Watches => ({ sign, open: [], over: [] }));
  watched.set(learnerId, signs);
  const found = signs.find(({ sign }) => sign === said.sign);
  if (found === undefined) return;
  end(found, at, book);
  const of = { at: at + WINDOW_MS, channel, language, intentId, agentId, learnerId };
  found.open.push({ of, group: said.group, hasOrdered: false, hasRenewed: false });
}

function signOf({ kind, value }: FactSeen): { readonly sign: Sign; readonly group: string } | null {
  switch (kind) {
    case "rated":
    case "rating_changed":
      return value === null ? null : { sign: "rating", group: String(value) };
    case "nps_answered":
      return value === null ? null : { sign: "nps_group", group: npsGroup(value) };
    case "solved":
      return { sign: "helped", group: "yes" };
    case "cancelled":
    case "dropped":
      return { sign: "helped", group: "no" };
    default:
      return null;
  }
}

function npsGroup(value: number): string {
  if (value >= 9) return "promoter";
  return value >= 7 ? "passive" : "detractor";
}

/** Of those whose ninety days are over the last one of each range stays. */
function end({ open, over }: Watches, now: Millis, book: Book): void {
  while (open[0] !== undefined && now > open[0].of.at) {
    const [watch] = open.splice(0, 1);
    if (watch === undefined || talliesOf(book, watch.of).length === 0) continue;
    const before = over.findIndex(({ of }) => isSameRange(book, of.at, watch.of.at));
    if (before >= 0) over.splice(before, 1);
    over.push(watch);
  }
}

/** Forgets what is outside the ranges. Called when and as often as one likes: it changes no figure. */
export function forgetBuyers({ watched }: FollowedBuyers, now: Millis, book: Book): void {
  for (const [learnerId, signs] of watched) {
    for (const watches of signs) end(watches, now, book);
    if (signs.every(({ open, over }) => open.length === 0 && over.length === 0)) watched.delete(learnerId);
  }
}

/** Writes down how those stand that `forgetBuyers` left. */
export function tellBuyers({ watched }: FollowedBuyers, book: Book): void {
  for (const signs of watched.values()) {
    for (const { sign, over } of signs) for (const watch of over) tell(watch, sign, book);
  }
}

function tell({ of, group, hasOrdered, hasRenewed }: Watch, sign: Sign, book: Book): void {
  const place = groupAt(book, of.at, { dimension: sign, group });
  // All learners together, and by channel or language, are counted by their last rating.
  const all = sign === "rating" ? talliesOf(book, of) : [];
  for (const tally of place === null ? all : [place, ...all]) {
    addCase(tally, "repurchase", { isHit: hasOrdered });
    addCase(tally, "renewal", { isHit: hasRenewed });
  }
}
