/**
 * A made-up history of a school: the same for the same seed, in the order it happened. Learners ask, the bot answers, some go to
 * people, some rate; nights and weekends are quieter.
 */
import { type Dice, diceOf } from "../../../src/core/dice.ts";
import type { Fact, FactKind } from "../../../src/core/facts.ts";
import type { AgentId, ChannelName, ConversationId, LearnerId, Millis, TicketId } from "../../../src/core/model.ts";

const INTENTS = ["reset_password", "request_refund", "video_stuck", "certificate", "invoice", "course_access"];
const AGENTS = ["telegram:1", "telegram:2", "discord:3", "console:4"];
const CHANNELS: readonly ChannelName[] = ["telegram", "web", "discord"];
const MINUTE: Millis = 60_000;
const DAY: Millis = 86_400_000;

type Plan = { readonly seed: number; readonly from: Millis; readonly to: Millis; readonly learners: number };

/** At least `count` facts of whole conversations, sorted by time. */
export function aHistory(count: number, plan: Partial<Plan> = {}): readonly Fact[] {
  const {
    seed = 1,
    from = Date.parse("2026-01-05T00:00Z"),
    to = from + 90 * DAY,
    learners = Math.ceil(count / 25),
  } = plan;
  const random = diceOf(seed);
  const facts: Fact[] = [];
  for (let ticket = 1; facts.length < count; ticket += 1) {
    const learner = 1 + Math.floor(random() * learners);
    talk({ random, facts, ticket: ticket as TicketId, learner }, from + Math.floor(random() * (to - from)));
  }
  return facts.toSorted((one, other) => one.at - other.at);
}

type Talking = { readonly random: Dice; readonly facts: Fact[]; readonly ticket: TicketId; readonly learner: number };

function talk(talking: Talking, begun: Millis): void {
  const { random, facts, learner, ticket } = talking;
  const intentId = INTENTS[Math.floor(random() ** 2 * INTENTS.length)] ?? null;
  const common = {
    ...{ conversationId: learner as ConversationId, learnerId: learner as LearnerId, scheduleVersion: 1 },
    ...{ channel: CHANNELS[learner % 3] ?? "web", language: learner % 4 === 0 ? ("en" as const) : ("zh" as const) },
  };
  let at = begun;
  const say = (kind: FactKind, more: Partial<Fact> = {}) => {
    facts.push({
      kind,
      at,
      ticketId: null,
      episode: null,
      agentId: null,
      intentId: null,
      value: null,
      ...common,
      ...more,
    });
  };
  const wait = (mean: Millis) => {
    at += Math.round(-Math.log(1 - random()) * mean);
  };
  for (let turn = 0; turn < 1 + Math.floor(random() * 3); turn += 1) {
    say("asked");
    if (random() < 0.8) say("answered", { intentId, value: 0.95 });
    else say("missed", { value: 0.3 });
    wait(MINUTE);
    if (random() < 0.2) say(random() < 0.7 ? "confirmed" : "not_quite", { intentId });
    wait(MINUTE);
  }
  if (random() < 0.35) people({ ...talking, say, wait }, { ticket, intentId });
}

type Peopled = Talking & {
  readonly say: (kind: FactKind, more?: Partial<Fact>) => void;
  readonly wait: (mean: Millis) => void;
};

function people(
  { random, say, wait }: Peopled,
  { ticket, intentId }: { ticket: TicketId; intentId: string | null },
): void {
  const agentId = (AGENTS[Math.floor(random() * AGENTS.length)] ?? null) as AgentId | null;
  const of = (episode: number) => ({ ticketId: ticket, episode, intentId });
  for (let episode = 1; episode <= 3; episode += 1) {
    say(episode === 1 ? "escalated" : "reopened", of(episode));
    wait(20 * MINUTE);
    const isCancelled = random() < 0.05;
    if (isCancelled) say("cancelled", of(episode));
    if (isCancelled || random() < 0.02) return;
    say("claimed", { ...of(episode), agentId });
    for (let turn = 0; turn < 1 + Math.floor(random() * 4); turn += 1) {
      wait(6 * MINUTE);
      say("agent_replied", { ...of(episode), agentId });
      wait(10 * MINUTE);
      if (random() < 0.6) say("learner_wrote", of(episode));
    }
    wait(5 * MINUTE);
    say("rating_asked", { ...of(episode), agentId });
    say("solved", { ...of(episode), agentId });
    wait(DAY / 2);
    if (random() < 0.4) say("rated", { ...of(episode), agentId, value: 1 + Math.floor(random() ** 0.4 * 5) });
    wait(DAY);
    if (random() > 0.08) return;
  }
}
