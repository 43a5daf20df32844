/** The truth: everything written down, and the only way to change it. */
import type { Before, Decision, NewMessage, Outcome } from "../decision.ts";
import type { Fact, FactKind } from "../facts.ts";
import type { Inbound, Mark, PendingInbound } from "../inbound.ts";
import type {
  AgentId,
  Attachment,
  ChannelName,
  ChatRef,
  ConversationId,
  FileId,
  InboundId,
  Language,
  LearnerId,
  Millis,
  OutboundId,
  Priority,
  Rating,
  RatingReason,
  StaffRoom,
  Ticket,
  TicketId,
} from "../model.ts";
import type { NewOutbound, Outbound, OutboundStatus, Settlement } from "../outbound.ts";
import type { Attendance } from "./attendance.ts";
import type { Thread } from "./channel.ts";
import type { EvidenceStore } from "./evidence.ts";
import type { FaqStore } from "./faq.ts";
import type { Accounts, Fence, Leases, Links, WebChats } from "./keeping.ts";
import type { LearnerEvents } from "./learning.ts";
import type { Opinions } from "./opinions.ts";
import type { Past } from "./past.ts";
import type { Places } from "./places.ts";
import type { Quality } from "./quality.ts";
import type { Range } from "./range.ts";
import type { Search } from "./search.ts";
import type { Staff } from "./staff.ts";

export type Received =
  | { readonly outcome: "received"; readonly conversationId: ConversationId; readonly inboundId: InboundId }
  /** The same update again: it is already written. */
  | { readonly outcome: "duplicate"; readonly conversationId: ConversationId | null }
  /** Said in a staff room but about no ticket, or in a group. */
  | { readonly outcome: "nobody's" };

export type ReceiveFacts = {
  readonly ticketId: TicketId | null;
  readonly defaultLanguage: Language;
  readonly now: Millis;
  /** Null where nobody needs to lead (a webhook). */
  readonly fence: Fence | null;
};

/** One turn of a conversation: the inbound row it settles, if any, and the ticket the event names, if any. */
export type Turn = {
  readonly conversationId: ConversationId;
  readonly inboundId: InboundId | null;
  readonly ticketId: TicketId | null;
  /** The agent who acts or is given the ticket: their row is locked after the conversation's, so that caps hold. */
  readonly agentId: AgentId | null;
  /** A second ticket the event names, lent as `other`. */
  readonly otherTicketId?: TicketId | null;
  /** It may put the current ticket back into the queue, so its place there is counted (`ahead`). */
  readonly mayReturn?: boolean;
  /** Two conversations became this one: a second open ticket, if there is one, is lent as `other`. */
  readonly isJoining?: boolean;
  /** Nothing names a ticket, but the one the learner rated last may be meant: it is lent as `named`. */
  readonly isAboutLastRating?: boolean;
  /** The message the event changes or answers, as a network calls it; its line is lent as `recalled`. */
  readonly recall?: Recall | null;
  readonly now: Millis;
};

/**
 * A message as a network calls it, or a line by its number. Only what a person said in that very chat can be `edited`; copies
 * can be `answered`.
 */
export type Recall =
  | { readonly as: "edited" | "answered"; readonly chat: ChatRef; readonly networkId: string }
  | { readonly as: "line"; readonly lineId: number };

/** A line of the transcript, and what of it stands in one place. */
export type LineThere = Pick<StoredMessage, "author" | "kind" | "text" | "repliesTo"> & {
  readonly hasFiles: boolean;
  /** The network's id of the line itself, when it was said right there. */
  readonly saidAs: string | null;
  /** The network's ids of what was sent there of it, in order; null for what did not get there. */
  readonly copies: readonly (string | null)[];
};

/** A chat; in a staff room the thread of `ticketId`, with null all of the chat. Only rows older than `before` count. */
export type LinePlace = { readonly chat: ChatRef; readonly ticketId: TicketId | null; readonly before: OutboundId };

/** What a committed turn asks the shell to do: ring for lanes, and put tickets into the human queue or take them out. */
export type Changed = {
  readonly outcome: Outcome;
  readonly lanes: readonly string[];
  /** Tickets as they were and are; `before` is null for a new one. */
  readonly tickets: readonly { readonly before: Ticket | null; readonly after: Ticket }[];
  /** The learner is to be asked 0–10 then; left out: nothing new about that. */
  readonly nps?: { readonly conversationId: ConversationId; readonly dueAt: Millis };
};

export type TicketView = "unassigned" | "open" | "solved" | "all";

/** A line of the transcript as it was stored. `delivery` is null for what goes nowhere (a note, the learner's own words). */
export type StoredMessage = Omit<NewMessage, "deliveries" | "attachments" | "saidIn"> & {
  readonly id: number;
  /** What it said before, oldest first, each until the time given; left out: it was never changed. */
  readonly versions?: readonly { readonly text: string; readonly until: Millis }[];
  /** Signs put on it that were passed on; left out: none. */
  readonly reactions?: readonly string[];
  readonly attachments: readonly (Attachment & { readonly fileId: FileId | null })[];
  readonly delivery: OutboundStatus | null;
};

/** A fact as it was written; numbers rise in the order of writing. */
export type FactRow = Omit<Fact, "variant"> & { readonly id: number; readonly variant: string | null };

export type StoredRating = {
  readonly rating: Rating;
  /** Null for a rating that came by `POST /feedback`. */
  readonly ticketId: TicketId | null;
  /** Null for a rating given in a channel. */
  readonly responseSeconds: number | null;
  readonly channel: string;
  readonly at: Millis;
};

/** A rating with what was said about it. */
export type RatingGiven = Pick<StoredRating, "rating" | "channel" | "at" | "ticketId"> & {
  readonly id: number;
  readonly episode: number | null;
  readonly comment: string | null;
  readonly reasons: readonly RatingReason[];
};
/** At most `limit`, those given before the one numbered `before`. */
export type RatingsPage = { readonly limit: number; readonly before?: number | undefined };

/** Sends to learners in the stretch of time that begins at `at`, by how they came out; several of one stretch add up. */
export type SendsSettled = {
  readonly at: Millis;
  readonly channel: ChannelName;
  readonly sent: number;
  readonly failed: number;
};

/** A rating that came in by `POST /feedback`. */
export type Feedback = {
  readonly userId: string;
  readonly rating: Rating;
  readonly comment: string | null;
  readonly responseSeconds: number | null;
  readonly channel: string;
  readonly at: Millis;
};

export type Store = {
  /**
   * Writes down what arrived, once per (channel, bot, updateId), finding or opening the learner's conversation.
   * `ticketId` is the ticket the inbound names itself; for staff words without one, the ticket of their thread is used.
   * A new learner's language is taken from `languageHint`, else `defaultLanguage`. An inbound's mark is remembered.
   * Errors: StoreError "overtaken" when the fence is old: nothing is written, whoever leads will hear it.
   */
  receive(inbound: Inbound, facts: ReceiveFacts): Promise<Received>;
  /** How far every place of that bot was heard, the latest first; at most `limit`. */
  marks(channel: ChannelName, bot: string, limit: number): Promise<readonly Mark[]>;
  /** The oldest row of the conversation still waiting for its turn. */
  nextInbound(conversationId: ConversationId): Promise<PendingInbound | null>;
  /** Counts a failed try and returns how many there were. */
  countTry(inboundId: InboundId): Promise<number>;
  /**
   * Lends the conversation to `decide` while nobody else may touch it, and writes all it returns, or nothing if it throws.
   * `null` when `inboundId` is no longer the conversation's oldest waiting row (somebody else settled it), and
   * when the conversation does not exist.
   */
  change(turn: Turn, decide: (before: Before) => Decision): Promise<Changed | null>;

  /**
   * Takes the oldest due row of a lane and marks it `sending`; null when there is none or one is still being sent. Whoever
   * took a row must settle it, and try again for as long as that fails with StoreError: nobody else touches it meanwhile.
   */
  takeOutbound(lane: string, now: Millis): Promise<Outbound | null>;
  settleOutbound(id: OutboundId, settlement: Settlement): Promise<void>;
  /** Queues rows that belong to no conversation's turn. Returns their lanes. */
  queueOutbound(rows: readonly NewOutbound[], now: Millis): Promise<readonly string[]>;
  thread(ticketId: TicketId, room: StaffRoom): Promise<Thread | null>;
  bindThread(ticketId: TicketId, room: StaffRoom, thread: Thread): Promise<void>;
  /** Threads in a room of tickets that were solved since a time and are still, by number; at most `limit`, those after `after`. */
  solvedThreads(
    room: StaffRoom,
    page: { readonly since: Millis; readonly after: TicketId | null; readonly limit: number },
  ): Promise<readonly { readonly ticketId: TicketId; readonly thread: Thread }[]>;

  /**
   * What was left lying: conversations with inbound rows older than `before`, and lanes with due outbound rows. Rows that
   * nobody will settle are put back as `uncertain` first: those of a replica that is gone (left, or not seen for seconds), and
   * those that were marked `sending` for us before `before` without our being told.
   */
  leftLying(
    before: Millis,
    now: Millis,
  ): Promise<{
    conversations: readonly ConversationId[];
    lanes: readonly string[];
    /** Tickets whose `dueAt` has come, the oldest first. */
    due: readonly TicketId[];
  }>;
  /** Rows left `sending` by a process that is known to have ended are free again. Called at start, before anything is sent. */
  freeSending(now: Millis): Promise<void>;

  ticket(ticketId: TicketId): Promise<Ticket | null>;
  /** By priority and age for unassigned, else newest first; at most `limit`. */
  tickets(view: TicketView, limit: number): Promise<readonly Ticket[]>;
  /** The open tickets of an agent: those that wait for their word first, the longest wait first, then all others. */
  ticketsHeldBy(agentId: AgentId): Promise<readonly Ticket[]>;
  /** Tickets that wait for our word and are not put aside, the longest wait first; at most `limit`. */
  unattended(limit: number): Promise<readonly Ticket[]>;
  /** Tickets that are not solved, by number; at most `limit`, those after the ticket `after`. */
  openTickets(limit: number, after?: TicketId): Promise<readonly Ticket[]>;
  /** A learner's tickets, the newest first; at most `limit`. */
  ticketsOfLearner(learnerId: LearnerId, limit: number): Promise<readonly Ticket[]>;
  /** A ticket's transcript in order: its own messages, and the ones of the bot that led to it. */
  transcript(ticketId: TicketId): Promise<readonly StoredMessage[]>;
  /** A line of a transcript and what of it stands in a place; null when there is no such line. */
  lineThere(lineId: number, place: LinePlace): Promise<LineThere | null>;
  file(fileId: FileId): Promise<Attachment | null>;
  /** Facts in the order they happened, without loading all of them at once. */
  facts(kinds: readonly FactKind[], range: Range): AsyncIterable<Fact>;
  /** All facts of a range in that order, a page at a time: for whoever reads very many. */
  factPages(range: Range): AsyncIterable<readonly FactRow[]>;
  ratings(range: Range): AsyncIterable<StoredRating>;
  /** The newest first. */
  ratingsGiven(range: Range, page: RatingsPage): Promise<readonly RatingGiven[]>;
  addFeedback(feedback: Feedback): Promise<void>;
  /** Each send counts once, when it is settled, whatever was tidied since; toasts are none. */
  sendsSettled(range: Range & { readonly from: Millis; readonly to: Millis }): AsyncIterable<SendsSettled>;
  /** Figures of this very moment, for gauges and readiness. Rejects with StoreError when the database does not answer. */
  counts(): Promise<{
    readonly tickets: Readonly<Record<"new" | "open" | "solved", number>>;
    readonly waiting: Readonly<Record<Priority, number>>;
    readonly inboundWaiting: number;
    readonly inboundPoisoned: number;
    readonly outbound: Readonly<Record<OutboundStatus, number>>;
    readonly facts: Readonly<Partial<Record<FactKind, number>>>;
  }>;
  readonly accounts: Accounts;
  readonly attendance: Attendance;
  readonly leases: Leases;
  readonly links: Links;
  readonly webChats: WebChats;
  readonly search: Search;
  readonly staff: Staff;
  readonly places: Places;
  readonly learning: LearnerEvents;
  readonly faq: FaqStore;
  readonly past: Past;
  readonly opinions: Opinions;
  readonly evidence: EvidenceStore;
  readonly quality: Quality;
  /** The database's clock minus this process's, milliseconds; 0 where both are one machine. Replicas add it to theirs. */
  clockOffset(): Promise<Millis>;
  /** Deletes rows that hold no words and were settled before that time; how many. Errors: StoreError "overtaken". */
  tidy(before: Millis, fence: Fence | null): Promise<number>;
  /** Proves that a row can be written. Rejects with StoreError (`full` when the disk is). */
  proveWritable(now: Millis): Promise<void>;
  close(): Promise<void>;
};
