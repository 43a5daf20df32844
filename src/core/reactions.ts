/**
 * Signs people put on a message instead of words. A learner's on an agent's words is one quiet line for the agents; the
 * holder's on a learner's words is put on them where the learner sees it. Each sign is passed on once for a message.
 */
import type { Scene } from "./agent/scene.ts";
import type { Before, Facts } from "./decision.ts";
import { quoteOf } from "./edits.ts";
import type { Verdict } from "./effects.ts";
import { phrasesIn } from "./phrases/phrases.ts";

/** Nobody is answered, and no clock of the ticket minds. */
export function reactedByLearner({ recalled: line, current }: Before, emoji: string, facts: Facts): Verdict {
  const isToAgent = line?.author.kind === "agent" && line.kind === "words";
  const isNews = isToAgent && !line.reactions.includes(emoji);
  if (!isNews || current === null || current.status === "solved" || line.ticketId !== current.id) {
    return { outcome: { outcome: "ignored" }, effects: [] };
  }
  const text = phrasesIn(facts.staffLanguage).staff.reacted(emoji, quoteOf(line.text)?.slice(2) ?? "📎");
  return {
    outcome: { outcome: "relayed" },
    effects: [
      { effect: "react", line, emoji, chat: null },
      { effect: "tell_rooms", ticketId: current.id, text },
    ],
  };
}

/** Whoever else puts a sign on the words in a staff thread means colleagues, so nothing is refused. */
export function reactByAgent({ before, act, ticket, facts }: Scene, emoji: string): Verdict {
  const { recalled: line, conversation } = before;
  const isByHolder = ticket.status === "open" && ticket.holder.id === act.agent.id && conversation.isReachable;
  const isNews = line?.author.kind === "learner" && !line.reactions.includes(emoji);
  const { home } = conversation;
  if (!isByHolder || !isNews || !facts.can[home.channel].reacts) {
    return { outcome: { outcome: "not_passed_on" }, effects: [] };
  }
  return { outcome: { outcome: "reacted" }, effects: [{ effect: "react", line, emoji, chat: home }] };
}
