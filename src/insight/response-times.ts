/**
 * How long learners waited for a person, and for a solution. Seconds of the calendar: business time needs a schedule, which
 * these figures do not know.
 *
 * An episode belongs to the range in which it began, whenever it was answered: otherwise a slow answer would hide in the
 * month after the one that was slow.
 */
import type { Fact } from "../core/facts.ts";
import type { Millis } from "../core/model.ts";
import { episodesOf } from "./episodes.ts";
import { type Spread, spreadOf } from "./percentile.ts";

/** All in seconds. */
export type ResponseTimes = {
  /** First responses of episodes, and response times given with feedback from outside, together. */
  readonly all: Spread;
  /** First words of a person − handing over, per episode that got some. */
  readonly firstResponse: Spread;
  /** Solved − handing over, per solved episode; one the learner took back is not solved. */
  readonly resolution: Spread;
};

type Sources = {
  /** Kinds as in EPISODE_KINDS, in the order they happened. */
  readonly facts: AsyncIterable<Fact> | Iterable<Fact>;
  /** Response times given with feedback, seconds. */
  readonly given: AsyncIterable<number> | Iterable<number>;
  /** Episodes that began at this time or later do not count; undefined: all do. */
  readonly openedBefore?: Millis | undefined;
};

export async function responseTimes({ facts, given, openedBefore }: Sources): Promise<ResponseTimes> {
  const firstResponses: number[] = [];
  const resolutions: number[] = [];
  for (const episode of await episodesOf(facts)) {
    if (openedBefore !== undefined && episode.openedAt >= openedBefore) continue;
    if (episode.repliedAt !== null) firstResponses.push((episode.repliedAt - episode.openedAt) / 1000);
    if (episode.solvedAt !== null) resolutions.push((episode.solvedAt - episode.openedAt) / 1000);
  }
  const all = [...firstResponses];
  for await (const seconds of given) all.push(seconds);
  return { all: spreadOf(all), firstResponse: spreadOf(firstResponses), resolution: spreadOf(resolutions) };
}
