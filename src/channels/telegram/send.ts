/**
 * Puts words into a chat: plain text always, so that nothing a person writes can be read as markup.
 * A first failure is the caller's to repeat. Once a part is out, repeating all would say it twice, so the rest is tried again
 * here for a while, and what still fails is `uncertain`.
 */
import { type Api, InputFile } from "grammy";
import type { Message, ReplyParameters } from "grammy/types";
import { ChannelError } from "../../core/errors.ts";
import type { ChatRef } from "../../core/model.ts";
import type { Place, Words } from "../../core/ports.ts";
import { truncate } from "../../core/text.ts";
import { rest, restMs } from "../patience.ts";
import { compose, keyboardOf, type Part, type SentFile } from "./compose.ts";
import { asked, askedUnless, channelError, isRefusedFor } from "./errors.ts";

const TRIES_MAX = 4;
/** A longer wait would hold the lane without its row knowing why. */
const REST_MS_MAX = 30_000;
/** Source: https://core.telegram.org/bots/api#answercallbackquery. */
const TOAST_LENGTH_MAX = 200;
const NO_PREVIEW = { is_disabled: true };

const UNCHANGED = /message is not modified/i;
const GONE = /message to edit not found|message can't be edited|message_id_invalid/i;
const QUERY_GONE = /query is too old|query id is invalid|query_id_invalid/i;

/** Sends the words and returns the id of the message that carries them. */
export async function sendWords(api: Api, to: Place, words: Words): Promise<string> {
  const [first, ...others] = compose(words);
  if (first === undefined) throw new ChannelError("there is nothing to say", { kind: "rejected" });
  const reply = words.replyTo === undefined ? {} : replyingTo(words.replyTo);
  let sent = await asked(sendPart(api, to, first, reply));
  for (const part of others) sent = await insist(() => sendPart(api, to, part));
  return String(sent.message_id);
}

/** Repeats what has to follow something already sent. Errors: ChannelError, `uncertain` for what may pass later. */
export async function insist<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await asked(call());
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      const { kind } = error.trouble;
      if (kind !== "unreachable" && kind !== "rate_limited") throw error;
      const waitMs = restMs(error, tries);
      if (tries === TRIES_MAX || waitMs > REST_MS_MAX) throw new ChannelError(error.message, { kind: "uncertain" });
      await rest(waitMs);
    }
  }
}

type Reply = { readonly reply_parameters?: ReplyParameters };

/** What is answered may have been deleted meanwhile; the words count all the same. */
function replyingTo(messageId: string): Reply {
  return { reply_parameters: { message_id: numberOf(messageId), allow_sending_without_reply: true } };
}

async function sendPart(api: Api, to: Place, part: Part, reply: Reply = {}): Promise<Message> {
  const chat = chatOf(to);
  const extra = { ...threadOf(to), ...reply, ...(part.keyboard === null ? {} : { reply_markup: part.keyboard }) };
  if (part.part === "text")
    return await api.sendMessage(chat, part.text, { ...extra, link_preview_options: NO_PREVIEW });
  const { file, caption } = part;
  const captioned = caption === "" ? extra : { ...extra, caption };
  // A sticker or a voice of another network need not be one here: as a document every file passes.
  if (file.open !== null && file.kind !== "photo") return await api.sendDocument(chat, await uploadOf(file), captioned);
  const ref = file.open === null ? file.ref : await uploadOf(file);
  switch (file.kind) {
    case "photo":
      return api.sendPhoto(chat, ref, captioned);
    case "document":
      return api.sendDocument(chat, ref, captioned);
    case "voice":
      return api.sendVoice(chat, ref, captioned);
    case "audio":
      return api.sendAudio(chat, ref, captioned);
    case "video":
      return api.sendVideo(chat, ref, captioned);
    case "sticker":
      return api.sendSticker(chat, ref, extra);
  }
}

/** Reads the whole file first: a network that breaks off in the middle must not look like Telegram refusing it. */
async function uploadOf({ open, name, kind }: SentFile): Promise<InputFile> {
  if (open === null) throw new ChannelError("a file of ours is sent by its id", { kind: "rejected" });
  const bytes = new Uint8Array(await new Response(await open()).arrayBuffer());
  return new InputFile(bytes, fileName(name ?? kind));
}

/** Sends a text as a file. Its name keeps letters, digits, dot, dash and underscore only. */
export async function sendTextFile(
  api: Api,
  to: Place,
  file: { readonly name: string; readonly text: string },
): Promise<string> {
  const upload = new InputFile(Buffer.from(file.text, "utf8"), fileName(file.name));
  const sent = await asked(api.sendDocument(chatOf(to), upload, threadOf(to)));
  return String(sent.message_id);
}

/** The name stands unquoted in a header of the upload. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]/gu, "_");
}

type Edited = Pick<Words, "text" | "buttons"> & { readonly messageId: string };

/** Changes a text message in its place; see Channel.edit. Without a keyboard in the call Telegram takes the old one off. */
export async function editWords(api: Api, to: ChatRef, { messageId, text, buttons }: Edited): Promise<boolean> {
  const keyboard = keyboardOf(buttons);
  const looks = { link_preview_options: NO_PREVIEW, ...(keyboard === null ? {} : { reply_markup: keyboard }) };
  try {
    await api.editMessageText(chatOf(to), numberOf(messageId), text, looks);
    return true;
  } catch (error) {
    if (isRefusedFor(error, UNCHANGED)) return true;
    if (isRefusedFor(error, GONE)) return false;
    throw channelError(error);
  }
}

/** "… is typing", for five seconds or until the next message. */
export async function showTyping(api: Api, to: Place): Promise<void> {
  await asked(api.sendChatAction(chatOf(to), "typing", threadOf(to)));
}

/** Takes the buttons off; see Channel.settleButtons. */
export async function settle(api: Api, to: ChatRef, messageId: string): Promise<void> {
  const isFine = new RegExp(`${UNCHANGED.source}|${GONE.source}`, "i");
  await askedUnless(api.editMessageReplyMarkup(chatOf(to), numberOf(messageId)), isFine);
}

/** Answers a press; an empty text only ends the waiting sign on the button. */
export async function answerPress(api: Api, pressId: string, text: string): Promise<void> {
  const short = truncate(text, TOAST_LENGTH_MAX);
  await askedUnless(api.answerCallbackQuery(pressId, short === "" ? {} : { text: short }), QUERY_GONE);
}

/** Chats and messages of another network, or a forged id, cannot be sent to. */
export function numberOf(id: string): number {
  if (/^-?\d{1,16}$/.test(id)) return Number(id);
  throw new ChannelError("not an id of telegram", { kind: "rejected" });
}

export function chatOf({ chatId }: ChatRef): number {
  return numberOf(chatId);
}

function threadOf({ threadId }: Place): { message_thread_id?: number } {
  return threadId === null ? {} : { message_thread_id: numberOf(threadId) };
}
