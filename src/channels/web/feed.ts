/**
 * The open streams of this process. One query every 300 ms asks for all of them together whether something was posted,
 * whichever replica did it; what was posted here wakes its chat at once. A stream is told every post after the number
 * it stands at, in order, so whatever breaks, coming back with that number misses nothing.
 */
import { StoreError } from "../../core/errors.ts";
import type { WebChats } from "../../core/ports.ts";
import { ELSEWHERE, eventOf, HEARTBEAT } from "./posts.ts";

const POLL_MS = 300;
const HEARTBEAT_MS = 15_000;
/** Posts handed to one stream at a time. */
const POSTS_MAX = 1000;
/** A browser that reads slower than we write gets more once it has read; until then nothing is fetched for it. */
const BUFFER_BYTES = 256 * 1024;

const STREAMS_MAX = { process: 5000, address: 200, chat: 5 };

export type Opening = {
  readonly chatId: string;
  readonly address: string;
  /** Said at once. */
  readonly first: readonly Uint8Array[];
  /** The number of the newest post among what is said at once, 0 for none. */
  readonly seq: number;
};

export type Feed = {
  /**
   * Null when too many are open. The oldest of the same chat gives way: it is likely one whose browser is long gone.
   */
  open(opening: Opening): ReadableStream<Uint8Array> | null;
  wake(chatId: string): void;
  /** Ends all streams, whose browsers come back, and waits for what is being read for them. */
  stop(): Promise<void>;
};

type FeedOptions = { readonly chats: WebChats; readonly onTrouble: (error: StoreError) => void };
type Tap = {
  readonly chatId: string;
  readonly address: string;
  /** The number of the newest post it was told. */
  seq(): number;
  pull(): void;
  beat(): void;
  close(farewell?: Uint8Array): void;
};

export function openFeed({ chats, onTrouble }: FeedOptions): Feed {
  const taps = new Set<Tap>();
  const reading = new Set<Promise<void>>();
  const parts: TapParts = { chats, onTrouble, taps, reading };
  const rhythm = openRhythm(parts);
  return {
    open(opening) {
      const { chatId, address } = opening;
      const ofChat = [...taps].filter((tap) => tap.chatId === chatId);
      const ofAddress = [...taps].filter((tap) => tap.address === address).length;
      if (ofChat.length >= STREAMS_MAX.chat) ofChat[0]?.close(ELSEWHERE);
      if (taps.size >= STREAMS_MAX.process || ofAddress >= STREAMS_MAX.address) return null;
      const { tap, stream } = openTap(opening, parts);
      taps.add(tap);
      rhythm.begin();
      // What was posted between reading the first posts and now.
      tap.pull();
      return stream;
    },
    wake(chatId) {
      for (const tap of taps) if (tap.chatId === chatId) tap.pull();
    },
    async stop() {
      rhythm.stop();
      for (const tap of taps) tap.close();
      await Promise.all(reading);
    },
  };
}

type TapParts = FeedOptions & { readonly taps: Set<Tap>; readonly reading: Set<Promise<void>> };

function openTap(
  { chatId, address, first, seq: firstSeq }: Opening,
  { chats, onTrouble, taps, reading }: TapParts,
): { tap: Tap; stream: ReadableStream<Uint8Array> } {
  let seq = firstSeq;
  let isPulling = false;
  let isAsked = false;
  let outlet: ReadableStreamDefaultController<Uint8Array> | null = null;

  const hasRoom = () => (outlet?.desiredSize ?? 0) > 0;

  async function pullAll(): Promise<void> {
    do {
      isAsked = false;
      const posts = await chats.since(chatId, seq, POSTS_MAX);
      for (const post of posts) {
        outlet?.enqueue(eventOf(post));
        seq = post.seq;
      }
    } while (isAsked && hasRoom());
  }

  const tap: Tap = {
    ...{ chatId, address, seq: () => seq },
    pull() {
      isAsked = true;
      if (isPulling || !hasRoom()) return;
      isPulling = true;
      // After a failure the next look finds the stream behind and pulls again.
      track(reading, unlessAway(pullAll(), onTrouble)).finally(() => {
        isPulling = false;
      });
    },
    beat() {
      if (hasRoom()) outlet?.enqueue(HEARTBEAT);
    },
    close(farewell) {
      taps.delete(tap);
      if (farewell !== undefined) outlet?.enqueue(farewell);
      outlet?.close();
      outlet = null;
    },
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        outlet = controller;
        for (const event of first) controller.enqueue(event);
      },
      cancel() {
        taps.delete(tap);
        outlet = null;
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
  return { tap, stream };
}

/** Looks and beats as long as there is a stream, and rests when there is none. */
function openRhythm({ chats, onTrouble, taps, reading }: TapParts): { begin(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;
  let looks = 0;

  async function look(): Promise<void> {
    const newest = await chats.newest([...new Set([...taps].map(({ chatId }) => chatId))]);
    for (const tap of taps) if ((newest.get(tap.chatId) ?? 0) > tap.seq()) tap.pull();
  }

  function tick(): void {
    looks += 1;
    if (looks % Math.round(HEARTBEAT_MS / POLL_MS) === 0) for (const tap of taps) tap.beat();
    track(reading, unlessAway(look(), onTrouble)).finally(() => {
      timer = null;
      begin();
    });
  }

  function begin(): void {
    if (isStopped || timer !== null || taps.size === 0) return;
    timer = setTimeout(tick, POLL_MS);
  }

  return {
    begin,
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Whatever else goes wrong is our bug, and ends the process as one. */
async function unlessAway(reading: Promise<void>, onTrouble: FeedOptions["onTrouble"]): Promise<void> {
  try {
    await reading;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    onTrouble(error);
  }
}

function track(all: Set<Promise<void>>, one: Promise<void>): Promise<void> {
  all.add(one);
  return one.finally(() => all.delete(one));
}
