/** Answers to the 0–10 question → NPS. It is never derived from ratings of 1 to 5. */
import type { Fact } from "../core/facts.ts";
import type { LearnerId, Millis } from "../core/model.ts";

/** Another answer within a day takes the place of the one before. */
const CHANGEABLE_MS: Millis = 86_400_000;
const PROMOTER_MIN = 9;
const DETRACTOR_MAX = 6;

/** % of 9–10 − % of 0–6, of `nps_answered` facts in the order they happened; null when nobody answered. */
export async function npsOf(facts: AsyncIterable<Fact> | Iterable<Fact>): Promise<number | null> {
  return (await npsWithCount(facts)).nps;
}

/** The same with how many answers it is of. */
export async function npsWithCount(
  facts: AsyncIterable<Fact> | Iterable<Fact>,
): Promise<{ readonly nps: number | null; readonly n: number }> {
  const latest = new Map<LearnerId, { readonly at: Millis; readonly value: number }>();
  let [n, net] = [0, 0];
  for await (const { learnerId, at, value } of facts) {
    if (value === null) continue;
    const before = latest.get(learnerId);
    const isChange = before !== undefined && at - before.at <= CHANGEABLE_MS;
    latest.set(learnerId, { at: isChange ? before.at : at, value });
    net += sideOf(value) - (isChange ? sideOf(before.value) : 0);
    if (!isChange) n += 1;
  }
  return { nps: n === 0 ? null : (net / n) * 100, n };
}

function sideOf(value: number): number {
  if (value >= PROMOTER_MIN) return 1;
  return value <= DETRACTOR_MAX ? -1 : 0;
}
