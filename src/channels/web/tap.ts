/**
 * One open stream and how far it has been told. Only one read runs for it at a time, because two would each tell the
 * same posts; what is asked for meanwhile is read right after.
 */
import type { Millis } from "../../core/model.ts";
import type { WebChats } from "../../core/ports.ts";
import { eventOf, HEARTBEAT, TYPING } from "./posts.ts";

/** Posts handed to one stream at a time. */
const POSTS_MAX = 1000;
/** A browser that reads slower than we write gets more once it has read; until then nothing is fetched for it. */
const BUFFER_BYTES = 256 * 1024;

export type Opening = {
  readonly chatId: string;
  readonly address: string;
  /** Said at once. */
  readonly first: readonly Uint8Array[];
  /** The number of the newest post among what is said at once, 0 for none. */
  readonly seq: number;
};

export type TapParts = {
  readonly chats: WebChats;
  /** Watches over a read: resolves when it is over, whether the store answered or was away. */
  readonly watch: (read: Promise<void>) => Promise<void>;
  /** Told when the stream is over, whichever side ended it. */
  readonly left: (tap: Tap) => void;
};

export class Tap {
  readonly chatId: string;
  readonly address: string;
  readonly stream: ReadableStream<Uint8Array>;
  readonly #parts: TapParts;
  #seq: number;
  /** Null before the first look. */
  #writtenAt: Millis | null = null;
  #isPulling = false;
  #isAsked = false;
  /** Null once the stream is over. */
  #outlet: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor({ chatId, address, first, seq }: Opening, parts: TapParts) {
    this.chatId = chatId;
    this.address = address;
    this.#parts = parts;
    this.#seq = seq;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#outlet = controller;
          for (const event of first) controller.enqueue(event);
        },
        cancel: () => {
          parts.left(this);
          this.#outlet = null;
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
    );
  }

  /** The number of the newest post it was told. */
  get seq(): number {
    return this.#seq;
  }

  /** Tells what it has not been told yet. Costs nothing while its browser is slow to read. */
  pull(): void {
    this.#isAsked = true;
    if (this.#isPulling || !this.#hasRoom()) return;
    this.#isPulling = true;
    // After a failure the next look finds the stream behind and pulls again.
    this.#parts.watch(this.#pullAll()).finally(() => {
      this.#isPulling = false;
    });
  }

  beat(): void {
    this.tell(HEARTBEAT);
  }

  /** Says what is not kept; a browser that is slow to read does not hear it. */
  tell(event: Uint8Array): void {
    if (this.#hasRoom()) this.#outlet?.enqueue(event);
  }

  /** When somebody was last seen writing to the chat. What was before the first look is over. */
  noteWriting(at: Millis): void {
    if (this.#writtenAt !== null && at > this.#writtenAt) this.tell(TYPING);
    this.#writtenAt = Math.max(at, this.#writtenAt ?? 0);
  }

  close(farewell?: Uint8Array): void {
    this.#parts.left(this);
    if (farewell !== undefined) this.#outlet?.enqueue(farewell);
    this.#outlet?.close();
    this.#outlet = null;
  }

  async #pullAll(): Promise<void> {
    do {
      this.#isAsked = false;
      const posts = await this.#parts.chats.since(this.chatId, this.#seq, POSTS_MAX);
      for (const post of posts) {
        this.#outlet?.enqueue(eventOf(post));
        this.#seq = post.seq;
      }
    } while (this.#isAsked && this.#hasRoom());
  }

  #hasRoom(): boolean {
    return (this.#outlet?.desiredSize ?? 0) > 0;
  }
}
