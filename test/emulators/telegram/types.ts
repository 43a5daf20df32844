// The shapes a test sees: messages, updates and journal entries of the fake Telegram.
// Names and fields are those of the Bot API; what is listed here is what this fake makes.
// Source: https://core.telegram.org/bots/api (10.3), machine-readable in ../specs/telegram-bot-api.json.
import type { Wire } from "../common/wire.ts";

/** A person or bot as it appears inside messages. */
export type TelegramUser = {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string | undefined;
  readonly username?: string | undefined;
  readonly language_code?: string | undefined;
  readonly is_premium?: boolean | undefined;
};

export type ChatType = "private" | "group" | "supergroup" | "channel";

/** A chat as it appears inside messages. */
export type TelegramChat = {
  readonly id: number;
  readonly type: ChatType;
  readonly title?: string | undefined;
  readonly username?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly is_forum?: boolean | undefined;
};

/** Formatting of a part of a text. Units: offset and length are UTF-16 code units. */
export type Entity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly custom_emoji_id?: string;
};

/** A button below a message. */
export type InlineButton = { readonly text: string; readonly callback_data?: string; readonly url?: string };

/** One file of a message; which fields are set depends on the kind. Units: bytes, pixels, seconds. */
export type MessageFile = {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly width?: number;
  readonly height?: number;
  readonly duration?: number;
};

/** A message as the Bot API shows it. Units: dates are seconds since the epoch. */
export type Message = {
  message_id: number;
  date: number;
  chat: TelegramChat;
  from?: TelegramUser | undefined;
  edit_date?: number | undefined;
  text?: string | undefined;
  entities?: Entity[] | undefined;
  caption?: string | undefined;
  caption_entities?: Entity[] | undefined;
  message_thread_id?: number | undefined;
  is_topic_message?: boolean | undefined;
  reply_to_message?: Message | undefined;
  quote?: { text: string; position: number } | undefined;
  reply_markup?: { readonly inline_keyboard: readonly (readonly InlineButton[])[] } | undefined;
  media_group_id?: string | undefined;
  photo?: MessageFile[] | undefined;
  document?: MessageFile | undefined;
  video?: MessageFile | undefined;
  animation?: MessageFile | undefined;
  audio?: MessageFile | undefined;
  voice?: MessageFile | undefined;
  video_note?: MessageFile | undefined;
  sticker?: MessageFile | undefined;
  contact?: Wire;
  location?: Wire;
  dice?: Wire;
  forward_origin?: Wire;
  via_bot?: TelegramUser | undefined;
  has_protected_content?: boolean | undefined;
  effect_id?: string | undefined;
  new_chat_members?: readonly TelegramUser[] | undefined;
  left_chat_member?: TelegramUser | undefined;
  migrate_to_chat_id?: number | undefined;
  migrate_from_chat_id?: number | undefined;
  forum_topic_created?: { name: string; icon_color: number } | undefined;
  forum_topic_edited?: { name?: string } | undefined;
  forum_topic_closed?: object | undefined;
  forum_topic_reopened?: object | undefined;
};

/** What a person's action tells the bot. */
export type Update = {
  readonly update_id: number;
  readonly message?: Message;
  readonly edited_message?: Message;
  readonly callback_query?: Wire;
  readonly message_reaction?: Wire;
  readonly my_chat_member?: Wire;
};

/** A message a person has sent, with the update that told the bot (null when the bot does not see it). */
export type Said = Message & { readonly update: Update | null };

/** What answerCallbackQuery showed; null when the bot never answered. */
export type CallbackAnswer = { readonly text?: string; readonly show_alert?: boolean; readonly url?: string } | null;

/** A click on an inline button. A button that only opens a link tells the bot nothing and has a `url`. */
export type Click = {
  readonly id?: string;
  readonly url?: string | undefined;
  readonly update?: Update | null;
  readonly answered: Promise<CallbackAnswer>;
};

/** A topic of a forum. Set `closed` to close it as a person would. */
export type Topic = {
  readonly id: number;
  name: string;
  readonly icon_color: number;
  closed: boolean;
  service: Message;
};

/** Bytes somebody sent, with the names the Bot API gave them. */
export type StoredFile = {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_path: string;
  readonly data: Buffer;
  readonly file_name: string | undefined;
  readonly mime_type: string | undefined;
  readonly file_size: number;
  readonly kind: string;
};

/** A call of the bot with its decoded parameters, and how it ended: neither result nor error while it is under way. */
export type CallEntry = {
  readonly kind: "call";
  readonly method: string;
  readonly params: Wire;
  result?: Wire;
  error?: { readonly code: number; readonly description: string };
};

/** A message the bot sent, copied or forwarded. `message` shows later edits; `params` is the call as it was made. */
export type SentEntry = {
  readonly kind: "sent";
  readonly method: string;
  readonly chatId: number;
  readonly message: Message;
  readonly params: Wire;
};

/** Everything the journal of the fake Telegram holds. */
export type TelegramEntry =
  | CallEntry
  | SentEntry
  | { kind: "edited"; method: string; chatId: number; message: Message; params: Wire }
  | { kind: "deleted"; chatId: number; messageId: number }
  | { kind: "reaction"; chatId: number; messageId: number; reaction: Wire }
  | { kind: "topic-created"; chatId: number; topic: Topic }
  | { kind: "fault"; method: string; fault: string; params: Wire }
  | { kind: "file-download"; filePath: string }
  | { kind: "webhook-set"; url: string }
  | { kind: "webhook-ok"; updateId: number; status: number; ms: number };

/** The time as the Bot API gives it: whole seconds since the epoch. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);
