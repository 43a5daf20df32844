/**
 * What arrives: one thing somebody said or did, decoded by a channel into words no network owns. A channel hands it over as
 * it came; whether the words are a question, a rating or an order is decided in here, not there.
 */
import type {
  Agent,
  Attachment,
  ChannelName,
  ChatRef,
  ConversationId,
  InboundId,
  Millis,
  Priority,
  TicketId,
} from "./model.ts";
import type { Press } from "./press.ts";
import type { Notice } from "./staff.ts";

export type Inbound = {
  readonly channel: ChannelName;
  /** Which of our bots on that network received it. With `updateId` it makes a redelivery recognisable. */
  readonly bot: string;
  readonly updateId: string;
  readonly from: {
    readonly networkId: string;
    /** As the person calls themselves; one line, at most 64 characters. */
    readonly name: string;
    /** The language the person's app is set to ("zh-hans", "en"), when the network tells. */
    readonly languageHint: string | null;
    /** Told with orders that only admins may give; left out with all others, and when the network did not say. */
    readonly isAdmin?: boolean;
  };
  readonly place:
    | { readonly kind: "learner"; readonly chatId: string }
    | { readonly kind: "staff"; readonly chatId: string; readonly threadId: string | null }
    /** Among others, where the bot was mentioned: nothing personal is said there. `invitation` opens a private chat. */
    | {
        readonly kind: "group";
        readonly chatId: string;
        readonly threadId: string | null;
        readonly invitation: string | null;
      };
  readonly what: Said;
  /** How far this place was heard, on networks that let us ask for what we missed. `at` rises within one place. */
  readonly mark?: Mark;
};

/** `at` is the network's own number of what was heard last there, decimal digits. */
export type Mark = { readonly place: string; readonly at: string };

export type Said =
  | {
      readonly kind: "words";
      readonly messageId: string;
      /** Cleaned (`clean`), may be empty when only attachments came. */
      readonly text: string;
      readonly attachments: readonly Attachment[];
      /** Messages of one album share it. */
      readonly albumId: string | null;
      /** The message in the same chat that these words answer, by the network's id; left out: none. */
      readonly replyTo?: string;
    }
  | { readonly kind: "edited"; readonly messageId: string; readonly text: string }
  /** A sign put on somebody's message. Whoever did it may be without a name here, and in a staff room without a thread. */
  | { readonly kind: "reacted"; readonly messageId: string; readonly emoji: string }
  /** `/name argument`; the name in lower case without the slash, whether or not we know it. */
  | {
      readonly kind: "command";
      readonly messageId: string;
      readonly name: string;
      readonly argument: string;
      /** What the command stands under, a picture for instance. */
      readonly attachments: readonly Attachment[];
      readonly albumId: string | null;
      readonly replyTo?: string;
      /** The ticket it names apart from its argument, where the network has a field for that. */
      readonly ticketId?: TicketId;
    }
  /** `press` is null when the button cannot be read: it is older than this version, or forged. */
  | { readonly kind: "pressed"; readonly messageId: string; readonly pressId: string; readonly press: Press | null }
  | { readonly kind: "blocked" }
  | { readonly kind: "unblocked" };

/** How often handling a message may fail before it is poisoned: kept, settled, and given to a person. */
export const INBOUND_TRIES_MAX = 3;

/** An inbound row that waits for its turn. */
export type PendingInbound = {
  readonly id: InboundId;
  readonly conversationId: ConversationId;
  readonly inbound: Inbound;
  readonly receivedAt: Millis;
  /** How often handling it has failed. */
  readonly tries: number;
  /** The ticket it names: by a button, a command's argument, or the staff thread it was said in. Null: none. */
  readonly ticketId: TicketId | null;
};

/** Where an agent acted: a staff thread, or the console (null). */
export type AgentPlace = { readonly room: ChatRef; readonly pressId: string | null } | null;

/** How a network calls the message an agent wrote, and the one it answers; the console knows lines by their numbers. */
export type SaidAs = { readonly messageId: string; readonly replyTo?: string };
/** A message as the network calls it where the agent acts, or in the console its line. */
export type LineName = { readonly messageId: string } | { readonly line: number };

export type AgentVerb =
  | { readonly verb: "claim" | "release" | "takeover" | "reopen" | "history" | "wake" | "unblock" }
  /** The reason is kept as a note. */
  | { readonly verb: "solve"; readonly reason?: string }
  /** To an agent or a team, by name or id. */
  | { readonly verb: "transfer"; readonly to: string }
  /** `until` as people write it, see agent/until.ts; empty: until the learner writes. */
  | { readonly verb: "snooze"; readonly until: string }
  /** The same; empty: until they say that they are back. */
  | { readonly verb: "away"; readonly until: string }
  | { readonly verb: "back" }
  /** Null: what was written is no priority. */
  | { readonly verb: "priority"; readonly priority: Priority | null }
  | { readonly verb: "tag"; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** Null: what was written is no ticket's number. */
  | { readonly verb: "merge"; readonly into: TicketId | null }
  /** The learner's question becomes an example in the draft of that intent. */
  | { readonly verb: "teach"; readonly intentId: string }
  | { readonly verb: "macro"; readonly name: string; readonly isPreview: boolean }
  /** For so many milliseconds; null: for good. */
  | { readonly verb: "block"; readonly ms: Millis | null; readonly reason: string }
  /** What follows a note in its album is part of the note; the console knows no albums. */
  | {
      readonly verb: "say";
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly albumId?: string | null;
      readonly said?: SaidAs;
      /** The line it answers, from the console. */
      readonly answers?: number | undefined;
    }
  | {
      readonly verb: "note";
      readonly text: string;
      readonly attachments?: readonly Attachment[];
      readonly albumId?: string | null;
      readonly said?: SaidAs;
      readonly answers?: number | undefined;
    }
  /** Changed words of theirs. In a staff thread `text` is what stands there now, a note with its command. */
  | ({ readonly verb: "edit"; readonly text: string } & LineName)
  | ({ readonly verb: "react"; readonly emoji: string } & LineName)
  /** A slash command nobody knows: the agent is told which there are. */
  | { readonly verb: "unknown" };

/** Everything `decide` is ever asked about. */
export type Event =
  | { readonly by: "learner"; readonly chat: ChatRef; readonly name: string; readonly said: Said }
  | { readonly by: "agent"; readonly agent: Agent; readonly place: AgentPlace; readonly does: AgentVerb }
  /** The network says the learner cannot be reached. */
  | { readonly by: "world"; readonly what: "unreachable" }
  /** Words of a person could not be delivered; the agent must know. */
  | { readonly by: "world"; readonly what: "not_delivered" }
  /** An answer of the bot could not be delivered: without a person the learner would be met with silence. */
  | { readonly by: "world"; readonly what: "unanswered" }
  /** A clock of the named ticket may have come: see queue/due.ts. */
  | { readonly by: "world"; readonly what: "due" }
  /** The learner may be asked 0–10 now: see nps/ask.ts. */
  | { readonly by: "world"; readonly what: "nps_due" }
  /** An admin answers what the learner suggested. */
  | {
      readonly by: "world";
      readonly what: "suggestion_answered";
      readonly suggested: string;
      readonly text: string;
    }
  /** The named ticket is given to an agent who did not ask for it; the turn names that agent. */
  | { readonly by: "world"; readonly what: "assigned"; readonly agent: Agent }
  /** `agent` left for good: the named ticket goes to `to`, or back into the queue. The turn names who gets it. */
  | { readonly by: "world"; readonly what: "left"; readonly agent: Agent; readonly to: Agent | null }
  /** An incident was announced that the named ticket is about. */
  | { readonly by: "world"; readonly what: "notice_begun"; readonly notice: Notice }
  /** The incident the named ticket waited for is over. */
  | { readonly by: "world"; readonly what: "notice_over"; readonly notice: Notice }
  /** Handling a message failed three times: a person has to look. `text` is what the learner said, null if unreadable. */
  | {
      readonly by: "world";
      readonly what: "poisoned";
      readonly text: string | null;
      readonly attachments: readonly Attachment[];
    };
