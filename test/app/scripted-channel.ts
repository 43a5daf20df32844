/**
 * A network as strict as a real one, in memory. What no real channel would accept lands in `violations`: every house checks them.
 */
import { ChannelError, type ChannelTrouble } from "../../src/core/errors.ts";
import type { Inbound } from "../../src/core/inbound.ts";
import type { Attachment, ChannelName, ChatRef } from "../../src/core/model.ts";
import type { Capabilities, Card, Channel, Place, Thread, Words } from "../../src/core/ports.ts";
import { type Button, formatPress } from "../../src/core/press.ts";
import { isBlank } from "../../src/core/text.ts";

export * from "./arrivals.ts";

export type Shown = {
  readonly id: string;
  readonly at: number;
  readonly to: Place;
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly Attachment[];
  readonly replyTo?: string;
};

export type Op =
  | "send"
  | "edit"
  | "react"
  | "typing"
  | "settleButtons"
  | "toast"
  | "openThread"
  | "showCard"
  | "closeThread"
  | "sendFile";
export type Call = { readonly op: Op; readonly chatId: string; readonly text: string; readonly at: number };

/** What the network does instead of a clean answer. `lost`: it shows the words and then loses its answer. */
export type Plan =
  | ChannelTrouble
  | { readonly kind: "lost" }
  | { readonly kind: "hang" }
  | { readonly kind: "bug" }
  | null;

type Room = Map<string, { card: Card; readonly cardId: string }>;

export class ScriptedChannel implements Channel {
  readonly name: ChannelName;
  readonly can: Capabilities = {
    textLengthMax: 4096,
    buttons: { rowsMax: 20, perRowMax: 8, labelLengthMax: 64 },
    edits: true,
    quotes: true,
    reacts: true,
    typing: true,
    threads: true,
    files: { bytesMax: 50_000_000 },
  };
  readonly doors = [];
  readonly shown: Shown[] = [];
  readonly calls: Call[] = [];
  readonly violations: string[] = [];
  readonly files: { readonly to: Place; readonly name: string; readonly text: string }[] = [];
  readonly rooms = new Map<string, Room>();
  /** Asked before every call; null lets it pass. */
  plan: (call: Call) => Plan = () => null;
  /** How long the network takes to answer, in milliseconds. */
  answerMs = 0;
  /** How many open threads a room takes. */
  threadsMax = Number.POSITIVE_INFINITY;
  isStopped = false;
  #receive: ((inbound: Inbound) => Promise<void>) | null = null;
  readonly #receiving = new Set<Promise<void>>();
  #nextId = 1;

  constructor(name: ChannelName = "telegram") {
    this.name = name;
  }

  async start(receive: (inbound: Inbound) => Promise<void>): Promise<void> {
    this.#receive = receive;
  }

  isListening(): boolean {
    return this.#receive !== null;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.#receive = null;
    await Promise.allSettled(this.#receiving);
  }

  /** Hands an update over, as a network would; rejects when it was not acknowledged. */
  async deliver(inbound: Inbound): Promise<void> {
    if (this.#receive === null) throw new Error("this channel does not listen");
    const received = this.#receive(inbound);
    this.#receiving.add(received);
    try {
      await received;
    } finally {
      this.#receiving.delete(received);
    }
  }

  async send(to: Place, words: Words): Promise<string> {
    const lose = await this.#answer("send", to.chatId, words.text);
    if (isBlank(words.text) && words.attachments.length === 0) this.#violate("blank words");
    if (words.text.length > this.can.textLengthMax) this.#violate("words too long");
    if (words.text !== words.text.toWellFormed()) this.#violate("half a character");
    for (const button of words.buttons.flat()) this.#checkButton(button);
    if (to.threadId !== null) this.#thread(to, to.threadId);
    const id = this.#id();
    this.shown.push({
      id,
      at: Date.now(),
      to,
      text: words.text,
      buttons: words.buttons,
      attachments: words.attachments,
      ...(words.replyTo === undefined ? {} : { replyTo: words.replyTo }),
    });
    lose();
    return id;
  }

  /** What each message says after it was changed, by its id; the latest counts. */
  readonly edited = new Map<string, Pick<Words, "text" | "buttons">>();

  async edit(to: Place, messageId: string, words: Pick<Words, "text" | "buttons">): Promise<boolean> {
    const lose = await this.#answer("edit", to.chatId, words.text);
    if (!this.can.edits) this.#violate("a change where nothing can be changed");
    if (isBlank(words.text)) this.#violate("blank words");
    for (const button of words.buttons.flat()) this.#checkButton(button);
    const isThere = this.shown.some(({ id, to: { chatId } }) => id === messageId && chatId === to.chatId);
    if (isThere) this.edited.set(messageId, words);
    lose();
    return isThere;
  }

  /** Signs put on people's own messages. */
  readonly reactions: { readonly chatId: string; readonly messageId: string; readonly emoji: string }[] = [];

  async react({ chatId }: Place, messageId: string, emoji: string): Promise<void> {
    (await this.#answer("react", chatId, emoji))();
    this.reactions.push({ chatId, messageId, emoji });
  }

  /** A message as it looks now. */
  looks(messageId: string): Pick<Words, "text" | "buttons"> {
    const look = this.edited.get(messageId) ?? this.shown.find(({ id }) => id === messageId);
    if (look === undefined) throw new Error("there is no such message");
    return look;
  }

  async typing(to: Place): Promise<void> {
    (await this.#answer("typing", to.chatId, ""))();
  }

  async settleButtons(to: ChatRef): Promise<void> {
    (await this.#answer("settleButtons", to.chatId, ""))();
  }

  async toast(pressId: string, text: string): Promise<void> {
    (await this.#answer("toast", pressId, text))();
  }

  async openThread(room: ChatRef, card: Card): Promise<Thread> {
    const lose = await this.#answer("openThread", room.chatId, card.text);
    const threads = this.rooms.get(room.chatId) ?? new Map();
    this.rooms.set(room.chatId, threads);
    this.#mustTakeOneMore(room);
    const thread = { threadId: `thread-${this.#id()}`, cardId: this.#id() };
    threads.set(thread.threadId, { card, cardId: thread.cardId });
    lose();
    return thread;
  }

  async showCard(room: ChatRef, thread: Thread, card: Card): Promise<void> {
    const lose = await this.#answer("showCard", room.chatId, card.text);
    const shown = this.#thread(room, thread.threadId);
    if (shown.cardId !== thread.cardId) this.#violate("a card that is not of this thread");
    if (shown.card.isClosed && !card.isClosed) this.#mustTakeOneMore(room);
    shown.card = card;
    lose();
  }

  async closeThread(room: ChatRef, { threadId }: Thread): Promise<boolean> {
    const lose = await this.#answer("closeThread", room.chatId, "");
    const shown = this.#thread(room, threadId);
    const wasOpen = !shown.card.isClosed;
    shown.card = { ...shown.card, isClosed: true };
    lose();
    return wasOpen;
  }

  async sendFile(to: Place, file: { readonly name: string; readonly text: string }): Promise<string> {
    const lose = await this.#answer("sendFile", to.chatId, file.name);
    if (to.threadId !== null) this.#thread(to, to.threadId);
    this.files.push({ to, ...file });
    lose();
    return this.#id();
  }

  async openFile(): Promise<ReadableStream<Uint8Array>> {
    throw new ChannelError("this network keeps no files", { kind: "rejected" });
  }

  /** Somebody deletes a ticket's thread. */
  deleteThread(chatId: string, threadId: string): void {
    this.rooms.get(chatId)?.delete(threadId);
  }

  /** The words shown in a chat, oldest first. */
  said(chatId: string): readonly string[] {
    return this.shown.filter(({ to }) => to.chatId === chatId).map(({ text }) => text);
  }

  callsTo(chatId: string): readonly Call[] {
    return this.calls.filter((call) => call.chatId === chatId);
  }

  /** Fails, hangs, or returns what to do once the words are shown. */
  async #answer(op: Op, chatId: string, text: string): Promise<() => void> {
    const call: Call = { op, chatId, text, at: Date.now() };
    this.calls.push(call);
    // A network never answers within the same tick.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.answerMs > 0) await new Promise((resolve) => setTimeout(resolve, this.answerMs));
    const plan = this.plan(call);
    if (plan === null) return () => undefined;
    switch (plan.kind) {
      case "hang":
        return await new Promise(() => undefined);
      case "bug":
        throw new TypeError("broken on purpose");
      case "lost":
        return () => {
          throw new ChannelError("the answer got lost", { kind: "uncertain" });
        };
      default:
        throw new ChannelError("as the test wants it", plan);
    }
  }

  #mustTakeOneMore({ chatId }: ChatRef): void {
    const open = [...(this.rooms.get(chatId)?.values() ?? [])].filter(({ card }) => !card.isClosed);
    if (open.length >= this.threadsMax) throw new ChannelError("no more threads", { kind: "room_full" });
  }

  #thread(room: ChatRef, threadId: string): { card: Card; readonly cardId: string } {
    const thread = this.rooms.get(room.chatId)?.get(threadId);
    if (!thread) throw new ChannelError("thread not found", { kind: "thread_gone" });
    return thread;
  }

  #checkButton(button: Button): void {
    if (button.label.length > 80) this.#violate("label too long");
    if ("press" in button && Buffer.byteLength(formatPress(button.press)) > 64) this.#violate("press too long");
  }

  #violate(what: string): void {
    this.violations.push(what);
    throw new ChannelError(what, { kind: "rejected" });
  }

  #id(): string {
    return String(this.#nextId++);
  }
}
