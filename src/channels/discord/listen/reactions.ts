/**
 * Signs people put on messages of the bot, as Inbounds. Signs on what people wrote are between them, and a sign of a guild's
 * own making means nothing elsewhere.
 */
import type { Inbound } from "../../../core/inbound.ts";
import { oneLine } from "../../../core/text.ts";
import { field, textIn } from "../answers.ts";
import type { Reader, Scene } from "./decode.ts";

export type Reaction = {
  readonly channelId: string;
  readonly guildId: string | null;
  readonly messageId: string;
  readonly userId: string;
  readonly emoji: string;
  /** As the gateway tells it, in guilds only. */
  readonly member: unknown;
};

const NAME_LENGTH_MAX = 64;
const EMOJI_LENGTH_MAX = 32;

/** Reads the event; null for what is not for us. */
export function reactionIn(body: unknown, botId: string): Reaction | null {
  const emoji = field(body, "emoji");
  const [channelId, messageId, userId] = [
    textIn(body, "channel_id"),
    textIn(body, "message_id"),
    textIn(body, "user_id"),
  ];
  const name = textIn(emoji, "name");
  const member = field(body, "member");
  const isBot = userId === botId || field(field(member, "user"), "bot") === true;
  const isOurs = textIn(body, "message_author_id") === botId && textIn(emoji, "id") === null;
  if (channelId === null || messageId === null || userId === null || name === null || isBot || !isOurs) return null;
  const guildId = textIn(body, "guild_id");
  return { channelId, guildId, messageId, userId, emoji: name.slice(0, EMOJI_LENGTH_MAX), member };
}

/** The same sign by the same person on the same message is one event, however often it is put there. */
export function decodeReaction(reaction: Reaction, { where, isAgent }: Scene, reader: Reader): Inbound | null {
  const { channelId, messageId, userId, emoji, member } = reaction;
  const { botId, staffChannelId, localeOf } = reader;
  const user = field(member, "user");
  const name = textIn(user, "global_name") ?? textIn(user, "username") ?? "";
  const inbound = {
    channel: "discord",
    bot: botId,
    updateId: `${messageId}:${userId}:${emoji}`,
    from: { networkId: userId, name: oneLine(name, NAME_LENGTH_MAX), languageHint: localeOf(userId) },
    what: { kind: "reacted", messageId, emoji },
  } as const;
  if (where.kind === "learner") return { ...inbound, place: { kind: "learner", chatId: channelId } };
  if (where.kind !== "staff" || !isAgent || staffChannelId === null) return null;
  return { ...inbound, place: { kind: "staff", chatId: staffChannelId, threadId: where.threadId } };
}
