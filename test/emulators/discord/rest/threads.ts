// Threads and forum posts over REST: create, members, lists.
// The one thing not to break: an archived thread refuses changes until it is unarchived.
import type { Files } from "../../common/http.ts";
import type { Wire } from "../../common/wire.ts";
import { Channel, ChannelType, ThreadType } from "../channel.ts";
import type { PermissionName } from "../permissions.ts";
import { type DiscordMessage, isoNow } from "../types.ts";
import type { DiscordWorld } from "../world.ts";
import { messageFields } from "./body.ts";
import { DiscordError, invalidForm, notFound, threadArchived } from "./errors.ts";
import { type Behaviour, channelOf, guildOf, guildOfChannel, messageOf, mustTakeThread, need } from "./find.ts";
import { announce } from "./messages.ts";

type NewThread = { readonly body: Wire; readonly files?: Files | undefined; readonly message?: DiscordMessage };

const HAS_THREAD = 1 << 5;
const wrongChannel = (): DiscordError => new DiscordError(400, 50024, "Cannot execute action on this channel type");

function typeOf(parent: Channel, { body, message }: NewThread): number {
  if (message) return parent.type === ChannelType.announcement ? ThreadType.announcement : ThreadType.public;
  // Without a message the API's default is a private thread.
  return parent.isForum ? ThreadType.public : (body.type ?? ThreadType.private);
}

function permissionFor(parent: Channel, type: number): PermissionName {
  if (type === ThreadType.private) return "CREATE_PRIVATE_THREADS";
  return parent.isForum ? "SEND_MESSAGES" : "CREATE_PUBLIC_THREADS";
}

function startThread(dc: DiscordWorld, parent: Channel, given: NewThread): Wire {
  const { body, message } = given;
  const type = typeOf(parent, given);
  const guild = guildOfChannel(parent);
  need(dc, { channel: parent, names: [permissionFor(parent, type)] }, "creating a thread");
  mustTakeThread(parent);
  const { name, auto_archive_duration = 4320, invitable, rate_limit_per_user = 0, applied_tags = [] } = body;
  const settings = { name, auto_archive_duration, invitable, rate_limit_per_user, applied_tags };
  const thread = new Channel(dc, { id: message?.id, type, guild, parent, owner_id: dc.bot.id, ...settings });
  const member = { id: thread.id, user_id: dc.bot.id, join_timestamp: isoNow(), flags: 1 };
  thread.threadMembers.set(dc.bot.id, member);
  const first = parent.isForum ? firstPost(dc, thread, given) : undefined;
  if (message) Object.assign(message, { flags: message.flags | HAS_THREAD, thread: thread.toJSON() });
  dc.journal.add({ kind: "thread", thread });
  dc.gateway.dispatch("THREAD_CREATE", { ...thread.toJSON(), newly_created: true });
  if (first) announce(dc, thread, first);
  return { ...thread.toJSON(), ...(first && { message: first }) };
}

/** The first message of a forum post has the id of the post. */
function firstPost(dc: DiscordWorld, thread: Channel, { body, files }: NewThread): DiscordMessage {
  const fields = messageFields(dc, { where: "forum post", body: body.message ?? {}, files, channel: thread });
  const post = thread.addMessage({ author: dc.bot, ...fields });
  thread.messages.delete(post.id);
  post.id = thread.id;
  thread.messages.set(post.id, post);
  return post;
}

const threadFromMessage: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const message = messageOf(channel, call.params.message_id);
  if (channel.isThread || !channel.guild) throw wrongChannel();
  if (message.thread) throw new DiscordError(400, 160004, "A thread has already been created for this message");
  return startThread(dc, channel, { body: call.body, message });
};

const threadWithoutMessage: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const { body, files } = call;
  if (![ChannelType.text, ChannelType.announcement, ChannelType.forum, 16].includes(channel.type)) throw wrongChannel();
  if (channel.isForum && !body.message) {
    throw invalidForm([{ path: "/message", code: "BASE_TYPE_REQUIRED", message: "This field is required" }]);
  }
  return startThread(dc, channel, { body, files });
};

const addMember: Behaviour = (dc, call) => {
  const thread = channelOf(dc, call);
  const { user_id } = call.params;
  if (!guildOfChannel(thread).members.has(user_id)) throw notFound("Member", 10007);
  if (thread.archived) throw threadArchived();
  thread.addThreadMember(user_id);
};

const removeMember: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  need(dc, { channel, names: ["MANAGE_THREADS"] }, "removing thread members");
  channel.threadMembers.delete(call.params.user_id);
};

const getMember: Behaviour = (dc, call) => {
  const { user_id } = call.params;
  const member = channelOf(dc, call).threadMembers.get(user_id === "@me" ? dc.bot.id : user_id);
  if (!member) throw notFound("Member", 10007);
  return member;
};

function listOf(dc: DiscordWorld, threads: readonly Channel[]): Wire {
  const members = threads.map((t) => t.threadMembers.get(dc.bot.id)).filter(Boolean);
  return { threads: threads.map((t) => t.toJSON()), members, has_more: false };
}

function archived(type: number): Behaviour {
  return (dc, call) => {
    const channel = channelOf(dc, call);
    need(dc, { channel, names: ["READ_MESSAGE_HISTORY"] }, "listing archived threads");
    const threads = [...guildOfChannel(channel).threads.values()];
    return listOf(
      dc,
      threads.filter((t) => t.parent === channel && t.archived && t.type === type),
    );
  };
}

const CHANNEL = "/channels/{channel_id}";
const MEMBERS = `${CHANNEL}/thread-members`;

/** The routes of threads. */
export const threadRoutes: Readonly<Record<string, Behaviour>> = {
  [`POST ${CHANNEL}/messages/{message_id}/threads`]: threadFromMessage,
  [`POST ${CHANNEL}/threads`]: threadWithoutMessage,
  [`GET ${MEMBERS}`]: (dc, call) => [...channelOf(dc, call).threadMembers.values()],
  [`GET ${MEMBERS}/{user_id}`]: getMember,
  [`PUT ${MEMBERS}/{user_id}`]: addMember,
  [`PUT ${MEMBERS}/@me`]: (dc, call) => channelOf(dc, call).addThreadMember(dc.bot.id),
  [`DELETE ${MEMBERS}/{user_id}`]: removeMember,
  [`DELETE ${MEMBERS}/@me`]: (dc, call) => {
    channelOf(dc, call).threadMembers.delete(dc.bot.id);
  },
  [`GET ${CHANNEL}/threads/archived/public`]: archived(ThreadType.public),
  [`GET ${CHANNEL}/threads/archived/private`]: archived(ThreadType.private),
  "GET /guilds/{guild_id}/threads/active": (dc, call) => listOf(dc, guildOf(dc, call).activeThreads()),
};
