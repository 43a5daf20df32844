/**
 * What became of an agent's verb → what the caller is told. Losing a race is no failure: the loser learns who holds the ticket.
 */
import { AGENT_OUTCOMES, type Outcome } from "../core/decision.ts";
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
  switch (result.outcome) {
    case "claimed":
    case "released":
    case "taken_over":
    case "transferred":
    case "noted":
    case "sent":
    case "snoozed":
    case "woken":
    case "prioritised":
    case "tagged":
    case "merged":
    case "macro_used":
    case "solved":
    case "reopened":
    case "history":
    case "blocked":
    case "unblocked":
    case "away":
    case "back":
    case "assigned":
      return { status: 200, outcome: result.outcome };
    case "macro_shown":
      return { status: 200, outcome: result.outcome, preview: { text: result.text, actions: result.actions } };
    case "already_claimed":
      return conflict(result.outcome, "Somebody else was faster.", { holder: plain(result.by) });
    case "not_holder":
      return conflict(result.outcome, notHolder(result.holder), {
        holder: result.holder === null ? null : plain(result.holder),
      });
    case "already_solved":
      return conflict(result.outcome, "The ticket is solved already.");
    case "not_solved":
      return conflict(result.outcome, "The ticket is not solved, so it cannot be reopened.");
    case "too_late":
      return conflict(result.outcome, "It is too late for that.");
    case "other_ticket_open":
      return conflict(result.outcome, "The learner has another ticket open.", { ticketId: result.ticketId });
    case "unreachable":
      return conflict(result.outcome, "The learner blocked the bot or is gone: nothing can be sent.");
    case "empty":
      return unfit(result.outcome, "There is nothing to say.");
    case "at_cap":
      return conflict(result.outcome, `${result.agent.name} holds ${result.held} of ${result.cap} open tickets.`, {
        holder: plain(result.agent),
      });
    case "recipient_away":
      return conflict(result.outcome, `${result.agent.name} is away.`, { names: [...result.names] });
    case "unknown_recipient":
      return unfit(result.outcome, "There is no such agent or team.", { names: [...result.names] });
    case "ambiguous_recipient":
      return unfit(result.outcome, "More than one is called so: give the id.", { names: [...result.names] });
    case "unknown_macro":
      return unfit(result.outcome, "There is no such macro.", { names: [...result.names] });
    case "unreadable":
      return unfit(result.outcome, "That cannot be read, or lies in the past.");
    case "too_far":
      return unfit(result.outcome, "90 days at most.");
    case "no_such_target":
      return unfit(result.outcome, "The other ticket is none of this learner's.");
    case "same_ticket":
      return unfit(result.outcome, "A ticket cannot be merged into itself.");
    case "not_snoozed":
      return conflict(result.outcome, "The ticket is not snoozed.");
    case "not_blocked":
      return conflict(result.outcome, "The learner is not blocked.");
    case "no_such_ticket":
      return { status: 404, more: { code: result.outcome } };
    case "not_assigned":
    case "not_passed_on":
    case "unknown_verb":
    case "answered":
    case "clarified":
    case "missed":
    case "escalated":
    case "relayed":
    case "acknowledged":
    case "rated":
    case "confirmed":
    case "cancelled":
    case "told":
    case "stale_press":
    case "ignored":
    case "flagged":
      return conflict(result.outcome, "Nothing was changed.");
  }
}

type More = {
  readonly holder?: { id: string; name: string } | null;
  readonly ticketId?: TicketId;
  readonly names?: string[];
};

function conflict(code: string, detail: string, more: More = {}): Told {
  return { status: 409, more: { code, detail, ...more } };
}

function unfit(code: string, detail: string, more: More = {}): Told {
  return { status: 422, more: { code, detail, ...more } };
}

function notHolder(holder: Agent | null): string {
  return holder === null ? "Nobody has claimed the ticket yet." : "Only who holds the ticket may do that.";
}

function plain({ id, name }: Agent): { id: string; name: string } {
  return { id, name };
}
