/** One network as the rules and the shell see it. What differs between networks is data (`can`) or stays behind the methods. */
import type { Inbound } from "../inbound.ts";
import type { Attachment, ChannelName, ChatRef, StaffRoom } from "../model.ts";
import type { Button } from "../press.ts";

/** What a channel can do, as data: the rules degrade by it. */
export type Capabilities = {
  /** The longest text of one message, UTF-16 units. */
  readonly textLengthMax: number;
  /** Null: none, so what can be picked is written in the words with numbers, and a number that is said is read as a press. Labels in UTF-16 units. */
  readonly buttons: { readonly rowsMax: number; readonly perRowMax: number; readonly labelLengthMax: number } | null;
  /** Whether a message can be changed once it is sent: buttons taken off, a card brought up to date. */
  readonly edits: boolean;
  /** Whether words can be shown as the reply to one message, and whether such replies are recognised. */
  readonly quotes: boolean;
  /** Whether signs on messages are heard, and can be put there. */
  readonly reacts: boolean;
  /** Whether it can show that somebody is writing. */
  readonly typing: boolean;
  /** Whether agents can work there, a thread for each ticket. */
  readonly threads: boolean;
  /** Null: none, so a file is named in the words. `givesMax`: the largest one it gives out, when that is less than it takes. */
  readonly files: { readonly bytesMax: number; readonly givesMax?: number } | null;
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
  /** The same for every try of one message: a network that can tells a second try by it. At most 24 characters. */
  readonly key: string;
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly Enclosed[];
  /** The message there that the words answer, by the network's id; one that is gone is passed over. Only where `can.quotes`. */
  readonly replyTo?: string;
};

/** A file to send along. `open` reads it where another network keeps it; null when this one does, or there is no file. */
export type Enclosed = Attachment & { readonly open: (() => Promise<ReadableStream<Uint8Array>>) | null };

/** Where a network, or a browser, calls us: a path on the desk, `*` at its end for all below it, and what to answer there. */
export type Door = { readonly path: string; accept(request: Request, peer: Peer): Promise<Response> };
/** Who is calling, as far as the desk knows: the address it trusts. */
export type Peer = { readonly address: string };

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
  /**
   * Shows other words and buttons in the place of a message's own. Words of a message without files, within the text length.
   * True when the message says so now, or did already; false when it is gone. Never called where `can.edits` is false.
   */
  edit(to: Place, messageId: string, words: Pick<Words, "text" | "buttons">): Promise<boolean>;
  /** Puts a sign on a message. One that does not exist there, or on a message that is gone, is no error. Only where `can.reacts`. */
  react(to: Place, messageId: string, emoji: string): Promise<void>;
  /** Shows that somebody is writing there, for a few seconds. Does nothing where `can.typing` is false. */
  typing(to: Place): Promise<void>;
  /** Removes the buttons of a message. A message that is gone is no error. */
  settleButtons(to: ChatRef, messageId: string): Promise<void>;
  /** Answers a press with a short line. A press the network forgot is no error. */
  toast(pressId: string, text: string): Promise<void>;
  /** Opens a thread with its card in a staff room. Throws `room_full` when the room takes no more of them. */
  openThread(room: StaffRoom, card: Card): Promise<Thread>;
  /** Brings a thread up to `card`. Throws `thread_gone` when somebody deleted it, `room_full` when a closed one cannot be opened again. */
  showCard(room: StaffRoom, thread: Thread, card: Card): Promise<void>;
  /** Closes a thread. True when it was open until now; its card stays as it is. Throws `thread_gone` when somebody deleted it. */
  closeThread(room: StaffRoom, thread: Thread): Promise<boolean>;
  /** Sends a text file into a place (a transcript). */
  sendFile(to: Place, file: { readonly name: string; readonly text: string }): Promise<string>;
  /** Opens a file the network keeps. Throws ChannelError `rejected` when it no longer does. */
  openFile(ref: string): Promise<ReadableStream<Uint8Array>>;
  /** Where the network calls us, when it does. */
  readonly doors: readonly Door[];
  /** Stops listening and waits for what is being received. */
  stop(): Promise<void>;
};
