/** The end of an episode as agents bring it about: solved, with a reason for colleagues, and the learner asked for 1–5. */
import type { Effect, Verdict } from "../effects.ts";
import { commonOf, withBot } from "../escalate.ts";
import type { Millis, SolveReason, Ticket } from "../model.ts";
import { askRating } from "../rate.ts";
import { isBlank } from "../text.ts";
import { acknowledged, type Scene, staffPhrases, tellLearner } from "./scene.ts";

export type SolvedTicket = Ticket & { readonly status: "solved" };

/** The survey is asked only when a person wrote to the learner: a rating of silence would say nothing. */
export function solve(scene: Scene, reason = ""): Verdict {
  const { before, facts, act, ticket } = scene;
  const { conversation } = before;
  // Nor when nobody is there to read the question: a rating given later would be one that was never asked for.
  const isRatingAsked = ticket.humanReplies > 0 && conversation.isReachable;
  const solved: SolvedTicket = { ...endedBy(scene, "answered", facts.now), isRatingAsked };
  const asked: readonly Effect[] = isRatingAsked
    ? [askRating(conversation, solved), { effect: "fact", kind: "rating_asked", ticket: solved, agent: act.agent }]
    : [tellLearner(before, ({ learner }) => learner.closed(ticket.id))];
  return {
    outcome: { outcome: "solved" },
    conversation: isRatingAsked
      ? { ...commonOf(conversation), mode: "rating", ticketId: ticket.id, episode: ticket.episode, commentUntil: null }
      : withBot(conversation),
    ticket: solved,
    effects: [
      ...reasonKept(scene, reason),
      ...asked,
      { effect: "tell_rooms", ticketId: ticket.id, text: staffPhrases(facts).solvedBy(act.agent.name) },
      { effect: "card", ticketId: ticket.id },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "solved", ticket: solved, agent: act.agent },
    ],
  };
}

/** Solved by the agent for whatever reason; nobody is asked for a rating. */
export function endedBy({ act, ticket }: Scene, solveReason: SolveReason, now: Millis): SolvedTicket {
  if (ticket.status === "solved") throw new Error("a solved ticket cannot be solved");
  return {
    ...ticket,
    status: "solved",
    holder: act.agent,
    waitingFor: "learner",
    snoozedUntil: null,
    solvedAt: now,
    solveReason,
    rating: null,
    ratedAt: null,
    isRatingAsked: false,
  };
}

/** Why, as a note on the ticket. Where it was typed it stands already. */
export function reasonKept({ act, ticket }: Scene, reason: string): readonly Effect[] {
  if (isBlank(reason)) return [];
  return [{ effect: "note", agent: act.agent, from: act.place, text: reason, attachments: [], ticketId: ticket.id }];
}
