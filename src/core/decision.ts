/**
 * What `decide` looks at and what it returns. The store lends `Before`, writes all of a `Decision` or nothing, and knows no
 * rule; the rules know no store.
 */
import type { Calendar } from "./calendar/calendar.ts";
import type { NewFact } from "./facts.ts";
import type { LearnerRecord } from "./learning/record.ts";
import type {
  Agent,
  Attachment,
  ChannelName,
  ChatRef,
  Conversation,
  Language,
  Match,
  Millis,
  Priority,
  Rating,
  RatingReason,
  StaffRoom,
  Ticket,
  TicketId,
} from "./model.ts";
import type { NpsBefore, NpsChange } from "./nps/survey.ts";
import type { NewOutbound } from "./outbound.ts";
import type { Pack } from "./pack.ts";
import type { Capabilities } from "./ports/channel.ts";
import type { Joined } from "./ports/keeping.ts";
import type { QueueRules } from "./queue/rules.ts";
import type { WaitAt } from "./queue/told.ts";
import type { AgentProfile, Macro, MacroAction, Notice, Team } from "./staff.ts";

/** The conversation as it is while nobody else may touch it. */
export type Before = {
  readonly conversation: Conversation;
  /** The ticket the conversation's mode names; null in mode bot. */
  readonly current: Ticket | null;
  /** The ticket the event names, when it is one of this conversation; null for none and for somebody else's. */
  readonly named: Ticket | null;
  /** The second ticket the event names (merge into it), when it is one of this conversation. */
  readonly other: Ticket | null;
  /** The id a ticket opened now gets. */
  readonly nextTicketId: TicketId;
  /** Unclaimed tickets of everybody, by priority. */
  readonly waiting: Readonly<Record<Priority, number>>;
  /** Unclaimed tickets in front of `current`: more urgent, or as urgent and older. 0 unless `current` is new or may return into the queue, and in the turns of agents that cannot put it there. */
  readonly ahead: number;
  /** Open tickets of the agent the turn names; 0 when it names none. Nobody else can give them one meanwhile. */
  readonly held: number;
  /** What the learner said was wrong, when `named` is rated low; left out: nothing yet. */
  readonly ratingReasons?: readonly RatingReason[];
  /** The line the event changes or answers, when it is one of this conversation; left out: none. */
  readonly recalled?: Recalled;
  /** The learner and the 0–10 question; left out: they were never asked and never said a word about it. */
  readonly nps?: NpsBefore;
};

/** A line of the transcript as it is now, in a turn that changes or answers it. */
export type Recalled = Pick<NewMessage, "author" | "kind" | "text" | "ticketId"> & {
  readonly id: number;
  /** The learner's chats it was sent to; empty for what was not sent to a learner. */
  readonly sentTo: readonly ChatRef[];
  /** Signs put on it that were passed on. */
  readonly reactions: readonly string[];
};

/** New words of a line. What it said before is kept as a version of it. */
export type Amendment = {
  readonly lineId: number;
  readonly text: string;
  readonly deliveries: readonly NewOutbound[];
};

/** What the world looks like at this moment, gathered by the shell. */
export type Facts = {
  readonly now: Millis;
  /** When what the turn is about was written down; left out: now. */
  readonly receivedAt?: Millis;
  readonly pack: Pack;
  /** Best first; empty when the event has no words to understand. */
  readonly matches: readonly Match[];
  /** The same for each further question in the same words. */
  readonly otherQuestions: readonly (readonly Match[])[];
  /** Whether the words sound angry. */
  readonly isAngry: boolean;
  readonly staffRooms: readonly StaffRoom[];
  readonly staffLanguage: Language;
  /** What each channel can show: words are cut and buttons laid out by it. */
  readonly can: Readonly<Record<ChannelName, Capabilities>>;
  /** What came of `/link`; null when this is about something else. */
  readonly link: LinkFact | null;
  /** The rules of the human queue in force now, and the hours of all their versions. */
  readonly rules: QueueRules;
  readonly calendar: Calendar;
  /** How long the wait is at each place in the line. */
  readonly waitAt: WaitAt;
  /** Agents and teams as they were a moment ago: who somebody means, who could take a ticket. */
  readonly agents: readonly AgentProfile[];
  readonly teams: readonly Team[];
  /** Incidents that hold now. */
  readonly notices: readonly Notice[];
  /** The macro an agent named; null when there is none of that name, or nobody named one. */
  readonly macro: Macro | null;
  /** The macros there are, when an agent named none of them. */
  readonly macroNames?: readonly string[];
  /** What is known of the learner's courses and orders; left out: nothing, or no answer depends on it. */
  readonly record?: LearnerRecord;
  /** What came of `/away` and `/back`; left out when this is about something else. */
  readonly presence?: PresenceFact;
  /** What came of `/teach`; left out when this is about something else. */
  readonly taught?: TaughtFact;
};

/** Whether the learner's question is in the draft of an intent now; `names`: the intents that may have been meant. */
export type TaughtFact =
  | { readonly outcome: "taught"; readonly title: string; readonly hasAnswer: boolean }
  | { readonly outcome: "unknown_intent"; readonly names: readonly string[] }
  | { readonly outcome: "nothing_to_teach" };

/** Whether an agent is away, until when (null: until they say so), and what they hold; or that the time cannot be read. */
export type PresenceFact =
  | { readonly outcome: "away"; readonly until: Millis | null; readonly holds: readonly TicketId[] }
  | { readonly outcome: "back"; readonly holds: readonly TicketId[] }
  | { readonly outcome: "unreadable" | "too_far" };

/** A fresh code to show, or what a code that was written did. */
export type LinkFact =
  | { readonly outcome: "offered"; readonly code: string }
  | { readonly outcome: Joined["outcome"] | "proven" };

/** One thing said, for the transcript, with the rows that carry it to people. */
export type NewMessage = {
  readonly author:
    | { readonly kind: "learner" }
    | { readonly kind: "bot" }
    | { readonly kind: "agent"; readonly agent: Agent };
  /** A `note` stays among agents. `press` is a button the learner pressed, in words. */
  readonly kind: "words" | "note" | "press";
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly language: Language;
  readonly at: Millis;
  readonly ticketId: TicketId | null;
  /** The network's id of a person's message, to recognise an edit of it or an answer to it. */
  readonly networkId: string | null;
  /** Where the network calls it so. */
  readonly saidIn?: ChatRef;
  /** The line it answers. */
  readonly repliesTo?: number;
  readonly deliveries: readonly NewOutbound[];
};

/** For the log, for the HTTP door, and for tests. Expected outcomes are values. */
export type Outcome =
  | { readonly outcome: LearnerOutcome }
  | { readonly outcome: AgentOutcome }
  /** What a macro would say and do. */
  | { readonly outcome: "macro_shown"; readonly text: string; readonly actions: readonly MacroAction[] }
  | { readonly outcome: "already_claimed"; readonly by: Agent }
  /** Only the holder writes, releases and solves; `holder` is null while nobody has claimed. */
  | { readonly outcome: "not_holder"; readonly holder: Agent | null }
  | {
      readonly outcome:
        | "already_solved"
        | "not_solved"
        | "too_late"
        | "empty"
        | "unreachable"
        | "not_passed_on"
        | "file_too_large"
        | "unknown_verb"
        | "no_such_ticket"
        /** Whoever acts has left for good, as an admin said. */
        | "gone"
        /** What stands behind the verb says nothing that can be understood. */
        | "unreadable"
        | "too_far"
        | "not_snoozed"
        | "not_blocked"
        /** Merging: the other ticket is none of this learner's, or the same one. */
        | "no_such_target"
        | "same_ticket"
        /** The ticket is no longer one to give: claimed, solved, or the agent is away or has enough. */
        | "not_assigned"
        /** Nobody asked anything in words, or there is no draft to put it into. */
        | "nothing_to_teach";
    }
  /** They hold as many open tickets as they may. */
  | { readonly outcome: "at_cap"; readonly agent: Agent; readonly held: number; readonly cap: number }
  /** Nobody, or more than one, is called so. `names`: who there is, or who is meant perhaps. */
  | { readonly outcome: "unknown_recipient" | "ambiguous_recipient"; readonly names: readonly string[] }
  | { readonly outcome: "recipient_away"; readonly agent: Agent; readonly names: readonly string[] }
  | { readonly outcome: "unknown_macro" | "unknown_intent"; readonly names: readonly string[] }
  /** The learner has another ticket open, so this one stays solved. */
  | { readonly outcome: "other_ticket_open"; readonly ticketId: TicketId };

/** Something an agent wanted happened. */
export const AGENT_OUTCOMES = [
  "claimed",
  "released",
  "taken_over",
  "transferred",
  "noted",
  "sent",
  "edited",
  "reacted",
  "snoozed",
  "woken",
  "prioritised",
  "tagged",
  "merged",
  "macro_used",
  "taught",
  "solved",
  "reopened",
  "history",
  "blocked",
  "unblocked",
  "away",
  "back",
  "assigned",
] as const;
export type AgentOutcome = (typeof AGENT_OUTCOMES)[number];

export const LEARNER_OUTCOMES = [
  "answered",
  "clarified",
  "missed",
  "escalated",
  "relayed",
  "acknowledged",
  "rated",
  "commented",
  "confirmed",
  "cancelled",
  "told",
  "stale_press",
  "ignored",
  "flagged",
] as const;
export type LearnerOutcome = (typeof LEARNER_OUTCOMES)[number];

/** What stands beside the rating of an episode from now on: all reasons, or the comment. */
export type RatingRemark = { readonly ticketId: TicketId; readonly episode: number } & (
  | { readonly reasons: readonly RatingReason[] }
  | { readonly comment: string }
);

/** Somebody has to look after a learner who rated badly, or nobody has to any more (of all episodes up to that one). */
export type RecoveryChange =
  | {
      readonly change: "begun";
      readonly ticketId: TicketId;
      readonly episode: number;
      readonly owner: Agent | null;
      readonly dueAt: Millis;
    }
  | { readonly change: "ended"; readonly ticketId: TicketId; readonly episodeMax: number };

/** Words for the suggestion box. Unnamed ones are kept without anything that leads to their learner. */
export type NewSuggestion = { readonly text: string; readonly isUnnamed: boolean; readonly at: Millis };

/** Whoever reads the ticket `intoId` reads the other one as well from now on. */
export type Merged = { readonly ticketId: TicketId; readonly intoId: TicketId };

export type Decision = {
  readonly outcome: Outcome;
  readonly conversation: Conversation;
  /** Tickets that are new or changed, as they are now. */
  readonly tickets: readonly Ticket[];
  readonly messages: readonly NewMessage[];
  /** Lines that say something else from now on. */
  readonly amendments?: readonly Amendment[];
  /** Signs on lines that are passed on now. */
  readonly reactions?: readonly { readonly lineId: number; readonly emoji: string }[];
  /** Rows that are no part of the transcript: cards, toasts, words to an agent. */
  readonly outbound: readonly NewOutbound[];
  readonly facts: readonly NewFact[];
  readonly rating: { readonly ticketId: TicketId; readonly episode: number; readonly rating: Rating } | null;
  readonly remark?: RatingRemark;
  readonly recovery?: RecoveryChange;
  readonly nps?: readonly NpsChange[];
  readonly suggestion?: NewSuggestion;
  readonly merged?: Merged;
};
