/**
 * Two wordings of one answer against each other: which helped more often, told only when it is clear. The 95 % intervals (Wilson)
 * must not touch, which asks for more than a difference at 95 %: people look every day, and sooner or later chance looks back.
 */
import type { AskedQuestion } from "./asked.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

export type WordingFigure = {
  readonly variant: string;
  /** Answers whose three days are over, and how many of them were not wrong. */
  readonly n: number;
  readonly helped: number;
  readonly share: number | null;
  readonly interval: Interval | null;
};

export type WordingTrial = {
  readonly intentId: string;
  /** The best first. */
  readonly wordings: readonly WordingFigure[];
  /** The wording that is clearly better than every other; null: not clear yet. */
  readonly better: string | null;
};

/** Fewer answers of a wording decide nothing. */
const ANSWERS_MIN = 30;

export async function wordingTrials(questions: AsyncIterable<AskedQuestion>): Promise<readonly WordingTrial[]> {
  const tallies = new Map<string, Map<string, { n: number; helped: number }>>();
  for await (const { did, fate, isByFaq, wordings } of questions) {
    if (did !== "answered" || isByFaq || fate === "open") continue;
    for (const { intentId, variant } of wordings) {
      const ofIntent = tallies.get(intentId) ?? new Map<string, { n: number; helped: number }>();
      tallies.set(intentId, ofIntent);
      const tally = ofIntent.get(variant) ?? { n: 0, helped: 0 };
      ofIntent.set(variant, tally);
      tally.n += 1;
      if (fate === "confirmed" || fate === "silent") tally.helped += 1;
    }
  }
  return [...tallies].map(([intentId, ofIntent]) => trialOf(intentId, ofIntent));
}

function trialOf(
  intentId: string,
  tallies: ReadonlyMap<string, { readonly n: number; readonly helped: number }>,
): WordingTrial {
  const wordings = [...tallies]
    .map(([variant, { n, helped }]) => {
      return { variant, n, helped, share: n === 0 ? null : helped / n, interval: wilsonInterval(helped, n) };
    })
    .sort((one, other) => (other.share ?? 0) - (one.share ?? 0) || one.variant.localeCompare(other.variant));
  const [best, ...others] = wordings;
  const isClear = (other: WordingFigure): boolean =>
    best !== undefined && other.n >= ANSWERS_MIN && (best.interval?.low ?? 0) > (other.interval?.high ?? 1);
  const better = best !== undefined && best.n >= ANSWERS_MIN && others.length > 0 && others.every(isClear);
  return { intentId, wordings, better: better ? best.variant : null };
}
