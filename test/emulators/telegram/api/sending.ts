// Sending: where a message goes, what it answers, which keyboard it has, and the methods that send.
// The one thing not to break: a message to a closed or deleted topic, or with a bad keyboard, is refused.
import type { Files } from "../../common/http.ts";
import type { Wire } from "../../common/wire.ts";
import { type Chat, shallow } from "../chat.ts";
import type { Entity, Message } from "../types.ts";
import type { TelegramWorld } from "../world.ts";
import { ApiError, bad } from "./errors.ts";
import { FOLDERS, fileOf, shownFile } from "./media.ts";
import { findChat, formatText, needRight } from "./rules.ts";

/** Behaviour of one method: decoded parameters and uploads in, result out. Throws ApiError. */
export type Behaviour = (tg: TelegramWorld, p: Wire, files: Files) => Wire;

/** Where a message goes. */
export type Target = { readonly chat: Chat; readonly thread: number | undefined; readonly reply: Message | undefined };

const TEXT_MAX = 4096;
const CAPTION_MAX = 1024;
const PHOTO_BYTES_MAX = 10 * 1024 * 1024;
const ROW_BUTTONS_MAX = 8;
const BUTTONS_MAX = 100;

const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
];
const BUTTON_URL = /^(https?|tg|ton):\/\/\S+$|^[\w-]+\.[\w.-]+(\/\S*)?$/;

/** Finds the chat, topic and answered message of a call that sends. */
export function target(tg: TelegramWorld, p: Wire): Target {
  const chat = findChat(tg, p.chat_id);
  if (chat.bot.status === "restricted" && !chat.bot.can_send_messages) {
    throw bad("not enough rights to send text messages to the chat");
  }
  if (chat.type === "channel") needRight(tg, { chat, right: "can_post_messages" }, "post messages in the channel");
  if (p.message_thread_id !== undefined) checkTopic(tg, chat, p.message_thread_id);
  const reply = repliedTo(tg, chat, p.reply_parameters);
  // A reply to a message of a topic lands in that topic.
  const thread = p.message_thread_id ?? (chat.is_forum ? reply?.message_thread_id : undefined);
  return { chat, thread, reply };
}

function checkTopic(tg: TelegramWorld, chat: Chat, thread: number): void {
  if (!chat.is_forum) {
    tg.journal.error("not-a-forum", `chat ${chat.id}`, "message_thread_id given for a chat without topics");
    throw bad("message thread not found");
  }
  const topic = chat.topics.get(thread);
  if (!topic) {
    tg.journal.error("no-such-topic", `chat ${chat.id}`, `message_thread_id ${thread} does not exist (deleted?)`);
    throw bad("message thread not found");
  }
  if (topic.closed && !chat.botHas("can_manage_topics")) throw bad("TOPIC_CLOSED");
}

function repliedTo(tg: TelegramWorld, chat: Chat, reply: Wire): Message | undefined {
  if (!reply) return undefined;
  const from = reply.chat_id === undefined ? chat : findChat(tg, reply.chat_id, { forWriting: false });
  const message = from.messages.get(reply.message_id);
  if (!message && !reply.allow_sending_without_reply) throw bad("message to be replied not found");
  return message;
}

function checkButton(tg: TelegramWorld, { chat, method }: { chat: Chat; method: string }, button: Wire): void {
  const actions = ACTIONS.filter((a) => button[a] !== undefined);
  if (actions.length !== 1) {
    const has = actions.length ? actions.join(", ") : "none";
    tg.journal.error("bad-button", method, `button "${button.text}" must have exactly one action, has ${has}`);
    throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (!button.text.trim()) {
    tg.journal.error("bad-button", method, "empty button text");
    throw bad("inline keyboard button text must be non-empty");
  }
  if (button.url !== undefined && !BUTTON_URL.test(button.url)) {
    tg.journal.error("bad-button", method, `invalid URL ${button.url}`);
    throw bad(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
  }
  if (button.web_app && chat.type !== "private") throw bad("BUTTON_TYPE_INVALID");
}

/** Checks a keyboard. Returns the inline one: reply keyboards are not part of the message. */
export function checkMarkup(tg: TelegramWorld, at: { chat: Chat; method: string }, markup: Wire): Wire {
  if (!markup) return undefined;
  if (!markup.inline_keyboard) {
    if (markup.keyboard && !markup.keyboard.flat().length) throw bad("reply markup is empty: KEYBOARD_BUTTONS_EMPTY");
    if (at.chat.type === "channel") throw bad("REPLY_MARKUP_INVALID");
    return undefined;
  }
  for (const row of markup.inline_keyboard) {
    if (row.length > ROW_BUTTONS_MAX) {
      const message = `a row with ${row.length} buttons (${ROW_BUTTONS_MAX} is the limit in practice)`;
      tg.journal.warning("wide-keyboard", at.method, message);
    }
    for (const button of row) checkButton(tg, at, button);
  }
  if (markup.inline_keyboard.flat().length > BUTTONS_MAX) throw bad("REPLY_MARKUP_TOO_LONG");
  return markup;
}

/** What all sent messages have in common. */
export function common(tg: TelegramWorld, p: Wire, at: Target & { readonly method: string }): Partial<Message> {
  const inline = checkMarkup(tg, at, p.reply_markup);
  const quote = p.reply_parameters?.quote;
  return {
    ...(at.reply && { reply_to_message: shallow(at.reply) }),
    ...(quote && { quote: { text: quote, position: 0 } }),
    ...(inline && { reply_markup: inline }),
    ...(p.protect_content && { has_protected_content: true }),
    ...(p.message_effect_id && { effect_id: p.message_effect_id }),
  };
}

/** Puts the bot's message into the chat and journals it. */
export function emit(
  tg: TelegramWorld,
  { chat, thread }: Pick<Target, "chat" | "thread">,
  { method, params, fields }: { method: string; params: Wire; fields: Partial<Message> },
): Message {
  const message = chat.addMessage({ from: tg.botUser(), ...fields }, thread);
  if (params.reply_markup && !params.reply_markup.inline_keyboard) chat.notEditable.add(message.message_id);
  tg.journal.add({ kind: "sent", method, chatId: chat.id, message, params });
  return message;
}

/** A caption of a call, formatted; empty when there is none. */
export function captionOf(
  tg: TelegramWorld,
  p: Wire,
  { method, tooLong }: { method: string; tooLong: string },
): { caption: string | undefined; caption_entities: Entity[] | undefined } {
  const { text, entities } = formatText(tg, {
    method,
    text: p.caption ?? "",
    parseMode: p.parse_mode,
    entities: p.caption_entities,
    charactersMax: CAPTION_MAX,
    tooLong,
  });
  return { caption: text || undefined, caption_entities: entities.length ? entities : undefined };
}

const withCaption = (tg: TelegramWorld, p: Wire, method: string): Partial<Message> => {
  const { caption, caption_entities } = captionOf(tg, p, { method, tooLong: "message caption is too long" });
  return { ...(caption && { caption }), ...(caption_entities && { caption_entities }) };
};

/** A text of a call, formatted; refused when nothing is left of it. */
export function textOf(tg: TelegramWorld, p: Wire, at: { method: string; tooLong: string; isEmpty: string }) {
  const { text, entities } = formatText(tg, {
    method: at.method,
    text: p.text,
    parseMode: p.parse_mode,
    entities: p.entities,
    charactersMax: TEXT_MAX,
    tooLong: at.tooLong,
  });
  if (text.trim()) return { text, entities: entities.length ? entities : undefined };
  tg.journal.error("empty-text", at.method, "the text is empty after trimming");
  throw bad(p.text ? at.isEmpty : "message text is empty");
}

export const sendMessage: Behaviour = (tg, p) => {
  const method = "sendMessage";
  const at = target(tg, p);
  const { text, entities } = textOf(tg, p, {
    method,
    tooLong: "message is too long",
    isEmpty: "text must be non-empty",
  });
  if (p.parse_mode === "Markdown") {
    tg.journal.note("legacy-markdown", method, "parse_mode Markdown is legacy; use HTML or MarkdownV2");
  }
  const fields = { text, ...(entities && { entities }), ...common(tg, p, { ...at, method }) };
  return emit(tg, at, { method, params: p, fields });
};

/** A method that sends one file of a type. */
export function sendMedia(type: string, method: string): Behaviour {
  return (tg, p, files) => {
    const at = target(tg, p);
    const file = fileOf(tg, { value: p[type], kind: FOLDERS[type] ?? type, method, files });
    if (type === "photo" && file.file_size > PHOTO_BYTES_MAX) {
      tg.journal.error("file-too-big", method, "photos may have 10 MB");
      throw new ApiError(413, "Request Entity Too Large");
    }
    const fields: Partial<Message> = {
      [type]: shownFile(file, type, p),
      ...(type === "animation" && { document: shownFile(file, "document", p) }),
      ...withCaption(tg, p, method),
      ...common(tg, p, { ...at, method }),
    };
    return emit(tg, at, { method, params: p, fields });
  };
}

export const sendMediaGroup: Behaviour = (tg, p, files) => {
  const method = "sendMediaGroup";
  const at = target(tg, p);
  const types = new Set<string>(p.media.map((m: Wire) => m.type));
  if ((types.has("document") || types.has("audio")) && types.size > 1) {
    tg.journal.error("mixed-album", method, "documents and audio can only be grouped with their own kind");
    throw bad("MEDIA_GROUP_INVALID");
  }
  const media_group_id = tg.newGroupId();
  return p.media.map((m: Wire) => {
    const file = fileOf(tg, { value: m.media, kind: FOLDERS[m.type] ?? m.type, method, files });
    const fields: Partial<Message> = {
      media_group_id,
      [m.type]: shownFile(file, m.type, m),
      ...withCaption(tg, m, method),
      ...(at.reply && { reply_to_message: shallow(at.reply) }),
    };
    return emit(tg, at, { method, params: p, fields });
  });
};

/** A method that sends something which is neither text nor file. */
export function sendOther(method: string, contentOf: (p: Wire) => Partial<Message>): Behaviour {
  return (tg, p) => {
    const at = target(tg, p);
    return emit(tg, at, { method, params: p, fields: { ...contentOf(p), ...common(tg, p, { ...at, method }) } });
  };
}
