/**
 * Telegram as a Channel: learners in private chats, agents in the topics of a forum. Assembles the parts beside it.
 * An update is confirmed only after `receive` resolved, by polling and by webhook alike, and it keeps no truth of its own.
 */
import { Api } from "grammy";
import type { Capabilities, Channel } from "../../core/ports.ts";
import { TEXT_LENGTH_MAX } from "./compose.ts";
import { answerDoor } from "./door.ts";
import { retryAfterMs } from "./errors.ts";
import { FILE_BYTES_MAX, openFile } from "./files.ts";
import { floodGate } from "./flood.ts";
import { openListener } from "./listener.ts";
import { DOOR_PATH, type TelegramOptions } from "./options.ts";
import { paced } from "./pace.ts";
import { react } from "./reactions.ts";
import { answerPress, editWords, sendTextFile, sendWords, settle, showTyping } from "./send.ts";
import { closeTopic, openTopic, showTopic } from "./threads.ts";
import { fetchForBot } from "./wire.ts";

/** How long any call may take; more than a long poll is held. */
const CALL_SECONDS_MAX = 40;
/** Calls that are not words to people, or that a person is waiting for this very moment, need no pacing. */
const UNPACED = /^(get|answerCallbackQuery$|sendChatAction$|deleteWebhook$|setWebhook$)/;

/** Source: https://core.telegram.org/bots/api#sending-files and #inlinekeyboardbutton; more buttons become unreadable. */
const CAN: Capabilities = {
  textLengthMax: TEXT_LENGTH_MAX,
  buttons: { rowsMax: 20, perRowMax: 8, labelLengthMax: 64 },
  edits: true,
  quotes: true,
  reacts: true,
  typing: true,
  threads: true,
  files: { bytesMax: 50_000_000, givesMax: FILE_BYTES_MAX },
};

/** Makes the channel. The options are taken as checked; whether Telegram accepts them shows in `start`. */
export function telegramChannel(options: TelegramOptions): Channel {
  const { token, apiRoot, webhook, log } = options;
  const stopping = new AbortController();
  const api = connect(options, stopping.signal);
  const listener = openListener(api, { options, stopping });
  return {
    name: "telegram",
    can: CAN,
    start: listener.start,
    isListening: listener.isListening,
    send: (to, words) => sendWords(api, to, words),
    edit: (to, messageId, words) => editWords(api, to, { messageId, ...words }),
    react: (to, messageId, emoji) => react(api, to, { messageId, emoji }),
    typing: (to) => showTyping(api, to),
    settleButtons: (to, messageId) => settle(api, to, messageId),
    toast: (pressId, text) => answerPress(api, pressId, text),
    openThread: (room, card) => openTopic(api, room, { card, log }),
    showCard: (room, thread, card) => showTopic(api, { room, thread }, card),
    closeThread: (room, thread) => closeTopic(api, { room, thread }),
    sendFile: (to, file) => sendTextFile(api, to, file),
    openFile: (ref) => openFile({ api, apiRoot, token }, ref),
    doors:
      webhook === null
        ? []
        : [
            {
              path: DOOR_PATH,
              accept: (request) => answerDoor(request, { secret: webhook.secret, take: listener.take, log }),
            },
          ],
    stop: listener.stop,
  };
}

function connect({ token, apiRoot, now = Date.now }: TelegramOptions, stopping: AbortSignal): Api {
  const api = new Api(token, { apiRoot, timeoutSeconds: CALL_SECONDS_MAX, fetch: fetchForBot(stopping) });
  const turn = paced(now);
  const gate = floodGate(now);
  api.config.use(async (call, method, payload, signal) => {
    gate.pass();
    if (!UNPACED.test(method)) {
      await turn();
      // The gate may have been shut while this call waited.
      gate.pass();
    }
    const answer = await call(method, payload, signal);
    const isBotLimited = !answer.ok && answer.error_code === 429 && !isAboutChat(payload);
    if (isBotLimited) gate.shut(retryAfterMs(answer.parameters?.retry_after));
    return answer;
  });
  return api;
}

function isAboutChat(payload: unknown): boolean {
  return typeof payload === "object" && payload !== null && "chat_id" in payload;
}
