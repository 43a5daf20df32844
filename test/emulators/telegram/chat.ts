// A chat of the fake Telegram: who is in it, what was said, which topics it has, and what the bot may do there.
// The one thing not to break: messages handed out are the live ones, so that a test sees later edits.
import { defined, type Wire } from "../common/wire.ts";
import {
  type ChatType,
  type Message,
  nowSeconds,
  type TelegramChat,
  type TelegramUser,
  type Topic,
  type Update,
} from "./types.ts";
import type { User } from "./user.ts";
import type { TelegramWorld } from "./world.ts";

/** All administrator rights a bot may have in a supergroup. */
export const ALL_RIGHTS = {
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: true,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: true,
  can_edit_stories: true,
  can_delete_stories: true,
  can_pin_messages: true,
  can_manage_topics: true,
  can_send_welcome_messages: true,
};
const CHANNEL_RIGHTS = { can_post_messages: true, can_edit_messages: true };

/** The same keys, all false: what an administrator has whose rights are listed one by one. */
export const NO_RIGHTS: Readonly<Record<string, boolean>> = Object.fromEntries(
  Object.keys(ALL_RIGHTS).map((right) => [right, false]),
);

export type Right = keyof typeof ALL_RIGHTS | keyof typeof CHANNEL_RIGHTS;
type Status = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

/** What the bot is in a chat; of an administrator, only the rights named are held. */
export type Standing = { readonly status: Status; readonly can_send_messages?: boolean } & {
  readonly [R in Right]?: boolean;
};

/** A shorthand: "administrator" has all rights, "member" means privacy mode. */
export type BotStanding = Status | Standing;

/** What a test says about a chat it makes. The bot is an administrator with all rights unless told otherwise. */
export type ChatProps = {
  readonly id?: number;
  readonly title?: string | undefined;
  readonly username?: string;
  readonly is_forum?: boolean;
  readonly members?: readonly User[];
  readonly admins?: readonly User[];
  readonly bot?: BotStanding;
};

/** A person's standing in a chat. */
export type Membership = { readonly status: Status; readonly until_date?: number };

function standingOf(bot: BotStanding, type: ChatType): Standing {
  if (typeof bot !== "string") return bot.status === "administrator" ? { ...NO_RIGHTS, ...bot } : bot;
  if (bot !== "administrator") return { status: bot };
  return { status: bot, ...ALL_RIGHTS, ...(type === "channel" && CHANNEL_RIGHTS) };
}

/** The bot's standing in the shape of ChatMember. */
export function chatMember(user: TelegramUser, standing: Standing): Wire {
  const isAdmin = standing.status === "administrator";
  return {
    user,
    ...(isAdmin && { can_be_edited: false, is_anonymous: false, ...NO_RIGHTS }),
    ...(standing.status === "kicked" && { until_date: 0 }),
    ...standing,
  };
}

/** A message as it is embedded in another one: a copy without its own reply. */
export function shallow(message: Message, keepsReply = false): Message {
  const { reply_to_message: reply, ...rest } = message;
  return structuredClone(keepsReply && reply ? { ...rest, reply_to_message: shallow(reply) } : rest);
}

const idOf = (thread: Topic | number | undefined): number | undefined =>
  typeof thread === "object" ? thread.id : thread;

export class Chat {
  readonly id: number;
  readonly type: ChatType;
  readonly is_forum: boolean | undefined;
  readonly messages = new Map<number, Message>();
  /** Topics by their thread id. */
  readonly topics = new Map<number, Topic>();
  /** People by their id. */
  readonly members = new Map<number, Membership>();
  /** The bot's reactions by message id. */
  readonly botReactions = new Map<number, Wire>();
  readonly userReactions = new Map<string, Wire>();
  /** Messages sent with a reply keyboard: such messages cannot be edited. */
  readonly notEditable = new Set<number>();
  /** Ids of pinned messages, oldest first. */
  pinned: number[] = [];
  /** How many topics the forum takes. Telegram names no number. */
  topicsMax = Number.POSITIVE_INFINITY;
  bot: Standing;
  /** Of a private chat: the person the bot talks with. */
  readonly owner: User | undefined;
  migratedTo: Chat | undefined;
  readonly #tg: TelegramWorld;
  readonly #title: string | undefined;
  readonly #username: string | undefined;
  #lastMessageId = 0;

  constructor(tg: TelegramWorld, type: ChatType, props: ChatProps & { readonly owner?: User } = {}) {
    this.#tg = tg;
    this.type = type;
    this.id = props.id ?? tg.newChatId(type);
    this.owner = props.owner;
    this.is_forum = props.is_forum;
    this.#title = type === "private" ? undefined : (props.title ?? `Chat ${this.id}`);
    this.#username = props.username;
    this.bot = standingOf(props.bot ?? "administrator", type);
    for (const user of props.members ?? []) this.members.set(user.id, { status: "member" });
    for (const user of props.admins ?? []) this.members.set(user.id, { status: "administrator" });
    tg.chats.set(this.id, this);
  }

  get username(): string | undefined {
    return this.owner?.username ?? this.#username;
  }

  toJSON(): TelegramChat {
    return defined({
      id: this.id,
      type: this.type,
      title: this.#title,
      username: this.username,
      first_name: this.owner?.first_name,
      last_name: this.owner?.last_name,
      is_forum: this.is_forum,
    });
  }

  botIsMember(): boolean {
    return this.type === "private" || !["left", "kicked"].includes(this.bot.status);
  }

  botHas(right: Right): boolean {
    return this.bot.status === "creator" || (this.bot.status === "administrator" && this.bot[right] === true);
  }

  isAdmin(user: User): boolean {
    const status = this.members.get(user.id)?.status;
    return status === "administrator" || status === "creator";
  }

  /** Privacy mode: which messages of a group the bot gets. */
  visibleToBot(m: Message): boolean {
    if (this.type === "private" || this.type === "channel") return true;
    if (!this.botIsMember()) return false;
    if (this.bot.status === "administrator" || this.#tg.me.can_read_all_group_messages) return true;
    if (m.text?.startsWith("/")) {
      const command = m.text.toLowerCase().split(/\s/)[0] ?? "";
      return !/^\/\w+@/.test(command) || command.endsWith(`@${this.#tg.me.username.toLowerCase()}`);
    }
    const hasContent = m.text || m.caption || m.photo || m.document || m.voice || m.video || m.sticker;
    return m.reply_to_message?.from?.id === this.#tg.me.id || m.via_bot !== undefined || !hasContent;
  }

  /** Appends a message and returns it. */
  addMessage(fields: Partial<Message>, thread?: number): Message {
    const hasOwnCount = this.type === "supergroup" || this.type === "channel";
    const id = hasOwnCount ? ++this.#lastMessageId : this.#tg.newMessageId();
    const message: Message = { message_id: id, date: nowSeconds(), chat: this.toJSON(), ...fields };
    if (this.is_forum && thread !== undefined) {
      message.message_thread_id = thread;
      message.is_topic_message = true;
      // Telegram shows messages in a topic as replies to its first service message; bots see it so.
      const service = this.topics.get(thread)?.service;
      if (service && !message.reply_to_message && message.from?.id !== this.#tg.me.id) {
        message.reply_to_message = shallow(service);
      }
    }
    this.messages.set(id, message);
    return message;
  }

  /** A topic made by a person (`by`: the bot is told) or beforehand. */
  addTopic(name: string, options: { by?: User; icon_color?: number | undefined; closed?: boolean } = {}): Topic {
    const { by, icon_color = 0x6fb9f0, closed = false } = options;
    const from = by?.toJSON() ?? this.#tg.botUser();
    const service = this.addMessage({ from, forum_topic_created: { name, icon_color } });
    service.message_thread_id = service.message_id;
    service.is_topic_message = true;
    const topic = { id: service.message_id, name, icon_color, closed, service };
    this.topics.set(topic.id, topic);
    if (by && this.visibleToBot(service)) this.#tg.pushUpdate("message", service);
    return topic;
  }

  /** Messages as a person sees them now, in order: edits applied, deleted ones gone. */
  history({ thread }: { readonly thread?: Topic | number | undefined } = {}): Message[] {
    const id = idOf(thread);
    return [...this.messages.values()].filter((m) => id === undefined || m.message_thread_id === id);
  }

  /** Changes the bot's standing, and tells the bot. */
  setBot(bot: BotStanding, by?: User): Update | null {
    const old = this.bot;
    const me = this.#tg.botUser();
    this.bot = standingOf(bot, this.type);
    return this.#tg.pushUpdate("my_chat_member", {
      chat: this.toJSON(),
      from: by?.toJSON() ?? me,
      date: nowSeconds(),
      old_chat_member: chatMember(me, old),
      new_chat_member: chatMember(me, this.bot),
    });
  }

  /** Upgrades a basic group to a supergroup: the old id then answers with migrate_to_chat_id. */
  migrate(): Chat {
    const to = new Chat(this.#tg, "supergroup", { title: this.#title, bot: this.bot });
    const from = this.#tg.botUser();
    this.migratedTo = to;
    this.#tg.pushUpdate("message", this.addMessage({ from, migrate_to_chat_id: to.id }));
    this.#tg.pushUpdate("message", to.addMessage({ from, migrate_from_chat_id: this.id }));
    return to;
  }
}
