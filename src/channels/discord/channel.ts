/**
 * Discord as a Channel: learners in direct messages, agents in the threads or posts of a staff channel. Assembles the parts
 * beside it. Sending needs no gateway, so a process that only sends opens no session; it keeps no truth of its own.
 */
import type { Capabilities, Channel } from "../../core/ports.ts";
import { toast } from "./act/replies.ts";
import { openListener } from "./listen/listener.ts";
import type { DiscordOptions } from "./options.ts";
import { BUTTONS, FILE_BYTES_MAX, TEXT_LENGTH_MAX } from "./say/compose.ts";
import { openFile } from "./say/files.ts";
import { editWords, react, sendTextFile, sendWords, settle, showTyping } from "./say/send.ts";
import { openThreads } from "./say/threads.ts";
import { openWire } from "./wire.ts";

const CAN: Capabilities = {
  textLengthMax: TEXT_LENGTH_MAX,
  buttons: BUTTONS,
  edits: true,
  quotes: true,
  reacts: true,
  typing: true,
  threads: true,
  files: { bytesMax: FILE_BYTES_MAX },
};

/** Makes the channel. The options are taken as checked; whether Discord accepts them shows in `start`. */
export function discordChannel(options: DiscordOptions): Channel {
  const { staffChannelId, log, now = Date.now } = options;
  const wire = openWire(options);
  const sender = { wire, staffChannelId };
  const threads = openThreads({ wire, log, now });
  const listener = openListener(wire, options);
  return {
    name: "discord",
    can: CAN,
    start: listener.start,
    isListening: listener.isListening,
    send: (to, words) => sendWords(sender, to, words),
    edit: (to, messageId, words) => editWords(wire, to, { messageId, ...words }),
    react: (to, messageId, emoji) => react(wire, to, { messageId, emoji }),
    typing: (to) => showTyping(sender, to),
    settleButtons: (to, messageId) => settle(wire, to, messageId),
    toast: (pressId, text) => toast(wire, pressId, text),
    openThread: threads.open,
    showCard: (_room, thread, card) => threads.show(thread, card),
    closeThread: (_room, thread) => threads.close(thread),
    sendFile: (to, file) => sendTextFile(sender, to, file),
    openFile: (ref) => openFile(wire, ref),
    doors: [],
    stop: listener.stop,
  };
}
