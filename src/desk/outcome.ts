/**
 * What became of an agent's verb → what the caller is told. Losing a race is no failure: the loser learns who holds the ticket.
 */
import {
  AGENT_OUTCOMES,
  type AgentOutcome,
  LEARNER_OUTCOMES,
  type LearnerOutcome,
  type Outcome,
} from "../core/decision.ts";
import type { Agent, TicketId } from "../core/model.ts";
import type { Problem } from "./problem.ts";

export const DONE = [...AGENT_OUTCOMES, "macro_shown"] as const;
export type Done = (typeof DONE)[number];

/** What a macro would say and do. */
export type Preview = Pick<Extract<Outcome, { outcome: "macro_shown" }>, "text" | "actions">;

export type Told =
  | { readonly status: 200; readonly outcome: Done; readonly preview?: Preview }
  | { readonly status: 404 | 409 | 422; readonly more: Pick<Problem, "code" | "detail" | keyof More> };

export function tell(result: Outcome): Told {
  if (isDone(result)) return { status: 200, outcome: result.outcome };
  if (isOfLearner(result)) return conflict(result.outcome, "Nothing was changed.");
  if (isPlain(result)) {
    const [status, detail] = PLAIN[result.outcome];
    return { status, more: { code: result.outcome, ...(detail === null ? {} : { detail }) } };
  }
  switch (result.outcome) {
    case "macro_shown":
      return { status: 200, outcome: result.outcome, preview: { text: result.text, actions: result.actions } };
    case "already_claimed":
      return conflict(result.outcome, "Somebody else was faster.", { holder: plain(result.by) });
    case "not_holder":
      return conflict(result.outcome, notHolder(result.holder), {
        holder: result.holder === null ? null : plain(result.holder),
      });
    case "other_ticket_open":
      return conflict(result.outcome, "The learner has another ticket open.", { ticketId: result.ticketId });
    case "at_cap":
      return conflict(result.outcome, `${result.agent.name} holds ${result.held} of ${result.cap} open tickets.`, {
        holder: plain(result.agent),
      });
    case "recipient_away":
      return conflict(result.outcome, `${result.agent.name} is away.`, { names: [...result.names] });
    case "unknown_recipient":
      return unfit(result.outcome, "There is no such agent or team.", result.names);
    case "ambiguous_recipient":
      return unfit(result.outcome, "More than one is called so: give the id.", result.names);
    case "unknown_intent":
      return unfit(result.outcome, "There is no such intent; these are near it.", result.names);
    case "unknown_macro":
      return unfit(result.outcome, "There is no such macro.", result.names);
  }
}

/** Refusals that need no more than a sentence; null: the status says it all. */
const PLAIN = {
  already_solved: [409, "The ticket is solved already."],
  not_solved: [409, "The ticket is not solved, so it cannot be reopened."],
  too_late: [409, "It is too late for that."],
  unreachable: [409, "The learner blocked the bot or is gone: nothing can be sent."],
  not_snoozed: [409, "The ticket is not snoozed."],
  not_blocked: [409, "The learner is not blocked."],
  gone: [409, "You are marked as having left. An admin can take you back."],
  not_assigned: [409, "Nothing was changed."],
  not_passed_on: [409, "Nothing was changed."],
  unknown_verb: [409, "Nothing was changed."],
  file_too_large: [422, "A file is too large for where the learner is: nothing was sent."],
  empty: [422, "There is nothing to say."],
  unreadable: [422, "That cannot be read, or lies in the past."],
  too_far: [422, "90 days at most."],
  nothing_to_teach: [409, "The learner has not asked anything in words."],
  no_such_target: [422, "The other ticket is none of this learner's."],
  same_ticket: [422, "A ticket cannot be merged into itself."],
  no_such_ticket: [404, null],
} as const satisfies Readonly<Record<string, readonly [status: 404 | 409 | 422, detail: string | null]>>;

type PlainOutcome = Extract<Outcome, { readonly outcome: keyof typeof PLAIN }>;

function isPlain(result: Outcome): result is PlainOutcome {
  return Object.hasOwn(PLAIN, result.outcome);
}

function isDone(result: Outcome): result is Extract<Outcome, { readonly outcome: AgentOutcome }> {
  return AGENT_OUTCOMES.some((known) => known === result.outcome);
}

/** What comes of learners' words, and never of an agent's verb. */
function isOfLearner(result: Outcome): result is Extract<Outcome, { readonly outcome: LearnerOutcome }> {
  return LEARNER_OUTCOMES.some((known) => known === result.outcome);
}

type More = {
  readonly holder?: { id: string; name: string } | null;
  readonly ticketId?: TicketId;
  readonly names?: string[];
};

function conflict(code: string, detail: string, more: More = {}): Told {
  return { status: 409, more: { code, detail, ...more } };
}

function unfit(code: string, detail: string, names: readonly string[]): Told {
  return { status: 422, more: { code, detail, names: [...names] } };
}

function notHolder(holder: Agent | null): string {
  return holder === null ? "Nobody has claimed the ticket yet." : "Only who holds the ticket may do that.";
}

function plain({ id, name }: Agent): { id: string; name: string } {
  return { id, name };
}
