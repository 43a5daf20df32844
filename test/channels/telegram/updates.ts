/** Updates as the Bot API sends them, for tests of decoding. Each is complete; a test changes what it is about. */
import type { Chat, User } from "grammy/types";
import { decode, type Reader } from "../../../src/channels/telegram/decode.ts";
import type { Inbound } from "../../../src/core/inbound.ts";

export const STAFF_CHAT_ID = -1001234567890;

export const reader: Reader = {
  bot: { id: 123456, username: "Support_Bot" },
  staffChatId: String(STAFF_CHAT_ID),
};

export const ming: User = { id: 42, is_bot: false, first_name: "Ming", last_name: "Li", language_code: "zh-hans" };
export const privateChat: Chat = { id: 42, type: "private", first_name: "Ming" };
export const staffChat: Chat = { id: STAFF_CHAT_ID, type: "supergroup", title: "Agents", is_forum: true };

/** A message of Ming in the private chat. */
export function message(changes: object = {}): object {
  return { message_id: 7, date: 1_700_000_000, chat: privateChat, from: ming, ...changes };
}

/** What an agent says in a ticket's topic: Telegram adds a reply to the topic's first service message. */
export function inTopic(changes: object = {}): object {
  const service = message({ chat: staffChat, message_id: 300, forum_topic_created: { name: "t", icon_color: 1 } });
  const place = { chat: staffChat, message_thread_id: 300, is_topic_message: true, reply_to_message: service };
  return message({ ...place, ...changes });
}

/** What we make of an update, given as it comes over the wire. */
export function heard(update: object): Inbound | null {
  return decode(JSON.parse(JSON.stringify({ update_id: 900, ...update })), reader);
}

export const heardMessage = (changes: object): Inbound | null => heard({ message: message(changes) });
