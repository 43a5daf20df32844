// Groups: forum topics, members, pins, and what a bot may look up about a chat.
// The one thing not to break: what needs an administrator right is refused without it, and reported.
import type { Wire } from "../../common/wire.ts";
import { ALL_RIGHTS, type Chat, chatMember, type Right } from "../chat.ts";
import type { Topic } from "../types.ts";
import type { TelegramWorld } from "../world.ts";
import { bad } from "./errors.ts";
import { chatForReading, findChat, needRight } from "./rules.ts";
import type { Behaviour } from "./sending.ts";

const GIFTS = { unlimited_gifts: true, limited_gifts: true, unique_gifts: true };

function forumOf(tg: TelegramWorld, p: Wire): Chat {
  const chat = findChat(tg, p.chat_id);
  if (chat.is_forum) return chat;
  tg.journal.error("not-a-forum", `chat ${chat.id}`, "forum method on a chat without topics");
  throw bad("the chat is not a forum");
}

function topicOf(tg: TelegramWorld, p: Wire): { chat: Chat; topic: Topic } {
  const chat = forumOf(tg, p);
  const topic = chat.topics.get(p.message_thread_id);
  if (!topic) throw bad("TOPIC_ID_INVALID");
  return { chat, topic };
}

const createForumTopic: Behaviour = (tg, p) => {
  const chat = forumOf(tg, p);
  needRight(tg, { chat, right: "can_manage_topics" }, "create a topic");
  if (chat.topics.size >= chat.topicsMax) throw bad("TOPICS_TOO_MUCH");
  const topic = chat.addTopic(p.name, { icon_color: p.icon_color });
  tg.journal.add({ kind: "topic-created", chatId: chat.id, topic });
  return { message_thread_id: topic.id, name: topic.name, icon_color: topic.icon_color };
};

const editForumTopic: Behaviour = (tg, p) => {
  const { chat, topic } = topicOf(tg, p);
  needRight(tg, { chat, right: "can_manage_topics" }, "edit the topic");
  if ((p.name ?? topic.name) === topic.name && p.icon_custom_emoji_id === undefined) throw bad("TOPIC_NOT_MODIFIED");
  if (p.name) topic.name = p.name;
  chat.addMessage({ from: tg.botUser(), forum_topic_edited: p.name ? { name: p.name } : {} }, topic.id);
  return true;
};

const switchTopic =
  (closed: boolean): Behaviour =>
  (tg, p) => {
    const { chat, topic } = topicOf(tg, p);
    needRight(tg, { chat, right: "can_manage_topics" }, `${closed ? "close" : "reopen"} the topic`);
    if (topic.closed === closed) throw bad("TOPIC_NOT_MODIFIED");
    topic.closed = closed;
    const fields = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
    chat.addMessage({ from: tg.botUser(), ...fields }, topic.id);
    return true;
  };

const deleteForumTopic: Behaviour = (tg, p) => {
  const { chat, topic } = topicOf(tg, p);
  needRight(tg, { chat, right: "can_delete_messages" }, "delete the topic");
  chat.topics.delete(topic.id);
  for (const m of chat.history({ thread: topic.id })) chat.messages.delete(m.message_id);
  return true;
};

const unpinAllForumTopicMessages: Behaviour = (tg, p) => {
  needRight(tg, { chat: topicOf(tg, p).chat, right: "can_pin_messages" }, "unpin messages");
  return true;
};

function memberOf(tg: TelegramWorld, chat: Chat, id: number): Wire {
  if (id === tg.me.id) return chatMember(tg.botUser(), chat.bot);
  const user = tg.users.get(id);
  if (!user) throw bad("user not found");
  const membership = chat.members.get(id) ?? { status: chat.type === "private" ? "member" : "left" };
  const { status } = membership;
  return {
    user: user.toJSON(),
    ...(status === "administrator" && { can_be_edited: false, is_anonymous: false, ...ALL_RIGHTS }),
    ...(status === "creator" && { is_anonymous: false }),
    ...(status === "kicked" && { until_date: 0 }),
    ...membership,
  };
}

const getChat: Behaviour = (tg, p) => {
  const chat = chatForReading(tg, p);
  return {
    ...chat.toJSON(),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: { ...GIFTS, premium_subscription: true, gifts_from_channels: true },
    ...(chat.type !== "private" && { permissions: { can_send_messages: true } }),
  };
};

const getChatMember: Behaviour = (tg, p) => memberOf(tg, chatForReading(tg, p), p.user_id);

const getChatAdministrators: Behaviour = (tg, p) => {
  const chat = chatForReading(tg, p);
  if (chat.type === "private") throw bad("there are no administrators in the private chat");
  const isAdmin = (status: string): boolean => status === "administrator" || status === "creator";
  const people = [...chat.members].filter(([, m]) => isAdmin(m.status)).map(([id]) => id);
  const ids = isAdmin(chat.bot.status) ? [...people, tg.me.id] : people;
  return ids.map((id) => memberOf(tg, chat, id));
};

const getChatMemberCount: Behaviour = (tg, p) => {
  const chat = chatForReading(tg, p);
  return chat.type === "private" ? 2 : chat.members.size + 1;
};

/** A method that needs one right and changes the chat. */
function withRight(right: Right, what: string, change: (chat: Chat, p: Wire) => void): Behaviour {
  return (tg, p) => {
    const chat = findChat(tg, p.chat_id);
    needRight(tg, { chat, right }, what);
    change(chat, p);
    return true;
  };
}

const PIN = "manage pinned messages in the chat";

const pinChatMessage: Behaviour = (tg, p) => {
  const chat = findChat(tg, p.chat_id);
  if (!chat.messages.has(p.message_id)) throw bad("message to pin not found");
  needRight(tg, { chat, right: "can_pin_messages" }, PIN);
  chat.pinned.push(p.message_id);
  return true;
};

/** The methods of groups, by name. */
export const groupMethods: Readonly<Record<string, Behaviour>> = {
  createForumTopic,
  editForumTopic,
  closeForumTopic: switchTopic(true),
  reopenForumTopic: switchTopic(false),
  deleteForumTopic,
  unpinAllForumTopicMessages,
  getForumTopicIconStickers: () => [],
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat: (tg, p) => {
    findChat(tg, p.chat_id).bot = { status: "left" };
    return true;
  },
  banChatMember: withRight("can_restrict_members", "ban members", (chat, p) => {
    chat.members.set(p.user_id, { status: "kicked", until_date: p.until_date ?? 0 });
  }),
  unbanChatMember: withRight("can_restrict_members", "unban members", (chat, p) => {
    chat.members.delete(p.user_id);
  }),
  restrictChatMember: withRight("can_restrict_members", "restrict members", () => {}),
  pinChatMessage,
  unpinChatMessage: withRight("can_pin_messages", PIN, (chat, p) => {
    // Without a message_id the newest pin goes.
    chat.pinned = chat.pinned.filter((id) => id !== (p.message_id ?? chat.pinned.at(-1)));
  }),
  unpinAllChatMessages: withRight("can_pin_messages", PIN, (chat) => {
    chat.pinned = [];
  }),
};
