// Changing what was sent: edits, deletion, reactions; and sending again what is there: forwards and copies.
// The one thing not to break: an edit that changes nothing is refused ("message is not modified").
import { defined, type Wire } from "../../common/wire.ts";
import type { Chat } from "../chat.ts";
import { type Message, nowSeconds } from "../types.ts";
import type { TelegramWorld } from "../world.ts";
import { ApiError, bad } from "./errors.ts";
import { FOLDERS, fileOf, shownFile } from "./media.ts";
import { chatForReading, findChat } from "./rules.ts";
import { type Behaviour, captionOf, checkMarkup, common, emit, target, textOf } from "./sending.ts";

type Editable = { readonly chat: Chat; readonly message: Message };

const DELETABLE_SECONDS = 48 * 3600;
const CAPTION_TOO_LONG = "MEDIA_CAPTION_TOO_LONG";
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

function editable(tg: TelegramWorld, p: Wire, method: string): Editable {
  if (p.inline_message_id !== undefined) throw bad("MESSAGE_ID_INVALID");
  if (p.chat_id === undefined || p.message_id === undefined) {
    const message = "chat_id and message_id are required unless inline_message_id is given";
    tg.journal.error("missing-parameter", method, message);
    throw bad("message identifier is not specified");
  }
  const chat = findChat(tg, p.chat_id);
  const message = chat.messages.get(p.message_id);
  if (!message) throw bad("message to edit not found");
  const { message_id } = message;
  if (message.from?.id !== tg.me.id) {
    tg.journal.error("edit-foreign", method, `message ${message_id} is not by the bot`);
    throw bad("message can't be edited");
  }
  if (chat.notEditable.has(message_id)) {
    const why = "was sent with a reply keyboard, its removal or a forced reply: such messages cannot be edited";
    tg.journal.error("edit-reply-keyboard", method, `message ${message_id} ${why}`);
    throw bad("message can't be edited");
  }
  if (message.forward_origin) throw bad("message can't be edited");
  return { chat, message };
}

type Edit = { readonly method: string; readonly change: Wire; readonly params: Wire };

function applyEdit(tg: TelegramWorld, { chat, message }: Editable, { method, change, params }: Edit): Message {
  const inline = checkMarkup(tg, { chat, method }, params.reply_markup);
  const next = { ...change, reply_markup: inline?.inline_keyboard.length ? inline : undefined };
  const current: Wire = message;
  if (Object.entries(next).every(([k, v]) => JSON.stringify(v) === JSON.stringify(current[k]))) {
    tg.journal.warning("not-modified", method, `message ${message.message_id} would not change: Telegram answers 400`);
    throw bad(NOT_MODIFIED);
  }
  Object.assign(current, next, method === "editMessageReplyMarkup" ? {} : { edit_date: nowSeconds() });
  for (const k of Object.keys(current)) if (current[k] === undefined) delete current[k];
  const snapshot = structuredClone(message);
  tg.journal.add({ kind: "edited", method, chatId: chat.id, message: snapshot, params });
  return snapshot;
}

export const editMessageText: Behaviour = (tg, p) => {
  const method = "editMessageText";
  const at = editable(tg, p, method);
  if (at.message.text === undefined) {
    tg.journal.error("edit-kind", method, "the message has no text (use editMessageCaption)");
    throw bad("there is no text in the message to edit");
  }
  const change = textOf(tg, p, { method, tooLong: "MESSAGE_TOO_LONG", isEmpty: "message text is empty" });
  return applyEdit(tg, at, { method, change, params: p });
};

export const editMessageCaption: Behaviour = (tg, p) => {
  const method = "editMessageCaption";
  const at = editable(tg, p, method);
  if (at.message.text !== undefined) throw bad("there is no caption in the message to edit");
  const change = captionOf(tg, p, { method, tooLong: CAPTION_TOO_LONG });
  return applyEdit(tg, at, { method, change, params: p });
};

export const editMessageMedia: Behaviour = (tg, p, files) => {
  const method = "editMessageMedia";
  const { media } = p;
  const at = editable(tg, p, method);
  const file = fileOf(tg, { value: media.media, kind: FOLDERS[media.type] ?? media.type, method, files });
  const cleared = Object.fromEntries([...Object.keys(FOLDERS), "text", "entities"].map((k) => [k, undefined]));
  const change = {
    ...cleared,
    [media.type]: shownFile(file, media.type, media),
    ...captionOf(tg, media, { method, tooLong: CAPTION_TOO_LONG }),
  };
  return applyEdit(tg, at, { method, change, params: p });
};

export const editMessageReplyMarkup: Behaviour = (tg, p) => {
  const method = "editMessageReplyMarkup";
  return applyEdit(tg, editable(tg, p, method), { method, change: {}, params: p });
};

function deleteOne(tg: TelegramWorld, chat: Chat, id: number): void {
  const message = chat.messages.get(id);
  if (!message) throw bad("message to delete not found");
  const mayDeleteAll = chat.botHas("can_delete_messages");
  const isOld = nowSeconds() - message.date > DELETABLE_SECONDS;
  if (isOld && chat.type !== "channel" && !(chat.type === "supergroup" && mayDeleteAll)) {
    throw bad("message can't be deleted for everyone");
  }
  if (message.from?.id !== tg.me.id && chat.type !== "private" && !mayDeleteAll) {
    tg.journal.error("missing-right", `chat ${chat.id}`, "deleting messages of others needs can_delete_messages");
    throw bad("message can't be deleted");
  }
  chat.messages.delete(id);
  tg.journal.add({ kind: "deleted", chatId: chat.id, messageId: id });
}

/** Lets an ApiError of one message pass, so that the others of the call still happen. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

export const deleteMessage: Behaviour = (tg, p) => {
  deleteOne(tg, findChat(tg, p.chat_id), p.message_id);
  return true;
};

export const deleteMessages: Behaviour = (tg, p) => {
  const chat = findChat(tg, p.chat_id);
  for (const id of p.message_ids) attempt(() => deleteOne(tg, chat, id));
  return true;
};

export const setMessageReaction: Behaviour = (tg, p) => {
  const chat = findChat(tg, p.chat_id);
  const reaction = p.reaction ?? [];
  if (!chat.messages.has(p.message_id)) throw bad("message to react not found");
  if (reaction.length > 1) {
    tg.journal.error("too-many-reactions", "setMessageReaction", "bots may set one reaction per message");
    throw bad("REACTIONS_TOO_MANY");
  }
  if (reaction.some((r: Wire) => r.type === "paid")) throw bad("REACTION_INVALID");
  chat.botReactions.set(p.message_id, reaction);
  tg.journal.add({ kind: "reaction", chatId: chat.id, messageId: p.message_id, reaction });
  return true;
};

const CONTENT = [
  "text",
  "entities",
  "caption",
  "caption_entities",
  ...Object.keys(FOLDERS),
  "contact",
  "location",
  "venue",
  "poll",
  "dice",
];

function contentOf(message: Wire): Wire {
  const kept = CONTENT.filter((k) => message[k] !== undefined);
  return Object.fromEntries(kept.map((k) => [k, structuredClone(message[k])]));
}

function source(tg: TelegramWorld, p: Wire, verb: "copy" | "forward"): Message {
  const message = chatForReading(tg, { chat_id: p.from_chat_id }).messages.get(p.message_id);
  if (!message) throw bad(`message to ${verb} not found`);
  const isService = !Object.keys(contentOf(message)).length;
  if (isService) throw bad(verb === "copy" ? "message can't be copied" : "message can't be forwarded");
  if (message.has_protected_content && verb === "forward") throw bad("message can't be forwarded");
  return message;
}

function originOf({ from, date, chat }: Message): Wire {
  return from ? { type: "user", date, sender_user: from } : { type: "chat", date, sender_chat: chat };
}

export const forwardMessage: Behaviour = (tg, p) => {
  const at = target(tg, p);
  const message = source(tg, p, "forward");
  const fields = { ...contentOf(message), forward_origin: message.forward_origin ?? originOf(message) };
  return emit(tg, at, { method: "forwardMessage", params: p, fields });
};

export const copyMessage: Behaviour = (tg, p) => {
  const method = "copyMessage";
  const at = target(tg, p);
  const content = contentOf(source(tg, p, "copy"));
  const tooLong = "message caption is too long";
  const caption = p.caption === undefined ? {} : captionOf(tg, p, { method, tooLong });
  const fields = { ...defined({ ...content, ...caption }), ...common(tg, p, { ...at, method }) };
  const { message_id } = emit(tg, at, { method, params: p, fields });
  return { message_id };
};

/** The method for several messages: those that fail are left out, as the real server does. */
export function many(verb: "copy" | "forward", one: Behaviour): Behaviour {
  return (tg, p, files) => {
    const ids: number[] = p.message_ids;
    if (ids.some((id, i) => i > 0 && id <= (ids[i - 1] ?? 0))) {
      tg.journal.error("ids-not-increasing", `${verb}Messages`, "message_ids must be strictly increasing");
      throw bad("message identifiers must be in a strictly increasing order");
    }
    const made = ids.map((id) => attempt(() => one(tg, { ...p, message_id: id }, files)));
    const sent = made.filter((m) => m !== undefined).map(({ message_id }) => ({ message_id }));
    if (!sent.length) throw bad(`there are no messages to ${verb}`);
    return sent;
  };
}
