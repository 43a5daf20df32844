/**
 * A Telegram update as an Inbound. Pure; null for everything that is not for us: bots, talk in groups that does not mention
 * us, channel posts, notices,
 * commands for another bot, kinds of updates this version does not know. Null is acknowledged and forgotten, so what a
 * learner or an agent says must never end up there, even when it is nothing we can read.
 */
import type { CallbackQuery, ChatMemberUpdated, Message, MessageReactionUpdated, Update, User } from "grammy/types";
import type { Inbound, Said } from "../../core/inbound.ts";
import { parsePress } from "../../core/press.ts";
import { clean, isBlank, oneLine } from "../../core/text.ts";
import { readCommand } from "../../core/verbs.ts";
import { attachmentsOf } from "./attachments.ts";
import { isNotice } from "./notices.ts";

/** Who we are and where agents work. */
export type Reader = {
  readonly bot: { readonly id: number; readonly username: string };
  readonly staffChatId: string | null;
};

/** The kinds of updates asked for: exactly those `decode` reads. */
export const ALLOWED_UPDATES = [
  "message",
  "edited_message",
  "callback_query",
  "my_chat_member",
  "message_reaction",
] as const;

const NAME_LENGTH_MAX = 64;

type Place = Inbound["place"];
type Decoded = { readonly from: User; readonly place: Place; readonly what: Said };

/** What the update says, null when it is not for us. */
export function decode(update: Update, reader: Reader): Inbound | null {
  const decoded = decodedOf(update, reader);
  if (decoded === null || decoded.from.is_bot) return null;
  const { from, place, what } = decoded;
  return {
    channel: "telegram",
    bot: String(reader.bot.id),
    updateId: String(update.update_id),
    from: { networkId: String(from.id), name: nameOf(from), languageHint: from.language_code ?? null },
    place,
    what,
  };
}

/** Updates with the same key have to be received one after another. */
export function orderKey(update: Update): number {
  const { message, edited_message, callback_query, my_chat_member, message_reaction } = update;
  const chat = (message ?? edited_message ?? callback_query?.message ?? my_chat_member ?? message_reaction)?.chat;
  return chat?.id ?? callback_query?.from.id ?? 0;
}

function decodedOf(update: Update, reader: Reader): Decoded | null {
  if (update.message) return decodeMessage(update.message, reader);
  if (update.edited_message) return decodeEdit(update.edited_message, reader);
  if (update.message_reaction) return decodeReaction(update.message_reaction, reader);
  if (update.callback_query) return decodePress(update.callback_query, reader);
  return update.my_chat_member ? decodeStanding(update.my_chat_member) : null;
}

function decodeMessage(message: Message, reader: Reader): Decoded | null {
  const place = placeOf(message, reader) ?? groupOf(message, reader);
  const { from } = message;
  if (place === null || !from) return null;
  const what = saidOf(message, { place, username: reader.bot.username });
  return what && { from, place, what };
}

function saidOf(message: Message, { place, username }: { place: Place; username: string }): Said | null {
  const messageId = String(message.message_id);
  const attachments = attachmentsOf(message);
  const albumId = message.media_group_id ?? null;
  const reply = replyOf(message);
  // A dice or a poll has words too, only elsewhere.
  const text = clean(message.text ?? message.caption ?? message.dice?.emoji ?? message.poll?.question ?? "");
  // An agent's "/note …" under a photo must not reach the learner; a learner's photo must not get lost for a command.
  const command = attachments.length === 0 || place.kind === "staff" ? readCommand(text) : null;
  if (command === null) {
    if (text === "" && attachments.length === 0 && isNotice(message)) return null;
    return { kind: "words", messageId, text, attachments, albumId, ...reply };
  }
  if (command.bot !== null && command.bot !== username.toLowerCase()) return null;
  const { name, argument } = command;
  return { kind: "command", messageId, name, argument, attachments, albumId, ...reply };
}

/** Without a chosen message Telegram makes all that is said in a topic a reply to the notice that opened it. */
function replyOf({ reply_to_message: answered, message_thread_id }: Message): { readonly replyTo?: string } {
  const isTopic = answered?.message_id === message_thread_id || answered?.forum_topic_created !== undefined;
  return answered === undefined || isTopic ? {} : { replyTo: String(answered.message_id) };
}

/** A live location is edited all the time and says nothing new. */
function decodeEdit(message: Message, reader: Reader): Decoded | null {
  const place = placeOf(message, reader);
  const text = message.text ?? message.caption;
  const { from } = message;
  if (place === null || !from || text === undefined) return null;
  const what: Said = { kind: "edited", messageId: String(message.message_id), text: clean(text) };
  return { from, place, what };
}

/** A sign that was added. Telegram does not say in which topic that is; nobody knows who an anonymous admin is. */
function decodeReaction(reacted: MessageReactionUpdated, reader: Reader): Decoded | null {
  const { chat, user, message_id, old_reaction, new_reaction } = reacted;
  const place = placeOf({ chat }, reader);
  const before = old_reaction.map((reaction) => (reaction.type === "emoji" ? reaction.emoji : null));
  const added = new_reaction.find((reaction) => reaction.type === "emoji" && !before.includes(reaction.emoji));
  if (place === null || user === undefined || added?.type !== "emoji") return null;
  return { from: user, place, what: { kind: "reacted", messageId: String(message_id), emoji: added.emoji } };
}

function decodePress(query: CallbackQuery, reader: Reader): Decoded | null {
  // Without a message it is a button of an inline result, which this bot never makes. An old message comes as a stub
  // with its chat and id only, which is enough.
  const { message, from } = query;
  const place = message ? placeOf(message, reader) : null;
  if (!message || place === null) return null;
  const press = query.data === undefined ? null : parsePress(query.data);
  const what: Said = { kind: "pressed", messageId: String(message.message_id), pressId: query.id, press };
  return { from, place, what };
}

/** A learner blocks us by leaving the private chat, and unblocks us by coming back. */
function decodeStanding({ chat, from, new_chat_member }: ChatMemberUpdated): Decoded | null {
  if (chat.type !== "private") return null;
  const what: Said = { kind: new_chat_member.status === "kicked" ? "blocked" : "unblocked" };
  return { from, place: { kind: "learner", chatId: String(chat.id) }, what };
}

type Placed = Pick<Message, "chat" | "is_topic_message" | "message_thread_id">;

function placeOf({ chat, is_topic_message, message_thread_id }: Placed, { staffChatId }: Reader): Place | null {
  const chatId = String(chat.id);
  if (chat.type === "private") return { kind: "learner", chatId };
  if (chatId !== staffChatId) return null;
  // Outside of topics message_thread_id names a chain of replies, which is no ticket.
  const isInTopic = is_topic_message === true && message_thread_id !== undefined;
  return { kind: "staff", chatId, threadId: isInTopic ? String(message_thread_id) : null };
}

/** Another group, where somebody mentioned or answered us. What is edited or pressed there is nothing to us. */
function groupOf(message: Message, { bot }: Reader): Place | null {
  const { chat, text, caption, reply_to_message } = message;
  if (chat.type !== "group" && chat.type !== "supergroup") return null;
  const username = bot.username.toLowerCase();
  const words = (text ?? caption ?? "").toLowerCase();
  const isMentioned = words.split(/[^@\w]+/).includes(`@${username}`) || readCommand(words)?.bot === username;
  const isAnswered = reply_to_message?.from?.id === bot.id && message.is_topic_message !== true;
  if (!isMentioned && !isAnswered) return null;
  const threadId = message.is_topic_message === true ? String(message.message_thread_id) : null;
  return { kind: "group", chatId: String(chat.id), threadId, invitation: `https://t.me/${bot.username}` };
}

function nameOf({ first_name, last_name, username, id }: User): string {
  const name = oneLine(`${first_name} ${last_name ?? ""}`, NAME_LENGTH_MAX);
  return isBlank(name) ? (username ?? String(id)) : name;
}
