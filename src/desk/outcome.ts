/**
 * What became of an agent's verb → what the caller is told. Losing a race is no failure: the loser learns who holds the ticket.
 */
import type { Outcome } from "../core/decision.ts";
import type { Agent, TicketId } from "../core/model.ts";
import type { Problem } from "./problem.ts";

export const DONE = ["claimed", "released", "noted", "sent", "solved", "reopened", "history"] as const;
export type Done = (typeof DONE)[number];

export type Told =
  | { readonly status: 200; readonly outcome: Done }
  | { readonly status: 404 | 409 | 422; readonly more: Pick<Problem, "code" | "detail" | "holder" | "ticketId"> };

export function tell(result: Outcome): Told {
  switch (result.outcome) {
    case "claimed":
    case "released":
    case "noted":
    case "sent":
    case "solved":
    case "reopened":
    case "history":
      return { status: 200, outcome: result.outcome };
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
      return { status: 422, more: { code: result.outcome, detail: "There is nothing to say." } };
    case "no_such_ticket":
      return { status: 404, more: { code: result.outcome } };
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

type More = { readonly holder?: { id: string; name: string } | null; readonly ticketId?: TicketId };

function conflict(code: string, detail: string, more: More = {}): Told {
  return { status: 409, more: { code, detail, ...more } };
}

function notHolder(holder: Agent | null): string {
  return holder === null ? "Nobody has claimed the ticket yet." : "Only who holds the ticket may do that.";
}

function plain({ id, name }: Agent): { id: string; name: string } {
  return { id, name };
}
