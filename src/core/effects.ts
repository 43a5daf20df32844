/**
 * What a rule wants done, in the words of the trade. A chapter says "tell the learner" or "show the card"; which chats that
 * means, and how long words are cut, is known to `rows.ts` only.
 */
import type { Merged, NewSuggestion, Outcome, RatingRemark, Recalled, RecoveryChange } from "./decision.ts";
import type { FactKind } from "./facts.ts";
import type { AgentPlace, SaidAs } from "./inbound.ts";
import type { Agent, Attachment, ChatRef, Conversation, Rating, Ticket, TicketId } from "./model.ts";
import type { NpsChange } from "./nps/survey.ts";
import type { Button } from "./press.ts";
import type { PlaceTold } from "./queue/told.ts";

export type Effect =
  /** Into the transcript: what the learner said or pressed; passed on to the staff rooms when `isRelayed`. */
  | {
      readonly effect: "heard";
      readonly kind: "words" | "press";
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly networkId: string | null;
      readonly ticketId: TicketId | null;
      readonly isRelayed: boolean;
    }
  /** The bot's own words to the learner. `kept`: what the transcript has instead, where agents must not read the words. */
  | {
      readonly effect: "tell";
      readonly text: string;
      readonly buttons: readonly (readonly Button[])[];
      readonly kept?: string;
      /** The words tell this place in the line. */
      readonly place?: PlaceTold;
    }
  /** An agent's words to the learner, shown in every other staff room too. */
  | {
      readonly effect: "pass_on";
      readonly agent: Agent;
      readonly from: AgentPlace;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly ticketId: TicketId;
      readonly said?: SaidAs;
    }
  | {
      readonly effect: "note";
      readonly agent: Agent;
      readonly from: AgentPlace;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly ticketId: TicketId;
      readonly said?: SaidAs;
    }
  /** A line says something else from now on, everywhere but where it was changed; agents read it in that ticket's threads. */
  | {
      readonly effect: "amend";
      readonly line: Recalled;
      readonly text: string;
      readonly from: AgentPlace;
      /** Null: no agent has to see it. */
      readonly ticketId: TicketId | null;
    }
  /** A sign on a line is passed on; `chat`: where it is put on what the learner said. */
  | {
      readonly effect: "react";
      readonly line: Recalled;
      readonly emoji: string;
      readonly chat: ChatRef | null;
    }
  | { readonly effect: "card" | "recap"; readonly ticketId: TicketId }
  /** The transcript as a file, where the agent asked for it. */
  | { readonly effect: "history"; readonly room: ChatRef; readonly ticketId: TicketId }
  /** A line of the bot's in every staff room itself, for all who are there; names its ticket in words. */
  | { readonly effect: "tell_staff"; readonly text: string }
  /** A line of the bot's in every thread of the ticket. */
  | { readonly effect: "tell_rooms"; readonly text: string; readonly ticketId: TicketId }
  /** An answer to one agent where they acted: a toast for a press, else a line in the thread. Nothing for the console. */
  | {
      readonly effect: "tell_agent";
      readonly place: AgentPlace;
      readonly text: string;
      readonly ticketId: TicketId | null;
    }
  | { readonly effect: "toast"; readonly chat: ChatRef; readonly pressId: string; readonly text: string }
  | { readonly effect: "settle_buttons"; readonly chat: ChatRef; readonly messageId: string }
  | {
      readonly effect: "fact";
      readonly kind: FactKind;
      readonly ticket?: Ticket;
      readonly agent?: Agent;
      readonly intentId?: string | null;
      readonly value?: number;
      readonly variant?: string;
    };

/** What a chapter decides. Left out: stays as it is. */
export type Verdict = {
  readonly outcome: Outcome;
  readonly conversation?: Conversation;
  readonly ticket?: Ticket;
  /** A second ticket of the same conversation that changes with it: what it was merged into. */
  readonly otherTicket?: Ticket;
  /** The first goes on in the second. */
  readonly merged?: Merged;
  readonly rating?: { readonly ticketId: TicketId; readonly episode: number; readonly rating: Rating };
  readonly remark?: RatingRemark;
  readonly recovery?: RecoveryChange;
  readonly nps?: readonly NpsChange[];
  readonly suggestion?: NewSuggestion;
  readonly effects: readonly Effect[];
};
