/**
 * Which of a week's solved episodes are reviewed: the badly rated, the longest waits, the most turns, and some by chance, so that
 * quiet work is seen as well. Pure, and the same every time: chance comes from the seed alone.
 */
import type { Fact, FactKind } from "../core/facts.ts";
import type { AgentId, Millis, TicketId } from "../core/model.ts";
import type { ReviewReason } from "../core/ports/quality.ts";

export const REVIEW_KINDS = [
  "escalated",
  "reopened",
  "agent_replied",
  "learner_wrote",
  "solved",
  "rated",
  "rating_changed",
] as const satisfies readonly FactKind[];

/** Of each kind in one week; more than an admin reads helps no agent. */
const EACH_MAX = 5;
const BAD_RATING_MAX = 2;
const TURNS_MIN = 6;
const WAIT_MIN_MS: Millis = 30 * 60_000;

type Episode = {
  readonly ticketId: TicketId;
  readonly episode: number;
  agentId: AgentId | null;
  begunAt: Millis | null;
  repliedAt: Millis | null;
  solvedAt: Millis | null;
  turns: number;
  rating: number | null;
};

export type Sampled = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly agentId: AgentId;
  readonly why: ReviewReason;
};

/** `facts` in the order they happened; episodes solved in [from, to) count. */
export async function sampleOf(
  facts: AsyncIterable<Fact>,
  { from, to, seed }: { readonly from: Millis; readonly to: Millis; readonly seed: number },
): Promise<readonly Sampled[]> {
  const episodes = new Map<string, Episode>();
  for await (const fact of facts) note(episodes, fact);
  const solved = [...episodes.values()].flatMap(({ agentId, solvedAt, ...rest }) =>
    agentId !== null && solvedAt !== null && solvedAt >= from && solvedAt < to ? [{ ...rest, agentId }] : [],
  );
  const picked = new Map<string, Sampled>();
  const pick = (why: ReviewReason, from: readonly Solved[], rank: (each: Solved) => number) => {
    const best = from.toSorted((one, other) => rank(other) - rank(one) || one.ticketId - other.ticketId);
    for (const { ticketId, episode, agentId } of best.filter((each) => !picked.has(keyOf(each))).slice(0, EACH_MAX)) {
      picked.set(keyOf({ ticketId, episode }), { ticketId, episode, agentId, why });
    }
  };
  pick(
    "bad_rating",
    solved.filter(({ rating }) => rating !== null && rating <= BAD_RATING_MAX),
    ({ rating }) => -(rating ?? 0),
  );
  pick(
    "long_wait",
    solved.filter((each) => waitOf(each) >= WAIT_MIN_MS),
    waitOf,
  );
  pick(
    "many_turns",
    solved.filter(({ turns }) => turns >= TURNS_MIN),
    ({ turns }) => turns,
  );
  pick("random", solved, (each) => chanceOf(each, seed));
  return [...picked.values()];
}

type Solved = Omit<Episode, "agentId" | "solvedAt"> & { readonly agentId: AgentId };

function keyOf({ ticketId, episode }: Pick<Episode, "ticketId" | "episode">): string {
  return `${ticketId}-${episode}`;
}

function waitOf({ begunAt, repliedAt }: Pick<Episode, "begunAt" | "repliedAt">): Millis {
  return begunAt === null || repliedAt === null ? 0 : repliedAt - begunAt;
}

function note(episodes: Map<string, Episode>, { kind, at, ticketId, episode, agentId, value }: Fact): void {
  if (ticketId === null || episode === null) return;
  const key = keyOf({ ticketId, episode });
  const none = { agentId: null, begunAt: null, repliedAt: null, solvedAt: null, turns: 0, rating: null };
  const known = episodes.get(key) ?? { ticketId, episode, ...none };
  episodes.set(key, known);
  if (kind === "escalated" || kind === "reopened") known.begunAt = at;
  if (kind === "agent_replied") {
    known.repliedAt ??= at;
    known.agentId = agentId;
  }
  if (kind === "learner_wrote") known.turns += 1;
  if (kind === "solved") known.solvedAt = at;
  if (kind === "rated" || kind === "rating_changed") known.rating = value;
}

/** 0–1, the same for one episode and seed on every machine: a finalised multiplication hash. */
function chanceOf({ ticketId, episode }: Pick<Episode, "ticketId" | "episode">, seed: number): number {
  let mixed = (seed ^ Math.imul(ticketId, 0x9e3779b1) ^ Math.imul(episode, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
