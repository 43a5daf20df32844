/** The end of an episode that no agent declared: the learner says so, or stayed silent. The survey follows as after any other. */
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import { commonOf, withBot } from "../escalate.ts";
import type { Agent, SolveReason, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { askRating } from "../rate.ts";

type Ending = { readonly solveReason: SolveReason; readonly toLearner: string; readonly toAgents: string };

/** Solves the conversation's current ticket, which must not be solved. A 1–5 is asked when a person wrote and can be read. */
export function endEpisode(before: Before, facts: Facts, ending: Ending): Verdict & { readonly ticket: Ticket } {
  const { conversation, current } = before;
  if (current === null || current.status === "solved") throw new Error("only an open episode can end");
  const isRatingAsked = current.humanReplies > 0 && conversation.isReachable;
  const solved: Ticket & { readonly status: "solved" } = {
    ...current,
    status: "solved",
    waitingFor: "learner",
    snoozedUntil: null,
    solvedAt: facts.now,
    solveReason: ending.solveReason,
    rating: null,
    ratedAt: null,
    isRatingAsked,
  };
  const by: { readonly agent?: Agent } = current.holder === null ? {} : { agent: current.holder };
  return {
    outcome: { outcome: "solved" },
    conversation: isRatingAsked
      ? { ...commonOf(conversation), mode: "rating", ticketId: solved.id, episode: solved.episode, commentUntil: null }
      : withBot(conversation),
    ticket: solved,
    effects: [
      ...toLearner(before, ending, solved),
      { effect: "tell_rooms", ticketId: solved.id, text: ending.toAgents },
      { effect: "card", ticketId: solved.id },
      { effect: "fact", kind: "solved", ticket: solved, ...by },
      ...(isRatingAsked ? [{ effect: "fact", kind: "rating_asked", ticket: solved, ...by } as const] : []),
    ],
  };
}

/** The way back is under the survey, or under the words themselves. */
function toLearner({ conversation }: Before, { toLearner: text }: Ending, solved: Solved): readonly Effect[] {
  if (solved.isRatingAsked) return [{ effect: "tell", text, buttons: [] }, askRating(conversation, solved)];
  const label = phrasesIn(conversation.language).buttons.unsolved;
  return [{ effect: "tell", text, buttons: [[{ label, press: { press: "unsolved", ticketId: solved.id } }]] }];
}

type Solved = Ticket & { readonly status: "solved" };
