// What a route needs first: the channel, message or guild its path names, and the bot's permission there.

import type { Wire } from "../../common/wire.ts";
import type { Channel } from "../channel.ts";
import type { Guild } from "../guild.ts";
import { P, type PermissionName } from "../permissions.ts";
import type { DiscordMessage } from "../types.ts";
import type { Call, DiscordWorld } from "../world.ts";
import { DiscordError, missingAccess, missingPermissions, notFound } from "./errors.ts";

/** Behaviour of one route: the answer, or undefined for 204. Throws DiscordError. */
export type Behaviour = (dc: DiscordWorld, call: Call) => Wire;

export function channelOf(dc: DiscordWorld, { params }: Pick<Call, "params">): Channel {
  const channel = dc.channels.get(params.channel_id);
  if (!channel) throw notFound("Channel", 10003);
  if (channel.guild && !channel.guild.hasBot) throw missingAccess();
  return channel;
}

export function messageOf(channel: Channel, id: string): DiscordMessage {
  const message = channel.messages.get(id);
  if (!message) throw notFound("Message", 10008);
  return message;
}

export function guildOf(dc: DiscordWorld, { params }: Pick<Call, "params">): Guild {
  const guild = dc.guilds.get(params.guild_id);
  if (!guild) throw notFound("Guild", 10004);
  if (!guild.hasBot) throw missingAccess();
  return guild;
}

/** The guild of a channel; direct messages have none. */
export function guildOfChannel({ guild }: Channel): Guild {
  if (!guild) throw notFound("Guild", 10004);
  return guild;
}

/** Throws when the bot lacks one of the permissions; VIEW_CHANNEL is always needed. */
export function need(
  dc: DiscordWorld,
  { channel, names = [] }: { channel: Channel; names?: readonly PermissionName[] },
  why: string,
): void {
  const has = channel.permissionsOf(dc.bot.id);
  const wanted: readonly PermissionName[] = ["VIEW_CHANNEL", ...names];
  const missing = wanted.find((name) => !(has & P[name]));
  if (!missing) return;
  dc.journal.error("missing-permission", `channel ${channel.name ?? channel.id}`, `${why} needs ${missing}`);
  throw missing === "VIEW_CHANNEL" ? missingAccess() : missingPermissions();
}

/** Like need, but direct messages need nothing. */
export function needInGuild(
  dc: DiscordWorld,
  at: { channel: Channel; names?: readonly PermissionName[] },
  why: string,
): void {
  if (at.channel.guild) need(dc, at, why);
}

/** A guild at its limit opens no thread, and none that was archived. */
export function mustTakeThread(channel: Channel): void {
  const guild = guildOfChannel(channel);
  if (guild.activeThreads().length < guild.activeThreadsMax) return;
  throw new DiscordError(400, 160006, "Maximum number of active threads reached");
}
