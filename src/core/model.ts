/**
 * The words of the trade as types: learner, conversation, message, ticket, agent, rating.
 *
 * Everything here is data and readonly. A combination that must not exist cannot be written down: who holds a conversation
 * is one union (`mode`), and so is what a ticket may know (`status`). Times are integer milliseconds since 1970.
 */

declare const brand: unique symbol;
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

export type LearnerId = Brand<number, "LearnerId">;
export type ConversationId = Brand<number, "ConversationId">;
/** Shown to people as #1042; handed out in rising order, gaps allowed. */
export type TicketId = Brand<number, "TicketId">;
/** `telegram:123`, `discord:456`, or `console:…`: an agent is known by where they signed in. */
export type AgentId = Brand<string, "AgentId">;
export type InboundId = Brand<number, "InboundId">;
export type OutboundId = Brand<number, "OutboundId">;
export type FileId = Brand<number, "FileId">;
export type TeamId = Brand<number, "TeamId">;
export type NoticeId = Brand<number, "NoticeId">;
export type NpsId = Brand<number, "NpsId">;
export type SuggestionId = Brand<number, "SuggestionId">;
/** Milliseconds since 1970-01-01T00:00:00Z, always an integer. */
export type Millis = number;

export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ["telegram", "discord", "web", "terminal"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** A place on a channel where words can be put: a private chat, or the staff room. Ids are the network's own, as text. */
export type ChatRef = { readonly channel: ChannelName; readonly chatId: string };

/** A place for agents. One ticket is one thread in it. */
export type StaffRoom = ChatRef;

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

export type Agent = { readonly id: AgentId; readonly name: string };

export const ATTACHMENT_KINDS = [
  "photo",
  "document",
  "voice",
  "audio",
  "video",
  "sticker",
  "location",
  "contact",
] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/**
 * Something that came with a message and is not words. We keep the network's file id, never its address: a Telegram file
 * address contains the bot's token. `ref` is null for what has no file (a location, a contact).
 */
export type Attachment = {
  readonly kind: AttachmentKind;
  /** The network that keeps the file: `ref` means something there only. */
  readonly keeper: ChannelName;
  readonly ref: string | null;
  readonly name: string | null;
  readonly mime: string | null;
  readonly bytes: number | null;
};

/** Why a conversation needed a person. `asked`: the learner wanted one; `intent`: the FAQ says so; `poisoned`: our bug. */
export const ESCALATION_REASONS = ["asked", "missed", "intent", "poisoned"] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** Who holds the conversation, and what only that holder knows. See ARCHITECTURE.md for the circle it walks. */
export type Mode =
  | {
      readonly mode: "bot";
      /** Messages in a row that no intent explained, or answers called "not quite". */
      readonly misses: number;
      /** The intent answered last, until the learner says whether it helped. */
      readonly answered: string | null;
      /** The network's id of the question the bot could not answer last: an edit of it is read again. */
      readonly unanswered: string | null;
      /** What the bot made of the learner's last words, best first: goes onto the ticket should there be one. */
      readonly tried: readonly Match[];
    }
  | { readonly mode: "queued"; readonly ticketId: TicketId; readonly acknowledgedAt: Millis }
  | { readonly mode: "agent"; readonly ticketId: TicketId; readonly agentId: AgentId }
  | {
      readonly mode: "rating";
      readonly ticketId: TicketId;
      readonly episode: number;
      /** Until then the next words may be the comment on a low rating; null: the 1–5 itself is awaited. */
      readonly commentUntil: Millis | null;
    };

export type Conversation = Mode & {
  readonly id: ConversationId;
  readonly learnerId: LearnerId;
  readonly learnerName: string;
  /** Where the learner wrote last: replies go there. */
  readonly home: ChatRef;
  readonly language: Language;
  /** True once the learner picked a language by /language: then it no longer follows their words. */
  readonly isLanguageChosen: boolean;
  /** Counts what the bot asked or answered. A button carries it, so that a click on an old one is recognised. */
  readonly turn: number;
  /** The album seen last: its later parts belong to the message already answered, and get no answer of their own. */
  readonly albumId: string | null;
  /** The album an agent's note began with: its later parts are notes as well, and never go to the learner. */
  readonly noteAlbumId: string | null;
  /** False after the network told us that nobody can be reached there (403), until the learner writes again. */
  readonly isReachable: boolean;
  /** Until then nothing the learner says is taken up; null: not blocked. */
  readonly blockedUntil: Millis | null;
  /** Why an agent blocked the learner; for agents only. */
  readonly blockReason: string | null;
  /** True once the learner's words sounded angry, until the matter is settled: a ticket that comes of it is more urgent. */
  readonly isUpset: boolean;
  /** Until then the next words are the suggestion that was announced; left out or null: none is awaited. */
  readonly suggestUntil?: Millis | null;
};

/** Why a ticket was solved. `cancelled`: the learner took it back; `silent`: nobody wrote any more; `merged`: into another. */
export const SOLVE_REASONS = ["answered", "learner", "cancelled", "silent", "merged", "notice", "spam"] as const;
export type SolveReason = (typeof SOLVE_REASONS)[number];

/** Open (business) milliseconds that ran until now, and since when it runs; `since` null: it stands still. */
export type Stopwatch = { readonly spentMs: Millis; readonly since: Millis | null };

/** What a clock of a ticket has done already, so that each fires once: see core/queue/due.ts. */
export const CLOCK_STEPS = [
  "first_warned",
  "first_missed",
  "next_warned",
  "next_missed",
  "resolution_warned",
  "resolution_missed",
  "offered_wider",
  "holder_reminded",
  "learner_reminded",
] as const;
export type ClockStep = (typeof CLOCK_STEPS)[number];

/** The clocks of the episode that runs. A stopwatch that is null has nothing to measure: answered, or not asked. */
export type TicketClocks = {
  /** Until a person's first words. */
  readonly first: Stopwatch | null;
  /** Until the answer to the oldest unanswered words, after the first answer. */
  readonly next: Stopwatch | null;
  /** Until it is solved; stands still while the learner owes the word. */
  readonly resolution: Stopwatch;
  /** Since when `waitingFor` is what it is. */
  readonly waitingSince: Millis;
  /** Since when whoever holds it, or nobody, is silent. A reminder of ours and the end of a snooze begin it anew. */
  readonly quietSince: Millis;
  readonly fired: readonly ClockStep[];
  /** When the waiting learner asked to be told that people are there again; left out: they did not, or were told. */
  readonly callBackAt?: Millis;
};

type TicketCommon = {
  readonly id: TicketId;
  readonly conversationId: ConversationId;
  readonly learnerId: LearnerId;
  readonly learnerName: string;
  readonly language: Language;
  readonly channel: ChannelName;
  /** 1 at first, one more with each reopening. Figures count episodes. */
  readonly episode: number;
  readonly priority: Priority;
  readonly reason: EscalationReason;
  readonly intentId: string | null;
  /** What the bot made of the last words before it handed over, best first; shown on the ticket's card. */
  readonly tried: readonly Match[];
  /** When this episode began. */
  readonly openedAt: Millis;
  readonly waitingFor: "agent" | "learner";
  /** UNTIL_LEARNER_WRITES: for as long as the learner is silent. Words of the learner end any snooze. */
  readonly snoozedUntil: Millis | null;
  /** In rising order, each once; of the intent at first. */
  readonly tags: readonly string[];
  /** Whose work it is; null: everybody's. */
  readonly teamId: TeamId | null;
  readonly clocks: TicketClocks;
  /** When it must be looked at next; null: never by itself. */
  readonly dueAt: Millis | null;
  /** The incident it waits for. */
  readonly noticeId: NoticeId | null;
  /** Words of people (not notes) sent to the learner in this episode. No word, no survey. */
  readonly humanReplies: number;
};

export type Ticket =
  | (TicketCommon & { readonly status: "new"; readonly holder: null })
  | (TicketCommon & { readonly status: "open"; readonly holder: Agent; readonly claimedAt: Millis })
  | (TicketCommon & {
      readonly status: "solved";
      /** Who held it last; null when nobody had claimed it (the learner cancelled). */
      readonly holder: Agent | null;
      readonly solvedAt: Millis;
      readonly solveReason: SolveReason;
      /** The 1–5 of this episode, once given. */
      readonly rating: Rating | null;
      /** When it was first given, whatever it was changed to since; null when not, and for ratings of the first versions. */
      readonly ratedAt: Millis | null;
      /** False when the survey was suppressed for this episode. */
      readonly isRatingAsked: boolean;
    });

/** A snooze that only the learner's words end: the last millisecond a date can have. */
export const UNTIL_LEARNER_WRITES: Millis = 8_640_000_000_000_000;

export type Rating = 1 | 2 | 3 | 4 | 5;

/** What a learner who rated low may say was wrong, in the order it is offered. */
export const RATING_REASONS = ["slow", "not_solved", "unclear", "unfriendly", "other"] as const;
export type RatingReason = (typeof RATING_REASONS)[number];

/** What was meant. `confidence` is a calibrated probability, 0–1. */
export type Match = { readonly intentId: string; readonly confidence: number };
