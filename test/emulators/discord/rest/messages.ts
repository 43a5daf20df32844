// Messages over REST: create, edit, delete, read, react, pin.
// The one thing not to break: the same nonce with enforce_nonce makes one message, whatever was lost on the way.
import type { Wire } from "../../common/wire.ts";
import { type Channel, ChannelType } from "../channel.ts";
import { Intent } from "../gateway/intents.ts";
import { P, type PermissionName } from "../permissions.ts";
import { type DiscordMessage, EPHEMERAL, isoNow } from "../types.ts";
import type { Call, DiscordWorld } from "../world.ts";
import { messageFields } from "./body.ts";
import { DiscordError, invalidForm, threadArchived } from "./errors.ts";
import { type Behaviour, channelOf, messageOf, mustTakeThread, need, needInGuild } from "./find.ts";

const NONCE_MS = 5 * 60_000;
const HISTORY_DEFAULT = 50;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|^\w+:\d+$|[#*0-9]\ufe0f?\u20e3/u;

/** Puts a message of the bot into the journal and tells the gateway, unless only one person sees it. */
export function announce(dc: DiscordWorld, channel: Channel, message: DiscordMessage): DiscordMessage {
  dc.journal.add({ kind: "sent", message });
  if (!(message.flags & EPHEMERAL)) dc.gateway.dispatch("MESSAGE_CREATE", channel.event(message));
  return message;
}

function mayWrite(dc: DiscordWorld, channel: Channel, hasFiles: boolean): void {
  if (channel.isForum || channel.type === ChannelType.category) {
    throw new DiscordError(400, 50008, "Cannot send messages in a non-text channel");
  }
  const { recipient } = channel;
  if (recipient) {
    if (recipient.dmsOpen && dc.sharesGuild(recipient)) return;
    throw new DiscordError(403, 50007, "Cannot send messages to this user");
  }
  const names: PermissionName[] = [channel.isThread ? "SEND_MESSAGES_IN_THREADS" : "SEND_MESSAGES"];
  need(dc, { channel, names: hasFiles ? [...names, "ATTACH_FILES"] : names }, "sending");
  if (!channel.archived) return;
  if (channel.locked && !(channel.permissionsOf(dc.bot.id) & P.MANAGE_THREADS)) throw threadArchived();
  mustTakeThread(channel);
  channel.update({ archived: false });
}

/** Fields of a reply or forward. */
function referenceFields(dc: DiscordWorld, channel: Channel, reference: Wire): Wire {
  if (!reference) return {};
  const from = dc.channels.get(reference.channel_id) ?? channel;
  const target = from.messages.get(reference.message_id);
  if (!target) {
    if (reference.fail_if_not_exists === false) return {};
    throw invalidForm([{ path: "/message_reference", code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }]);
  }
  const ids = { channel_id: target.channel_id, message_id: target.id };
  if (reference.type) return { message_reference: { type: 1, ...ids }, message_snapshots: [{ message: target }] };
  needInGuild(dc, { channel, names: ["READ_MESSAGE_HISTORY"] }, "replying");
  const guild = channel.guild && { guild_id: channel.guild.id };
  return { type: 19, message_reference: { type: 0, ...ids, ...guild }, referenced_message: target };
}

function sameNonce(dc: DiscordWorld, channel: Channel, { nonce, enforce_nonce }: Wire): DiscordMessage | undefined {
  if (nonce === undefined || !enforce_nonce) return undefined;
  const isRecent = (m: DiscordMessage): boolean => Date.now() - Date.parse(m.timestamp) < NONCE_MS;
  return channel.history().find((m) => m.nonce === nonce && m.author.id === dc.bot.id && isRecent(m));
}

const createMessage: Behaviour = (dc, call) => {
  const { body, files } = call;
  const channel = channelOf(dc, call);
  const where = `POST message in ${channel.name ?? "DM"}`;
  mayWrite(dc, channel, (files?.size ?? 0) > 0);
  const same = sameNonce(dc, channel, body);
  if (same) return same;
  const fields = messageFields(dc, { where, body, files, channel });
  const reference = referenceFields(dc, channel, body.message_reference);
  const nonce = body.nonce !== undefined && { nonce: body.nonce };
  return announce(dc, channel, channel.addMessage({ author: dc.bot, ...fields, ...nonce, ...reference }));
};

/** An edit of one message; webhooks and interactions may edit what is not by the bot itself. */
export type Edit = {
  readonly channel: Channel;
  readonly message: DiscordMessage;
  readonly where: string;
  readonly isViaWebhook?: boolean;
};

export function editMessage(
  dc: DiscordWorld,
  { body, files }: Pick<Call, "body" | "files">,
  edit: Edit,
): DiscordMessage {
  const { channel, message, where } = edit;
  const isOnlyFlags = Object.keys(body).every((k) => k === "flags");
  if (message.author.id !== dc.bot.id && !edit.isViaWebhook && !isOnlyFlags) {
    dc.journal.error("edit-foreign", where, "editing a message of another author");
    throw new DiscordError(403, 50005, "Cannot edit a message authored by another user");
  }
  if (channel.archived) throw threadArchived();
  const fields = messageFields(dc, { where, body, files, channel, editing: message });
  Object.assign(message, fields, { edited_timestamp: isoNow() });
  dc.journal.add({ kind: "edited", message: structuredClone({ ...message, reactions: [] }) });
  if (!(message.flags & EPHEMERAL)) dc.gateway.dispatch("MESSAGE_UPDATE", channel.event(message));
  return message;
}

const patchMessage: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const message = messageOf(channel, call.params.message_id);
  return editMessage(dc, call, { channel, message, where: `PATCH message in ${channel.name ?? "DM"}` });
};

/** Takes a message away and tells the gateway. */
export function removeMessage(dc: DiscordWorld, channel: Channel, message: DiscordMessage): void {
  channel.messages.delete(message.id);
  dc.ephemeral.delete(message.id);
  dc.journal.add({ kind: "deleted", messageId: message.id, channelId: channel.id });
  const guild = channel.guild && { guild_id: channel.guild.id };
  if (message.flags & EPHEMERAL) return;
  dc.gateway.dispatch("MESSAGE_DELETE", { id: message.id, channel_id: channel.id, ...guild });
}

const deleteMessage: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const message = messageOf(channel, call.params.message_id);
  if (message.author.id !== dc.bot.id) {
    if (!channel.guild) throw new DiscordError(403, 50003, "Cannot execute action on a DM channel");
    need(dc, { channel, names: ["MANAGE_MESSAGES"] }, "deleting messages of others");
  }
  removeMessage(dc, channel, message);
};

const bulkDelete: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  need(dc, { channel, names: ["MANAGE_MESSAGES"] }, "bulk delete");
  for (const id of call.body.messages) channel.messages.delete(id);
};

/** Without the message content intent REST answers are emptied too, like the events of the gateway. */
function redacted(dc: DiscordWorld, channel: Channel, message: DiscordMessage): DiscordMessage {
  const { id } = dc.bot;
  const isOpen = dc.options.privilegedIntents & Intent.MessageContent || !channel.guild || message.author.id === id;
  if (isOpen || message.mentions.some((u) => u.id === id)) return message;
  return { ...message, content: "", embeds: [], attachments: [], components: [] };
}

const getMessages: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const { query } = call;
  needInGuild(dc, { channel, names: ["READ_MESSAGE_HISTORY"] }, "reading history");
  const [before, after] = [query.get("before"), query.get("after")];
  const limit = Number(query.get("limit") ?? HISTORY_DEFAULT);
  const found = channel
    .history()
    .filter((m) => before === null || BigInt(m.id) < BigInt(before))
    .filter((m) => after === null || BigInt(m.id) > BigInt(after));
  const page = after === null ? found.slice(-limit) : found.slice(0, limit);
  return page.reverse().map((m) => redacted(dc, channel, m));
};

const getMessage: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  needInGuild(dc, { channel, names: ["READ_MESSAGE_HISTORY"] }, "reading a message");
  return redacted(dc, channel, messageOf(channel, call.params.message_id));
};

function react(remove: boolean, isOfOthers = false): Behaviour {
  return (dc, call) => {
    const channel = channelOf(dc, call);
    const message = messageOf(channel, call.params.message_id);
    const emoji: string = call.params.emoji_name;
    if (channel.archived) throw threadArchived();
    const names: PermissionName[] = remove ? [] : ["READ_MESSAGE_HISTORY", "ADD_REACTIONS"];
    needInGuild(dc, { channel, names }, "reacting");
    if (!EMOJI.test(emoji)) throw new DiscordError(400, 10014, "Unknown Emoji");
    const user = isOfOthers ? dc.users.get(call.params.user_id) : dc.bot;
    if (!user) throw new DiscordError(404, 10013, "Unknown User");
    if (user !== dc.bot) need(dc, { channel, names: ["MANAGE_MESSAGES"] }, "removing reactions of others");
    dc.changeReaction(message, { emoji, user, remove });
    dc.journal.add({ kind: "reaction", messageId: message.id, emoji, remove });
  };
}

function pin(isPinned: boolean): Behaviour {
  return (dc, call) => {
    const channel = channelOf(dc, call);
    const message = messageOf(channel, call.params.message_id);
    needInGuild(dc, { channel, names: ["PIN_MESSAGES"] }, "pinning");
    message.pinned = isPinned;
  };
}

const CHANNEL = "/channels/{channel_id}";
const MESSAGE = `${CHANNEL}/messages/{message_id}`;

/** The routes of messages. */
export const messageRoutes: Readonly<Record<string, Behaviour>> = {
  [`GET ${CHANNEL}/messages`]: getMessages,
  [`POST ${CHANNEL}/messages`]: createMessage,
  [`POST ${CHANNEL}/messages/bulk-delete`]: bulkDelete,
  [`GET ${MESSAGE}`]: getMessage,
  [`PATCH ${MESSAGE}`]: patchMessage,
  [`DELETE ${MESSAGE}`]: deleteMessage,
  [`PUT ${MESSAGE}/reactions/{emoji_name}/@me`]: react(false),
  [`DELETE ${MESSAGE}/reactions/{emoji_name}/@me`]: react(true),
  [`DELETE ${MESSAGE}/reactions/{emoji_name}/{user_id}`]: react(true, true),
  [`PUT ${CHANNEL}/pins/{message_id}`]: pin(true),
  [`DELETE ${CHANNEL}/pins/{message_id}`]: pin(false),
  [`PUT ${CHANNEL}/messages/pins/{message_id}`]: pin(true),
  [`DELETE ${CHANNEL}/messages/pins/{message_id}`]: pin(false),
};
