/**
 * The web chat as a Channel: learners with a browser and no account anywhere. Our own doors are its network and the
 * store is its memory, so any replica may take in what is said, send, and show it. Agents do not work here.
 */
import { ChannelError } from "../../core/errors.ts";
import type { Inbound } from "../../core/inbound.ts";
import type { ChatRef } from "../../core/model.ts";
import type { Channel, Door } from "../../core/ports.ts";
import { TEXT_LENGTH_MAX } from "../../core/text.ts";
import { openFeed } from "./feed.ts";
import { FILE_BYTES_MAX, giveFile, openUploads } from "./files.ts";
import { type Front, openDoor, type WebOptions } from "./front.ts";
import { openLimits } from "./limits.ts";
import { hearPress, hearTyping, hearWords } from "./messages.ts";
import { openReach } from "./reach.ts";
import { answerPress, asked, edit, openFile, sendWords, settle } from "./send.ts";
import { openStream } from "./stream.ts";

/** Makes the channel; nothing is taken in before `start`. */
export function webChannel(options: WebOptions): Channel {
  const { chats, log, now } = options;
  const reach = openReach(chats);
  const feed = openFeed({
    chats,
    onTrouble: (error) => {
      reach.lost();
      log.warn({ kind: error.kind }, "web chat: the store could not be read for open pages, trying again");
    },
  });
  let receiving: ((inbound: Inbound) => Promise<void>) | null = null;
  const underWay = new Set<Promise<unknown>>();
  const front: Front = { ...options, reach, feed, underWay, limits: openLimits(now), receive: () => receiving };
  const poster = { chats, now, wake: feed.wake };
  return {
    name: "web",
    can: {
      textLengthMax: TEXT_LENGTH_MAX,
      buttons: { rowsMax: 10, perRowMax: 5, labelLengthMax: 80 },
      edits: true,
      quotes: false,
      reacts: false,
      typing: true,
      threads: false,
      files: { bytesMax: FILE_BYTES_MAX },
    },
    async start(receive) {
      await reach.begin();
      receiving = receive;
    },
    isListening: () => receiving !== null && reach.isThere(),
    send: (to, words) => sendWords(poster, to, words),
    edit: (to, messageId, words) => edit(poster, to, { messageId, ...words }),
    react: async () => undefined,
    typing: (to) => showTyping({ chats, now, feed }, to),
    settleButtons: (to, messageId) => settle(poster, to, messageId),
    toast: (pressId, text) => answerPress(poster, pressId, text),
    openThread: noThreads,
    showCard: noThreads,
    closeThread: noThreads,
    sendFile: noThreads,
    openFile: (ref) => openFile(poster, ref),
    doors: doorsOf(front),
    async stop() {
      receiving = null;
      reach.stop();
      await Promise.all([feed.stop(), Promise.allSettled(underWay)]);
    },
  };
}

/** Pages of this process see it at once, those of others with their next look at the store. */
async function showTyping(
  { chats, now, feed }: Pick<Front, "chats" | "now" | "feed">,
  { chatId }: ChatRef,
): Promise<void> {
  feed.typing(chatId);
  await asked(() => chats.agentWrites(chatId, now()));
}

/** The last one is below the one before it, so it must be asked after it. */
function doorsOf(front: Front): readonly Door[] {
  return [
    openDoor(front, "/chat/messages", { POST: hearWords }),
    openDoor(front, "/chat/presses", { POST: hearPress }),
    openDoor(front, "/chat/typing", { POST: hearTyping }),
    openDoor(front, "/chat/stream", { GET: openStream }),
    openDoor(front, "/chat/files", { POST: openUploads() }),
    openDoor(front, "/chat/files/*", { GET: giveFile }),
  ];
}

async function noThreads(): Promise<never> {
  throw new ChannelError("agents do not work in the web chat", { kind: "rejected" });
}
