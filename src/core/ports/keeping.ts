/** What the store keeps beside the conversations: accounts, leases, codes that join chats, and what the web chat shows. */
import type { Account, AccountId, NewAccount, NewSession, Role } from "../accounts.ts";
import type { AgentId, ChatRef, ConversationId, Millis } from "../model.ts";

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
  /** What it may do holds from its next call on. False when there is no such account, or it may just that already. */
  setRole(id: AccountId, role: Role, given: { readonly by: AgentId; readonly at: Millis }): Promise<boolean>;
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

/** Joins two chats of one learner into one conversation, by a code shown in one and written in the other. */
export type Links = {
  /** Remembers a code's hash for a conversation until `endsAt`; the one before it no longer counts. */
  offer(offer: {
    readonly conversationId: ConversationId;
    readonly codeHash: string;
    readonly endsAt: Millis;
  }): Promise<void>;
  /**
   * Joins the conversation `from` writes in with the one that was offered under the code, if there is one. All of the one
   * that gives way moves: chats, tickets, words, facts. The one with an open ticket stays; with one in
   * both, the turn of these words makes them one (`Turn.isJoining`). Nothing is joined while one of the two is `blocked`.
   * The same try again, after a crash, is `joined` again.
   */
  join(joining: {
    readonly from: ConversationId;
    readonly chat: ChatRef;
    readonly codeHash: string;
    readonly now: Millis;
  }): Promise<Joined>;
};

export type Joined =
  | { readonly outcome: "joined"; readonly into: ConversationId }
  | { readonly outcome: "no_such_code" | "blocked" | "already_joined" | "too_many_tries" };

/** What the web chat shows, kept because a browser asks again: after a reload, a restart, on another replica. */
export type WebChats = {
  /** Appends to a chat and returns its number there, 1 and up without gaps. A key seen before appends nothing: its number. */
  post(chatId: string, post: { readonly key: string; readonly body: string; readonly at: Millis }): Promise<number>;
  /** What was posted after `seq`, in order; at most `limit`, the latest ones. */
  since(chatId: string, seq: number, limit: number): Promise<readonly WebPost[]>;
  /** The number of the newest post of each of these chats; 0 for a chat nobody posted in. */
  newest(chatIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The learner of the chat is writing until then: whoever looks at their ticket sees it. Nothing without a ticket. */
  learnerWrites(chatId: string, until: Millis): Promise<void>;
  /** Somebody is writing to the learner of the chat. */
  agentWrites(chatId: string, at: Millis): Promise<void>;
  /** When that was last, for those of the chats where it ever was. */
  writtenTo(chatIds: readonly string[]): Promise<ReadonlyMap<string, Millis>>;
  /** Keeps a file of at most 10 MB and returns its ref. */
  keepFile(file: WebFile & { readonly chatId: string; readonly at: Millis }): Promise<string>;
  /** Null when there is no such file. */
  file(ref: string): Promise<(WebFile & { readonly chatId: string }) | null>;
};

/** `body` is what the web channel wrote, JSON. */
export type WebPost = { readonly seq: number; readonly body: string; readonly at: Millis };
export type WebFile = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };

/** Proof of leading: a write that carries one is refused once somebody with a higher token leads. */
export type Fence = { readonly lease: string; readonly token: number };
