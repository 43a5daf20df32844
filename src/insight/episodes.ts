/**
 * Facts → episodes, the unit every service figure counts: from handing over to solved. Reopening a ticket begins the next one.
 *
 *   escalated | reopened ──> agent_replied (the first one counts) ──> solved | cancelled | dropped
 *
 * Facts must come in the order they happened. A fact of an episode whose beginning was not seen is left out: half an episode
 * has no length.
 */
import type { Fact, FactKind } from "../core/facts.ts";
import type { Millis, TicketId } from "../core/model.ts";

/** The kinds `episodesOf` looks at; ask the store for these. */
export const EPISODE_KINDS = [
  "escalated",
  "reopened",
  "agent_replied",
  "solved",
  "cancelled",
  "dropped",
] as const satisfies readonly FactKind[];

export type Episode = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly openedAt: Millis;
  /** The first words of a person to the learner; null while there are none. A note is no word, a bot no person. */
  readonly repliedAt: Millis | null;
  /** Null while it is open, and when it was taken back or dropped: that is an end, but nothing was solved. */
  readonly solvedAt: Millis | null;
  readonly isCancelled: boolean;
};

/** All episodes that began in `facts`, in the order they began. */
export async function episodesOf(facts: AsyncIterable<Fact> | Iterable<Fact>): Promise<readonly Episode[]> {
  const episodes = new Map<string, Episode>();
  for await (const fact of facts) {
    const { ticketId, episode } = fact;
    if (ticketId === null || episode === null) continue;
    const key = `${ticketId}:${episode}`;
    const before = episodes.get(key);
    const after = before === undefined ? begin(fact, ticketId, episode) : goOn(before, fact);
    if (after !== null) episodes.set(key, after);
  }
  return [...episodes.values()];
}

function begin(fact: Fact, ticketId: TicketId, episode: number): Episode | null {
  if (fact.kind !== "escalated" && fact.kind !== "reopened") return null;
  return { ticketId, episode, openedAt: fact.at, repliedAt: null, solvedAt: null, isCancelled: false };
}

function goOn(episode: Episode, fact: Fact): Episode {
  if (fact.kind === "agent_replied" && episode.repliedAt === null) return { ...episode, repliedAt: fact.at };
  if (fact.kind === "solved" && !episode.isCancelled) return { ...episode, solvedAt: fact.at };
  if (fact.kind === "cancelled" || fact.kind === "dropped") return { ...episode, solvedAt: null, isCancelled: true };
  return episode;
}
