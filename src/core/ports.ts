/**
 * The doors of the house: what the rules and the shell need from the outside. Each has two or more real implementations and
 * one conformance suite that all of them pass.
 */
import type { Account, AccountId, NewAccount, NewSession } from "./accounts.ts";
import type { Before, Decision, NewMessage, Outcome } from "./decision.ts";
import type { Fact, FactKind } from "./facts.ts";
import type { Inbound, PendingInbound } from "./inbound.ts";
import type {
  Attachment,
  ChannelName,
  ChatRef,
  ConversationId,
  FileId,
  InboundId,
  Language,
  Match,
  Millis,
  OutboundId,
  Priority,
  Rating,
  StaffRoom,
  Ticket,
  TicketId,
} from "./model.ts";
import type { NewOutbound, Outbound, OutboundStatus, Settlement } from "./outbound.ts";
import type { Button } from "./press.ts";

/** Text → intents it may mean, best first, at most five; `confidence` is a calibrated probability. Pure and fast. */
export type Matcher = (text: string) => readonly Match[];

/** The time as milliseconds since 1970, an integer. */
export type Now = () => Millis;

// ---------------------------------------------------------------------------------------------------------------- Channel

/** What a channel can do, as data: the rules degrade by it. */
export type Capabilities = {
  /** The longest text of one message, UTF-16 units. */
  readonly textLengthMax: number;
};

/** A ticket's thread in a staff room. `cardId` is the message that shows the ticket. */
export type Thread = { readonly threadId: string; readonly cardId: string };

/** What a ticket's thread shows, ready to put up. */
export type Card = {
  /** `🔴 #1042 Ming`; one line, at most 100 characters. */
  readonly name: string;
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  /** A solved ticket's thread is closed, never deleted. */
  readonly isClosed: boolean;
};

export type Words = {
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly Attachment[];
};

/** A place to put words: a chat, and in a staff room the ticket's thread. */
export type Place = ChatRef & { readonly threadId: string | null };

/**
 * One network. Every method throws ChannelError and nothing else when the network did not take it.
 * A channel keeps no truth: what it must remember is in the store.
 */
export type Channel = {
  readonly name: ChannelName;
  readonly can: Capabilities;
  /**
   * Begins to listen. `receive` resolves once the row is written; only then may the network be told that the update arrived,
   * and when it rejects the update must come again.
   */
  start(receive: (inbound: Inbound) => Promise<void>): Promise<void>;
  /** Whether what learners say gets here now. False before `start`, and while the network is away. */
  isListening(): boolean;
  /** Posts one message and returns the network's id for it. May post twice after a crash, never silently zero times. */
  send(to: Place, words: Words): Promise<string>;
  /** Removes the buttons of a message. A message that is gone is no error. */
  settleButtons(to: ChatRef, messageId: string): Promise<void>;
  /** Answers a press with a short line. A press the network forgot is no error. */
  toast(pressId: string, text: string): Promise<void>;
  /** Opens a thread with its card in a staff room. */
  openThread(room: StaffRoom, card: Card): Promise<Thread>;
  /** Brings a thread up to `card`. Throws `thread_gone` when somebody deleted it. */
  showCard(room: StaffRoom, thread: Thread, card: Card): Promise<void>;
  /** Sends a text file into a place (a transcript). */
  sendFile(to: Place, file: { readonly name: string; readonly text: string }): Promise<string>;
  /** Opens a file the network keeps. Throws ChannelError `rejected` when it no longer does. */
  openFile(ref: string): Promise<ReadableStream<Uint8Array>>;
  /** Where the network calls us, when it does: a path on the desk and what to answer there. */
  readonly door: { readonly path: string; accept(request: Request): Promise<Response> } | null;
  /** Stops listening and waits for what is being received. */
  stop(): Promise<void>;
};

// ------------------------------------------------------------------------------------------------------------------ Store

export type Received =
  | { readonly outcome: "received"; readonly conversationId: ConversationId; readonly inboundId: InboundId }
  /** The same update again: it is already written. */
  | { readonly outcome: "duplicate"; readonly conversationId: ConversationId | null }
  /** Said in a staff room, but about no ticket. */
  | { readonly outcome: "nobody's" };

/** One turn of a conversation: the inbound row it settles, if any, and the ticket the event names, if any. */
export type Turn = {
  readonly conversationId: ConversationId;
  readonly inboundId: InboundId | null;
  readonly ticketId: TicketId | null;
  readonly now: Millis;
};

/** What a committed turn asks the shell to do: ring for lanes, and put tickets into the human queue or take them out. */
export type Changed = {
  readonly outcome: Outcome;
  readonly lanes: readonly string[];
  /** Tickets as they were and are; `before` is null for a new one. */
  readonly tickets: readonly { readonly before: Ticket | null; readonly after: Ticket }[];
};

export type TicketView = "unassigned" | "open" | "solved" | "all";

/** A line of the transcript as it was stored. `delivery` is null for what goes nowhere (a note, the learner's own words). */
export type StoredMessage = Omit<NewMessage, "deliveries" | "attachments"> & {
  readonly id: number;
  readonly attachments: readonly (Attachment & { readonly fileId: FileId | null })[];
  readonly delivery: OutboundStatus | null;
};

export type StoredRating = {
  readonly rating: Rating;
  /** Null for a rating given in a channel. */
  readonly responseSeconds: number | null;
  readonly channel: string;
  readonly at: Millis;
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

/** A half-open range of time [from, to) and a channel; undefined means no limit. */
export type Range = {
  readonly from?: Millis | undefined;
  readonly to?: Millis | undefined;
  readonly channel?: string | undefined;
};

export type Store = {
  /**
   * Writes down what arrived, once per (channel, bot, updateId), finding or opening the learner's conversation.
   * `ticketId` is the ticket the inbound names itself; for staff words without one, the ticket of their thread is used.
   * A new learner's language is taken from `languageHint`, else `defaultLanguage`.
   */
  receive(
    inbound: Inbound,
    facts: { readonly ticketId: TicketId | null; readonly defaultLanguage: Language; readonly now: Millis },
  ): Promise<Received>;
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

  /**
   * What was left lying: conversations with inbound rows older than `before`, and lanes with due outbound rows. Rows that
   * nobody will settle are put back as `uncertain` first: those of a replica that is gone (left, or not seen for seconds), and
   * those that were marked `sending` for us before `before` without our being told.
   */
  leftLying(
    before: Millis,
    now: Millis,
  ): Promise<{ conversations: readonly ConversationId[]; lanes: readonly string[] }>;
  /** Rows left `sending` by a process that is known to have ended are free again. Called at start, before anything is sent. */
  freeSending(now: Millis): Promise<void>;

  ticket(ticketId: TicketId): Promise<Ticket | null>;
  /** By priority and age for unassigned, else newest first; at most `limit`. */
  tickets(view: TicketView, limit: number): Promise<readonly Ticket[]>;
  /** A ticket's transcript in order: its own messages, and the ones of the bot that led to it. */
  transcript(ticketId: TicketId): Promise<readonly StoredMessage[]>;
  file(fileId: FileId): Promise<(Attachment & { readonly channel: ChannelName }) | null>;
  /** Facts in the order they happened, without loading all of them at once. */
  facts(kinds: readonly FactKind[], range: Range): AsyncIterable<Fact>;
  ratings(range: Range): AsyncIterable<StoredRating>;
  addFeedback(feedback: Feedback): Promise<void>;
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
  readonly leases: Leases;
  /** The database's clock minus this process's, milliseconds; 0 where both are one machine. Replicas add it to theirs. */
  clockOffset(): Promise<Millis>;
  /** Deletes rows that hold no words and were settled before that time; returns how many. */
  tidy(before: Millis): Promise<number>;
  /** Proves that a row can be written. Rejects with StoreError (`full` when the disk is). */
  proveWritable(now: Millis): Promise<void>;
  close(): Promise<void>;
};

/** People who may sign in at the desk, and the sessions they have open. Knows hashes only, never a password or a cookie. */
export type Accounts = {
  /** Null when an account of that address (in lower case) exists already. */
  create(account: NewAccount): Promise<AccountId | null>;
  /** `email` as parseEmail gives it. */
  byEmail(email: string): Promise<(Account & { readonly passwordHash: string }) | null>;
  /** All of them, the oldest first. */
  all(): Promise<readonly Account[]>;
  count(): Promise<number>;
  /** Counts a wrong password, or forgets the count after a right one; the new count and when it last rose come with Account. */
  countFailure(id: AccountId, now: Millis): Promise<void>;
  forgetFailures(id: AccountId): Promise<void>;
  /** Ends every session of the account with the same commit, and forgets the failures. */
  setPassword(id: AccountId, passwordHash: string): Promise<void>;
  /** Disabling ends every session of the account with the same commit. Not so enabling: nobody is signed in by it. */
  setDisabled(id: AccountId, isDisabled: boolean): Promise<void>;
  /** False when the account was disabled or its password changed since it was read: then there is no session. */
  openSession(session: NewSession): Promise<boolean>;
  /**
   * The account of a session that has not ended; disabled accounts have none. Moves its end to `until`, but not beyond what
   * it was opened with; a move of less than a minute may be left out.
   */
  session(tokenHash: string, times: { readonly now: Millis; readonly until: Millis }): Promise<Account | null>;
  closeSession(tokenHash: string): Promise<void>;
};

/**
 * Who leads a task that only one replica may do. `token` rises with every new holder: whoever acts on a lease it lost carries a
 * lower token than the holder, and is refused wherever tokens are compared.
 */
export type Leases = {
  /** Takes or keeps the lease until `now + ttlMs`; null when somebody else holds it. Times are the database's. */
  take(name: string, holder: string, ttlMs: number): Promise<{ readonly token: number } | null>;
  release(name: string, holder: string): Promise<void>;
};

// ------------------------------------------------------------------------------------------------------------------ Bells

/** "Look at this row." Carries an id, never words. Ringing twice for one ref before it is heard is ringing once. */
export const BELL_QUEUES = ["turns", "offers", "deliver", "clocks", "nightly"] as const;
export type Bell = { readonly queue: (typeof BELL_QUEUES)[number]; readonly ref: string };

/** An unclaimed ticket as the human queue sees it. */
export type Waiting = { readonly ticketId: TicketId; readonly episode: number; readonly priority: Priority };

export type Bells = {
  /** Rings now, or at `at`. A bell is heard at least once; two bells of one ref are never heard at the same time. */
  ring(bell: Bell, at?: Millis): Promise<void>;
  /** Who hears. What `hear` rejects with is logged; the sweeper rings again. */
  listen(queue: Bell["queue"], hear: (ref: string) => Promise<void>): void;
  /** The human queue: one entry per unclaimed ticket and episode, nobody takes from it but a claim or a cancel. */
  readonly human: {
    add(waiting: Waiting): Promise<void>;
    remove(waiting: Pick<Waiting, "ticketId" | "episode">): Promise<void>;
    /** Urgent first, then the one that was added first. */
    list(): Promise<readonly Waiting[]>;
    count(): Promise<number>;
  };
  /** Stops hearing and waits for what is being heard. */
  stop(): Promise<void>;
};
