/**
 * The open streams of this process. One query every 300 ms asks for all of them together whether something was posted,
 * whichever replica did it; what was posted here wakes its chat at once. A stream is told every post after the number
 * it stands at, in order, so whatever breaks, coming back with that number misses nothing.
 */
import { StoreError } from "../../core/errors.ts";
import type { WebChats } from "../../core/ports.ts";
import { ELSEWHERE, TYPING } from "./posts.ts";
import { type Opening, Tap, type TapParts } from "./tap.ts";

const POLL_MS = 300;
const HEARTBEAT_MS = 15_000;

const STREAMS_MAX = { process: 5000, address: 200, chat: 5 };

export type Feed = {
  /**
   * Null when too many are open. The oldest of the same chat gives way: it is likely one whose browser is long gone.
   */
  open(opening: Opening): ReadableStream<Uint8Array> | null;
  wake(chatId: string): void;
  /** Tells the open pages of a chat at once that somebody is writing; those of other processes learn it from the store. */
  typing(chatId: string): void;
  /** Ends all streams, whose browsers come back, and waits for what is being read for them. */
  stop(): Promise<void>;
};

type FeedOptions = { readonly chats: WebChats; readonly onTrouble: (error: StoreError) => void };

export function openFeed({ chats, onTrouble }: FeedOptions): Feed {
  const taps = new Set<Tap>();
  const reading = new Set<Promise<void>>();
  const watch = (read: Promise<void>) => track(reading, unlessAway(read, onTrouble));
  const left = (tap: Tap) => void taps.delete(tap);
  const rhythm = openRhythm({ chats, taps, watch });
  return {
    open(opening) {
      const { chatId, address } = opening;
      const ofChat = [...taps].filter((tap) => tap.chatId === chatId);
      const ofAddress = [...taps].filter((tap) => tap.address === address).length;
      if (ofChat.length >= STREAMS_MAX.chat) ofChat[0]?.close(ELSEWHERE);
      if (taps.size >= STREAMS_MAX.process || ofAddress >= STREAMS_MAX.address) return null;
      const tap = new Tap(opening, { chats, watch, left });
      taps.add(tap);
      rhythm.begin();
      // What was posted between reading the first posts and now.
      tap.pull();
      return tap.stream;
    },
    wake(chatId) {
      for (const tap of taps) if (tap.chatId === chatId) tap.pull();
    },
    typing(chatId) {
      for (const tap of taps) if (tap.chatId === chatId) tap.tell(TYPING);
    },
    async stop() {
      rhythm.stop();
      for (const tap of taps) tap.close();
      await Promise.all(reading);
    },
  };
}

type RhythmParts = Pick<TapParts, "chats" | "watch"> & { readonly taps: ReadonlySet<Tap> };

/** Looks and beats as long as there is a stream, and rests when there is none. */
function openRhythm({ chats, taps, watch }: RhythmParts): { begin(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;
  let looks = 0;

  async function look(): Promise<void> {
    const open = [...new Set([...taps].map(({ chatId }) => chatId))];
    const [newest, writtenTo] = await Promise.all([chats.newest(open), chats.writtenTo(open)]);
    for (const tap of taps) {
      if ((newest.get(tap.chatId) ?? 0) > tap.seq) tap.pull();
      tap.noteWriting(writtenTo.get(tap.chatId) ?? 0);
    }
  }

  function tick(): void {
    looks += 1;
    if (looks % Math.round(HEARTBEAT_MS / POLL_MS) === 0) for (const tap of taps) tap.beat();
    watch(look()).finally(() => {
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
