// A person of the fake Telegram. The methods are what people do: say, edit, click, react, block.
// The one thing not to break: a person who has not pressed Start cannot be written to by the bot.
import { defined, type Wire } from "../common/wire.ts";
import { type ButtonChoice, findButton } from "./buttons.ts";
import { Chat, shallow } from "./chat.ts";
import { autoEntities } from "./text/markup.ts";
import {
  type CallbackAnswer,
  type Click,
  type Entity,
  type Message,
  nowSeconds,
  type Said,
  type TelegramUser,
  type Topic,
  type Update,
} from "./types.ts";
import type { TelegramWorld } from "./world.ts";

/** What a test says about a person it makes. */
export type UserProps = {
  readonly id?: number;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
  readonly is_premium?: boolean;
  /** Has pressed Start before the test begins; false by default, and the bot may not write first. */
  readonly started?: boolean;
};

/** Where and how something is said. Without a chat: the private chat with the bot. */
export type SayOptions = {
  readonly chat?: Chat;
  readonly thread?: Topic | number | undefined;
  readonly replyTo?: Message;
  readonly quote?: string;
  readonly entities?: Entity[];
  readonly media_group_id?: string;
  readonly forward_origin?: Wire;
};

/** A file a person sends. `file_size` may lie about `data`, to play a file that is too big. */
export type FileOptions = SayOptions & {
  readonly data?: Buffer;
  readonly filename?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
  readonly caption?: string | undefined;
};

type FileKind = { readonly folder: string; readonly field: keyof Message; readonly extra?: Wire };

const isSaid = (message: Message): message is Said => "update" in message;

/** Not enumerable: the update must not become part of the message when the message is copied or checked. */
function withUpdate(message: Message, update: Update | null): Said {
  Object.defineProperty(message, "update", { value: update, enumerable: false, configurable: true });
  if (!isSaid(message)) throw new Error("a message that was said has an update");
  return message;
}

export class User {
  readonly id: number;
  first_name: string;
  last_name: string | undefined;
  username: string | undefined;
  language_code: string | undefined;
  is_premium: boolean | undefined;
  blocked = false;
  deactivated = false;
  started: boolean;
  /** The private chat with the bot. */
  readonly dm: Chat;
  readonly #tg: TelegramWorld;

  constructor(tg: TelegramWorld, props: UserProps = {}) {
    this.#tg = tg;
    this.id = props.id ?? tg.newUserId();
    this.first_name = props.first_name ?? `User${this.id}`;
    this.last_name = props.last_name;
    this.username = props.username;
    this.language_code = props.language_code ?? "en";
    this.is_premium = props.is_premium;
    this.started = props.started ?? false;
    tg.users.set(this.id, this);
    this.dm = new Chat(tg, "private", { id: this.id, owner: this });
  }

  toJSON(): TelegramUser {
    const { id, first_name, last_name, username, language_code, is_premium } = this;
    return defined({ id, is_bot: false, first_name, last_name, username, language_code, is_premium });
  }

  #send(fields: Partial<Message>, options: SayOptions): Said {
    const { chat = this.dm, thread, replyTo, quote, entities: _, ...extra } = options;
    if (chat.type === "private") {
      if (this.blocked) throw new Error("this person blocked the bot: unblock first");
      this.started = true;
    }
    const threadId = typeof thread === "object" ? thread.id : thread;
    const topic = threadId === undefined ? undefined : chat.topics.get(threadId);
    if (topic?.closed && !chat.isAdmin(this)) throw new Error("topic is closed");
    const message = chat.addMessage(
      {
        from: this.toJSON(),
        ...fields,
        ...(replyTo && { reply_to_message: shallow(replyTo) }),
        ...(quote && { quote: { text: quote, position: 0 } }),
        ...extra,
      },
      threadId,
    );
    const type = chat.type === "channel" ? "channel_post" : "message";
    const update = chat.visibleToBot(message) ? this.#tg.pushUpdate(type, message) : null;
    return withUpdate(message, update);
  }

  #sendFile({ folder, field, extra = {} }: FileKind, options: FileOptions): Said {
    const { data = Buffer.from(folder), filename, mime_type, caption, file_size = data.length, ...say } = options;
    const file = this.#tg.storeFile({ data, filename, contentType: mime_type, file_size }, folder);
    const { file_id, file_unique_id } = file;
    const shown = defined({ file_id, file_unique_id, file_name: filename, mime_type, file_size, ...extra });
    return this.#send({ [field]: shown, ...(caption && { caption }) }, say);
  }

  /** Sends a text. Commands, links and so on become entities unless `entities` are given. */
  says(text: string, options: SayOptions = {}): Said {
    const entities = options.entities ?? autoEntities(text);
    return this.#send({ text, ...(entities.length && { entities }) }, options);
  }

  /** Presses Start, by a link with a payload if one is given. */
  starts(payload?: string, options?: SayOptions): Said {
    return this.says(payload ? `/start ${payload}` : "/start", options);
  }

  /** Presses a button of a reply keyboard: sends its text. */
  presses(text: string, options?: SayOptions): Said {
    return this.says(text, options);
  }

  /** Sends a photo in two sizes, as Telegram makes them. */
  sendsPhoto(options: FileOptions = {}): Said {
    const { data = Buffer.from("fake jpeg"), caption, filename: _, mime_type: __, file_size: ___, ...say } = options;
    const size = (bytes: Buffer, [width, height]: [width: number, height: number]) => {
      const file = this.#tg.storeFile({ data: bytes, filename: "photo.jpg", contentType: "image/jpeg" }, "photos");
      const { file_id, file_unique_id, file_size } = file;
      return { file_id, file_unique_id, width, height, file_size };
    };
    const small = size(data.subarray(0, Math.ceil(data.length / 2)), [90, 60]);
    return this.#send({ photo: [small, size(data, [800, 533])], ...(caption && { caption }) }, say);
  }

  sendsDocument(options: FileOptions = {}): Said {
    const file = { filename: "file.txt", mime_type: "text/plain", ...options };
    return this.#sendFile({ folder: "documents", field: "document" }, file);
  }

  sendsVoice(options: FileOptions = {}): Said {
    const file = { mime_type: "audio/ogg", ...options };
    return this.#sendFile({ folder: "voice", field: "voice", extra: { duration: 3 } }, file);
  }

  sendsVideo(options: FileOptions = {}): Said {
    const file = { filename: "video.mp4", mime_type: "video/mp4", ...options };
    return this.#sendFile({ folder: "videos", field: "video", extra: { width: 640, height: 480, duration: 5 } }, file);
  }

  sendsSticker(options: SayOptions = {}): Said {
    const { file_id, file_unique_id } = this.#tg.storeFile(
      { data: Buffer.from("webp"), filename: "s.webp" },
      "stickers",
    );
    const look = { type: "regular", width: 512, height: 512, is_animated: false, is_video: false, emoji: "👍" };
    return this.#send({ sticker: { file_id, file_unique_id, ...look } }, options);
  }

  sendsContact({ phone_number = "+15550100", ...options }: SayOptions & { readonly phone_number?: string } = {}): Said {
    return this.#send({ contact: { phone_number, first_name: this.first_name, user_id: this.id } }, options);
  }

  sendsLocation(options: SayOptions = {}): Said {
    return this.#send({ location: { latitude: 1.5, longitude: 2.5 } }, options);
  }

  /** Sends several photos as one album: one update per photo, the same media_group_id, the caption on the first. */
  sendsAlbum(count = 2, { caption, ...options }: FileOptions = {}): Said[] {
    const media_group_id = this.#tg.newGroupId();
    const captionOf = (i: number) => (i === 0 ? caption : undefined);
    return Array.from({ length: count }, (_, i) =>
      this.sendsPhoto({ ...options, caption: captionOf(i), media_group_id }),
    );
  }

  #own(message: Message): { chat: Chat; current: Message } {
    const chat = this.#tg.chats.get(message.chat.id);
    const current = chat?.messages.get(message.message_id);
    if (!chat || !current) throw new Error("that message no longer exists");
    return { chat, current };
  }

  /** Edits an own message. */
  edits(message: Message, text: string): Message {
    const { chat, current } = this.#own(message);
    const entities = autoEntities(text);
    const isCaption = current.caption !== undefined || current.photo !== undefined;
    Object.assign(current, isCaption ? { caption: text } : { text, ...(entities.length && { entities }) });
    if (!isCaption && !entities.length) delete current.entities;
    current.edit_date = nowSeconds();
    if (chat.visibleToBot(current)) this.#tg.pushUpdate("edited_message", current);
    return current;
  }

  /** Deletes an own message (bots get no update about it). */
  deletes(message: Message): void {
    this.#own(message).chat.messages.delete(message.message_id);
  }

  /** Clicks an inline button of a message. `answered` resolves with what the bot's answer showed. */
  clicks(message: Message, which: ButtonChoice): Click {
    const { chat, current } = this.#own(message);
    const button = findButton(current, which);
    const data = button.callback_data;
    if (data === undefined) return { url: button.url, answered: Promise.resolve({}) };
    const { promise: answered, resolve } = Promise.withResolvers<CallbackAnswer>();
    const id = this.#tg.newQuery(data, resolve);
    const update = this.#tg.pushUpdate("callback_query", {
      id,
      from: this.toJSON(),
      message: shallow(current, true),
      chat_instance: String(-7_000_000 - chat.id),
      data,
    });
    return { id, update, answered };
  }

  /** Puts a reaction on a message, or takes it away without an emoji. Bots must ask for these updates. */
  reacts(message: Message, emoji?: string): Update | null {
    const { chat } = this.#own(message);
    const key = `${message.message_id}:${this.id}`;
    const old_reaction = chat.userReactions.get(key) ?? [];
    const new_reaction = emoji ? [{ type: "emoji", emoji }] : [];
    chat.userReactions.set(key, new_reaction);
    const { message_id } = message;
    const reaction = { message_id, user: this.toJSON(), date: nowSeconds(), old_reaction, new_reaction };
    return this.#tg.pushUpdate("message_reaction", { chat: chat.toJSON(), ...reaction });
  }

  /** Blocks the bot: from now on it is refused with 403. */
  blocksBot(): Update | null {
    this.blocked = true;
    return this.#tellStanding("member", "kicked");
  }

  unblocksBot(): Update | null {
    this.blocked = false;
    return this.#tellStanding("kicked", "member");
  }

  #tellStanding(before: string, after: string): Update | null {
    const member = (status: string): Wire => ({
      user: this.#tg.botUser(),
      status,
      ...(status === "kicked" && { until_date: 0 }),
    });
    return this.#tg.pushUpdate("my_chat_member", {
      chat: this.dm.toJSON(),
      from: this.toJSON(),
      date: nowSeconds(),
      old_chat_member: member(before),
      new_chat_member: member(after),
    });
  }

  joins(chat: Chat): Message {
    chat.members.set(this.id, { status: "member" });
    return this.#tellMembership(chat, { new_chat_members: [this.toJSON()] }, ["left", "member"]);
  }

  leaves(chat: Chat): Message {
    chat.members.delete(this.id);
    return this.#tellMembership(chat, { left_chat_member: this.toJSON() }, ["member", "left"]);
  }

  #tellMembership(chat: Chat, fields: Partial<Message>, [before, after]: [before: string, after: string]): Message {
    const user = this.toJSON();
    const message = chat.addMessage({ from: user, ...fields });
    this.#tg.pushUpdate("message", message);
    const standings = { old_chat_member: { user, status: before }, new_chat_member: { user, status: after } };
    this.#tg.pushUpdate("chat_member", { chat: chat.toJSON(), from: user, date: nowSeconds(), ...standings });
    return message;
  }
}
