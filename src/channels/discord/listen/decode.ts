/**
 * A Discord message as an Inbound. Pure; null for what is not for us: bots, notices Discord writes itself, talk in channels
 * that does not mention us. Null is forgotten, so what a learner or an agent says must never end up there.
 */
import { type APIMessage, type APIUser, MessageType } from "discord.js";
import type { Inbound, Said } from "../../../core/inbound.ts";
import { clean, isBlank, oneLine } from "../../../core/text.ts";
import { plain } from "../say/markdown.ts";
import { attachmentsOf } from "./attachments.ts";
import type { Where } from "./places.ts";

/** What is known beside the message. */
export type Reader = {
  readonly botId: string;
  readonly staffChannelId: string | null;
  /** The language a person's app is set to, when an interaction told it. */
  readonly localeOf: (userId: string) => string | null;
};

/** Where it was said, and whether whoever said it is an agent. */
export type Scene = { readonly where: Where; readonly isAgent: boolean };

const NAME_LENGTH_MAX = 64;

// What Discord writes about what happened. A kind nobody knows yet may be a person's words, so only these are passed over.
const NOTICES: readonly MessageType[] = [
  MessageType.RecipientAdd,
  MessageType.RecipientRemove,
  MessageType.Call,
  MessageType.ChannelNameChange,
  MessageType.ChannelIconChange,
  MessageType.ChannelPinnedMessage,
  MessageType.UserJoin,
  MessageType.GuildBoost,
  MessageType.GuildBoostTier1,
  MessageType.GuildBoostTier2,
  MessageType.GuildBoostTier3,
  MessageType.ChannelFollowAdd,
  MessageType.ThreadCreated,
  MessageType.ThreadStarterMessage,
  MessageType.GuildInviteReminder,
  MessageType.AutoModerationAction,
  MessageType.PollResult,
];

/** Whether a person said it, as far as the message alone tells. */
export function isByPerson({ author, webhook_id, type }: APIMessage): boolean {
  return author.bot !== true && author.system !== true && webhook_id === undefined && !NOTICES.includes(type);
}

export function mentions({ mentions: people }: APIMessage, botId: string): boolean {
  return people.some(({ id }) => id === botId);
}

/** New words. The mark is how far the place was heard with them. */
export function decodeMessage(message: APIMessage, scene: Scene, reader: Reader): Inbound | null {
  const place = placeOf(message, scene, reader);
  if (place === null || !isByPerson(message)) return null;
  const said = wordsOf(message, reader.botId, place);
  const inbound = { ...common(message.author, reader), updateId: message.id, place, what: said };
  // Channels where we are only mentioned now and then are not read back: they are full of talk that is not for us.
  return place.kind === "group" ? inbound : { ...inbound, mark: { place: message.channel_id, at: message.id } };
}

/** Changed words; null when nothing a person wrote has changed: Discord also tells of links that unfold. */
export function decodeEdit(message: APIMessage, scene: Scene, reader: Reader): Inbound | null {
  const place = placeOf(message, scene, reader);
  const editedAt = message.edited_timestamp === null ? Number.NaN : Date.parse(message.edited_timestamp);
  if (place === null || place.kind === "group" || Number.isNaN(editedAt) || !isByPerson(message)) return null;
  const text = textOf(message, reader.botId);
  const what: Said = { kind: "edited", messageId: message.id, text };
  return { ...common(message.author, reader), updateId: `${message.id}:${editedAt}`, place, what };
}

/** What every Inbound by that person has. */
export function common(user: APIUser, { botId, localeOf }: Reader): Pick<Inbound, "channel" | "bot" | "from"> {
  const name = oneLine(user.global_name ?? user.username, NAME_LENGTH_MAX);
  return {
    channel: "discord",
    bot: botId,
    from: {
      networkId: user.id,
      name: isBlank(name) ? user.username : name,
      languageHint: localeOf(user.id),
    },
  };
}

function placeOf(message: APIMessage, { where, isAgent }: Scene, reader: Reader): Inbound["place"] | null {
  const { botId, staffChannelId } = reader;
  switch (where.kind) {
    case "learner":
      return { kind: "learner", chatId: message.channel_id };
    case "staff":
      return isAgent && staffChannelId !== null
        ? { kind: "staff", chatId: staffChannelId, threadId: where.threadId }
        : null;
    case "elsewhere":
      return mentions(message, botId)
        ? {
            kind: "group",
            chatId: message.channel_id,
            threadId: null,
            invitation: `https://discord.com/users/${botId}`,
          }
        : null;
  }
}

// What follows the name may touch it, as Chinese does. A slash after it makes it a path, not a command.
const COMMAND = /^\/([a-z0-9_]{1,32})(?![a-z0-9_/])\s*([\s\S]*)$/i;

/** Discord swallows the slash commands it knows; one typed on a phone or pasted comes as words and is meant all the same. */
function wordsOf(message: APIMessage, botId: string, place: Inbound["place"]): Said {
  const text = textOf(message, botId);
  const attachments = attachmentsOf(message);
  const shared = { messageId: message.id, attachments, albumId: null, ...replyOf(message) };
  // An agent's "/note …" under a picture must not reach the learner; a learner's picture must not get lost for a command.
  const command = attachments.length === 0 || place.kind === "staff" ? COMMAND.exec(text) : null;
  if (command === null) return { kind: "words", text, ...shared };
  const [, name = "", argument = ""] = command;
  return { kind: "command", name: name.toLowerCase(), argument: argument.trimEnd(), ...shared };
}

/** A forwarded message refers to one as well, but answers nothing. */
function replyOf({ type, channel_id, message_reference: answered }: APIMessage): { readonly replyTo?: string } {
  const isReply = type === MessageType.Reply && answered?.channel_id === channel_id;
  return isReply && answered.message_id !== undefined ? { replyTo: answered.message_id } : {};
}

/** A forwarded message and a poll have their words elsewhere. */
function textOf({ content, mentions: people, message_snapshots, poll }: APIMessage, botId: string): string {
  const forwarded = (message_snapshots ?? []).map((shot) => shot.message.content);
  const said = [content, ...forwarded, poll?.question.text ?? ""].filter((text) => text !== "").join("\n");
  return clean(plain(said, people, botId));
}
